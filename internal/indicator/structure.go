package indicator

import (
	"slices"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// structure has all versions of the network's structure. It is small: a view of it is made for each cut-off.
type structure struct {
	rounds, networks, centres, organisations, projects, transfers, sites []version

	days []day // on which any of it became known, in order
}

// version is one version of a structure row with the time in which it was known.
type version struct {
	known
	row record.Row
}

// changeDays are the days on which something in the lists became known, after the beginning of time.
func changeDays(lists ...[]version) []day {
	days := []day{0}
	for _, versions := range lists {
		for i := range versions {
			days = append(days, versions[i].from, versions[i].to)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// names number the ids and codes of the structure; they only ever grow, so that facts can refer to them.
type names struct {
	rounds, networks, centres, organisations, projects, areas, sites   *dict
	organisationKinds, projectKinds, siteKinds, states, funding, yesNo *dict
}

func newNames() *names {
	return &names{
		rounds: newDict(), networks: newDict(), centres: newDict(), organisations: newDict(), projects: newDict(),
		areas: newDict(), sites: newDict(), organisationKinds: listDict("organisation_kind"),
		projectKinds: listDict("project_kind"), siteKinds: listDict("site_kind"), states: listDict("state"),
		funding: listDict("funding"), yesNo: newDict("true", "false"),
	}
}

// learn numbers everything the structure names, so that making a view changes no dictionary.
func (n *names) learn(s *structure) {
	for _, part := range []struct {
		versions []version
		dict     *dict
	}{{s.rounds, n.rounds}, {s.networks, n.networks}, {s.centres, n.centres}, {s.organisations, n.organisations},
		{s.projects, n.projects}, {s.sites, n.sites}} {
		for i := range part.versions {
			part.dict.of(part.versions[i].row.ID)
		}
	}
	for i := range s.projects {
		n.areas.of(programme.Projects.Str(&s.projects[i].row, "priority_area_id"))
	}
}

// view is the structure as known at a cut-off.
type view struct {
	cutoff   day
	rounds   []round
	sites    []site    // by code; the zero value where a site was not known yet
	projects []project // by code
	networks []validity
	centres  []validity
}

type round struct {
	code code
	id   string
	record.Span
}

type validity struct {
	code code
	record.Span
}

type site struct {
	known                bool
	project, kind, state code
	span                 record.Span
}

type project struct {
	known                                                             bool
	kind, funding, forRefugees, round, organisation, organisationKind code
	centre, area, network                                             code
	transfers                                                         []transfer
	span                                                              record.Span
}

type transfer struct {
	id      string
	from    clock.Day
	network code
}

// networkOn is the network to which a project belongs on a day; of two transfers on one day the one with the lower id
// counts.
func (p *project) networkOn(d clock.Day) code {
	network, last := p.network, transfer{from: clock.NoDay}
	for _, t := range p.transfers {
		if t.from <= d && (t.from > last.from || t.from == last.from && t.id < last.id) {
			network, last = t.network, t
		}
	}
	return network
}

// at makes the view for a cut-off.
func (s *structure) at(cutoff day, n *names) *view {
	v := &view{cutoff: cutoff}
	spans := map[string]record.Span{}
	each(s.rounds, cutoff, func(r *record.Row) {
		span := programme.Rounds.Span(r, "starts_on", "ends_on")
		spans[r.ID] = span
		v.rounds = append(v.rounds, round{n.rounds.of(r.ID), r.ID, span})
	})
	v.networks = valid(s.networks, cutoff, programme.Networks, n.networks)
	v.centres = valid(s.centres, cutoff, programme.CompetenceCentres, n.centres)
	organisationKinds := map[string]code{}
	each(s.organisations, cutoff, func(r *record.Row) {
		organisationKinds[r.ID] = n.organisationKinds.of(programme.Organisations.Str(r, "kind"))
	})
	v.projects = make([]project, len(n.projects.texts))
	each(s.projects, cutoff, func(r *record.Row) {
		v.projects[n.projects.of(r.ID)] = n.project(r, spans, organisationKinds)
	})
	each(s.transfers, cutoff, func(r *record.Row) {
		t := programme.Transfers
		p := &v.projects[n.projects.of(t.Str(r, "project_id"))]
		if !p.known {
			return
		}
		from, _ := t.Day(r, "valid_from")
		p.transfers = append(p.transfers, transfer{r.ID, from, n.networks.of(t.Str(r, "network_id"))})
	})
	v.sites = make([]site, len(n.sites.texts))
	each(s.sites, cutoff, func(r *record.Row) {
		t := programme.Sites
		v.sites[n.sites.of(r.ID)] = site{
			known: true, project: n.projects.of(t.Str(r, "project_id")), kind: n.siteKinds.of(t.Str(r, "kind")),
			state: n.states.of(t.Str(r, "state")), span: t.Span(r, "valid_from", "valid_to"),
		}
	})
	return v
}

func (n *names) project(r *record.Row, rounds map[string]record.Span, organisationKinds map[string]code) project {
	t := programme.Projects
	span := t.Span(r, "starts_on", "ends_on")
	if round, known := rounds[t.Str(r, "round_id")]; known {
		span = span.Or(round)
	}
	organisation := t.Str(r, "organisation_id")
	return project{
		known: true, span: span, kind: n.projectKinds.of(t.Str(r, "kind")), funding: n.funding.of(t.Str(r, "funding")),
		forRefugees: n.truth(t, r, "for_refugees"), round: n.rounds.of(t.Str(r, "round_id")),
		organisation: n.organisations.of(organisation), organisationKind: organisationKinds[organisation],
		centre: n.centres.of(t.Str(r, "competence_centre_id")), area: n.areas.of(t.Str(r, "priority_area_id")),
		network: n.networks.of(t.Str(r, "network_id")),
	}
}

// truth is the code of a yes-or-no column.
func (n *names) truth(t *record.Type, r *record.Row, column string) code {
	switch yes, ok := t.Int(r, column); {
	case !ok:
		return notFilled
	case yes != 0:
		return n.yesNo.of("true")
	}
	return n.yesNo.of("false")
}

// project of a code; the zero project where it was not known at the cut-off.
func (v *view) project(c code) *project {
	if int(c) < len(v.projects) {
		return &v.projects[c]
	}
	return &project{}
}

func (v *view) site(c code) *site {
	if int(c) < len(v.sites) {
		return &v.sites[c]
	}
	return &site{}
}

// roundOn is the code of the round that contains a day; notFilled when none does.
func (v *view) roundOn(d clock.Day) code {
	for i := range v.rounds {
		if v.rounds[i].Contains(d) {
			return v.rounds[i].code
		}
	}
	return notFilled
}

func each(versions []version, cutoff day, fn func(*record.Row)) {
	for i := range versions {
		if versions[i].at(cutoff) && !versions[i].row.Deleted {
			fn(&versions[i].row)
		}
	}
}

func valid(versions []version, cutoff day, t *record.Type, d *dict) []validity {
	var out []validity
	each(versions, cutoff, func(r *record.Row) {
		out = append(out, validity{d.of(r.ID), t.Span(r, "valid_from", "valid_to")})
	})
	return out
}
