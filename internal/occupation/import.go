package occupation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"openiq/internal/occupation/esco"
	"openiq/internal/platform/db"
)

// Change counts what an import did to a kind of rows.
type Change struct {
	What                          string // "ESCO de", "crosswalk"
	New, Changed, Unchanged, Gone int
}

// Progress hears about long work: what is done now, and how much of it of how much.
type Progress func(what string, done, of int)

// ImportESCO stores the labels of languages, and makes the search index of all that are stored. Each language is replaced as
// a whole: what its file has no more is gone; other languages stay. Importing the same again changes nothing. Nothing is
// stored when anything fails.
func (s *Service) ImportESCO(ctx context.Context, languages []esco.Language, progress Progress) ([]Change, error) {
	return s.importing(ctx, "occupation.import_esco", progress, func(tx *db.Tx) ([]Change, error) {
		var report []Change
		known := map[string]string{}
		concepts, err := readConcepts(ctx, tx)
		if err != nil {
			return nil, err
		}
		for _, c := range concepts {
			known[c.ID] = c.ISCO
		}
		for i, l := range languages {
			progress("ESCO "+l.Tag, i, len(languages))
			change, err := storeLanguage(ctx, tx, l)
			if err != nil {
				return nil, err
			}
			if err := storeConcepts(tx, l, known); err != nil {
				return nil, err
			}
			report = append(report, change)
		}
		return report, nil
	})
}

// ImportCrosswalk stores the crosswalk from ESCO to the KldB 2010 in place of the one before. Occupations that the imported
// ESCO does not have are stored, too, and counted by unknown: the crosswalk is of an older version.
func (s *Service) ImportCrosswalk(ctx context.Context, mappings []esco.Mapping, progress Progress) (change Change, unknown int, err error) {
	report, err := s.importing(ctx, "occupation.import_crosswalk", progress, func(tx *db.Tx) ([]Change, error) {
		concepts, err := readConcepts(ctx, tx)
		if err != nil {
			return nil, err
		}
		unknown = 0
		for i, m := range mappings {
			_, known := slices.BinarySearchFunc(concepts, m.ID, func(c concept, id string) int { return strings.Compare(c.ID, id) })
			if !known && len(concepts) > 0 && (i == 0 || mappings[i-1].ID != m.ID) {
				unknown++
			}
		}
		change, err := storeCrosswalk(ctx, tx, mappings)
		return []Change{change}, err
	})
	if err != nil {
		return Change{}, 0, err
	}
	return report[0], unknown, nil
}

// importing runs an import alone: it waits for others, and makes the index anew in the same transaction where something
// changed.
func (s *Service) importing(ctx context.Context, name string, progress Progress, store func(*db.Tx) ([]Change, error)) ([]Change, error) {
	var report []Change
	_, err := s.db.Write(ctx, db.Command{Name: name, Tenant: db.Federal, Alone: true}, func(tx *db.Tx) (string, error) {
		err := tx.LockImports()
		if err != nil {
			return "", err
		}
		if report, err = store(tx); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "classification", ID: strings.TrimPrefix(name, "occupation.import_"), Detail: describe(report)})
		if !slices.ContainsFunc(report, func(c Change) bool { return c.New+c.Changed+c.Gone > 0 }) {
			return "", nil
		}
		progress("index", 0, 1)
		if _, err := tx.Exec(raiseNumber, escoNumber); err != nil {
			return "", err
		}
		all, err := allNumbers(ctx, tx)
		if err != nil {
			return "", err
		}
		body, err := makeIndex(ctx, tx)
		if err != nil {
			return "", err
		}
		return "", storeIndex(tx, body, all[escoNumber])
	})
	return report, err
}

// describe sums a report up for the audit trail.
func describe(report []Change) string {
	var all []string
	for _, c := range report {
		all = append(all, fmt.Sprintf("%s: %d new, %d changed, %d unchanged, %d gone", c.What, c.New, c.Changed, c.Unchanged, c.Gone))
	}
	return strings.Join(all, "; ")
}

// storeLanguage makes the stored labels of a language those of its file, row by row.
func storeLanguage(ctx context.Context, tx *db.Tx, l esco.Language) (Change, error) {
	change := Change{What: "ESCO " + l.Tag}
	stored, err := readLabels(ctx, tx, l.Tag)
	if err != nil {
		return change, err
	}
	type place struct {
		id string
		n  int
	}
	before := make(map[place]string, len(stored))
	for _, s := range stored {
		before[place{s.ID, s.N}] = s.Text
	}
	var rows [][]any
	for _, label := range l.Labels {
		at := place{label.ID, label.N}
		text, known := before[at]
		delete(before, at)
		switch {
		case known && text == label.Text:
			change.Unchanged++
			continue
		case known:
			change.Changed++
			if _, err := tx.Exec(deleteLabel, l.Tag, at.id, at.n); err != nil {
				return change, err
			}
		default:
			change.New++
		}
		rows = append(rows, []any{l.Tag, label.ID, label.N, label.Text})
	}
	for at := range before {
		change.Gone++
		if _, err := tx.Exec(deleteLabel, l.Tag, at.id, at.n); err != nil {
			return change, err
		}
	}
	return change, tx.Insert("esco_label", []string{"lang", "id", "n", "text"}, rows)
}

// storeConcepts adds the occupations of a language that are not known yet, and corrects their groups.
func storeConcepts(tx *db.Tx, l esco.Language, known map[string]string) error {
	for i, label := range l.Labels {
		if i > 0 && l.Labels[i-1].ID == label.ID {
			continue
		}
		isco, stored := known[label.ID]
		if newer := l.ISCO[label.ID]; stored && (newer == "" || newer == isco) {
			continue
		}
		known[label.ID] = l.ISCO[label.ID]
		if _, err := tx.Exec(upsertConcept, label.ID, l.ISCO[label.ID]); err != nil {
			return err
		}
	}
	return nil
}

func storeCrosswalk(ctx context.Context, tx *db.Tx, mappings []esco.Mapping) (Change, error) {
	change := Change{What: "crosswalk"}
	stored, err := readCrosswalk(ctx, tx)
	if err != nil {
		return change, err
	}
	before := make(map[esco.Mapping]bool, len(stored))
	for _, m := range stored {
		before[m] = true
	}
	var rows [][]any
	for _, m := range mappings {
		if before[m] {
			change.Unchanged++
			delete(before, m)
			continue
		}
		change.New++
		rows = append(rows, []any{m.ID, m.KldB, m.Relation})
	}
	for m := range before {
		change.Gone++
		if _, err := tx.Exec(deleteCrosswalk, m.ID, m.KldB, m.Relation); err != nil {
			return change, err
		}
	}
	return change, tx.Insert("esco_kldb", []string{"id", "kldb", "relation"}, rows)
}
