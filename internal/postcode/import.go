package postcode

import (
	"context"
	"fmt"

	"openiq/internal/platform/db"
)

// Change counts what an import did.
type Change struct{ New, Changed, Unchanged, Gone int }

func (c Change) String() string {
	return fmt.Sprintf("%d new, %d changed, %d unchanged, %d gone", c.New, c.Changed, c.Unchanged, c.Gone)
}

// Import makes the stored places those given, all or nothing. Importing the same again changes nothing.
func (s *Service) Import(ctx context.Context, places []Place) (Change, error) {
	var change Change
	_, err := s.db.Write(ctx, db.Command{Name: "postcode.import", Tenant: db.Federal, Alone: true}, func(tx *db.Tx) (string, error) {
		if err := tx.LockImports(); err != nil {
			return "", err
		}
		stored, err := readPlaces(ctx, tx)
		if err != nil {
			return "", err
		}
		if change, err = replace(tx, stored, places); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "postcode", ID: "places", Detail: change.String()})
		if change.New+change.Changed+change.Gone == 0 {
			return "", nil
		}
		_, err = tx.Exec(raiseNumber)
		return "", err
	})
	return change, err
}

// replace stores the difference.
func replace(tx *db.Tx, stored, places []Place) (Change, error) {
	var change Change
	before := make(map[[4]string]Place, len(stored))
	for _, p := range stored {
		before[p.key()] = p
	}
	var rows [][]any
	for _, p := range places {
		old, known := before[p.key()]
		delete(before, p.key())
		switch {
		case known && old == p:
			change.Unchanged++
			continue
		case known:
			change.Changed++
			if err := remove(tx, old); err != nil {
				return change, err
			}
		default:
			change.New++
		}
		rows = append(rows, p.row())
	}
	for _, p := range before {
		change.Gone++
		if err := remove(tx, p); err != nil {
			return change, err
		}
	}
	return change, tx.Insert("postcode_place", placeColumns, rows)
}

func (p Place) key() [4]string { return [4]string{p.Postcode, p.District, p.State, p.Name} }

func remove(tx *db.Tx, p Place) error {
	_, err := tx.Exec(deletePlace, p.Postcode, p.District, p.State, p.Name)
	return err
}
