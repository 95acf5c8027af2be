package programme

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

// load reads the whole structure: some thousand rows at most.
func load(ctx context.Context, r db.Reader, today clock.Day) (*Directory, error) {
	rows := map[Kind]map[string]*record.Row{}
	for _, k := range Kinds {
		byID := map[string]*record.Row{}
		err := k.Type().Scan(ctx, r, func(row record.Row) error {
			byID[row.ID] = &row
			return nil
		})
		if err != nil {
			return nil, err
		}
		rows[k] = byID
	}
	return newDirectory(rows, today), nil
}

func newDirectory(rows map[Kind]map[string]*record.Row, today clock.Day) *Directory {
	d := &Directory{today: today, rows: rows, sitesOf: map[string][]*Site{}, runs: map[string][]*Project{}}
	d.rounds = build(rows[KindRound], newRound)
	d.areas = build(rows[KindPriorityArea], newPriorityArea)
	d.networks = build(rows[KindNetwork], newNetwork)
	d.centres = build(rows[KindCompetenceCentre], newCompetenceCentre)
	d.carriers = build(rows[KindOrganisation], newOrganisation)
	d.projects = build(rows[KindProject], d.newProject)
	d.sites = build(rows[KindSite], newSite)
	d.move()
	d.sort()
	for _, s := range d.Sites {
		d.sitesOf[s.ProjectID] = append(d.sitesOf[s.ProjectID], s)
	}
	for _, p := range d.Projects {
		d.runs[p.OrganisationID] = append(d.runs[p.OrganisationID], p)
	}
	return d
}

func build[T any](rows map[string]*record.Row, make1 func(*record.Row) *T) map[string]*T {
	out := make(map[string]*T, len(rows))
	for id, row := range rows {
		out[id] = make1(row)
	}
	return out
}

func newRound(r *record.Row) *Round {
	return &Round{ID: r.ID, Name: Rounds.Str(r, "name"), Span: Rounds.Span(r, "starts_on", "ends_on")}
}

func newPriorityArea(r *record.Row) *PriorityArea {
	t := PriorityAreas
	number, _ := t.Int(r, "number")
	return &PriorityArea{ID: r.ID, Name: t.Str(r, "name"), RoundID: t.Str(r, "round_id"), Funding: t.Str(r, "funding"), Number: int(number)}
}

func newNetwork(r *record.Row) *Network {
	return &Network{ID: r.ID, Name: Networks.Str(r, "name"), States: strings.Fields(Networks.Str(r, "states")),
		Span: Networks.Span(r, "valid_from", "valid_to")}
}

func newCompetenceCentre(r *record.Row) *CompetenceCentre {
	t := CompetenceCentres
	return &CompetenceCentre{ID: r.ID, Name: t.Str(r, "name"), Span: t.Span(r, "valid_from", "valid_to")}
}

func newOrganisation(r *record.Row) *Organisation {
	t := Organisations
	return &Organisation{ID: r.ID, Name: t.Str(r, "name"), Kind: t.Str(r, "kind"), NetworkID: t.Str(r, "network_id"),
		Coordinates: t.Span(r, "coordinates_from", "coordinates_to")}
}

func (d *Directory) newProject(r *record.Row) *Project {
	t := Projects
	p := &Project{ID: r.ID, Name: t.Str(r, "name"), Kind: t.Str(r, "kind"), RoundID: t.Str(r, "round_id"),
		OrganisationID: t.Str(r, "organisation_id"), CompetenceCentreID: t.Str(r, "competence_centre_id"),
		PriorityAreaID: t.Str(r, "priority_area_id"), Funding: t.Str(r, "funding"), network: t.Str(r, "network_id")}
	yes, filled := t.Int(r, "for_refugees")
	p.ForRefugees, p.RefugeesFilled = yes != 0, filled
	p.Span = projectSpan(r, d.rows[KindRound][p.RoundID])
	return p
}

func newSite(r *record.Row) *Site {
	t := Sites
	s := &Site{ID: r.ID, Name: t.Str(r, "name"), Kind: t.Str(r, "kind"), ProjectID: t.Str(r, "project_id"),
		Postcode: t.Str(r, "postcode"), Place: t.Str(r, "place"), State: t.Str(r, "state"),
		Languages: strings.Fields(t.Str(r, "languages")), Span: t.Span(r, "valid_from", "valid_to")}
	lat, hasLat := r.Values[t.Index("lat")].(float64)
	lon, hasLon := r.Values[t.Index("lon")].(float64)
	s.Lat, s.Lon, s.Located = lat, lon, hasLat && hasLon
	return s
}

// move attaches transfers to their projects, by day; of two on one day the one with the lower id counts.
func (d *Directory) move() {
	for _, id := range slices.Sorted(maps.Keys(d.rows[KindTransfer])) {
		r := d.rows[KindTransfer][id]
		if p := d.projects[Transfers.Str(r, "project_id")]; p != nil {
			from, _ := Transfers.Day(r, "valid_from")
			p.Moves = append(p.Moves, Move{ID: id, NetworkID: Transfers.Str(r, "network_id"), From: from})
		}
	}
	for _, p := range d.projects {
		slices.SortStableFunc(p.Moves, func(a, b Move) int { return cmp.Compare(a.From, b.From) })
	}
}

func (d *Directory) sort() {
	c := collate.New(language.German)
	d.Rounds = sorted(d.rounds, func(a, b *Round) int { return cmp.Compare(a.Span.From, b.Span.From) })
	d.PriorityAreas = sorted(d.areas, func(a, b *PriorityArea) int {
		return cmp.Or(strings.Compare(a.RoundID, b.RoundID), cmp.Compare(a.Number, b.Number))
	})
	d.Networks = sorted(d.networks, func(a, b *Network) int { return c.CompareString(a.Name, b.Name) })
	d.CompetenceCentres = sorted(d.centres, func(a, b *CompetenceCentre) int { return c.CompareString(a.Name, b.Name) })
	d.Organisations = sorted(d.carriers, func(a, b *Organisation) int { return c.CompareString(a.Name, b.Name) })
	d.Projects = sorted(d.projects, func(a, b *Project) int { return c.CompareString(a.Name, b.Name) })
	d.Sites = sorted(d.sites, func(a, b *Site) int { return c.CompareString(a.Name, b.Name) })
}

// sorted are the values in an order; equal ones are in the order of ids.
func sorted[T any](byID map[string]*T, compare func(a, b *T) int) []*T {
	out := make([]*T, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		out = append(out, byID[id])
	}
	slices.SortStableFunc(out, compare)
	return out
}
