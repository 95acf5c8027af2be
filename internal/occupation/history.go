package occupation

import (
	"context"

	"openiq/internal/platform/clock"
)

// Edit is one time that the office saved an entry.
type Edit struct {
	Version int64
	At      clock.Instant
	Actor   string // id of the account, or who else did it
}

// History is when an entry was saved in the office, the latest first; nothing of one that is as it ships.
func (s *Service) History(ctx context.Context, code string) ([]Edit, error) {
	return readHistory(ctx, s.db, code)
}

// Unchecked says whether an entry was not compared with its source for a year up to a day, or never.
func (o *Occupation) Unchecked(today clock.Day) bool {
	year, month, day := today.Date()
	return o.CheckedOn < clock.DateDay(year-1, month, day).String()
}

// Concept is an occupation of ESCO.
type Concept struct {
	ID    string
	Title string // in the language asked for, else in German or English; empty where ESCO is not imported
}

// Concepts are concepts of ESCO with their titles, in the order of the ids.
func (s *Service) Concepts(ctx context.Context, ids []string, lang string) ([]Concept, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Concept, len(ids))
	for i, id := range ids {
		all[i] = Concept{id, now.conceptTitle(id, lang)}
	}
	return all, nil
}

// FindConcepts finds concepts of ESCO that a text may mean, the best first; none where ESCO is not imported.
func (s *Service) FindConcepts(ctx context.Context, text, lang string, limit int) ([]Concept, error) {
	now, err := s.now(ctx)
	if err != nil || now.esco == nil {
		return nil, err
	}
	var all []Concept
	for _, m := range now.esco.labels.Search(text, lang, limit) {
		id := now.esco.concepts[m.Entry].ID
		all = append(all, Concept{id, now.conceptTitle(id, lang)})
	}
	return all, nil
}

func (s *state) conceptTitle(id, lang string) string {
	if s.esco == nil {
		return ""
	}
	i, ok := s.esco.byID[id]
	if !ok {
		return ""
	}
	for _, l := range []string{lang, "de", "en"} {
		if title := s.esco.labels.Title(i, l); title != "" {
			return title
		}
	}
	return ""
}
