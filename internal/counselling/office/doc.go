// Package office has the pages on which counsellors work: the list of cases, a case with its contacts and qualifications,
// and the forms in which they are recorded and corrected.
//
// A case goes by its code, and by a name for those who may know it. A case of another centre looks like one that does not
// exist. Whoever may only read sees no form and no link to one.
//
// # Forms
//
// A form is a list of questions (questions.go), each about a column of a record or about a text in the vault. What somebody
// types goes one way: [form.answers] makes codes of words, one command of the room counselling checks and stores all of it or
// nothing, and a form that is refused comes back as it was typed, with what is wrong. Where somebody else changed the record
// meanwhile, one chooses field by field (merge.go). Every form keeps a draft (form.sheet) and works without scripts; with them
// codes are chosen by some of their letters (web/src/combobox.js) and a new case takes no more than forty keys.
package office
