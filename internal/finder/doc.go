// Package finder answers what somebody asks who learned an occupation abroad: whether they need the recognition, who decides,
// how long it takes, what it costs, what to bring, what each outcome means, and who near them helps free of charge.
//
// It knows nothing itself: it puts together what the rooms of occupations, authorities, procedures, postcodes and centres
// know. Everything comes from memory, and nothing about the person is asked or kept. A question can be kept for 90 days
// under a short code, which a counsellor types to open a case.
package finder
