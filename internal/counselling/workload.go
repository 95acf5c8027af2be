package counselling

import (
	"context"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// ActionFigures is the right to figures of a place, small ones included; no case is named in them.
const ActionFigures authz.Action = "figures.read"

// Load is the work of a centre, or of one counsellor there, in numbers.
type Load struct {
	Site       string
	Counsellor string // the account in charge; empty: nobody, or everybody of the centre

	// What there is to do today, whatever the period; see the lists of these names.
	Open, Waiting, Due, Overdue, Incomplete, FollowUp, Closed int
	Waited                                                    Waits // so far, of those waiting

	// The cases whose first contact lies in the period.
	Advised          int
	Lights           [3]int // of the advised ones, by Light
	Contacts, Mobile int    // all contacts of the advised ones, and those outside the centre's own rooms
	Waits            Waits  // of the advised ones whose registration is known
}

// Add counts another load in. Site and Counsellor stay.
func (l *Load) Add(o Load) {
	for _, n := range []struct {
		to *int
		of int
	}{
		{&l.Open, o.Open}, {&l.Waiting, o.Waiting}, {&l.Due, o.Due}, {&l.Overdue, o.Overdue}, {&l.Incomplete, o.Incomplete},
		{&l.FollowUp, o.FollowUp}, {&l.Closed, o.Closed}, {&l.Advised, o.Advised}, {&l.Contacts, o.Contacts}, {&l.Mobile, o.Mobile},
	} {
		*n.to += n.of
	}
	for i := range l.Lights {
		l.Lights[i] += o.Lights[i]
	}
	l.Waits = append(slices.Clip(l.Waits), o.Waits...)
	l.Waited = append(slices.Clip(l.Waited), o.Waited...)
}

// Complete is the share of the advised cases in which nothing is missing; false where there is none.
func (l *Load) Complete() (float64, bool) { return share(l.Lights[Green], l.Advised) }

// MobileShare is the share of contacts outside the centre's own rooms; false where there is none.
func (l *Load) MobileShare() (float64, bool) { return share(l.Mobile, l.Contacts) }

func share(part, of int) (float64, bool) {
	if of == 0 {
		return 0, false
	}
	return float64(part) / float64(of), true
}

// Waits are the days between registration and first counselling, or today, one for each case. A first counselling before the
// registration counts as no day (domain/practice.md 1.4).
type Waits []int

// Average of the days; false where there is none.
func (w Waits) Average() (float64, bool) {
	sum := 0
	for _, days := range w {
		sum += days
	}
	return share(sum, len(w))
}

// Median of the days; false where there is none.
func (w Waits) Median() (float64, bool) {
	sorted := slices.Sorted(slices.Values(w))
	n := len(sorted)
	if n == 0 {
		return 0, false
	}
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2, true
}

// Longest of the days; false where there is none.
func (w Waits) Longest() (int, bool) {
	if len(w) == 0 {
		return 0, false
	}
	return slices.Max(w), true
}

// Workload is the work of centres in numbers, one Load each, in their order. The period, its last day included, selects
// the advised cases. A centre of which the actor may read neither cases nor figures is NotFound.
func (s *Service) Workload(ctx context.Context, sites []string, from, to clock.Day) ([]Load, error) {
	loads := make([]Load, len(sites))
	for i, site := range sites {
		each, err := s.LoadOf(ctx, site, from, to)
		if err != nil {
			return nil, err
		}
		loads[i].Site = site
		for _, l := range each {
			loads[i].Add(l)
		}
	}
	return loads, nil
}

// LoadOf is Workload of one centre for each counsellor who is in charge of a case there, and for nobody, by account.
func (s *Service) LoadOf(ctx context.Context, site string, from, to clock.Day) ([]Load, error) {
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	place, actor := d.PlaceOfSite(site), authz.From(ctx)
	if d.Site(site) == nil || !actor.MayAt(ActionRead, place) && !actor.MayAt(ActionFigures, place) {
		return nil, errs.Missing()
	}
	loads, err := loadsOf(ctx, s.db, site, from, to, d.Today())
	if err != nil {
		return nil, err
	}
	of := func(counsellor string) *Load {
		if i := slices.IndexFunc(loads, func(l Load) bool { return l.Counsellor == counsellor }); i >= 0 {
			return &loads[i]
		}
		return &Load{} // of a case that came since
	}
	err = waitsOf(ctx, s.db, site, from, to, func(counsellor string, registered clock.Instant, first clock.Day) {
		l := of(counsellor)
		l.Waits = append(l.Waits, waited(registered, first))
	})
	if err == nil {
		err = waitingOf(ctx, s.db, site, func(counsellor string, registered clock.Instant) {
			l := of(counsellor)
			l.Waited = append(l.Waited, waited(registered, d.Today()))
		})
	}
	return loads, err
}

// waited is the number of days from a registration to a day, none where that lies before.
func waited(registered clock.Instant, until clock.Day) int {
	return max(0, int(until-registered.Day()))
}
