package counselling

import (
	"context"
	"strconv"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
)

// The actions that the commands and lists of this room need.
const (
	actionRead   authz.Action = "case.read"
	actionRecord authz.Action = "case.record"
)

// Structure is what counselling needs to know of the network.
type Structure interface {
	// Place says where a site lies; NotFound for an unknown one.
	Place(ctx context.Context, site string) (authz.Target, error)
	// Rules is the structure for checking a row at an instant.
	Rules(ctx context.Context, now clock.Instant) (record.Context, error)
}

// Service has the use cases of counselling. Make it with [New].
type Service struct {
	db        *db.DB
	structure Structure
	counts    counts
}

// New makes the service.
func New(d *db.DB, s Structure) *Service { return &Service{db: d, structure: s} }

// Input is what somebody typed, by column. A column that is missing keeps what is stored.
type Input map[string]string

// NewCase is a new case with its first contact and the qualification talked about. Site is the centre in charge.
type NewCase struct {
	Site          string
	Case          Input
	Contact       Input
	Qualification Input // all empty: none yet
}

// Open records a new case with its first contact and returns the case's id. key is the form's idempotency key.
func (s *Service) Open(ctx context.Context, in NewCase, key string) (string, error) {
	place, err := s.structure.Place(ctx, in.Site)
	if err == nil {
		err = authz.Require(ctx, actionRecord, place)
	}
	if err != nil {
		return "", err
	}
	now := clock.InstantOf(s.db.Clock().Now())
	rules, err := s.structure.Rules(ctx, now)
	if err != nil {
		return "", err
	}
	in.Case["site_id"] = in.Site
	row, wrong := read(Cases, nil, in.Case, rules)
	contact, more := s.readContact(nil, in.Site, in.Contact, rules)
	wrong = append(wrong, more...)
	qualification, more := readQualification(in.Qualification, rules)
	wrong = append(wrong, more...)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	tenant := tenantOf(place)
	return s.db.Write(ctx, db.Command{Name: "counselling.open", Tenant: tenant, Key: key}, func(tx *db.Tx) (string, error) {
		row := row // the transaction may run again
		row.Tenant, row.ID = tenant, ident.New(tx.Now())
		if _, err := Cases.Put(tx, row, nil); err != nil {
			return "", err
		}
		if err := putNew(tx, Contacts, contact, &row); err != nil {
			return "", err
		}
		if qualification != nil {
			if err := putNew(tx, Qualifications, *qualification, &row); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "case", ID: row.ID, Detail: "opened with a first contact"})
		return row.ID, RefreshSummary(tx, tenant, row.ID)
	})
}

// RecordContact records a later contact of a case and returns its id.
func (s *Service) RecordContact(ctx context.Context, caseID string, in Input, key string) (string, error) {
	c, err := s.mayRecord(ctx, caseID)
	if err != nil {
		return "", err
	}
	rules, err := s.structure.Rules(ctx, clock.InstantOf(s.db.Clock().Now()))
	if err != nil {
		return "", err
	}
	contact, wrong := s.readContact(nil, Cases.Str(c, "site_id"), in, rules)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "counselling.contact", Tenant: c.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		if err := stillThere(ctx, tx, c); err != nil {
			return "", err
		}
		contact := contact
		contact.ID = ident.New(tx.Now())
		if err := putNew(tx, Contacts, contact, c); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: "contact " + contact.ID})
		held, _ := Contacts.Day(&contact, "held_on")
		return contact.ID, addToSummary(tx, c, held)
	})
}

// CorrectCase changes facts of a case; version is the one the form was filled with.
func (s *Service) CorrectCase(ctx context.Context, caseID string, version int64, in Input, key string) error {
	return s.correct(ctx, Cases, caseID, caseID, version, in, key)
}

// CorrectContact changes a contact of a case. The correction holds from now on: earlier cut-offs keep what was known then.
func (s *Service) CorrectContact(ctx context.Context, caseID, contactID string, version int64, in Input, key string) error {
	return s.correct(ctx, Contacts, caseID, contactID, version, in, key)
}

// PutQualification changes a qualification of a case or, with an empty id, adds one.
func (s *Service) PutQualification(ctx context.Context, caseID, id string, version int64, in Input, key string) error {
	if id != "" {
		return s.correct(ctx, Qualifications, caseID, id, version, in, key)
	}
	c, err := s.mayRecord(ctx, caseID)
	if err != nil {
		return err
	}
	rules, err := s.structure.Rules(ctx, clock.InstantOf(s.db.Clock().Now()))
	if err != nil {
		return err
	}
	row, wrong := read(Qualifications, nil, in, rules)
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.qualification", Tenant: c.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		row := row
		row.ID = ident.New(tx.Now())
		if err := putNew(tx, Qualifications, row, c); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: "qualification " + row.ID})
		return row.ID, RefreshSummary(tx, c.Tenant, c.ID)
	})
	return err
}

// DeleteContact takes a contact back. Reports at earlier cut-offs keep it.
func (s *Service) DeleteContact(ctx context.Context, caseID, contactID string, version int64, key string) error {
	return s.correct(ctx, Contacts, caseID, contactID, version, nil, key)
}

