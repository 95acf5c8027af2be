package office

import (
	"context"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/programme"
)

// Work says how much work centres have. counselling.Service is one.
type Work interface {
	// LoadOf is the work of a centre by counsellor; the period, its last day included, selects the advised cases.
	LoadOf(ctx context.Context, site string, from, to clock.Day) ([]counselling.Load, error)
	// Workload is the work of centres, one Load each.
	Workload(ctx context.Context, sites []string, from, to clock.Day) ([]counselling.Load, error)
	// Lengths says how many cases of a centre stand in each work list of the actor.
	Lengths(ctx context.Context, site string) (map[counselling.List]int, error)
}

// area is a part of the network of which somebody sees the figures as a whole.
type area struct {
	Kind authz.ScopeKind // Nation, Network or Project
	ID   string
}

// of is the condition that a figure is about the area; none for the nation.
func (a area) of() []indicator.Condition {
	if a.Kind == authz.Nation {
		return nil
	}
	return []indicator.Condition{{Dimension: string(a.Kind), Value: a.ID}}
}

// has says whether a place lies in the area.
func (a area) has(t authz.Target) bool {
	return a.Kind == authz.Nation || a.Kind == authz.Network && t.Network == a.ID || a.Kind == authz.Project && t.Project == a.ID
}

// sites are the centres of the area that are open on a day.
func (a area) sites(d *programme.Directory, on clock.Day) []string {
	var ids []string
	for _, s := range d.Sites {
		if d.Open(s, on) && a.has(d.PlaceOfSite(s.ID)) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// by is the dimension by which the area's table compares places.
func (a area) by() string {
	if a.Kind == authz.Nation {
		return "network"
	}
	return "site"
}

// areas are what somebody sees as a whole, the widest first.
func areas(f authz.Filter) []area {
	if f.All() {
		return []area{{Kind: authz.Nation}}
	}
	var out []area
	for _, id := range f.Networks() {
		out = append(out, area{authz.Network, id})
	}
	for _, id := range f.Projects() {
		out = append(out, area{authz.Project, id})
	}
	return out
}

// areaData are the numbers of an area. They are the same for all who may see it.
type areaData struct {
	at      clock.Instant
	today   clock.Day
	round   *programme.Round            // the one that runs; nil: none
	ofRound map[string]int64            // by indicator, from the round's start to today; of the nation
	months  map[string]map[string]int64 // by indicator and month
	byState []indicator.Row             // contacts of the round; of the nation
	places  []place
}

// place is a row of an area's table, in this quarter.
type place struct {
	ID       string
	contacts int64
	newCases int64
	forms    indicator.Answer // contacts by form
	counselling.Load
}

// The indicators of start pages.
const (
	recognition = "counselling.recognition.initial"
	jobTraining = "counselling.job_training.initial"
	followUps   = "counselling.follow_up"
	newCases    = "counselling.cases.new"
	contacts    = "counselling.contacts"
)

var (
	keyOfQuarter = []string{recognition, jobTraining, followUps, newCases, contacts}
	keyOfRound   = []string{recognition, jobTraining, newCases, contacts, "measures.persons", "trainings.participants", "fair.persons", "network.projects"}
)

// readArea collects the numbers of an area.
func (o office) readArea(ctx context.Context, a area, d *programme.Directory, limit authz.Filter) (*areaData, error) {
	today := d.Today()
	out := &areaData{months: map[string]map[string]int64{}, ofRound: map[string]int64{}, round: d.RoundOn(today)}
	ask := func(id string, from clock.Day, by ...string) (indicator.Answer, error) {
		return o.engine.Answer(ctx, indicator.Query{ID: id, From: &from, To: &today, By: by, Where: a.of(), Limit: limit})
	}
	for _, id := range keyOfQuarter {
		answer, err := ask(id, quarterBefore(today, quartersBack), "month")
		if err != nil {
			return nil, err
		}
		out.months[id] = values(answer)
	}
	if a.Kind == authz.Nation && out.round != nil {
		for _, id := range keyOfRound {
			answer, err := ask(id, out.round.Span.From)
			if err != nil {
				return nil, err
			}
			out.ofRound[id] = answer.Value
		}
		byState, err := ask(contacts, out.round.Span.From, "state")
		if err != nil {
			return nil, err
		}
		out.byState = byState.Rows
	}
	var err error
	out.places, err = o.places(ctx, a, d, limit)
	return out, err
}

// values are an answer's rows by code.
func values(a indicator.Answer) map[string]int64 {
	out := make(map[string]int64, len(a.Rows))
	for _, r := range a.Rows {
		out[r.Codes[0]] = r.Value
	}
	return out
}

// places are the rows of an area's table: its networks or its centres, in the order of their names, those with nothing
// to do and nothing done left out.
func (o office) places(ctx context.Context, a area, d *programme.Directory, limit authz.Filter) ([]place, error) {
	from, to := quarterStart(d.Today()), d.Today()
	rows := map[string]*place{}
	at := func(id string) *place {
		if rows[id] == nil {
			rows[id] = &place{ID: id}
		}
		return rows[id]
	}
	each := func(id string, by []string, fn func(p *place, r indicator.Row)) error {
		answer, err := o.engine.Answer(ctx, indicator.Query{ID: id, From: &from, To: &to, By: by, Where: a.of(), Limit: limit})
		for _, r := range answer.Rows {
			fn(at(r.Codes[0]), r)
		}
		return err
	}
	err := each(contacts, []string{a.by()}, func(p *place, r indicator.Row) { p.contacts = r.Value })
	if err == nil {
		err = each(newCases, []string{a.by()}, func(p *place, r indicator.Row) { p.newCases = r.Value })
	}
	if err == nil {
		err = each(contacts, []string{a.by(), "form"}, func(p *place, r indicator.Row) {
			p.forms.Valid += r.Value
			p.forms.Rows = append(p.forms.Rows, indicator.Row{Codes: r.Codes[1:], Value: r.Value})
		})
	}
	if err != nil {
		return nil, err
	}
	loads, err := o.work.Workload(ctx, a.sites(d, to), from, to)
	if err != nil {
		return nil, err
	}
	for _, l := range loads {
		id := l.Site
		if a.Kind == authz.Nation {
			id = d.PlaceOfSite(l.Site).Network
		}
		if l.Open+l.Waiting+l.Advised > 0 && id != "" {
			at(id).Add(l)
		}
	}
	return inOrderOfNames(d, a, rows), nil
}

// inOrderOfNames lists places as the directory lists them.
func inOrderOfNames(d *programme.Directory, a area, rows map[string]*place) []place {
	var ids []string
	if a.Kind == authz.Nation {
		for _, n := range d.Networks {
			ids = append(ids, n.ID)
		}
	} else {
		for _, s := range d.Sites {
			ids = append(ids, s.ID)
		}
	}
	var out []place
	for _, id := range ids {
		if p := rows[id]; p != nil {
			out = append(out, *p)
		}
	}
	return slices.Clip(out)
}

// mobile is the share of contacts outside the centre's own rooms among those whose form is known; false without any.
func mobile(forms indicator.Answer) (float64, bool) {
	if forms.Valid == 0 {
		return 0, false
	}
	return float64(values(forms)["mobile"]) / float64(forms.Valid), true
}
