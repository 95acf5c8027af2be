package centre

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/geo"
	"openiq/internal/platform/ident"
)

// ActionEdit is the right to say what the public is told about a centre.
const ActionEdit authz.Action = "centre.edit"

// kind is that of the audit entries.
const kind = "centre"

// Mine are the centres for which the reader may say what the public is told: those that are open or open later, by name.
func (s *Service) Mine(ctx context.Context) ([]*Centre, error) {
	filter, err := authz.Rows(ctx, ActionEdit)
	if err != nil {
		return nil, err
	}
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	var all []*Centre
	for _, c := range now.all {
		if filter.Sees(c.Target) && !now.hasEnded(c) {
			all = append(all, c)
		}
	}
	return all, nil
}

// hasEnded says whether a centre is closed for good.
func (s *state) hasEnded(c *Centre) bool {
	site, today := s.directory.Site(c.ID), s.directory.Today()
	project := s.directory.Project(site.ProjectID)
	return project == nil || ended(site.Span.To, today) || ended(project.Span.To, today)
}

func ended(to, today clock.Day) bool { return to != clock.NoDay && to < today }

// Editable is a centre for those who may say what the public is told about it; NotFound for others.
func (s *Service) Editable(ctx context.Context, id string) (*Centre, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	var target authz.Target
	c := now.byID[id]
	if c != nil {
		target = c.Target
	}
	if err := authz.Require(ctx, ActionEdit, target); err != nil {
		return nil, err
	}
	if c == nil {
		return nil, errs.Missing()
	}
	return c, nil
}

// Change is a change of what is told about a centre: which one, in which version somebody read it (a Conflict when somebody
// else saved meanwhile), and the key that makes a repeat harmless.
type Change struct {
	ID      string
	Version int64
	Key     string
}

// Save stores what the public is told; stops and the day of the last check stay as they are, but for checked: then it is
// today's. Invalid names what is wrong with which field.
func (s *Service) Save(ctx context.Context, c Change, told Told, checked bool) error {
	if err := told.check(); err != nil {
		return err
	}
	return s.change(ctx, c, "saved", func(tx *db.Tx, t *Told) error {
		stops, last := t.Stops, t.CheckedOn
		*t = told
		t.Stops, t.CheckedOn = stops, last
		if checked {
			t.CheckedOn = tx.Today()
		}
		return nil
	})
}

// Confirm notes that somebody in charge looked at everything today and found it right.
func (s *Service) Confirm(ctx context.Context, c Change) error {
	return s.change(ctx, c, "checked", func(tx *db.Tx, t *Told) error {
		t.CheckedOn = tx.Today()
		return nil
	})
}

// SaveStop stores a stop of mobile counselling and returns its id; one without an id is new. Where it lies follows from its
// postcode. Dates that were cancelled stay so.
func (s *Service) SaveStop(ctx context.Context, c Change, stop Stop) (string, error) {
	if stop.ID == "" {
		stop.ID = ident.New(clock.InstantOf(s.db.Clock().Now()))
	}
	if stop.Repeat == Once {
		stop.Until = 0
	}
	if err := stop.check(s.Today()); err != nil {
		return "", err
	}
	if err := s.locate(ctx, &stop); err != nil {
		return "", err
	}
	err := s.change(ctx, c, "saved stop "+stop.ID, func(_ *db.Tx, t *Told) error {
		if old := t.Stop(stop.ID); old != nil {
			cancelled := old.Cancelled
			*old = stop
			old.Cancelled = cancelled
			return nil
		}
		if len(t.Stops) >= mostStops {
			return errs.New(errs.Invalid, "centre.error.stops", "Max", mostStops)
		}
		t.Stops = append(t.Stops, stop)
		return nil
	})
	return stop.ID, err
}

// RemoveStop takes a stop out, with all its dates.
func (s *Service) RemoveStop(ctx context.Context, c Change, stop string) error {
	return s.change(ctx, c, "removed stop "+stop, func(_ *db.Tx, t *Told) error {
		if t.Stop(stop) == nil {
			return errs.Missing()
		}
		t.Stops = slices.DeleteFunc(t.Stops, func(s Stop) bool { return s.ID == stop })
		return nil
	})
}

