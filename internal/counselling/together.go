package counselling

import (
	"context"
	"slices"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Staff knows who works at a centre.
type Staff interface {
	Staff(ctx context.Context, place authz.Target) ([]account.Colleague, error)
}

// SetStaff says who works where; until then nobody can be put in charge of a case. It is called when the program starts.
func (s *Service) SetStaff(staff Staff) { s.staff = staff }

// Chosen is a case of a list with the version that somebody saw when choosing it.
type Chosen struct {
	ID      string
	Version int64
}

// MostTogether is how many cases one command changes.
const MostTogether = 100

// Choose are several cases for which the actor may record, in their order. One that lies elsewhere looks like one that does
// not exist.
func (s *Service) Choose(ctx context.Context, ids []string) ([]*Held, error) {
	ids = firsts(ids)
	if len(ids) == 0 || len(ids) > MostTogether {
		return nil, errs.New(errs.Invalid, "worklist.error.choice", "Max", MostTogether)
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	found, err := Cases.Find(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	cases := make([]*Held, len(ids))
	for i, id := range ids {
		c := found[id]
		if c == nil || isGone(c) {
			return nil, errs.Missing()
		}
		cases[i] = &Held{Row: c, Place: d.PlaceOfSite(Cases.Str(c, "site_id")), Structure: d, Rules: s.rules(d)}
		if err := authz.Require(ctx, ActionRecord, cases[i].Place); err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// firsts leaves out what came before.
func firsts(ids []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Colleagues are those who can be put in charge of all of some cases, by name.
func (s *Service) Colleagues(ctx context.Context, cases []*Held) ([]account.Colleague, error) {
	var all []account.Colleague
	asked := map[string]bool{}
	for _, c := range cases {
		if s.staff == nil || asked[c.Site()] {
			continue
		}
		here, err := s.staff.Staff(ctx, c.Place)
		if err != nil {
			return nil, err
		}
		if len(asked) == 0 {
			all = here
		} else {
			all = slices.DeleteFunc(all, func(a account.Colleague) bool { return !slices.Contains(here, a) })
		}
		asked[c.Site()] = true
	}
	return all, nil
}

// Assign puts somebody in charge of several cases who works at their centres; nobody when counsellor is empty. When one of
// the cases was changed since it was chosen, the answer is a Conflict, and of its network nothing is stored.
func (s *Service) Assign(ctx context.Context, chosen []Chosen, counsellor, key string) error {
	cases, err := s.Choose(ctx, idsOf(chosen))
	if err != nil {
		return err
	}
	if counsellor == "" {
		return s.together(ctx, "counselling.assign", cases, chosen, "counsellor_id", nil, key)
	}
	staff, err := s.Colleagues(ctx, cases)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(staff, func(a account.Colleague) bool { return a.ID == counsellor }) {
		return errs.Fields{{Name: "counsellor_id", Key: "error.unknown_id"}}.Err()
	}
	return s.together(ctx, "counselling.assign", cases, chosen, "counsellor_id", counsellor, key)
}

// FollowUp sets the day on which several cases are looked at again; an empty one takes it away. Conflicts as in Assign.
func (s *Service) FollowUp(ctx context.Context, chosen []Chosen, day, key string) error {
	return s.setDay(ctx, "counselling.follow_up", chosen, "follow_up_on", day, key, func(on, today clock.Day) (string, []any) {
		if on < today {
			return "worklist.error.past", nil
		}
		return "", nil
	})
}

// Close closes several cases on a day, not before their last contacts; an empty one opens them again. Conflicts as in Assign.
func (s *Service) Close(ctx context.Context, chosen []Chosen, day, key string) error {
	last, err := s.lastContact(ctx, idsOf(chosen))
	if err != nil {
		return err
	}
	return s.setDay(ctx, "counselling.close", chosen, "closed_on", day, key, func(on, today clock.Day) (string, []any) {
		switch {
		case on > today:
			return "error.future", nil
		case on < last:
			return "counselling.error.closed_early", []any{"Day", last}
		}
		return "", nil
	})
}

// lastContact is the day of the newest contact of several cases; 0 where there is none.
func (s *Service) lastContact(ctx context.Context, ids []string) (clock.Day, error) {
	if len(ids) == 0 || len(ids) > atOnce {
		return 0, nil // Choose refuses them
	}
	return lastContactOf(ctx, s.db, ids)
}

// setDay stores a day in a column of several cases; wrong gives the message of what is wrong with it, if anything.
func (s *Service) setDay(ctx context.Context, name string, chosen []Chosen, column, day, key string, wrong func(on, today clock.Day) (string, []any)) error {
	cases, err := s.Choose(ctx, idsOf(chosen))
	if err != nil {
		return err
	}
	value, err := Cases.Column(column).Parse(day)
	if err != nil {
		return errs.Fields{{Name: column, Key: "error.date"}}.Err()
	}
	if on, given := value.(int64); given {
		if fault, args := wrong(clock.Day(on), cases[0].Structure.Today()); fault != "" {
			return errs.Fields{{Name: column, Key: fault, Args: args}}.Err()
		}
	}
	return s.together(ctx, name, cases, chosen, column, value, key)
}

func idsOf(chosen []Chosen) []string {
	ids := make([]string, len(chosen))
	for i, c := range chosen {
		ids[i] = c.ID
	}
	return ids
}

// together stores one value in a column of several cases, those of one tenant in one transaction.
func (s *Service) together(ctx context.Context, name string, cases []*Held, chosen []Chosen, column string, value any, key string) error {
	seen := map[string]int64{}
	for _, c := range chosen {
		seen[c.ID] = c.Version
	}
	byTenant := map[string][]*Held{}
	var tenants []string
	for _, c := range cases {
		if byTenant[c.Tenant] == nil {
			tenants = append(tenants, c.Tenant)
		}
		byTenant[c.Tenant] = append(byTenant[c.Tenant], c)
	}
	for _, tenant := range tenants {
		_, err := s.db.Write(ctx, db.Command{Name: name, Tenant: tenant, Key: key}, func(tx *db.Tx) (string, error) {
			for _, c := range byTenant[tenant] {
				if c.Version != seen[c.ID] {
					return "", errs.New(errs.Conflict, "error.conflict")
				}
				if err := c.set(tx, column, value); err != nil {
					return "", err
				}
			}
			return "", nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// set stores one value of a case.
func (h *Held) set(tx *db.Tx, column string, value any) error {
	if err := h.StillThere(tx); err != nil {
		return err
	}
	next := *h.Row
	next.Values = slices.Clone(h.Values)
	next.Values[Cases.Index(column)] = value
	if slices.Equal(next.Values, h.Values) {
		return nil
	}
	if _, err := Cases.Put(tx, next, h.Row); err != nil {
		return err
	}
	tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "cases " + h.ID + ": " + changed(Cases, h.Row, &next)})
	return RefreshSummary(tx, h.Tenant, h.ID)
}
