package report

import (
	"context"

	"openiq/internal/platform/db"
	"openiq/internal/programme"
)

// Names finds what is behind a code of a dimension, such as a network's id; empty for a code that has no name of its own.
type Names func(dimension, code string) string

// NamesIn are the names of rounds, networks, competence centres, organisations, projects, priority areas and sites.
func NamesIn(d *programme.Directory) Names {
	return func(dimension, id string) string {
		if kind := programme.Kind(dimension); kind.Type() != nil {
			return d.Name(kind, id)
		}
		return ""
	}
}

// Structure reads the names of a database, for programs that ask once.
type Structure struct {
	DB *db.DB
}

// Names are the names as they are stored now.
func (s Structure) Names(ctx context.Context) (Names, error) {
	d, err := programme.New(s.DB).Directory(ctx)
	if err != nil {
		return nil, err
	}
	return NamesIn(d), nil
}
