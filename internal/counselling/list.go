package counselling

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/programme"
)

// Summary is a line of the case list.
type Summary struct {
	CaseID, Site              string
	FirstContact, LastContact clock.Day // day 0: no contact
	Contacts, Qualifications  int
	Sex                       string
	Age                       int // -1: not filled in
	Nationality               string
	Country, Occupation       string // of the first qualification
}

// Filter limits a list. Empty fields let everything through, None keeps what is not filled in.
type Filter struct{ Country, Occupation, Sex string }

// None is the filter value for "not filled in".
const None = "none"

// Cursor is the last line of a page; the next page begins after it. The zero Cursor is before the first line.
type Cursor struct {
	LastContact clock.Day
	CaseID      string
}

// start is before the first line.
var start = Cursor{LastContact: 1<<31 - 1, CaseID: "\U0010FFFF"}

// Query says which page of which list is wanted.
type Query struct {
	Site   string // of the centre in charge; empty: all centres of the actor
	Filter Filter
	After  Cursor
}

// Page is a page of the case list.
type Page struct {
	Centres []Centre  // all that the actor may choose from, by name
	Choose  bool      // there are more than MostCentres: one has to be chosen first
	Cases   []Summary // the newest contact first
	Total   int       // of the whole list
	Next    Cursor    // the zero Cursor on the last page
}

const (
	// PageSize is how many cases a page shows.
	PageSize = 50
	// MostCentres is how many centres a list shows at once: each is a query of its own.
	MostCentres = 12
)

// List reads a page of the case list. A site that the actor may not read is NotFound, like one that does not exist.
func (s *Service) List(ctx context.Context, q Query) (Page, error) {
	var p Page
	var err error
	if p.Centres, err = s.Centres(ctx); err != nil {
		return Page{}, err
	}
	chosen := p.Centres
	if q.Site != "" {
		i := slices.IndexFunc(chosen, func(c Centre) bool { return c.ID == q.Site })
		if i < 0 {
			return Page{}, errs.Missing()
		}
		chosen = chosen[i : i+1]
	}
	if p.Choose = len(chosen) > MostCentres; p.Choose {
		return p, nil
	}
	if err := s.collect(ctx, &p, chosen, q); err != nil {
		return Page{}, err
	}
	if len(p.Cases) > PageSize {
		p.Cases = p.Cases[:PageSize]
		last := p.Cases[PageSize-1]
		p.Next = Cursor{last.LastContact, last.CaseID}
	}
	return p, nil
}

// collect reads the next lines and the length of the lists of some sites.
func (s *Service) collect(ctx context.Context, p *Page, centres []Centre, q Query) error {
	changes, err := changesOf(ctx, s.db)
	if err != nil {
		return err
	}
	after := q.After
	if after == (Cursor{}) {
		after = start
	}
	for _, c := range centres {
		cases, err := pageOf(ctx, s.db, c.ID, q.Filter, after)
		if err != nil {
			return err
		}
		p.Cases = append(p.Cases, cases...)
		n, err := s.counts.of(changes, countKey{c.ID, q.Filter}, func() (int, error) { return lengthOf(ctx, s.db, c.ID, q.Filter) })
		if err != nil {
			return err
		}
		p.Total += n
	}
	if len(centres) > 1 {
		slices.SortFunc(p.Cases, func(a, b Summary) int {
			return cmp.Or(cmp.Compare(b.LastContact, a.LastContact), cmp.Compare(b.CaseID, a.CaseID))
		})
	}
	return nil
}

// Centre is a counselling centre whose cases the actor may read.
type Centre struct {
	*programme.Site
	MayRecord bool // the actor may record for it, too
}

// Centres are the centres whose cases the actor may read, by name; Forbidden when there can be none.
func (s *Service) Centres(ctx context.Context) ([]Centre, error) {
	visible, err := authz.Rows(ctx, ActionRead)
	if err != nil {
		return nil, err
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	sites := d.Sites
	// Most people have one centre and nothing else: no need to look at all of them.
	if own := visible.Sites(); len(own) == 1 && !visible.All() && len(visible.Networks())+len(visible.Projects()) == 0 {
		if sites = nil; d.Site(own[0]) != nil {
			sites = []*programme.Site{d.Site(own[0])}
		}
	}
	actor := authz.From(ctx)
	var centres []Centre
	for _, site := range sites {
		if place := d.PlaceOfSite(site.ID); visible.Sees(place) {
			centres = append(centres, Centre{site, actor.MayAt(ActionRecord, place)})
		}
	}
	return centres, nil
}

// counts remembers how long lists are until the next commit anywhere.
type counts struct {
	mu      sync.Mutex
	changes int64
	known   map[countKey]int
}

type countKey struct {
	site string
	Filter
}

func (c *counts) of(changes int64, key countKey, count func() (int, error)) (int, error) {
	c.mu.Lock()
	if c.changes != changes || c.known == nil || len(c.known) > 10_000 {
		c.changes, c.known = changes, map[countKey]int{}
	}
	n, ok := c.known[key]
	c.mu.Unlock()
	if ok {
		return n, nil
	}
	n, err := count()
	if err == nil {
		c.mu.Lock()
		if c.changes == changes {
			c.known[key] = n
		}
		c.mu.Unlock()
	}
	return n, err
}
