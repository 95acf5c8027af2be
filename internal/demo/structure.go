package demo

import (
	"fmt"
	"iter"
	"slices"
	"strconv"

	"openiq/internal/platform/clock"
)

// structure is who does what in one round. Records refer to each other by their place in these lists.
type structure struct {
	year          uint64 // of the round's start; names its dice
	round         string
	from, to      clock.Day
	networks      []network
	organisations []organisation
	projects      []project
	sites         []site
	weights       lot // of the networks, by inhabitants
}

// network is a regional network: a Land or, after a split, a part of one.
type network struct {
	id, name      string
	land          string
	from, to      clock.Day
	weight        float64
	languages     string
	towns         []town
	organisations []int // the first one coordinates
	fixed, mobile []int // its counselling sites; the first fixed one is open all the time
	fair          int   // its project of Fair Integration
}

// project is an individual project; network is -1 for those of the federal level.
type project struct {
	id, name, kind string
	organisation   string
	network        int
	centre         string
	funding        string
	refugees       bool
	from, to       clock.Day
}

// site is a counselling centre. An earlier import may have had its kind wrong.
type site struct {
	id, name, kind, wrongKind string
	project                   int
	town                      town
	languages                 string
	from, to                  clock.Day
}

// within says whether day lies in a validity whose ends may be open.
func within(day, from, to clock.Day) bool {
	return (from == clock.NoDay || from <= day) && (to == clock.NoDay || day <= to)
}

// open says whether people are advised there on that day.
func (s *structure) open(site int, day clock.Day) bool {
	x := &s.sites[site]
	p := &s.projects[x.project]
	return within(day, x.from, x.to) && within(day, p.from, p.to)
}

// of are the projects of a kind.
func (s *structure) of(kind string) []project {
	return slices.DeleteFunc(slices.Clone(s.projects), func(p project) bool { return p.kind != kind })
}

// quota is how many projects of a kind a round has in its networks, how many of them are for refugees, and their names.
type quota struct {
	kind     string
	count    int
	refugees int
	names    []string
}

// fund is a kind's funding: priority area 3 is paid by the federal government alone.
func fund(kind string) string {
	if kind == "trainings" || kind == "fair_integration" {
		return "federal"
	}
	return "esf_federal"
}

// area is a kind's priority area in this round; the federal level has none.
func (s *structure) area(kind string) string {
	number := map[string]string{"counselling": "1", "coordination": "1", "measures": "2", "supporting": "2", "trainings": "3", "fair_integration": "3"}[kind]
	if number == "" {
		return ""
	}
	return s.round + "-" + number
}

// addProjects spreads the quotas over the networks by inhabitants.
func (s *structure) addProjects(quotas []quota) {
	weights := make([]float64, len(s.networks))
	shares := make([]share, len(s.networks))
	for i, n := range s.networks {
		weights[i], shares[i] = n.weight, share{n.id, n.weight}
	}
	s.weights = newLot(shares)
	for _, q := range quotas {
		nth := 0
		for n, count := range apportion(q.count, weights, 1) {
			for j := range count {
				nth++
				s.addProject(n, j, q, nth*q.refugees/q.count > (nth-1)*q.refugees/q.count)
			}
		}
	}
}

func (s *structure) addProject(n, nth int, q quota, refugees bool) {
	net := &s.networks[n]
	organisation := net.organisations[0]
	place := net.name
	if q.kind == "fair_integration" {
		net.fair = len(s.projects)
	}
	if q.kind != "coordination" {
		organisation = net.organisations[1+(len(s.projects)+nth)%(len(net.organisations)-1)]
	}
	if q.kind != "coordination" && q.kind != "fair_integration" {
		place = net.towns[nth%len(net.towns)].name
	}
	s.projects = append(s.projects, project{
		id: s.projectID(len(s.projects)), name: q.names[(n+nth)%len(q.names)] + " " + place, kind: q.kind, organisation: s.organisations[organisation].id,
		network: n, funding: fund(q.kind), refugees: refugees, from: clock.NoDay, to: clock.NoDay,
	})
}

