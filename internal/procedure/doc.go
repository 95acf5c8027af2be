// Package procedure has a person's recognition procedures: what was applied for with which authority, what happened since,
// what came out, what it cost and who helped. What is due is never stored as a fact; it is computed by package recognition
// from the steps and kept where the work lists of counselling look.
//
// Invariants:
//
//   - A procedure, its steps and its costs belong to a case and to the case's tenant. They are facts without names; what an
//     authority wrote about differences, and notes, are texts in the vault under the step's id (package person).
//   - The steps of a procedure fit to each other (recognition.Fits); a bundle may bring others, and the deadlines bear that.
//   - Whether the occupation is regulated decides which outcomes there are (domain/practice.md, fact 12).
//   - Each change brings the due days of its procedure and the summary of its case up to date in the same transaction.
//
// Legal basis: BQFG and the laws of the Laender and occupations; practice.md 1.5, 1.6 and 3.
package procedure
