package counselling

import (
	"context"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// The actions that the commands and lists of this room need.
const (
	ActionRead   authz.Action = "case.read"
	ActionRecord authz.Action = "case.record"
)

// Structure hands out what counselling needs to know of the network.
type Structure interface {
	Directory(ctx context.Context) (*programme.Directory, error)
}

// Service has the use cases of counselling. Make it with [New].
type Service struct {
	db        *db.DB
	structure Structure
	known     knownLengths
	staff     Staff
}

// New makes the service.
func New(d *db.DB, s Structure) *Service { return &Service{db: d, structure: s} }

// NewCase is a new case with its first contact and the qualification talked about. Site is the centre in charge.
type NewCase struct {
	Site          string
	Case          Input
	Contact       Input
	Qualification Input // all empty: none yet
}

// Open records a new case with its first contact and returns the case's id. key is the form's idempotency key.
// A centre for which the actor does not record is refused like one that does not exist.
func (s *Service) Open(ctx context.Context, in NewCase, key string) (string, error) {
	d, err := s.structure.Directory(ctx)
	if err == nil {
		_, err = authz.Rows(ctx, ActionRecord)
	}
	if err != nil {
		return "", err
	}
	rules := s.rules(d)
	row, wrong := read(Cases, nil, in.Case, rules)
	wrong = append(wrong, chargeOf(ctx, d, in.Site)...)
	row.Values[Cases.Index("site_id")] = in.Site
	contact, more := readContact(ctx, &Held{Row: &row, Structure: d, Rules: rules}, nil, in.Contact)
	wrong = append(wrong, more...)
	qualification, more := readQualification(in.Qualification, rules)
	wrong = append(wrong, more...)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	tenant := tenantOf(d.PlaceOfSite(in.Site))
	return s.db.Write(ctx, db.Command{Name: "counselling.open", Tenant: tenant, Key: key}, func(tx *db.Tx) (string, error) {
		row := row // the transaction may run again
		row.Tenant, row.ID = tenant, ident.New(tx.Now())
		if _, err := Cases.Put(tx, row, nil); err != nil {
			return "", err
		}
		if _, err := putNew(tx, Contacts, contact, &row); err != nil {
			return "", err
		}
		if qualification != nil {
			if _, err := putNew(tx, Qualifications, *qualification, &row); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "case", ID: row.ID, Detail: "opened with a first contact"})
		return row.ID, RefreshSummary(tx, tenant, row.ID)
	})
}

// chargeOf refuses a centre for which the actor does not record.
func chargeOf(ctx context.Context, d *programme.Directory, site string) (wrong errs.Fields) {
	switch {
	case site == "":
		wrong.Add("site_id", "error.required")
	case d.Site(site) == nil || !authz.From(ctx).MayAt(ActionRecord, d.PlaceOfSite(site)):
		wrong.Add("site_id", "error.unknown_id")
	}
	return wrong
}

// RecordContact records a later contact of a case and returns its id.
func (s *Service) RecordContact(ctx context.Context, caseID string, in Input, key string) (string, error) {
	c, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return "", err
	}
	contact, wrong := readContact(ctx, c, nil, in)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "counselling.contact", Tenant: c.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		if err := c.StillThere(tx); err != nil {
			return "", err
		}
		id, err := putNew(tx, Contacts, contact, c.Row)
		if err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: "contact " + id})
		return id, addToSummary(tx, c.Row, &contact)
	})
}

// AddQualification adds a qualification to a case and returns its id.
func (s *Service) AddQualification(ctx context.Context, caseID string, in Input, key string) (string, error) {
	c, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return "", err
	}
	row, wrong := read(Qualifications, nil, in, c.Rules)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "counselling.qualification", Tenant: c.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		if err := c.StillThere(tx); err != nil {
			return "", err
		}
		id, err := putNew(tx, Qualifications, row, c.Row)
		if err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: "qualification " + id})
		return id, RefreshSummary(tx, c.Tenant, c.ID)
	})
}

func (s *Service) rules(d *programme.Directory) record.Context {
	return d.Rules(clock.InstantOf(s.db.Clock().Now()))
}

// putNew stores a new contact or qualification of a case and returns its id.
func putNew(tx *db.Tx, t *record.Type, row record.Row, c *record.Row) (string, error) {
	row.Tenant, row.ID = c.Tenant, ident.New(tx.Now())
	row.Values = append([]any(nil), row.Values...) // the transaction may run again
	row.Values[t.Index("case_id")] = c.ID
	if t.Known == record.OnImport {
		row.Recorded = tx.Now()
	}
	_, err := t.Put(tx, row, nil)
	return row.ID, err
}

// tenantOf is the tenant of what is recorded at a place.
func tenantOf(p authz.Target) string {
	if p.Network == "" {
		return db.Federal
	}
	return p.Network
}