// projectID and siteID carry the round's year: ids are unique in the whole database.
func (s *structure) projectID(index int) string {
	return serial("p"+strconv.Itoa(int(s.year%100))+"-", index+1, 3)
}

func (s *structure) siteID(index int) string {
	return serial("s"+strconv.Itoa(int(s.year%100))+"-", index+1, 3)
}

// addSites gives each counselling project a fixed centre and spreads the other fixed and the mobile ones by inhabitants.
func (s *structure) addSites(fixed, mobile int) {
	weights := make([]float64, len(s.networks))
	of := make([][]int, len(s.networks))
	projects := 0
	for i, p := range s.projects {
		if p.kind == "counselling" && p.network >= 0 {
			of[p.network] = append(of[p.network], i)
			projects++
		}
	}
	for i, n := range s.networks {
		weights[i] = n.weight
	}
	further := apportion(fixed-projects, weights, 0)
	mobiles := apportion(mobile, weights, 0)
	for n := range s.networks {
		for j := range len(of[n]) + further[n] {
			s.addSite(of[n][j%len(of[n])], "fixed", j)
		}
		for j := range mobiles[n] {
			s.addSite(of[n][j%len(of[n])], "mobile", len(of[n])+further[n]+j)
		}
	}
}

// addSite opens the nth centre of its project's network and returns its place in the list.
func (s *structure) addSite(project int, kind string, nth int) int {
	n := &s.networks[s.projects[project].network]
	d := newDice().throw(streamStructure, s.year, len(s.sites))
	t := n.towns[nth%len(n.towns)]
	name := "Beratungsstelle " + t.name
	if kind == "mobile" {
		name = "Mobile Beratung " + t.name
	}
	if round := nth / len(n.towns); round > 0 {
		name = fmt.Sprintf("%s %d", name, round+1)
	}
	t.lat += (d.Float64() - 0.5) * 0.02
	t.lon += (d.Float64() - 0.5) * 0.03
	index := len(s.sites)
	s.sites = append(s.sites, site{
		id: s.siteID(index), name: name, kind: kind, wrongKind: kind, project: project, town: t, languages: "de en " + n.languages,
		from: clock.NoDay, to: clock.NoDay,
	})
	if kind == "fixed" {
		n.fixed = append(n.fixed, index)
	} else {
		n.mobile = append(n.mobile, index)
	}
	return index
}

const (
	networkColumns = "id,name,states,valid_from,valid_to"
	projectColumns = "id,round_id,name,organisation_id,kind,network_id,competence_centre_id,priority_area_id,funding,for_refugees,starts_on,ends_on"
	siteColumns    = "id,project_id,name,kind,postcode,place,state,lat,lon,languages,valid_from,valid_to"
)

func networkRows(all []network) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, n := range all {
			if !yield([]string{n.id, n.name, n.land, text(n.from), text(n.to)}) {
				return
			}
		}
	}
}

func (s *structure) projectRows() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, p := range s.projects {
			net := ""
			if p.network >= 0 {
				net = s.networks[p.network].id
			}
			if !yield([]string{p.id, s.round, p.name, p.organisation, p.kind, net, p.centre, s.area(p.kind), p.funding,
				strconv.FormatBool(p.refugees), text(p.from), text(p.to)}) {
				return
			}
		}
	}
}

// siteRows are all sites or, where mended, only those whose kind was wrong before.
func (s *structure) siteRows(mended bool) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, x := range s.sites {
			kind := x.wrongKind
			if mended {
				kind = x.kind
			}
			if mended && x.wrongKind == x.kind {
				continue
			}
			land := s.networks[s.projects[x.project].network].land
			if !yield([]string{x.id, s.projects[x.project].id, x.name, kind, x.town.postcode, x.town.name, land,
				strconv.FormatFloat(x.town.lat, 'f', 4, 64), strconv.FormatFloat(x.town.lon, 'f', 4, 64), x.languages, text(x.from), text(x.to)}) {
				return
			}
		}
	}
}

// fixedRows is a short table written out.
func fixedRows(rows ...[]string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}
