package programme

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// The fewest and the most parts into which a network splits.
const (
	MinParts = 2
	MaxParts = 8
)

// Split divides a network from a day on.
type Split struct {
	Network string
	Version int64     // of the network that was opened
	From    clock.Day // clock.NoDay: not filled in
	Parts   []Part
	Key     string
}

// Part is one of the networks that follow.
type Part struct {
	Name        string
	States      []string
	Coordinator string   // organisation; empty: to be named later
	Projects    []string // that go on in this part
}

// SplitNetwork ends a network the day before and founds its successors; each project that still runs goes on in one of
// them, with its sites. It returns the successors' ids. Everything before that day, and every report as known on an
// earlier one, stays with the old network. The error is Invalid with the fields from, name_1, states_1, coordinator_1 …
// and part_<project id>; Conflict with [Stale], NotFound or Forbidden.
func (s *Service) SplitNetwork(ctx context.Context, split Split) ([]string, error) {
	ids, err := s.command(ctx, "programme.split", split.Key, func(c *change) (string, error) {
		if err := requireAll(ctx, nation); err != nil {
			return "", err
		}
		row, err := c.stored(KindNetwork, split.Network)
		if err != nil {
			return "", err
		}
		if row.Version != split.Version {
			return "", errs.Wrap(&Stale{newRecord(KindNetwork, row)}, errs.Conflict, "error.conflict")
		}
		var wrong errs.Fields
		c.checkSplit(c.d.Network(row.ID), split, &wrong)
		if err := wrong.Err(); err != nil {
			return "", err
		}
		return c.split(split)
	})
	return strings.Fields(ids), err
}

func (c *change) checkSplit(old *Network, split Split, wrong *errs.Fields) {
	switch {
	case split.From == clock.NoDay:
		fault(wrong, "from", "error.required")
	case split.From < firstDay || split.From > lastDay || split.From <= old.Span.From || split.From > old.Span.To:
		fault(wrong, "from", "programme.error.split_outside")
	default:
		c.checkEnd(old.ID, split.From, wrong)
	}
	if n := len(split.Parts); n < MinParts || n > MaxParts {
		fault(wrong, "name_1", "error.range", "Min", MinParts, "Max", MaxParts)
	}
	for i, part := range split.Parts {
		c.checkPart(old, split, i, part, wrong)
	}
	for _, state := range old.States {
		if !slices.ContainsFunc(split.Parts, func(p Part) bool { return slices.Contains(p.States, state) }) {
			fault(wrong, "states_1", "programme.error.state_lost")
		}
	}
	if !faulty(wrong, "from") {
		c.checkAssigned(old, split, wrong)
	}
}

func (c *change) checkPart(old *Network, split Split, i int, part Part, wrong *errs.Fields) {
	n := strconv.Itoa(i + 1)
	row := c.blank(KindNetwork)
	cells := map[string]string{"name": part.Name, "states": strings.Join(part.States, " ")}
	unread := c.fill(KindNetwork, &row, cells)
	c.check(KindNetwork, nil, &row, unread)
	for _, f := range *unread {
		fault(wrong, f.Name+"_"+n, f.Key, f.Args...)
	}
	for _, state := range part.States {
		if !slices.Contains(old.States, state) {
			fault(wrong, "states_"+n, "error.code")
		}
	}
	c.checkCoordinator(part.Coordinator, wrong, "coordinator_"+n)
	for _, earlier := range split.Parts[:i] {
		if part.Coordinator != "" && earlier.Coordinator == part.Coordinator {
			fault(wrong, "coordinator_"+n, "programme.error.coordinates_both")
		}
		if part.Name != "" && earlier.Name == part.Name {
			fault(wrong, "name_"+n, "programme.error.same_name")
		}
	}
}

// checkAssigned demands that each project that goes on does so in one part, and that no other project is touched.
func (c *change) checkAssigned(old *Network, split Split, wrong *errs.Fields) {
	times := map[string]int{}
	for _, part := range split.Parts {
		for _, id := range part.Projects {
			times[id]++
		}
	}
	for _, p := range c.d.GoingOn(old.ID, split.From) {
		if times[p.ID] != 1 {
			fault(wrong, "part_"+p.ID, "error.required")
		}
		if slices.ContainsFunc(p.Moves, func(m Move) bool { return m.From == split.From }) {
			fault(wrong, "from", "programme.error.transfer_same_day")
		}
		delete(times, p.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(times)) {
		fault(wrong, "part_"+id, "error.unknown_id")
	}
}

// GoingOn are the projects that belong to a network on a day and have not ended before it.
func (d *Directory) GoingOn(networkID string, on clock.Day) []*Project {
	return keep(d.Projects, func(p *Project) bool { return p.Span.To >= on && p.NetworkOn(on) == networkID })
}

func (c *change) split(split Split) (string, error) {
	last := int64(split.From - 1)
	if err := c.put(KindNetwork, c.revised(KindNetwork, split.Network, "valid_to", last)); err != nil {
		return "", err
	}
	if err := c.endCoordination(split.Network, split.From); err != nil {
		return "", err
	}
	var ids []string
	for _, part := range split.Parts {
		id, err := c.found(part, split.From)
		if err != nil {
			return "", err
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, " "), nil
}

// found stores a successor with its projects.
func (c *change) found(part Part, from clock.Day) (string, error) {
	row := c.blank(KindNetwork)
	c.fill(KindNetwork, &row, map[string]string{"name": part.Name, "states": strings.Join(part.States, " ")})
	row = with(KindNetwork, row, "valid_from", int64(from))
	if err := c.put(KindNetwork, row); err != nil {
		return "", err
	}
	for _, project := range part.Projects {
		if _, err := c.transfer(project, row.ID, from); err != nil {
			return "", err
		}
	}
	if part.Coordinator == "" {
		return row.ID, nil
	}
	return row.ID, c.coordinate(part.Coordinator, row.ID, from)
}
