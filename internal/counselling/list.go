package counselling

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/programme"
)

// Summary is a line of a work list.
type Summary struct {
	Tenant, CaseID, Site      string
	Counsellor                string        // the account in charge; empty: nobody
	Registered                clock.Instant // 0: not known
	FirstContact, LastContact clock.Day     // day 0: no contact
	Contacts, Qualifications  int
	Sex                       string
	Age                       int // -1: not filled in
	Nationality               string
	Country, Occupation       string    // of the first qualification
	FollowUp, Due, Closed     clock.Day // clock.NoDay: none
	DueRule                   string    // what is due first, in the lists that show it; message key "due.RULE"
	Light                     Light
	Missing                   int // how many facts

	key int64 // what its list is sorted by
}

// Waited are the days since the registration of a case without contact, as of a day.
func (s *Summary) Waited(today clock.Day) int { return waited(s.Registered, today) }

// Filter limits a list. Empty fields let everything through, None keeps what is not filled in.
type Filter struct {
	Country, Occupation, Sex, Nationality string
	Counsellor                            string    // an account
	Light                                 string    // a light's code
	Code                                  string    // any part of the case's id, in capitals or not
	Gap                                   string    // what is missing; see Gaps
	From, To                              clock.Day // between which the first contact lies; 0: open
}

// None is the filter value for "not filled in".
const None = "none"

// Cursor is the last line of a page; the next page begins after it. The zero Cursor is before the first line.
type Cursor struct {
	Key    int64 // what the list is sorted by
	CaseID string
}

func (c Cursor) compare(o Cursor) int {
	return cmp.Or(cmp.Compare(c.Key, o.Key), cmp.Compare(c.CaseID, o.CaseID))
}

// Query says which page of which list is wanted.
type Query struct {
	List   List   // empty: All
	Site   string // of the centre in charge; empty: all centres of the actor
	Filter Filter
	After  Cursor
}

// Page is a page of a list.
type Page struct {
	Centres []Centre     // all that the actor may choose from, by name
	Choose  bool         // there are more than MostCentres: one has to be chosen first
	Cases   []Summary    // in the order of the list
	Total   int          // of the whole list
	Lengths map[List]int // of all lists with this filter
	Next    Cursor       // the zero Cursor on the last page
	Today   clock.Day    // by which the list was read
}

const (
	// PageSize is how many cases a page shows.
	PageSize = 50
	// MostCentres is how many centres a list shows at once: each is a query of its own.
	MostCentres = 12
)

// reading is a list that somebody reads.
type reading struct {
	*order
	filter Filter
	actor  string
	today  clock.Day
}

// List reads a page of a list. A site that the actor may not read is NotFound, like one that does not exist.
func (s *Service) List(ctx context.Context, q Query) (Page, error) {
	var p Page
	l, chosen, err := s.prepare(ctx, q, &p)
	if err != nil || p.Choose {
		return p, err
	}
	if p.Cases, p.Next, err = s.page(ctx, l, chosen, q.After); err != nil {
		return Page{}, err
	}
	p.Lengths, err = s.lengths(ctx, l, chosen)
	p.Total = p.Lengths[l.list]
	return p, err
}

// Each reads the whole of a list, case by case. An actor with too many centres must choose one.
func (s *Service) Each(ctx context.Context, q Query) (iter.Seq2[*Summary, error], error) {
	var p Page
	l, chosen, err := s.prepare(ctx, q, &p)
	if err == nil && p.Choose {
		err = errs.New(errs.Invalid, "worklist.error.choose")
	}
	if err != nil {
		return nil, err
	}
	return func(yield func(*Summary, error) bool) {
		for after := q.After; ; {
			cases, next, err := s.page(ctx, l, chosen, after)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range cases {
				if !yield(&cases[i], nil) {
					return
				}
			}
			if after = next; next == (Cursor{}) {
				return
			}
		}
	}, nil
}

// prepare finds the list and the centres to read.
func (s *Service) prepare(ctx context.Context, q Query, p *Page) (reading, []Centre, error) {
	l := reading{order: orderOf(cmp.Or(q.List, All)), filter: q.Filter}
	if l.order == nil {
		return l, nil, errs.Missing()
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return l, nil, err
	}
	if p.Centres, err = s.centres(ctx, d); err != nil {
		return l, nil, err
	}
	l.today, l.actor = d.Today(), authz.From(ctx).ID
	p.Today = l.today
	chosen := p.Centres
	if q.Site != "" {
		i := slices.IndexFunc(chosen, func(c Centre) bool { return c.ID == q.Site })
		if i < 0 {
			return l, nil, errs.Missing()
		}
		chosen = chosen[i : i+1]
	}
	p.Choose = len(chosen) > MostCentres
	if !l.holds(q.After) {
		return l, nil, errs.New(errs.Invalid, "error.bad_request")
	}
	return l, chosen, nil
}

// page reads the next lines of some centres and where the page after them begins.
func (s *Service) page(ctx context.Context, l reading, centres []Centre, after Cursor) ([]Summary, Cursor, error) {
	if after == (Cursor{}) {
		after = l.start()
	}
	var cases []Summary
	for _, c := range centres {
		some, err := pageOf(ctx, s.db, c.ID, l, after)
		if err != nil {
			return nil, Cursor{}, err
		}
		cases = append(cases, some...)
	}
	if len(centres) > 1 {
		slices.SortFunc(cases, func(a, b Summary) int { return l.compare(&a, &b) })
	}
	if len(cases) <= PageSize {
		return cases, Cursor{}, nil
	}
	last := &cases[PageSize-1]
	return cases[:PageSize], Cursor{last.key, last.CaseID}, nil
}

// lengths says how long all lists of some centres are.
func (s *Service) lengths(ctx context.Context, l reading, centres []Centre) (map[List]int, error) {
	changes, err := changesOf(ctx, s.db)
	if err != nil {
		return nil, err
	}
	sum := make(map[List]int, len(orders))
	for _, c := range centres {
		key := lengthsKey{site: c.ID, filter: l.filter, actor: l.actor, today: l.today}
		some, err := s.known.of(changes, key, func() (lengths, error) {
			return lengthsOf(context.WithoutCancel(ctx), s.db, c.ID, l) // others may wait for it, too
		})
		if err != nil {
			return nil, err
		}
		for i, n := range some {
			sum[orders[i].list] += n
		}
	}
	return sum, nil
}

// Centre is a counselling centre whose cases the actor may read.
type Centre struct {
	*programme.Site
	MayRecord bool // the actor may record for it, too
}

// Centres are the centres whose cases the actor may read, by name; Forbidden when there can be none.
func (s *Service) Centres(ctx context.Context) ([]Centre, error) {
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return s.centres(ctx, d)
}

func (s *Service) centres(ctx context.Context, d *programme.Directory) ([]Centre, error) {
	visible, err := authz.Rows(ctx, ActionRead)
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
