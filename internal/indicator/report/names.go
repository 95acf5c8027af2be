package report

import (
	"context"

	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Names are what is behind ids and catalogue codes: dimension → id → name.
type Names map[string]map[string]string

// NameSource gives the names that figures need.
type NameSource interface {
	Names(ctx context.Context) (Names, error)
}

// Structure takes the names of rounds, networks, competence centres, organisations, projects, priority areas and sites
// from the records of the structure, as they are now.
type Structure struct {
	DB db.Reader
}

// named are the dimensions whose codes are ids of the structure.
var named = map[string]*record.Type{
	"round": programme.Rounds, "network": programme.Networks, "competence_centre": programme.CompetenceCentres,
	"organisation": programme.Organisations, "project": programme.Projects, "priority_area": programme.PriorityAreas,
	"site": programme.Sites,
}

// Names reads all names.
func (s Structure) Names(ctx context.Context) (Names, error) {
	names := Names{}
	for dimension, t := range named {
		names[dimension] = map[string]string{}
		err := t.Scan(ctx, s.DB, func(r record.Row) error {
			names[dimension][r.ID] = t.Str(&r, "name")
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}
