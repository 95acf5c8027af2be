// Package office has the pages on which counsellors work: the list of cases, a case with its contacts and qualifications,
// and the forms in which they are recorded and corrected.
//
// A case goes by its code; no name is stored. A case of another centre looks like one that does not exist. Whoever may
// only read sees no form and no link to one.
package office