// Cancel says that a single date of a stop is called off, or takes that back. NotFound when the stop is not on that day.
func (s *Service) Cancel(ctx context.Context, c Change, stop string, day clock.Day, off bool) error {
	detail := "cancelled stop "
	if !off {
		detail = "restored stop "
	}
	return s.change(ctx, c, detail+stop+" on "+day.String(), func(_ *db.Tx, t *Told) error {
		found := t.Stop(stop)
		if found == nil || !slices.Contains(found.Dates(day, day), day) {
			return errs.Missing()
		}
		found.Cancelled = slices.DeleteFunc(found.Cancelled, func(d clock.Day) bool { return d == day })
		if off {
			found.Cancelled = append(found.Cancelled, day)
			slices.Sort(found.Cancelled)
		}
		return nil
	})
}

// change stores what fn makes of the newest state, as a new version.
func (s *Service) change(ctx context.Context, c Change, detail string, fn func(*db.Tx, *Told) error) error {
	if _, err := s.Editable(ctx, c.ID); err != nil {
		return err
	}
	_, err := s.db.Write(ctx, db.Command{Name: "centre.change", Tenant: db.Federal, Key: c.Key}, func(tx *db.Tx) (string, error) {
		newest, err := readOne(ctx, tx, c.ID)
		if err != nil {
			return "", err
		}
		if newest.version != c.Version {
			return "", errs.New(errs.Conflict, "error.conflict") // somebody else saved it meanwhile
		}
		next := newest.clone()
		if err := fn(tx, &next); err != nil {
			return "", err
		}
		body, err := json.Marshal(next)
		if err != nil {
			return "", err
		}
		if _, err := tx.Exec(insertEdit, c.ID, newest.version+1, string(body), int64(tx.Now()), tx.Actor()); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: kind, ID: c.ID, Detail: detail})
		_, err = tx.Exec(raiseNumber, centresNumber)
		return "", err
	})
	return err
}

// Fill tells about many centres at once, by id, where nothing was told yet: for the machine, with one audit entry for all.
func (s *Service) Fill(ctx context.Context, told map[string]Told) error {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(told))
	bodies := make([]string, len(ids))
	for i, id := range ids {
		t := told[id]
		if err := t.checkAll(s.Today()); err != nil {
			return err
		}
		body, err := json.Marshal(t)
		if err != nil {
			return err
		}
		bodies[i] = string(body)
	}
	_, err := s.db.Write(ctx, db.Command{Name: "centre.fill", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		known, err := readNewest(ctx, tx)
		if err != nil {
			return "", err
		}
		var rows [][]any
		for i, id := range ids {
			if known[id].version == 0 {
				rows = append(rows, []any{id, int64(1), bodies[i], int64(tx.Now()), tx.Actor()})
			}
		}
		if len(rows) == 0 {
			return "", nil
		}
		if err := tx.Insert("centre_edit", editColumns, rows); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: kind, ID: "all", Detail: "filled"})
		_, err = tx.Exec(raiseNumber, centresNumber)
		return "", err
	})
	return err
}

// Edit is one time that somebody said what the public is told.
type Edit struct {
	Version int64
	At      clock.Instant
	Actor   string // id of the account, or who else did it
	Told
}

// History is what the public was told about a centre, the latest first, for those in charge of it.
func (s *Service) History(ctx context.Context, id string) ([]Edit, error) {
	if _, err := s.Editable(ctx, id); err != nil {
		return nil, err
	}
	return readHistory(ctx, s.db, id)
}

// locate says where a stop lies by its postcode: a place of its own name before others of the postcode. What is not known
// stays open.
func (s *Service) locate(ctx context.Context, stop *Stop) error {
	places, err := s.places(ctx, stop.Postcode)
	if err != nil || len(places) == 0 {
		return err
	}
	best := places[0]
	for _, p := range places {
		if geo.Fold(p.Name) == geo.Fold(stop.Place) {
			best = p
			break
		}
	}
	stop.State, stop.Lat, stop.Lon, stop.Located = best.State, best.Lat, best.Lon, true
	return nil
}
