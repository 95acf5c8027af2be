package procedure

import (
	"context"
	"strconv"

	"openiq/internal/person"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// CorrectProcedure changes the facts of a procedure; version is the one the form was filled with. A procedure that somebody
// else changed meanwhile is a Conflict.
func (s *Service) CorrectProcedure(ctx context.Context, caseID, id string, version int64, in Input, key string) error {
	return s.correct(ctx, target{Procedures, caseID, id, id}, version, in, key)
}

// CorrectStep changes a step and its texts. The correction holds from now on: earlier cut-offs keep what was known then.
// Where in has texts, it says in "seen" which ones the form showed (see [Seen]).
func (s *Service) CorrectStep(ctx context.Context, caseID, procedureID, id string, version int64, in Input, key string) error {
	return s.correct(ctx, target{Steps, caseID, procedureID, id}, version, in, key)
}

// CorrectCost changes a cost.
func (s *Service) CorrectCost(ctx context.Context, caseID, id string, version int64, in Input, key string) error {
	return s.correct(ctx, target{Costs, caseID, "", id}, version, in, key)
}

// DeleteProcedure takes a procedure back, with its steps. Reports at earlier cut-offs keep them; costs stay with the case.
func (s *Service) DeleteProcedure(ctx context.Context, caseID, id string, version int64, key string) error {
	return s.correct(ctx, target{Procedures, caseID, id, id}, version, nil, key)
}

// DeleteStep takes a step back, unless others need it.
func (s *Service) DeleteStep(ctx context.Context, caseID, procedureID, id string, version int64, key string) error {
	return s.correct(ctx, target{Steps, caseID, procedureID, id}, version, nil, key)
}

// DeleteCost takes a cost back.
func (s *Service) DeleteCost(ctx context.Context, caseID, id string, version int64, key string) error {
	return s.correct(ctx, target{Costs, caseID, "", id}, version, nil, key)
}

// target is the record that a correction is about.
type target struct {
	t                       *record.Type
	caseID, procedureID, id string
}

// correct stores a new version of a record; no input at all deletes it. What others did meanwhile is looked at in the
// transaction, where a repeated form gets its first answer.
func (s *Service) correct(ctx context.Context, to target, version int64, in Input, key string) error {
	h, err := s.hold(ctx, to.caseID)
	if err != nil {
		return err
	}
	c, err := s.correction(ctx, h, to, in)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "procedure.correct", Tenant: h.Tenant, Key: key, Sum: s.persons.Sum(key, to.id, in)}, func(tx *db.Tx) (string, error) {
		switch {
		case c.prev.Deleted:
			return "", errs.Missing()
		case c.prev.Version != version:
			return "", errs.New(errs.Conflict, "error.conflict")
		}
		return to.id, c.store(ctx, tx)
	})
	return err
}

// correction is a change of a record that is checked as far as it can be before the transaction.
type correction struct {
	target
	*held
	prev  *record.Row
	next  record.Row
	texts sealed
}

func (s *Service) correction(ctx context.Context, h *held, to target, in Input) (*correction, error) {
	c := &correction{target: to, held: h}
	prev, procedure, err := s.part(ctx, to)
	if err != nil {
		return nil, err
	}
	c.prev, c.next = prev, *prev
	if in == nil {
		c.next.Deleted = true
		return c, nil
	}
	var wrong errs.Fields
	switch to.t {
	case Procedures:
		c.next, wrong = h.readProcedure(ctx, s.db, prev, in)
	case Steps:
		c.next, wrong = h.readStep(&Procedure{Row: procedure}, prev, in)
	case Costs:
		c.next, wrong = h.readCost(prev, in)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if to.t == Steps {
		c.texts, err = s.rewrite(ctx, h, to.id, textsOf(Steps.Str(prev, "kind"), in), in["seen"])
	}
	return c, err
}

// part reads a record of a case, deleted ones included, and the procedure of a step.
func (s *Service) part(ctx context.Context, to target) (row, procedure *record.Row, err error) {
	get := func(t *record.Type, id, column, owner string) (*record.Row, error) {
		if record.CheckID(id) != nil {
			return nil, errs.Missing()
		}
		row, err := t.Get(ctx, s.db, id)
		if err == nil && (row == nil || t.Str(row, column) != owner) {
			err = errs.Missing()
		}
		return row, err
	}
	if to.t != Steps {
		row, err = get(to.t, to.id, "case_id", to.caseID)
		return row, row, err
	}
	if procedure, err = get(Procedures, to.procedureID, "case_id", to.caseID); err == nil {
		row, err = get(Steps, to.id, "procedure_id", to.procedureID)
	}
	return row, procedure, err
}

// rewrite seals those texts that are not what is stored. Somebody else may have changed them since the form showed them.
func (s *Service) rewrite(ctx context.Context, h *held, id string, typed person.Texts, seen string) (sealed, error) {
	if len(typed) == 0 {
		return sealed{}, nil
	}
	who, err := s.persons.Get(ctx, h.Place, subject(h.Held))
	if err != nil {
		return sealed{}, err
	}
	changed := person.Texts{}
	for name, text := range typed {
		if text != who.Text(id, name) {
			changed[name] = text
		}
	}
	switch {
	case len(changed) == 0:
		return sealed{}, nil
	case seen != Seen(who.Texts[id]):
		return sealed{}, errs.New(errs.Conflict, "error.conflict")
	}
	return s.seal(ctx, h.Held, id, changed)
}

// store stores the change, unless the steps do not fit to each other any more.
func (c *correction) store(ctx context.Context, tx *db.Tx) error {
	if c.t == Steps {
		if err := stillFits(ctx, tx, c.held, c.procedureID, &c.next); err != nil {
			return err
		}
	}
	change, err := c.t.Put(tx, c.next, c.prev)
	if err != nil || change == record.Unchanged && c.texts.Prepared == nil {
		return err
	}
	if err := c.texts.put(ctx, tx); err != nil {
		return err
	}
	if c.t == Procedures && c.next.Deleted {
		if err := c.deleteSteps(tx); err != nil {
			return err
		}
	}
	tx.Audit(db.Entry{Kind: "case", ID: c.caseID, Detail: c.t.Name + " " + c.id + ": " + c.words()})
	for _, procedure := range c.procedures() {
		if err := refresh(ctx, tx, c.held.Held, procedure); err != nil {
			return err
		}
	}
	return nil
}

// deleteSteps takes the steps of a procedure back with it.
func (c *correction) deleteSteps(tx *db.Tx) error {
	p := c.Of(c.id)
	if p == nil {
		return nil
	}
	for _, step := range p.Steps {
		gone := *step.Row
		gone.Deleted = true
		if _, err := Steps.Put(tx, gone, step.Row); err != nil {
			return err
		}
	}
	return nil
}

// procedures are those whose due days follow from the record, before the change and after it.
func (c *correction) procedures() []string {
	if c.t != Costs {
		return []string{c.procedureID}
	}
	before, after := Costs.Str(c.prev, "procedure_id"), Costs.Str(&c.next, "procedure_id")
	if before == after {
		return []string{after}
	}
	return []string{before, after}
}

// words name the columns that a correction changes, never their values.
func (c *correction) words() string {
	if c.next.Deleted {
		return "deleted"
	}
	words := "version " + strconv.FormatInt(c.prev.Version+1, 10)
	for i := range c.t.Columns {
		if c.prev.Values[i] != c.next.Values[i] {
			words += " " + c.t.Columns[i].Name
		}
	}
	return words
}
