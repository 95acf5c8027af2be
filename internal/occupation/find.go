package occupation

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"openiq/internal/occupation/esco"
	"openiq/internal/occupation/finder"
	"openiq/internal/platform/clock"
)

// Found is an entry that a query may mean.
type Found struct {
	Code      string      // of the reference occupation; of a concept of ESCO that none stands for, its id
	Title     string      // in Lang
	TitleDE   string      // in German
	Lang      string      // BCP 47: the language asked for, or German where there is no title in it
	Reference *Occupation // nil: a mere occupation of ESCO
	ESCO      []string    // URIs of the concepts that truly are this occupation, at most MostConcepts
	KldB      []string    // units of five digits
	Nearest   []string    // of a mere occupation of ESCO: the codes of the nearest reference occupations
	Score     float64     // 0 to 1.1; above 1 the query is one of its names
	Reason    finder.Match
}

const (
	// MostFound is how many entries one search gives at most.
	MostFound = 50
	// MostConcepts is how many concepts of ESCO stand in an answer at most.
	MostConcepts = 10

	mostNearest = 3
)

// What decides between entries that fit as well: at equal quality reference occupations come first (exchange.md section 3),
// of these the ones that exist today and that more people ask for.
const (
	mereFactor   = 0.97
	formerFactor = 0.97
	askedBonus   = 0.012
	wider        = 4 // so many times the entries are looked at before they are put in order
)

// Find finds the occupations that a text may mean, the best first. The language is the reader's: it is preferred and titles
// are given in it; queries may be in any. Nothing found is an empty list and no error.
func (s *Service) Find(ctx context.Context, text, lang string, limit int) ([]Found, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	return now.find(text, lang, min(limit, MostFound), clock.InstantOf(s.db.Clock().Now())), nil
}

func (s *state) find(text, lang string, limit int, at clock.Instant) []Found {
	if limit <= 0 {
		return nil
	}
	best := map[string]Found{}
	keep := func(f Found) {
		if known, ok := best[f.Code]; !ok || known.Score < f.Score {
			best[f.Code] = f
		}
	}
	for _, m := range s.references.Search(text, lang, limit*wider) {
		keep(s.reference(s.catalogue.all[m.Entry], m, at.Day()))
	}
	if s.esco != nil {
		for _, m := range s.esco.labels.Search(text, lang, limit*wider) {
			id := s.esco.concepts[m.Entry].ID
			stands := s.catalogue.StandsFor(id)
			for _, o := range stands {
				keep(s.reference(o, m, at.Day()))
			}
			if len(stands) == 0 {
				m.Score *= mereFactor
				keep(Found{Code: id, Score: m.Score, Reason: m})
			}
		}
	}
	all := make([]Found, 0, len(best))
	for _, f := range best {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Found) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Code, b.Code)) })
	all = all[:min(limit, len(all))]
	for i := range all {
		s.describe(&all[i], lang)
	}
	return all
}

func (s *state) reference(o *Occupation, m finder.Match, today clock.Day) Found {
	if !o.ValidOn(today) {
		m.Score *= formerFactor
	}
	if place, ok := s.asked[o.Code]; ok {
		m.Score += askedBonus * (1 - float64(place)/float64(len(s.asked)+1))
	}
	return Found{Code: o.Code, Reference: o, Score: m.Score, Reason: m}
}

// describe fills in what an answer says about an entry.
func (s *state) describe(f *Found, lang string) {
	f.Lang = lang
	if o := f.Reference; o != nil {
		f.Title, f.TitleDE, f.KldB = o.TitleIn(lang), o.Title(), o.KldB
		if f.Title == f.TitleDE {
			f.Lang = "de"
		}
		for _, id := range o.ESCO[:min(len(o.ESCO), MostConcepts)] {
			f.ESCO = append(f.ESCO, esco.Prefix+id)
		}
		return
	}
	i := s.esco.byID[f.Code]
	f.TitleDE = s.esco.labels.Title(i, "de")
	for _, l := range []string{lang, "de", "en", f.Reason.Lang} {
		if f.Title == "" {
			f.Title, f.Lang = s.esco.labels.Title(i, l), l
		}
	}
	f.ESCO, f.KldB, f.Nearest = []string{esco.Prefix + f.Code}, s.esco.concepts[i].KldB, s.nearest(i)
}

// nearest are the reference occupations closest to a concept: of the same unit of the KldB, or whose own concepts are of the
// same group of ISCO-08.
func (s *state) nearest(i int) []string {
	c := s.esco.concepts[i]
	points := map[string]int{}
	for _, unit := range c.KldB {
		for _, code := range s.ofUnit[unit] {
			points[code] += 2
		}
	}
	for _, code := range s.ofGroup[c.ISCO] {
		points[code]++
	}
	codes := slices.Collect(maps.Keys(points))
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(points[b]-points[a], cmp.Compare(a, b)) })
	return codes[:min(len(codes), mostNearest)]
}

// relate notes which reference occupations stand in each unit of the KldB and have concepts in each group of ISCO-08.
func (s *state) relate() {
	s.ofUnit, s.ofGroup = map[string][]string{}, map[string][]string{}
	add := func(all map[string][]string, key, code string) {
		if key != "" && !slices.Contains(all[key], code) {
			all[key] = append(all[key], code)
		}
	}
	for _, o := range s.catalogue.all {
		for _, unit := range o.KldB {
			add(s.ofUnit, unit, o.Code)
		}
		for _, id := range o.ESCO {
			if at, ok := s.esco.byID[id]; ok {
				add(s.ofGroup, s.esco.concepts[at].ISCO, o.Code)
			}
		}
	}
}
