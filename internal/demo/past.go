package demo

import (
	"strings"

	"openiq/internal/platform/clock"
)

var (
	cutoff    = clock.MustDay("2018-09-30")
	pastStart = clock.MustDay("2015-01-01")
	pastEnd   = clock.MustDay("2018-12-31")
)

// pastStructure is the round 2015-2018: one network a Land, and exactly the projects and sites of the fact sheet.
func pastStructure() *structure {
	s := &structure{year: 2015, round: Round, from: pastStart, to: pastEnd}
	s.foundNetworks()
	s.addProjects([]quota{
		{"coordination", len(lands), 0, []string{"Koordination"}},
		{"fair_integration", len(lands), len(lands), []string{"Faire Integration"}},
		{"counselling", 90, 6, []string{"Anerkennungs- und Qualifizierungsberatung"}},
		{"measures", 139, 12, []string{"Anpassungsqualifizierung", "Brückenmaßnahme", "Vorbereitung auf die Kenntnisprüfung", "Berufssprache im Betrieb", "Qualifizierung Pflege", "Qualifizierung Pädagogik"}},
		{"supporting", 50, 15, []string{"Qualifizierungsbegleitung", "Mentoring", "Kompetenzfeststellung", "Existenzgründung"}},
		{"trainings", 70, 0, []string{"Interkulturelle Öffnung", "Vielfalt im Betrieb", "Schulungen gegen Diskriminierung", "Interkulturelle Kompetenz"}},
	})
	s.addSites(fixedSites, mobileSites)
	s.startFairIntegration()
	s.addPassingProjects()
	s.addPassingSites()
	s.addFederalProjects()
	return s
}

// foundNetworks makes the sixteen networks and their organisations; what coordinates each is invented like the rest.
func (s *structure) foundNetworks() {
	coordinators := map[string]string{"HH": "chamber", "BE": "authority", "BB": "ministry", "SH": "refugee_council", "NW": "chamber", "NI": "company"}
	d := newDice().throw(streamStructure, s.year, -1)
	counts := apportion(networkProjects/2+len(lands), landWeights(), 5)
	for i, l := range lands {
		n := network{
			id: "n-" + strings.ToLower(l.code), name: "Landesnetzwerk " + l.name, land: l.code, from: clock.MustDay("2011-01-01"), to: clock.NoDay,
			weight: l.people, languages: l.languages, towns: l.towns,
		}
		kind := coordinators[l.code]
		if kind == "" {
			kind = []string{"association", "education_provider"}[i%2]
		}
		for j := range counts[i] {
			place := ""
			if j == 0 {
				place = l.name
			} else {
				kind = ""
			}
			n.organisations = append(n.organisations, len(s.organisations))
			s.organisations = append(s.organisations, inventOrganisation(d, len(s.organisations), kind, place))
		}
		s.organisations[n.organisations[0]].coordinates = tenure{n.id, n.from, clock.NoDay}
		s.networks = append(s.networks, n)
	}
	s.replaceCoordinator("n-bb", clock.MustDay("2017-01-01"))
}

// replaceCoordinator hands a network's coordination to its second organisation on that day, which thereby comes first.
func (s *structure) replaceCoordinator(id string, day clock.Day) {
	for _, n := range s.networks {
		if o := n.organisations; n.id == id {
			s.organisations[o[0]].coordinates.to = day - 1
			s.organisations[o[1]].coordinates = tenure{id, day, clock.NoDay}
			o[0], o[1] = o[1], o[0]
		}
	}
}

// startFairIntegration: the projects began with the year 2018.
func (s *structure) startFairIntegration() {
	for _, n := range s.networks {
		s.projects[n.fair].from = clock.MustDay("2018-01-01")
	}
}

// in is the network of a Land.
func (s *structure) in(land string) int {
	for n := range s.networks {
		if s.networks[n].land == land {
			return n
		}
	}
	panic("demo: no network in " + land)
}

// addPassing adds a project that runs only for a part of the round.
func (s *structure) addPassing(land, kind, name, from, to string) int {
	s.addProject(s.in(land), len(s.projects), quota{kind: kind, names: []string{name}}, kind == "supporting")
	p := &s.projects[len(s.projects)-1]
	p.from, p.to = clock.MustDay(from), clock.MustDay(to)
	return len(s.projects) - 1
}

