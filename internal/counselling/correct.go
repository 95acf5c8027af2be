package counselling

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// CorrectCase changes facts of a case; version is the one the form was filled with. A case that somebody else changed
// meanwhile is a Conflict.
func (s *Service) CorrectCase(ctx context.Context, caseID string, version int64, in Input, key string) error {
	return s.correct(ctx, Cases, caseID, caseID, version, in, key)
}

// CorrectContact changes a contact of a case. The correction holds from now on: earlier cut-offs keep what was known then.
func (s *Service) CorrectContact(ctx context.Context, caseID, id string, version int64, in Input, key string) error {
	return s.correct(ctx, Contacts, caseID, id, version, in, key)
}

// CorrectQualification changes a qualification of a case.
func (s *Service) CorrectQualification(ctx context.Context, caseID, id string, version int64, in Input, key string) error {
	return s.correct(ctx, Qualifications, caseID, id, version, in, key)
}

// DeleteContact takes a contact back. Reports at earlier cut-offs keep it.
func (s *Service) DeleteContact(ctx context.Context, caseID, id string, version int64, key string) error {
	return s.correct(ctx, Contacts, caseID, id, version, nil, key)
}

// DeleteQualification takes a qualification back. Reports at earlier cut-offs keep it.
func (s *Service) DeleteQualification(ctx context.Context, caseID, id string, version int64, key string) error {
	return s.correct(ctx, Qualifications, caseID, id, version, nil, key)
}

// correct stores a new version of a case or of one of its parts; no input at all deletes it. What others did meanwhile
// is looked at in the transaction, where a repeated form gets its first answer.
func (s *Service) correct(ctx context.Context, t *record.Type, caseID, id string, version int64, in Input, key string) error {
	c, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return err
	}
	prev := c.Row
	if t != Cases {
		if prev, err = s.part(ctx, t, caseID, id); err != nil {
			return err
		}
	}
	next, wrong := reread(ctx, t, c, prev, in)
	if err := s.checkLived(ctx, c, t, prev, &next, &wrong); err != nil {
		return err
	}
	texts, err := s.prepareTexts(ctx, c, id, typedTexts(t, in))
	if err = wrong.Absorb(err); err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.correct", Tenant: c.Tenant, Key: key, Sum: s.persons.Sum(key, id, in.facts(t))}, func(tx *db.Tx) (string, error) {
		switch {
		case prev.Deleted:
			return "", errs.Missing()
		case prev.Version != version:
			return "", errs.New(errs.Conflict, "error.conflict")
		}
		change, err := t.Put(tx, next, prev)
		if err == nil {
			err = texts.put(ctx, tx)
		}
		if err != nil || change == record.Unchanged {
			return id, err
		}
		tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: t.Name + " " + id + ": " + changed(t, prev, &next)})
		return id, RefreshSummary(tx, c.Tenant, c.ID)
	})
	return err
}

// reread is the next version of a record; no input deletes it.
func reread(ctx context.Context, t *record.Type, c *Held, prev *record.Row, in Input) (record.Row, errs.Fields) {
	switch {
	case in == nil:
		next := *prev
		next.Deleted = true
		return next, nil
	case t == Contacts:
		return readContact(ctx, c, prev, in)
	case t == Qualifications:
		return readQualification(c, prev, in)
	}
	return read(t, prev, in, c.Rules)
}

// facts are what was typed without the texts of a record: a form that is sent again leaves out those that are stored by now.
func (in Input) facts(t *record.Type) Input {
	facts := maps.Clone(in)
	maps.DeleteFunc(facts, func(name, _ string) bool { return slices.Contains(TextsOf(t), name) })
	return facts
}

// part reads a contact or qualification of a case, deleted ones included.
func (s *Service) part(ctx context.Context, t *record.Type, caseID, id string) (*record.Row, error) {
	if record.CheckID(id) != nil {
		return nil, errs.Missing()
	}
	row, err := t.Get(ctx, s.db, id)
	if err == nil && (row == nil || t.Str(row, "case_id") != caseID) {
		err = errs.Missing()
	}
	return row, err
}

// changed names the columns that a correction changes, never their values.
func changed(t *record.Type, prev, next *record.Row) string {
	if next.Deleted {
		return "deleted"
	}
	words := "version " + text(prev.Version+1)
	for i := range t.Columns {
		if prev.Values[i] != next.Values[i] {
			words += " " + t.Columns[i].Name
		}
	}
	return words
}

func text(n int64) string { return strconv.FormatInt(n, 10) }
