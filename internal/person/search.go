package person

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"openiq/internal/person/index"
	"openiq/internal/person/name"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
)

// Hit is a person that was found.
type Hit struct {
	Subject Subject
	Site    string // the centre in charge
	Label   string // empty for [Service.Locate]
	Exact   bool   // spelled as it was asked for
}

// Found is what a search found, the best first.
type Found struct {
	Hits []Hit
	More bool // there are more than MostHits: ask for more of the name
}

// MostHits is how many persons a search shows.
const MostHits = 50

// The search index has one purpose for each kind of term, so that a name never meets a phone number.
const (
	indexName  = "person.name"
	indexPhone = "person.phone"
	indexEmail = "person.email"
)

// tokensOf are the terms of the search index for an identity, as keyed hashes.
func (s *Service) tokensOf(i *Identity) []int64 {
	var tokens []int64
	for _, text := range i.names() {
		tokens = append(tokens, s.hashes(indexName, name.Stored(text))...)
	}
	if number := normalPhone(i.Phone); number != "" {
		tokens = append(tokens, s.keys.Hash64(indexPhone, number))
	}
	if i.Email != "" {
		tokens = append(tokens, s.keys.Hash64(indexEmail, i.Email))
	}
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

func (s *Service) hashes(purpose string, terms []string) []int64 {
	out := make([]int64, len(terms))
	for i, t := range terms {
		out[i] = s.keys.Hash64(purpose, t)
	}
	return out
}

// question is a query as tokens: of each set a person must have one. Only who is spelled as in the query has one of each
// set of exact as well.
type question struct{ any, exact [][]int64 }

// question of a query: a phone number, or words that are e-mail addresses, numbers or parts of a name, in any order.
func (s *Service) question(query string) question {
	query = cleanLine(query)
	if number := normalPhone(query); number != "" {
		query = number
	}
	var q question
	var names []string
	for _, word := range strings.Fields(query) {
		if strings.Contains(word, "@") {
			q.only(s.keys.Hash64(indexEmail, strings.ToLower(word)))
		} else if number := normalPhone(word); number != "" {
			q.only(s.keys.Hash64(indexPhone, number))
		} else {
			names = append(names, word)
		}
	}
	text := strings.Join(names, " ")
	for _, set := range name.Asked(text) {
		q.any = append(q.any, s.hashes(indexName, set))
	}
	for _, set := range name.Exact(text) {
		q.exact = append(q.exact, s.hashes(indexName, set))
	}
	return q
}

func (q *question) only(token int64) {
	q.any, q.exact = append(q.any, []int64{token}), append(q.exact, []int64{token})
}

// Search finds persons by name, phone number or e-mail address at the centres named, at all when sites is nil. It looks only
// where the actor may read persons: others do not exist. Names are found by whole parts, in any order, spelling and script;
// those that are spelled as asked come first. Of a very long name only a part counts. Call [Service.LogList] for those that are shown.
func (s *Service) Search(ctx context.Context, query string, sites []string) (*Found, error) {
	places, err := s.places(ctx, ActionRead, sites)
	if err != nil {
		return nil, err
	}
	return s.find(ctx, query, places, s.openLabel)
}

// Locate says where persons of a name are, for [ActionLocate]: whoever must answer for what is stored about somebody, without
// seeing it. Nothing is opened for that.
func (s *Service) Locate(ctx context.Context, query string) (*Found, error) {
	places, err := s.places(ctx, ActionLocate, nil)
	if err != nil {
		return nil, err
	}
	return s.find(ctx, query, places, func(*sealedLabel) (string, error) { return "", nil })
}

// places are the sites where the actor may look: of those named, or of all when sites is nil. The result is nil for everywhere.
func (s *Service) places(ctx context.Context, action authz.Action, sites []string) ([]string, error) {
	visible, err := authz.Rows(ctx, action)
	if err != nil || visible.All() && sites == nil {
		return nil, err
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	if sites == nil {
		for _, site := range d.Sites {
			sites = append(sites, site.ID)
		}
	}
	seen := make([]string, 0, len(sites))
	for _, site := range sites {
		if visible.Sees(d.PlaceOfSite(site)) {
			seen = append(seen, site)
		}
	}
	return seen, nil
}

// find looks for all spellings. Where so many are found that the exact one may be missing, it looks for that alone as well.
func (s *Service) find(ctx context.Context, query string, sites []string, open func(*sealedLabel) (string, error)) (*Found, error) {
	q := s.question(query)
	if len(q.any) == 0 {
		var wrong errs.Fields
		wrong.Add("query", "error.required")
		return nil, wrong.Err()
	}
	entries, err := index.Find(ctx, s.db, q.any, sites)
	if err == nil && len(entries) == index.Most {
		var exact []index.Entry
		exact, err = index.Find(ctx, s.db, q.exact, sites)
		entries = append(exact, entries...)
	}
	if err != nil {
		return nil, err
	}
	return s.rank(ctx, q.exact, sites, entries, open)
}

// rank reads what was found once more and puts the exact spellings first. Only those that are shown are opened.
func (s *Service) rank(ctx context.Context, asked [][]int64, sites []string, entries []index.Entry, open func(*sealedLabel) (string, error)) (*Found, error) {
	subjects := make([]Subject, 0, len(entries))
	for _, e := range entries {
		if subject := (Subject{Tenant: e.Tenant, ID: e.Subject}); !slices.Contains(subjects, subject) {
			subjects = append(subjects, subject)
		}
	}
	var labels []sealedLabel
	exact := map[string]bool{}
	err := labelsOf(ctx, s.db, subjects, func(l *sealedLabel) error {
		if sites != nil && !slices.Contains(sites, l.site) { // handed over since
			return nil
		}
		labels = append(labels, l.kept())
		tokens := unpack(l.tokens)
		exact[l.id] = !slices.ContainsFunc(asked, func(set []int64) bool { return !overlap(set, tokens) })
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(labels, func(a, b sealedLabel) int { return compareBool(exact[a.id], exact[b.id]) })
	found := &Found{More: len(labels) > MostHits}
	for _, l := range labels[:min(len(labels), MostHits)] {
		h := Hit{Subject: Subject{Tenant: l.tenant, ID: l.subjectID}, Site: l.site, Exact: exact[l.id]}
		if h.Label, err = open(&l); err != nil {
			return nil, err
		}
		found.Hits = append(found.Hits, h)
	}
	slices.SortStableFunc(found.Hits, func(a, b Hit) int { return cmp.Or(compareBool(a.Exact, b.Exact), cmp.Compare(a.Label, b.Label)) })
	return found, nil
}

// compareBool puts what is true first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func overlap(a, b []int64) bool {
	return slices.ContainsFunc(a, func(t int64) bool { return slices.Contains(b, t) })
}
