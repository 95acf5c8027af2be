package programme

import (
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
)

// Directory is the structure as it is stored now, ready for look-ups. It never changes: [Service.Directory] hands out
// another one after a change. Lists are in the order of names, as German sorts them.
type Directory struct {
	Rounds            []*Round // by their start
	PriorityAreas     []*PriorityArea
	Networks          []*Network
	CompetenceCentres []*CompetenceCentre
	Organisations     []*Organisation
	Projects          []*Project
	Sites             []*Site

	today    clock.Day
	rows     map[Kind]map[string]*record.Row
	rounds   map[string]*Round
	areas    map[string]*PriorityArea
	networks map[string]*Network
	centres  map[string]*CompetenceCentre
	carriers map[string]*Organisation
	projects map[string]*Project
	sites    map[string]*Site
	sitesOf  map[string][]*Site    // by project
	runs     map[string][]*Project // by organisation
}

// Round is a funding round.
type Round struct {
	ID, Name string
	Span     record.Span
}

// PriorityArea is a field of work of a round.
type PriorityArea struct {
	ID, Name, RoundID, Funding string
	Number                     int
}

// Network is a regional network.
type Network struct {
	ID, Name string
	States   []string
	Span     record.Span
}

// CompetenceCentre supports the regional networks by subject.
type CompetenceCentre struct {
	ID, Name string
	Span     record.Span
}

// Organisation carries projects. Where NetworkID is set it coordinates that network in the time of Coordinates.
type Organisation struct {
	ID, Name, Kind, NetworkID string
	Coordinates               record.Span
}

// Project is an individual project.
type Project struct {
	ID, Name, Kind, RoundID, OrganisationID     string
	CompetenceCentreID, PriorityAreaID, Funding string
	ForRefugees, RefugeesFilled                 bool        // RefugeesFilled: the question was answered
	Span                                        record.Span // its own dates, where open its round's
	Moves                                       []Move      // by day

	network string // before the first move
}

// Move is a project's transfer to another network.
type Move struct {
	ID, NetworkID string
	From          clock.Day
}

// Site is a counselling centre or the place of a mobile offer.
type Site struct {
	ID, Name, Kind, ProjectID, Postcode, Place, State string
	Lat, Lon                                          float64
	Located                                           bool // Lat and Lon are filled in
	Languages                                         []string
	Span                                              record.Span // its own dates; see [Directory.Open]
}

// Today is the day for which the directory was handed out.
func (d *Directory) Today() clock.Day { return d.today }

// Round of an id; nil when there is none.
func (d *Directory) Round(id string) *Round { return d.rounds[id] }

// PriorityArea of an id; nil when there is none.
func (d *Directory) PriorityArea(id string) *PriorityArea { return d.areas[id] }

// Network of an id; nil when there is none.
func (d *Directory) Network(id string) *Network { return d.networks[id] }

// CompetenceCentre of an id; nil when there is none.
func (d *Directory) CompetenceCentre(id string) *CompetenceCentre { return d.centres[id] }

// Organisation of an id; nil when there is none.
func (d *Directory) Organisation(id string) *Organisation { return d.carriers[id] }

// Project of an id; nil when there is none.
func (d *Directory) Project(id string) *Project { return d.projects[id] }

// Site of an id; nil when there is none.
func (d *Directory) Site(id string) *Site { return d.sites[id] }

// Name is what the record of a kind and id is called; the id itself where there is no such record.
func (d *Directory) Name(k Kind, id string) string {
	if row := d.rows[k][id]; row != nil && k.Type().Has("name") {
		return k.Type().Str(row, "name")
	}
	return id
}

// RoundOn is the round that contains a day; nil when none does.
func (d *Directory) RoundOn(day clock.Day) *Round {
	for _, r := range d.Rounds {
		if r.Span.Contains(day) {
			return r
		}
	}
	return nil
}

// NetworkOfProject is the id of the network to which a project belongs on a day; empty for a project of the federal
// level and for an unknown one.
func (d *Directory) NetworkOfProject(projectID string, on clock.Day) string {
	if p := d.projects[projectID]; p != nil {
		return p.NetworkOn(on)
	}
	return ""
}

// NetworkOn is the id of the network to which the project belongs on a day; empty for the federal level.
func (p *Project) NetworkOn(on clock.Day) string {
	network, latest := p.network, clock.NoDay
	for _, m := range p.Moves {
		if m.From <= on && m.From > latest {
			network, latest = m.NetworkID, m.From
		}
	}
	return network
}

// Coordinator is the organisation that coordinates a network on a day; nil when none does.
func (d *Directory) Coordinator(networkID string, on clock.Day) *Organisation {
	for _, o := range d.Organisations {
		if o.NetworkID == networkID && networkID != "" && o.Coordinates.Contains(on) {
			return o
		}
	}
	return nil
}

// ProjectsOf are the projects that run in a network on a day.
func (d *Directory) ProjectsOf(networkID string, on clock.Day) []*Project {
	return keep(d.Projects, func(p *Project) bool { return p.Span.Contains(on) && p.NetworkOn(on) == networkID })
}

// ProjectsRunBy are all projects of an organisation.
func (d *Directory) ProjectsRunBy(organisationID string) []*Project { return d.runs[organisationID] }

// SitesOf are all sites of a project.
func (d *Directory) SitesOf(projectID string) []*Site { return d.sitesOf[projectID] }

// Open says whether people are advised at a site on a day: the site's and its project's dates include it.
func (d *Directory) Open(s *Site, on clock.Day) bool {
	p := d.projects[s.ProjectID]
	return s.Span.Contains(on) && p != nil && p.Span.Contains(on)
}

// SitesIn are the sites open on a day that lie within what a filter lets through.
func (d *Directory) SitesIn(f authz.Filter, on clock.Day) []*Site {
	return keep(d.Sites, func(s *Site) bool { return d.Open(s, on) && f.Sees(d.PlaceOfSite(s.ID)) })
}

// PlaceOfSite is where a site and all that happens there lies today; only the site's own id for an unknown one.
func (d *Directory) PlaceOfSite(siteID string) authz.Target {
	t := authz.Target{Site: siteID}
	if s := d.sites[siteID]; s != nil {
		t.Project = s.ProjectID
		t.Network = d.NetworkOfProject(s.ProjectID, d.today)
	}
	return t
}

// PlaceOfProject is where a project lies today; only the project's own id for an unknown one.
func (d *Directory) PlaceOfProject(projectID string) authz.Target {
	return authz.Target{Project: projectID, Network: d.NetworkOfProject(projectID, d.today)}
}

func keep[T any](all []*T, want func(*T) bool) []*T {
	var out []*T
	for _, x := range all {
		if want(x) {
			out = append(out, x)
		}
	}
	return slices.Clip(out)
}
