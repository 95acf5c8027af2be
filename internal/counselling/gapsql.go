package counselling

import (
	"fmt"
	"strings"
)

// The rules of completeness once more, as terms of the statement that makes summaries: each counts what a case lacks by
// one rule. A test compares them with Gaps on random cases.

// gapTerm counts the gaps of a case by rule i. The case is c; its contacts, counted, are k; its qualifications, counted, are q.
func (r *rule) gapTerm(i int) string {
	var term string
	switch {
	case r.typ == Cases:
		term = lacking("c.", r.Column, r.When)
	case r.Column == "" && r.typ == Contacts:
		term = "CASE WHEN k.n IS NULL" + r.When.and("c.") + " THEN 1 ELSE 0 END"
	case r.Column == "":
		term = "CASE WHEN q.n IS NULL" + r.When.and("c.") + " THEN 1 ELSE 0 END"
	case r.typ == Contacts:
		term = "CASE WHEN k.with_contents = 0 THEN 1 ELSE 0 END"
	default:
		term = fmt.Sprintf("COALESCE(q.gap_%d, 0)", i)
	}
	if r.From != "" {
		term = fmt.Sprintf("CASE WHEN k.first_on >= %d THEN %s ELSE 0 END", r.from, term)
	}
	return term
}

// lacking counts a record whose column is empty where a condition holds.
func lacking(table, column string, when *condition) string {
	return "CASE WHEN " + table + column + " IS NULL" + when.and(table) + " THEN 1 ELSE 0 END"
}

// and is the condition as the rest of an expression; codes need no quoting, they are words of our own lists.
func (c *condition) and(table string) string {
	switch {
	case c == nil:
		return ""
	case c.In != nil:
		return " AND " + table + c.Column + " IN ('" + strings.Join(c.In, "', '") + "')"
	}
	return " AND (" + table + c.Column + " IS NULL OR " + table + c.Column + " NOT IN ('" + strings.Join(c.Not, "', '") + "'))"
}

// gapSum counts the gaps of one light, or of both.
func gapSum(lights ...Light) string {
	terms := []string{"0"}
	for i := range rules {
		for _, l := range lights {
			if rules[i].light() == l {
				terms = append(terms, rules[i].gapTerm(i))
			}
		}
	}
	return strings.Join(terms, " + ")
}

// qualificationGaps are the columns of q that gapTerm refers to.
func qualificationGaps() string {
	var b strings.Builder
	for i := range rules {
		if r := &rules[i]; r.typ == Qualifications && r.Column != "" {
			fmt.Fprintf(&b, ", SUM(%s) AS gap_%d", lacking("", r.Column, r.When), i)
		}
	}
	return b.String()
}
