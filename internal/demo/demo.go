package demo

import (
	"io"
	"time"

	"openiq/internal/platform/clock"
)

// Earliest is the first day for which the current round has something to show.
const Earliest = "2026-01-05"

// Round is the id of the old round, by which a database with the demo is known.
const Round = "r2015"

// Cutoff is the cut-off day at which the old round counts up to the fact sheet.
const Cutoff = "2018-09-30"

// Step is one import: At is the instant taken as now, Files are the bundle.
type Step struct {
	At    time.Time
	Files []File
}

// File is one table of a bundle, in the order in which a bundle is read. Write streams it and may be called again.
type File struct {
	Name  string
	Write func(w io.Writer) error
}

// Steps are the imports that build the network as it stands on the morning of today (06:00 in Berlin), At ascending and
// none later than that. scale multiplies cases and contacts of both rounds; 1, the least, is the size of the fact sheet. Before
// Earliest the current round is without cases.
func Steps(today clock.Day, scale int) []Step {
	now := at(today, morning)
	steps := append(pastSteps(max(scale, 1)), turnSteps()...)
	steps = append(steps, presentSteps(today, max(scale, 1))...)
	for i, s := range steps {
		if s.At.After(now.time()) {
			return steps[:i]
		}
	}
	return steps
}

// Example names records of the current round for which accounts can be made.
type Example struct {
	Site         string // a fixed counselling centre
	OtherSite    string // another one of the same network
	Project      string // the counselling project it belongs to
	Network      string // the regional network of that project
	OtherNetwork string // another regional network
}

// Examples are the same for every day and scale.
func Examples() Example {
	net := presentStructure()
	const berlin, hamburg = "n-be", "n-hh"
	var found Example
	for _, s := range net.sites {
		p := net.projects[s.project]
		switch {
		case s.kind != "fixed" || net.networks[p.network].id != berlin:
		case found.Site == "":
			found = Example{Site: s.id, Project: p.id, Network: berlin, OtherNetwork: hamburg}
		default:
			found.OtherSite = s.id
			return found
		}
	}
	panic("demo: the network of Berlin has less than two centres")
}
