package counselling

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// Summary is a line of the case list.
type Summary struct {
	Tenant, CaseID, Site      string
	FirstContact, LastContact clock.Day // day 0: no contact
	Contacts, Qualifications  int
	Sex                       string
	Age                       int // -1: not filled in
	Nationality               string
	Country, Occupation       string // of the first qualification
	Scope                     string
}

// Filter limits a list. Empty fields let everything through, None keeps what is not filled in.
type Filter struct{ Country, Occupation, Sex string }

// None is the filter value for "not filled in".
const None = "none"

// Cursor is the last line of a page; the next page begins after it.
type Cursor struct {
	LastContact clock.Day
	CaseID      string
}

// start is before the first line.
var start = Cursor{LastContact: 1<<31 - 1, CaseID: "\U0010FFFF"}

// Page is a page of the case list.
type Page struct {
	Cases []Summary
	Total int    // of the whole list
	Next  Cursor // the zero Cursor on the last page
}

// PageSize is how many cases a page shows.
const PageSize = 50

// List reads a page of the cases at the given sites, the newest contact first. Sites that the actor may not read are
// left out as if they had no case; after is the zero Cursor for the first page.
func (s *Service) List(ctx context.Context, sites []string, f Filter, after Cursor) (Page, error) {
	visible, err := authz.Rows(ctx, actionRead)
	if err != nil {
		return Page{}, err
	}
	if after == (Cursor{}) {
		after = start
	}
	changes, err := changesOf(ctx, s.db)
	if err != nil {
		return Page{}, err
	}
	var p Page
	for _, site := range sites {
		place, err := s.structure.Place(ctx, site)
		if err != nil || !visible.Sees(place) {
			continue
		}
		cases, err := pageOf(ctx, s.db, site, f, after, PageSize+1)
		if err != nil {
			return Page{}, err
		}
		p.Cases = append(p.Cases, cases...)
		n, err := s.counts.of(changes, countKey{site, f}, func() (int, error) { return countOf(ctx, s.db, site, f) })
		if err != nil {
			return Page{}, err
		}
		p.Total += n
	}
	if len(sites) > 1 {
		slices.SortFunc(p.Cases, func(a, b Summary) int {
			return cmp.Or(cmp.Compare(b.LastContact, a.LastContact), cmp.Compare(b.CaseID, a.CaseID))
		})
	}
	if len(p.Cases) > PageSize {
		p.Cases = p.Cases[:PageSize]
		last := p.Cases[PageSize-1]
		p.Next = Cursor{last.LastContact, last.CaseID}
	}
	return p, nil
}

// Detail is a case with everything recorded about it.
type Detail struct {
	Case           *record.Row
	Qualifications []record.Row
	Contacts       []Contact // the newest first, initial ones marked
}

// Get reads a case; NotFound when it does not exist or lies where the actor may not look.
func (s *Service) Get(ctx context.Context, id string) (*Detail, error) {
	visible, err := authz.Rows(ctx, actionRead)
	if err != nil {
		return nil, err
	}
	c, err := s.find(ctx, id)
	if err != nil {
		return nil, err
	}
	place, err := s.structure.Place(ctx, Cases.Str(c, "site_id"))
	if err != nil {
		return nil, err
	}
	if !visible.Sees(place) {
		return nil, errs.Missing()
	}
	d := &Detail{Case: c}
	if d.Qualifications, err = qualificationsOf(ctx, s.db, c); err != nil {
		return nil, err
	}
	if d.Contacts, err = contactsOf(ctx, s.db, c); err != nil {
		return nil, err
	}
	rules, err := s.structure.Rules(ctx, clock.InstantOf(s.db.Clock().Now()))
	if err != nil {
		return nil, err
	}
	MarkInitial(d.Contacts, func(day clock.Day) string { return roundOn(rules, day) })
	slices.Reverse(d.Contacts)
	return d, nil
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