// correct stores a new version of a case or of one of its parts; no input at all deletes it.
func (s *Service) correct(ctx context.Context, t *record.Type, caseID, id string, version int64, in Input, key string) error {
	c, err := s.mayRecord(ctx, caseID)
	if err != nil {
		return err
	}
	prev := c
	if t != Cases {
		if prev, err = t.Get(ctx, s.db, id); err != nil {
			return err
		}
		if prev == nil || prev.Deleted || t.Str(prev, "case_id") != caseID {
			return errs.Missing()
		}
	}
	if prev.Version != version {
		return errs.New(errs.Conflict, "error.conflict")
	}
	next := *prev
	next.Deleted = in == nil
	if in != nil {
		if next, err = s.corrected(ctx, t, c, prev, in); err != nil {
			return err
		}
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.correct", Tenant: c.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		change, err := t.Put(tx, next, prev)
		if err != nil || change == record.Unchanged {
			return id, err
		}
		tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: t.Name + " " + id + ": " + changed(t, prev, &next)})
		return id, RefreshSummary(tx, c.Tenant, c.ID)
	})
	return err
}

func (s *Service) corrected(ctx context.Context, t *record.Type, c, prev *record.Row, in Input) (record.Row, error) {
	rules, err := s.structure.Rules(ctx, clock.InstantOf(s.db.Clock().Now()))
	if err != nil {
		return record.Row{}, err
	}
	var row record.Row
	var wrong errs.Fields
	if t == Contacts {
		row, wrong = s.readContact(prev, Cases.Str(c, "site_id"), in, rules)
	} else {
		row, wrong = read(t, prev, in, rules)
	}
	return row, wrong.Err()
}

// changed names the columns that a correction changes, never their values.
func changed(t *record.Type, prev, next *record.Row) string {
	if next.Deleted {
		return "deleted"
	}
	text := "version " + strconv.FormatInt(prev.Version+1, 10)
	for i := range t.Columns {
		if prev.Values[i] != next.Values[i] {
			text += " " + t.Columns[i].Name
		}
	}
	return text
}

// mayRecord reads a case for changing it. A case that lies elsewhere looks like one that does not exist.
func (s *Service) mayRecord(ctx context.Context, caseID string) (*record.Row, error) {
	c, err := s.find(ctx, caseID)
	if err != nil {
		return nil, err
	}
	place, err := s.structure.Place(ctx, Cases.Str(c, "site_id"))
	if err != nil {
		return nil, err
	}
	return c, authz.Require(ctx, actionRecord, place)
}

func (s *Service) find(ctx context.Context, caseID string) (*record.Row, error) {
	if record.CheckID(caseID) != nil {
		return nil, errs.Missing()
	}
	c, err := Cases.Get(ctx, s.db, caseID)
	if err == nil && (c == nil || c.Deleted) {
		err = errs.Missing()
	}
	return c, err
}

// read makes the next version of a row from a form and checks it as a bundle's row is checked.
func read(t *record.Type, prev *record.Row, in Input, rules record.Context) (record.Row, errs.Fields) {
	row := record.Row{Values: make([]any, len(t.Columns))}
	if prev != nil {
		row = *prev
		row.Values = append([]any(nil), prev.Values...)
	}
	var columns []string
	for _, c := range t.Columns {
		if _, given := in[c.Name]; given && !c.Hidden && c.Name != "case_id" {
			columns = append(columns, c.Name)
		}
	}
	wrong := t.FromForm(&row, func(column string) string { return in[column] }, columns...)
	if len(wrong) == 0 && t.Check != nil {
		wrong = record.Faults(t.Check(&row, rules))
	}
	return row, wrong
}

// readContact reads a contact. Day, form and themes must be given; the site is stored only where it is not the case's.
func (s *Service) readContact(prev *record.Row, caseSite string, in Input, rules record.Context) (record.Row, errs.Fields) {
	if prev == nil {
		for _, required := range []string{"held_on", "form", "themes"} {
			if _, given := in[required]; !given {
				in[required] = ""
			}
		}
	}
	row, wrong := read(Contacts, prev, in, rules)
	if i := Contacts.Index("site_id"); row.Values[i] == caseSite {
		row.Values[i] = nil
	}
	return row, wrong
}

func readQualification(in Input, rules record.Context) (*record.Row, errs.Fields) {
	for _, typed := range in {
		if typed != "" {
			row, wrong := read(Qualifications, nil, in, rules)
			return &row, wrong
		}
	}
	return nil, nil
}

// putNew stores a new contact or qualification of a case.
func putNew(tx *db.Tx, t *record.Type, row record.Row, c *record.Row) error {
	row.Tenant = c.Tenant
	if row.ID == "" {
		row.ID = ident.New(tx.Now())
	}
	row.Values = append([]any(nil), row.Values...)
	row.Values[t.Index("case_id")] = c.ID
	if t.Known == record.OnImport {
		row.Recorded = tx.Now()
	}
	_, err := t.Put(tx, row, nil)
	return err
}

// tenantOf is the tenant of what is recorded at a place.
func tenantOf(p authz.Target) string {
	if p.Network == "" {
		return db.Federal
	}
	return p.Network
}
