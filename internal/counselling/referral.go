package counselling

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
)

// TextWhere is a text of a referral: where exactly, with whom.
const TextWhere = "where"

// reminders are the days after which to ask what came of something, by rule.
var reminders = parseReminders(remindersFile)

//go:embed reminders.json
var remindersFile []byte

func parseReminders(file []byte) map[string]int {
	var days map[string]int
	if err := json.Unmarshal(file, &days); err != nil {
		panic("counselling: " + err.Error())
	}
	return days
}

// ruleOutcome is the rule that asks what came of a referral.
const ruleOutcome = "referral_outcome"

// The type refers to its rules and texts and so gets them when all exist.
func init() {
	Referrals.Check = checkReferral
	texts[Referrals] = []string{TextWhere}
}

// checkReferral says what is implausible in a bundle; a form refuses that, too (see formFaults).
func checkReferral(r *record.Row, ctx record.Context) []record.Problem {
	problems := Referrals.NotFuture(r, "on_day", ctx)
	problems = append(problems, Referrals.NotFuture(r, "outcome_on", ctx)...)
	problems = append(problems, Referrals.InOrder(r, "on_day", "outcome_on")...)
	if strayMeasure(r) {
		problems = append(problems, record.Warn("measure_id", "is only for the kind measure"))
	}
	if strayOutcome(r) {
		problems = append(problems, record.Warn("outcome", "is required with outcome_on"))
	}
	return problems
}

// strayMeasure is a measure where somebody was sent somewhere else.
func strayMeasure(r *record.Row) bool {
	kind := Referrals.Str(r, "kind")
	return Referrals.Str(r, "measure_id") != "" && kind != "measure" && kind != ""
}

// strayOutcome is a day of an outcome without the outcome.
func strayOutcome(r *record.Row) bool {
	_, known := Referrals.Day(r, "outcome_on")
	return known && Referrals.Str(r, "outcome") == ""
}

// formFaults are what a form refuses of a referral beside what a bundle may not have.
func formFaults(r *record.Row) (wrong errs.Fields) {
	if strayMeasure(r) {
		wrong.Add("measure_id", "counselling.error.no_measure")
	}
	if strayOutcome(r) {
		wrong.Add("outcome", "error.required")
	}
	return wrong
}

// Measures are the qualification measures to which somebody can be sent; their room has them. Both give names by id.
type Measures interface {
	// Open are the measures of a network, empty for the federal level, that run on a day or begin later.
	Open(ctx context.Context, network string, on clock.Day) (map[string]string, error)
	// Names leaves out ids that are unknown.
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

// OpenMeasures are the measures to which the person of a case can be sent today: names by id.
func (s *Service) OpenMeasures(ctx context.Context, h *Held) (map[string]string, error) {
	return s.beside.Measures.Open(ctx, h.Place.Network, clock.Today(s.db.Clock()))
}

// MeasureNames are what the measures of referrals are called, by id.
func (s *Service) MeasureNames(ctx context.Context, referrals []record.Row) (map[string]string, error) {
	var ids []string
	for i := range referrals {
		if id := Referrals.Str(&referrals[i], "measure_id"); id != "" {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return s.beside.Measures.Names(ctx, ids)
}

// ReferralsOf are the referrals of a case by day.
func (s *Service) ReferralsOf(ctx context.Context, h *Held) ([]record.Row, error) {
	return Referrals.Read(ctx, s.db, referralsHere, h.ID, h.Tenant)
}

// Refer records where the person of a case was sent and returns the referral's id. Until an outcome is recorded the case asks
// for it some weeks later (reminders.json).
func (s *Service) Refer(ctx context.Context, caseID string, in Input, key string) (string, error) {
	h, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return "", err
	}
	row, wrong, err := s.readReferral(ctx, h, nil, in)
	if err != nil {
		return "", err
	}
	row.ID, row.Tenant = ident.New(clock.InstantOf(s.db.Clock().Now())), h.Tenant
	sealed, err := s.prepareTexts(ctx, h, row.ID, newTexts(Referrals, in))
	if err = wrong.Absorb(err); err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "counselling.refer", Tenant: h.Tenant, Key: key, Sum: s.persons.Sum(key, caseID, in)}, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		if err := putNew(tx, Referrals, row, h.Row); err != nil {
			return "", err
		}
		if err := sealed.put(ctx, tx); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "referral " + row.ID})
		return row.ID, remind(tx, &row, h.Row)
	})
}

