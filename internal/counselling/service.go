package counselling

import (
	"context"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
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
	persons   *person.Service
	known     knownLengths
	beside    Beside
	staff     Staff
}

// New makes the service. The vault has who the persons of the cases are.
func New(d *db.DB, s Structure, persons *person.Service) *Service {
	return &Service{db: d, structure: s, persons: persons}
}

// AddQualification adds a qualification to a case and returns its id.
func (s *Service) AddQualification(ctx context.Context, caseID string, in Input, key string) (string, error) {
	c, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return "", err
	}
	row, wrong := readQualification(c, nil, in)
	if err := s.checkLived(ctx, c, Qualifications, nil, &row, &wrong); err != nil {
		return "", err
	}
	row.ID = ident.New(clock.InstantOf(s.db.Clock().Now()))
	texts, err := s.prepareTexts(ctx, c, row.ID, newTexts(Qualifications, in))
	if err = wrong.Absorb(err); err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "counselling.qualification", Tenant: c.Tenant, Key: key, Sum: s.persons.Sum(key, caseID, in)}, func(tx *db.Tx) (string, error) {
		if err := c.StillThere(tx); err != nil {
			return "", err
		}
		if err := putNew(tx, Qualifications, row, c.Row); err != nil {
			return "", err
		}
		if err := texts.put(ctx, tx); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: "qualification " + row.ID})
		return row.ID, RefreshSummary(tx, c.Tenant, c.ID)
	})
}

func (s *Service) rules(d *programme.Directory) record.Context {
	return d.Rules(clock.InstantOf(s.db.Clock().Now()))
}

// putNew stores a new contact or qualification of a case.
func putNew(tx *db.Tx, t *record.Type, row record.Row, c *record.Row) error {
	row.Tenant = c.Tenant
	row.Values = append([]any(nil), row.Values...) // the transaction may run again
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
