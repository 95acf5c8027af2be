// Package counselling has the cases of persons seeking advice, their qualifications and the contacts held with them.
//
// A case is pseudonymous: it says what was asked and advised, never who. It belongs to the tenant in which it was opened,
// for good; the centre in charge is a column that can change. Contacts and qualifications live with their case. Whether
// a contact counts as initial is never stored: it is computed per theme, case and round (exchange.md section 2).
package counselling
