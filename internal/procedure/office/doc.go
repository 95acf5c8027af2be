// Package office has the pages on which counsellors follow recognition procedures: starting one, recording what happened,
// costs and help, what is due and by which law; and what of it stands on the page of a case.
//
// A case of another centre looks like one that does not exist, and so does a procedure of another case. Whoever may only
// read sees no form and no link to one; what the notice says is shown to those who may know the person.
package office
