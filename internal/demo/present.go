package demo

import (
	"fmt"
	"strings"

	"openiq/internal/platform/clock"
)

var (
	turnDay      = clock.MustDay("2026-01-02") // the import that opens the current round
	presentStart = clock.MustDay("2026-01-01")
	presentEnd   = clock.MustDay("2028-12-31")
	lastYearEnd  = clock.MustDay("2025-12-31")
)

// splits are the parts into which the largest networks were divided for the current round.
var splits = map[string][]string{
	"NW": {"Rheinland", "Ruhr", "Westfalen", "Ostwestfalen und Südwestfalen"},
	"BY": {"Oberbayern und Schwaben", "Franken", "Ostbayern"},
	"BW": {"Baden", "Württemberg"},
	"NI": {"Nordwest", "Südost"},
}

// presentCentres are the three competence centres since 2023.
var presentCentres = [][2]string{{"cc-aq", "Anerkennung und Qualifizierung"}, {"cc-fi", "Faire Integration"}, {"cc-ei", "Einwanderung und Integration"}}

// presentStructure is the round 2026-2028: 23 networks, with the organisations of before.
func presentStructure() *structure {
	past := pastStructure()
	s := &structure{year: 2026, round: "r2026", from: presentStart, to: presentEnd, organisations: append(past.organisations, hamburgAuthority(past))}
	for _, n := range past.networks {
		if n.land == "HH" {
			n.organisations = append([]int{len(s.organisations) - 1}, n.organisations[1:]...)
		}
		s.networks = append(s.networks, split(n)...)
	}
	s.addProjects([]quota{
		{"coordination", len(s.networks), 0, []string{"Koordination"}},
		{"fair_integration", len(s.networks), len(s.networks), []string{"Faire Integration"}},
		{"counselling", 50, 5, []string{"Anerkennungs- und Qualifizierungsberatung"}},
		{"measures", 96, 14, []string{"Anpassungsqualifizierung", "Brückenmaßnahme", "Vorbereitung auf die Kenntnisprüfung", "Qualifizierung Pflege", "Qualifizierung Handwerk"}},
		{"supporting", 24, 8, []string{"Qualifizierungsbegleitung", "Mentoring"}},
		{"trainings", 48, 0, []string{"Regionale Fachkräfteeinwanderung", "Interkulturelle Öffnung", "Vielfalt im Betrieb"}},
	})
	s.addSites(presentFixedSites, presentMobileSites)
	carriers := past.of("competence_centre")
	for i, c := range presentCentres {
		s.projects = append(s.projects, project{id: s.projectID(len(s.projects)), name: "Fachstelle " + c[1], kind: "competence_centre",
			organisation: carriers[i].organisation, network: -1, centre: c[0], funding: "federal", from: clock.NoDay, to: clock.NoDay})
	}
	return s
}

// split is the network itself or its successors, each with a share of towns, people and organisations; the old coordinator is
// in none of them.
func split(n network) []network {
	n.fixed, n.mobile = nil, nil
	parts := splits[n.land]
	if parts == nil {
		return []network{n}
	}
	successors := make([]network, len(parts))
	for k, part := range parts {
		x := n
		x.id, x.name, x.from = fmt.Sprintf("%s-%d", n.id, k+1), "Regionalnetzwerk "+part, presentStart
		x.weight = n.weight / float64(len(parts))
		x.towns = n.towns[len(n.towns)*k/len(parts) : len(n.towns)*(k+1)/len(parts)]
		x.organisations = nil
		for j := 1 + k; j < len(n.organisations); j += len(parts) {
			x.organisations = append(x.organisations, n.organisations[j])
		}
		successors[k] = x
	}
	return successors
}

// hamburgAuthority is the authority that took over the coordination from the chamber in 2019.
func hamburgAuthority(past *structure) organisation {
	o := inventOrganisation(newDice().throw(streamStructure, past.year, -3), len(past.organisations), "authority", "Hamburg")
	o.coordinates = tenure{"n-hh", clock.MustDay("2019-01-01"), clock.NoDay}
	return o
}

// hamburgChange is the change as imported in January 2019: the chamber's end, the authority's begin.
func hamburgChange(past *structure) []organisation {
	for _, o := range past.organisations {
		if o.coordinates.network == "n-hh" {
			o.coordinates.to = clock.MustDay("2018-12-31")
			return []organisation{o, hamburgAuthority(past)}
		}
	}
	panic("demo: nobody coordinates Hamburg")
}

// turnSteps are the changes between the rounds: other competence centres in 2023, divided networks and a new round in 2026.
func turnSteps() []Step {
	ends, begins := "2022-12-31", "2023-01-01"
	var centres [][]string
	for _, c := range pastCentres {
		centres = append(centres, []string{c[0], c[1], text(pastStart), ends})
	}
	for _, c := range presentCentres {
		centres = append(centres, []string{c[0], c[1], begins, ""})
	}
	return []Step{
		{At: at(clock.MustDay("2023-01-09"), 12*60).time(), Files: []File{table("competence_centres.csv", centreColumns, fixedRows(centres...))}},
		{At: at(turnDay, 12*60).time(), Files: openPresent()},
	}
}

const (
	roundColumns  = "id,name,starts_on,ends_on"
	areaColumns   = "id,round_id,number,name,funding"
	centreColumns = "id,name,valid_from,valid_to"
)

// openPresent is the bundle of the new round: divided networks end, their coordinators too, and successors begin.
func openPresent() []File {
	past, s := pastStructure(), presentStructure()
	var networks []network
	var organisations []organisation
	for _, n := range past.networks {
		if splits[n.land] == nil {
			continue
		}
		n.to = lastYearEnd
		networks = append(networks, n)
		o := past.organisations[n.organisations[0]]
		o.coordinates.to = lastYearEnd
		organisations = append(organisations, o)
	}
	for _, n := range s.networks {
		if strings.Count(n.id, "-") == 2 {
			networks = append(networks, n)
			o := s.organisations[n.organisations[0]]
			o.coordinates = tenure{n.id, n.from, clock.NoDay}
			organisations = append(organisations, o)
		}
	}
	return []File{
		table("rounds.csv", roundColumns, fixedRows([]string{s.round, "Förderrunde 2026–2028", text(s.from), text(s.to)})),
		table("priority_areas.csv", areaColumns, fixedRows(
			[]string{s.round + "-1", s.round, "1", "Beratung zu Anerkennung und Qualifizierung", "esf_federal"},
			[]string{s.round + "-2", s.round, "2", "Qualifizierungen", "esf_federal"},
			[]string{s.round + "-3", s.round, "3", "Faire Integration und Fachkräftenetzwerke", "federal"})),
		table("networks.csv", networkColumns, networkRows(networks)),
		table("organisations.csv", organisationColumns, organisationRows(organisations)),
		table("projects.csv", projectColumns, s.projectRows()),
		table("sites.csv", siteColumns, s.siteRows(false)),
	}
}
