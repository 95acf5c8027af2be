// Package office has the pages about who decides: a question with its answer and reason, the authorities, the rules, where
// the knowledge has gaps, and the forms in which editors change it. All staff may read them.
package office
