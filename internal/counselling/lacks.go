package counselling

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// The rules of completeness as filters of the lists: one for each, named by what is missing.

// code names what the rule asks for: "cases.sex", or "contacts" for a whole record.
func (r *rule) code() string {
	if r.Column == "" {
		return r.Of
	}
	return r.Of + "." + r.Column
}

// lacks is the condition on a row of case_summary under which the case lacks something by this rule.
func (r *rule) lacks() string {
	var lacks string
	switch {
	case r.typ == Cases:
		lacks = anyOf("cases", "id", r.Column+" IS NULL"+r.When.and(""))
	case r.typ == Contacts && r.Column != "":
		lacks = `contacts > 0 AND has_contents = 0`
	case r.Column == "" && r.When != nil:
		lacks = r.Of + ` = 0 AND ` + anyOf("cases", "id", "1 = 1"+r.When.and(""))
	case r.Column == "":
		lacks = r.Of + ` = 0`
	default:
		lacks = anyOf("qualifications", "case_id", "deleted = 0 AND "+r.Column+" IS NULL"+r.When.and(""))
	}
	if r.From != "" {
		lacks += ` AND contacts > 0 AND first_contact >= ` + strconv.Itoa(int(r.from))
	}
	return lacks
}

// anyOf says that a case has a record for which something holds.
func anyOf(table, id, condition string) string {
	return `EXISTS (SELECT 1 FROM ` + table + ` x WHERE x.` + id + ` = case_summary.case_id AND x.tenant = case_summary.tenant AND ` + condition + `)`
}

// lacksWhen are the branches of the filter by what is missing.
func lacksWhen() string {
	var b strings.Builder
	for i := range rules {
		b.WriteString(` WHEN '` + rules[i].code() + `' THEN ` + rules[i].lacks())
	}
	return b.String()
}

// IsGap says whether something can be missing by this name, for [Filter].
func IsGap(code string) bool {
	return slices.ContainsFunc(rules, func(r rule) bool { return r.code() == code })
}

// GapCodes are the names of all that can be missing, in the order of the rules.
func GapCodes() []string {
	codes := make([]string, len(rules))
	for i := range rules {
		codes[i] = rules[i].code()
	}
	return codes
}

// Lack is how many cases lack something.
type Lack struct {
	Gap    string // for Filter.Gap
	Of     string // the record type's name
	Column string // empty: there is no record of the type at all
	Light  Light  // of a case that lacks it
	Cases  int
}

// Lacks are what the advised cases of a centre lack, the most frequent first; from and to as in [Service.Workload].
func (s *Service) Lacks(ctx context.Context, site string, from, to clock.Day) ([]Lack, error) {
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	if d.Site(site) == nil || !authz.From(ctx).MayAt(ActionRead, d.PlaceOfSite(site)) {
		return nil, errs.Missing()
	}
	counted, err := lacksOf(ctx, s.db, site, from, to)
	if err != nil {
		return nil, err
	}
	var lacks []Lack
	for i, n := range counted {
		if r := &rules[i]; n > 0 {
			lacks = append(lacks, Lack{Gap: r.code(), Of: r.Of, Column: r.Column, Light: r.light(), Cases: n})
		}
	}
	slices.SortStableFunc(lacks, func(a, b Lack) int { return b.Cases - a.Cases })
	return lacks, nil
}