// addPassingProjects adds what ended before the cut-off day or began after it: of these the sheet counts only the supporting
// projects that had begun.
func (s *structure) addPassingProjects() {
	s.addPassing("NW", "supporting", "Mentoring", "2015-01-01", "2016-12-31")
	s.addPassing("BE", "supporting", "Kompetenzfeststellung", "2015-07-01", "2017-06-30")
	s.addPassing("BY", "supporting", "Betriebsbegleitung", "2018-10-01", "2018-12-31")
	for _, land := range []string{"NW", "BW", "SN", "HE"} {
		s.addPassing(land, "measures", "Anpassungsqualifizierung", "2015-01-01", "2017-06-30")
	}
	s.addPassing("NI", "measures", "Brückenmaßnahme Informatik", "2018-10-01", "2018-12-31")
	s.addPassing("RP", "trainings", "Interkulturelle Kompetenz", "2015-01-01", "2016-12-31")
	s.addPassing("SH", "trainings", "Vielfalt im Betrieb", "2018-10-15", "2018-12-31")
	for _, land := range []string{"NW", "BY"} {
		project := s.addPassing(land, "counselling", "Anerkennungsberatung", "2015-01-01", "2017-12-31")
		s.addSite(project, "fixed", len(s.networks[s.in(land)].fixed))
	}
}

// addPassingSites lets some centres open later and adds others that closed before the cut-off day or opened after it, and gives two
// mobile ones the wrong kind that the third quarter's import mends.
func (s *structure) addPassingSites() {
	for _, n := range s.networks {
		for j := 2; j < len(n.fixed); j += 5 {
			if x := &s.sites[n.fixed[j]]; s.projects[x.project].to == clock.NoDay {
				x.from = clock.MustDay("2016-03-01")
			}
		}
	}
	closings := []string{"2016-12-31", "2017-06-30", "2018-06-30"}
	for i, land := range []string{"NW", "BY", "BW", "NI", "HE", "SN"} {
		s.sites[s.addFurtherSite(land, "fixed")].to = clock.MustDay(closings[i%3])
	}
	for i, land := range []string{"NW", "BY", "RP", "BE"} {
		s.sites[s.addFurtherSite(land, "mobile")].to = clock.MustDay(closings[i%3])
	}
	s.sites[s.addFurtherSite("BB", "mobile")].from = clock.MustDay("2018-11-01")
	for _, land := range []string{"NI", "TH"} {
		s.sites[s.networks[s.in(land)].mobile[0]].wrongKind = "fixed"
	}
}

// addFurtherSite opens one more centre of the network's first counselling project.
func (s *structure) addFurtherSite(land, kind string) int {
	n := s.networks[s.in(land)]
	return s.addSite(s.sites[n.fixed[0]].project, kind, len(n.fixed)+len(n.mobile))
}

// pastCentres are the five competence centres of 2015-2022, by subject.
var pastCentres = [][2]string{
	{"cc-bq", "Beratung und Qualifizierung"}, {"cc-bd", "Berufsbezogenes Deutsch"},
	{"cc-ia", "Interkulturelle Öffnung und Antidiskriminierung"}, {"cc-mo", "Migrantenökonomie"}, {"cc-ew", "Einwanderung"},
}

// addFederalProjects adds the projects of no network: competence centres, dissemination and two supporting projects.
func (s *structure) addFederalProjects() {
	d := newDice().throw(streamStructure, s.year, -2)
	add := func(kind, name, centre string) {
		o := inventOrganisation(d, len(s.organisations), "association", "Bund")
		s.organisations = append(s.organisations, o)
		s.projects = append(s.projects, project{id: s.projectID(len(s.projects)), name: name, kind: kind, organisation: o.id, network: -1,
			centre: centre, funding: "federal", from: clock.NoDay, to: clock.NoDay})
	}
	for _, c := range pastCentres {
		add("competence_centre", "Fachstelle "+c[1], c[0])
	}
	add("dissemination", "Koordination und Transfer", "")
	add("other", "Bündnis Vielfalt im Betrieb", "")
	add("supporting", "Begleitung der Qualifizierungen im Bund", "cc-bq")
	add("supporting", "Begleitung berufsbezogenes Deutsch im Bund", "cc-bd")
}
