package procedure

import (
	"context"
	"maps"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/recognition"
)

// Service has the use cases of procedures. Make it with [New].
type Service struct {
	db      *db.DB
	cases   *counselling.Service
	persons *person.Service
}

// New makes the service.
func New(d *db.DB, cases *counselling.Service, persons *person.Service) *Service {
	return &Service{db: d, cases: cases, persons: persons}
}

// Input is what somebody typed, by column or name of a text. What is missing keeps what is stored; an empty one clears it.
type Input map[string]string

// Of reads everything about the procedures of a case that the actor may read or record for.
func (s *Service) Of(ctx context.Context, h *counselling.Held) (*All, error) {
	return read(ctx, s.db, h.Tenant, h.ID, clock.Today(s.db.Clock()))
}

// held is a case for which the actor records, with its procedures.
type held struct {
	*counselling.Held
	*All
}

func (s *Service) hold(ctx context.Context, caseID string) (*held, error) {
	h, err := s.cases.ForRecording(ctx, caseID)
	if err != nil {
		return nil, err
	}
	all, err := s.Of(ctx, h)
	return &held{h, all}, err
}

// Start records a new procedure of a case and returns its id. With a day ("on_day") the application was handed in then;
// without one it is planned. key is the form's idempotency key.
func (s *Service) Start(ctx context.Context, caseID string, in Input, key string) (string, error) {
	h, err := s.hold(ctx, caseID)
	if err != nil {
		return "", err
	}
	row, wrong := h.readProcedure(ctx, s.db, nil, in)
	var applied *record.Row
	if in["on_day"] != "" {
		step, more := h.readStep(&Procedure{Row: &row}, nil, Input{"kind": recognition.Applied, "on_day": in["on_day"]})
		applied, wrong = &step, append(wrong, more...)
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "procedure.start", Tenant: h.Tenant, Key: key, Sum: s.persons.Sum(key, caseID, in)}, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		id := ident.New(tx.Now())
		if err := h.put(tx, Procedures, row, id); err != nil {
			return "", err
		}
		if applied != nil {
			step := *applied // the transaction may run again
			step.Values = slices.Clone(applied.Values)
			step.Values[Steps.Index("procedure_id")] = id
			if err := h.put(tx, Steps, step, ident.New(tx.Now())); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "procedure " + id})
		return id, refresh(ctx, tx, h.Held, id)
	})
}

// AddStep records a step of a procedure and returns its id.
func (s *Service) AddStep(ctx context.Context, caseID, procedureID string, in Input, key string) (string, error) {
	h, err := s.hold(ctx, caseID)
	if err != nil {
		return "", err
	}
	p := h.Of(procedureID)
	if p == nil {
		return "", errs.Missing()
	}
	row, wrong := h.readStep(p, nil, in)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	id := ident.New(clock.InstantOf(s.db.Clock().Now()))
	written := textsOf(Steps.Str(&row, "kind"), in)
	maps.DeleteFunc(written, func(_, text string) bool { return text == "" })
	texts, err := s.seal(ctx, h.Held, id, written)
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "procedure.step", Tenant: h.Tenant, Key: key, Sum: s.persons.Sum(key, procedureID, in)}, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		if err := stillFits(ctx, tx, h, p.ID, &row); err != nil {
			return "", err
		}
		if err := h.put(tx, Steps, row, id); err != nil {
			return "", err
		}
		if err := texts.put(ctx, tx); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "step " + Steps.Str(&row, "kind") + " " + id + " of procedure " + p.ID})
		return id, refresh(ctx, tx, h.Held, p.ID)
	})
}

// AddCost records a cost of a case and returns its id; of a procedure when in has a "procedure_id".
func (s *Service) AddCost(ctx context.Context, caseID string, in Input, key string) (string, error) {
	h, err := s.hold(ctx, caseID)
	if err != nil {
		return "", err
	}
	row, wrong := h.readCost(nil, in)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "procedure.cost", Tenant: h.Tenant, Key: key, Sum: s.persons.Sum(key, caseID, in)}, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		id := ident.New(tx.Now())
		if err := h.put(tx, Costs, row, id); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "cost " + id})
		return id, refresh(ctx, tx, h.Held, Costs.Str(&row, "procedure_id"))
	})
}

// stillFits looks at the other steps of a procedure as they are in the transaction: that of a repeated form is there already,
// and others may have been added since the form was shown.
func stillFits(ctx context.Context, tx *db.Tx, h *held, procedureID string, step *record.Row) error {
	all, err := read(ctx, tx, h.Tenant, h.ID, tx.Today())
	if err != nil {
		return err
	}
	p := all.Of(procedureID)
	if p == nil {
		return errs.Missing()
	}
	var wrong errs.Fields
	fault, column := recognition.Fits(stepOf(step).Step, p.others(step.ID)), "on_day"
	if step.Deleted {
		fault, column = recognition.MayGo(stepOf(step).Step, p.others(step.ID)), "version"
	}
	if fault != nil {
		wrong.Add(column, fault.Key, "Step", fault.Other)
	}
	return wrong.Err()
}

// put stores a new record of the case.
func (h *held) put(tx *db.Tx, t *record.Type, row record.Row, id string) error {
	row.Tenant, row.ID = h.Tenant, id
	if t.Known == record.OnImport {
		row.Recorded = tx.Now()
	}
	_, err := t.Put(tx, row, nil)
	return err
}