// CorrectReferral changes a referral or records what came of it; version is the one that the form showed.
func (s *Service) CorrectReferral(ctx context.Context, caseID, id string, version int64, in Input, key string) error {
	return s.changeReferral(ctx, caseID, id, version, in, key)
}

// DeleteReferral takes a referral back.
func (s *Service) DeleteReferral(ctx context.Context, caseID, id string, version int64, key string) error {
	return s.changeReferral(ctx, caseID, id, version, nil, key)
}

// changeReferral is correct for referrals, from which something follows that is due.
func (s *Service) changeReferral(ctx context.Context, caseID, id string, version int64, in Input, key string) error {
	h, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return err
	}
	prev, err := s.part(ctx, Referrals, caseID, id)
	if err != nil {
		return err
	}
	next, wrong := *prev, errs.Fields(nil)
	if next.Deleted = true; in != nil {
		if next, wrong, err = s.readReferral(ctx, h, prev, in); err != nil {
			return err
		}
	}
	sealed, err := s.prepareTexts(ctx, h, id, typedTexts(Referrals, in))
	if err = wrong.Absorb(err); err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.correct", Tenant: h.Tenant, Key: key, Sum: s.persons.Sum(key, id, in.facts(Referrals))}, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		switch {
		case prev.Deleted:
			return "", errs.Missing()
		case prev.Version != version:
			return "", errs.New(errs.Conflict, "error.conflict")
		}
		if _, err := Referrals.Put(tx, next, prev); err != nil {
			return "", err
		}
		if err := sealed.put(ctx, tx); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "referrals " + id + ": " + changed(Referrals, prev, &next)})
		return id, remind(tx, &next, h.Row)
	})
	return err
}

// readReferral reads a referral of a case.
func (s *Service) readReferral(ctx context.Context, h *Held, prev *record.Row, in Input) (record.Row, errs.Fields, error) {
	measure, faults, err := s.chosenMeasure(ctx, h, prev, in)
	if err != nil {
		return record.Row{}, nil, err
	}
	i := Referrals.Index("measure_id")
	if prev == nil {
		row, wrong := read(Referrals, nil, in, h.Rules)
		row.Values[i] = measure
		wrong = append(wrong, formFaults(&row)...)
		return row, append(wrong, faults...), nil
	}
	start := *prev
	start.Values = slices.Clone(prev.Values)
	start.Values[i] = measure
	row, wrong := read(Referrals, &start, in, h.Rules)
	wrong = append(wrong, formFaults(&row)...)
	return row, append(wrong, faults...), nil
}

// chosenMeasure is the measure that somebody chose, nil for none: one of those on offer, or the one that was there before.
func (s *Service) chosenMeasure(ctx context.Context, h *Held, prev *record.Row, in Input) (id any, wrong errs.Fields, err error) {
	if prev != nil {
		id = prev.Values[Referrals.Index("measure_id")]
	}
	chosen, asked := in["measure_id"]
	switch {
	case !asked || id == any(chosen):
		return id, nil, nil
	case chosen == "":
		return nil, nil, nil
	}
	open, err := s.OpenMeasures(ctx, h)
	if _, there := open[chosen]; !there {
		wrong.Add("measure_id", "error.unknown_id")
	}
	return chosen, wrong, err
}

// remind asks for the outcome of a referral some weeks after it, as long as there is none.
func remind(tx *db.Tx, r, c *record.Row) error {
	var dues []Due
	if on, ok := Referrals.Day(r, "on_day"); ok && !r.Deleted && Referrals.Str(r, "outcome") == "" {
		dues = []Due{{Rule: ruleOutcome, On: on + clock.Day(reminders[ruleOutcome])}}
	}
	return ReplaceDues(tx, c.Tenant, c.ID, r.ID, dues)
}
