package counselling

import (
	"context"
	"slices"
	"strings"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Match is a case that a search found.
type Match struct {
	CaseID, Site string
	Name         string // "Family, Given"; empty where the case was found by its code
	Exact        bool   // spelled as it was asked for
	Contacts     int
	LastContact  clock.Day // when there are contacts

	tenant string
}

// Matches are what a search found, the best first.
type Matches struct {
	Cases []Match
	More  bool // there are more than are shown: ask for more of the name
}

// Search finds cases by their code, and by the name, phone number or e-mail address of their person where the actor may know
// it. That the actor sees these names is noted before they are returned. Words that find nothing are no error.
func (s *Service) Search(ctx context.Context, query string) (*Matches, error) {
	var found Matches
	byCode, err := s.byCode(ctx, query)
	if err != nil {
		return nil, err
	}
	if byCode != nil {
		found.Cases = append(found.Cases, *byCode)
	}
	if authz.From(ctx).May(person.ActionRead) {
		if err := s.byPerson(ctx, query, &found); err != nil {
			return nil, err
		}
	}
	return &found, nil
}

// byCode is the case of a code, nil where there is none for this actor. Codes are written in capitals, but for those that
// came from elsewhere.
func (s *Service) byCode(ctx context.Context, query string) (*Match, error) {
	query = strings.TrimSpace(query)
	for _, code := range []string{query, strings.ToUpper(query)} {
		h, err := s.ForReading(ctx, code)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		m := Match{CaseID: h.ID, Site: h.Site(), Exact: true, tenant: h.Tenant}
		return &m, s.brief(ctx, []*Match{&m})
	}
	return nil, nil
}

// byPerson adds the cases whose persons fit. One that lies in the bin is left out.
func (s *Service) byPerson(ctx context.Context, query string, found *Matches) error {
	persons, err := s.persons.Search(ctx, query, nil)
	if errs.KindOf(err) == errs.Invalid { // nothing in it that a name could be found by
		return nil
	}
	if err != nil {
		return err
	}
	matches := make([]*Match, len(persons.Hits))
	for i, hit := range persons.Hits {
		matches[i] = &Match{CaseID: hit.Subject.ID, Site: hit.Site, Name: hit.Label, Exact: hit.Exact, Contacts: inNoList, tenant: hit.Subject.Tenant}
	}
	if err := s.brief(ctx, matches); err != nil {
		return err
	}
	found.More = persons.More
	var shown []person.Subject
	for i, m := range matches {
		if m.Contacts != inNoList && !slices.ContainsFunc(found.Cases, func(c Match) bool { return c.CaseID == m.CaseID }) {
			found.Cases, shown = append(found.Cases, *m), append(shown, persons.Hits[i].Subject)
		}
	}
	return s.persons.LogList(ctx, shown...)
}

// inNoList marks a case without a summary: it lies in the bin.
const inNoList = -1

var selectBrief = db.SQL(`SELECT tenant, case_id, contacts, last_contact FROM case_summary WHERE case_id IN ` + hundred)

// brief fills in the contacts of up to a hundred cases.
func (s *Service) brief(ctx context.Context, matches []*Match) error {
	if len(matches) == 0 {
		return nil
	}
	args := make([]any, atOnce)
	for i := range args {
		args[i] = matches[min(i, len(matches)-1)].CaseID
	}
	rows, err := s.db.Query(ctx, selectBrief, args...)
	return db.Each(rows, err, func() error {
		var tenant, id string
		var contacts int
		var last int64
		if err := rows.Scan(&tenant, &id, &contacts, &last); err != nil {
			return err
		}
		for _, m := range matches {
			if m.CaseID == id && m.tenant == tenant {
				m.Contacts, m.LastContact = contacts, clock.Day(last)
			}
		}
		return nil
	})
}

// Located is a case of somebody that was asked for, and the centre in charge: nothing else.
type Located struct{ CaseID, Site string }

// Locate says for [person.ActionLocate] where in the nation persons of a name, phone number or e-mail address have cases. It
// is noted, and committed, before the answer. More says that there are more than are shown.
func (s *Service) Locate(ctx context.Context, query string) (found []Located, more bool, err error) {
	persons, err := s.persons.Locate(ctx, query)
	if err != nil {
		return nil, false, err
	}
	var codes []string
	for _, hit := range persons.Hits {
		found = append(found, Located{hit.Subject.ID, hit.Site})
		codes = append(codes, hit.Subject.ID)
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.locate", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "read", Detail: "located " + strings.Join(codes, " ")})
		return "", nil
	})
	return found, persons.More, err
}
