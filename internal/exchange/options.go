package exchange

import (
	"io"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/fairintegration"
	"openiq/internal/measure"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/procedure"
	"openiq/internal/programme"
	"openiq/internal/training"
)

// Options say how a bundle is imported.
type Options struct {
	// At is the instant taken as now (migrations of old data). It may lie neither in the future nor before anything
	// stored. Nil: now.
	At *clock.Instant
	// Network limits an upload to the data of one regional network: every other id is unknown to it. Empty: no limit.
	Network string
	// Occupation says whether the catalogue has a reference occupation. Nil: every code is taken.
	Occupation func(code string) bool
	// Warn gets the warnings, one line each, up to 100 a file and then a count. Nil: they are only counted.
	Warn io.Writer
	// Progress is told now and then how many rows of a file are done. Nil: nobody is told.
	Progress func(file string, rows int)
}

// Report says what an import did.
type Report struct {
	Files    []FileReport // in the bundle's order, only files that were there
	Warnings int
}

// FileReport counts the rows of one file.
type FileReport struct {
	File                    string
	New, Changed, Unchanged int
}

// Refused is the error of a bundle of which nothing was stored. Problems are lines like
// "contacts.csv:5: held_on: 2031-01-01 is in the future", up to 1,000 a file.
type Refused struct {
	Problems []string
}

// Error is all problems, one a line.
func (r *Refused) Error() string { return strings.Join(r.Problems, "\n") }

// Types are the record types in the order in which the files of a bundle are read and written.
func Types() []*record.Type {
	types := programme.Types()
	types = append(types, counselling.Types()...)
	types = append(types, procedure.Types()...)
	types = append(types, measure.Types()...)
	types = append(types, counselling.Referrals)
	types = append(types, training.Types()...)
	return append(types, fairintegration.Types()...)
}

// FileName is the name of a type's file.
func FileName(t *record.Type) string { return t.Name + ".csv" }
