package occupation

import (
	"context"
	"encoding/json"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// ActionEdit is the right to change the catalogue; everybody may read it.
const ActionEdit authz.Action = "knowledge.edit"

// Catalogue is the catalogue as it is now.
func (s *Service) Catalogue(ctx context.Context) (*Catalogue, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	return now.catalogue, nil
}

// Shipped is the entry as the program ships it; nil when the office made it.
func Shipped(code string) *Occupation {
	for _, o := range builtin() {
		if o.Code == code {
			return o
		}
	}
	return nil
}

// Version is the version of an entry that the office changed; 0 of one that is as it ships.
func (s *Service) Version(ctx context.Context, code string) (int64, error) {
	var version int64
	err := s.db.Row(ctx, selectVersion, code).Scan(&version)
	return version, err
}

// Save stores an entry as the office has it now. Version is the one that it was read in: a Conflict when somebody saved
// meanwhile. Invalid names what is wrong with which field; the command's key makes a repeat harmless.
func (s *Service) Save(ctx context.Context, o *Occupation, version int64, key string) error {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return err
	}
	now, err := s.now(ctx)
	if err != nil {
		return err
	}
	if err := check(o, now.catalogue); err != nil {
		return err
	}
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "occupation.save", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		var stored int64
		if err := tx.Row(ctx, selectVersion, o.Code).Scan(&stored); err != nil {
			return "", err
		}
		if stored != version {
			return "", errs.New(errs.Conflict, "error.conflict") // somebody else saved it meanwhile
		}
		if _, err := tx.Exec(insertEdit, o.Code, version+1, string(body), int64(tx.Now()), tx.Actor()); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "occupation", ID: o.Code, Detail: "saved"})
		_, err := tx.Exec(raiseNumber, catalogueNumber)
		return "", err
	})
	if err == nil {
		_, err = s.now(ctx) // titles are looked up in what was read last
	}
	return err
}
