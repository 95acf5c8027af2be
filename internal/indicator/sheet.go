package indicator

import (
	"context"
	"embed"
	"encoding/json"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Sheet is a fact sheet as data: which figures, in which order, shown how. Its words are in the locale.
type Sheet struct {
	ID      string        `json:"id"`
	Figures []SheetFigure `json:"figures"`
	Tables  []SheetTable  `json:"tables,omitempty"`
}

// SheetFigure is one figure's place on a sheet.
type SheetFigure struct {
	ID      string `json:"id"`
	Section string `json:"section"`
	Style   Style  `json:"style"`
	Note    string `json:"note,omitempty"` // names a note of the sheet
}

// Style is how a number is shown.
type Style string

// The styles (exchange.md section 4).
const (
	Exact      Style = "exact"
	AlmostTens Style = "almost_tens" // one to three below a multiple of ten: "almost N"; else exact
	AboutTens  Style = "about_tens"  // "about" the nearest ten
)

// Shown is the number that a style shows for a value, and the style in which it is shown: Exact when nothing was rounded.
func (s Style) Shown(value int64) (int64, Style) {
	switch rest := value % 10; {
	case s == AlmostTens && rest >= 7:
		return value - rest + 10, AlmostTens
	case s == AboutTens && rest >= 5:
		return value - rest + 10, AboutTens
	case s == AboutTens:
		return value - rest, AboutTens
	}
	return value, Exact
}

//go:embed sheets/*.json
var sheetFiles embed.FS

// Sheets are the ids of all sheets.
func Sheets() []string {
	entries, err := sheetFiles.ReadDir("sheets")
	if err != nil {
		panic(err) // the files are part of the program
	}
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.Name()[:len(e.Name())-len(".json")])
	}
	return ids
}

// SheetNamed finds a sheet; NotFound when there is none of that name.
func SheetNamed(id string) (*Sheet, error) {
	if !slices.Contains(Sheets(), id) {
		return nil, errs.New(errs.NotFound, "error.sheet", "Sheet", id)
	}
	file, err := sheetFiles.ReadFile("sheets/" + id + ".json")
	if err != nil {
		return nil, err
	}
	var s Sheet
	return &s, json.Unmarshal(file, &s)
}

// Computed is a sheet with its numbers.
type Computed struct {
	Sheet            *Sheet
	From, To, Cutoff clock.Day
	Round            string
	Values           []int64 // one for each of Sheet.Figures
	Units            []string
	Tables           [][]SheetRow // one for each of Sheet.Tables
}

// Compute computes a sheet at a cut-off: its round is the one that contains the cut-off, from the round's start to the
// cut-off.
func (e *Engine) Compute(ctx context.Context, s *Sheet, cutoff clock.Day) (*Computed, error) {
	return e.compute(ctx, s, cutoff, cutoff, definitions)
}

// compute counts the period of a cut-off as known on another day, by the definitions given.
func (e *Engine) compute(ctx context.Context, s *Sheet, cutoff, known clock.Day, definitions []Definition) (*Computed, error) {
	m, release, err := e.fresh(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	v := m.view(dayOf(known))
	i := slices.IndexFunc(v.rounds, func(r round) bool { return r.Contains(cutoff) })
	if i < 0 {
		return nil, errs.New(errs.Invalid, "error.no_round", "Day", cutoff)
	}
	out := &Computed{Sheet: s, From: v.rounds[i].From, To: cutoff, Cutoff: cutoff, Round: v.rounds[i].id}
	ask := func(id string, by ...string) (Answer, error) {
		k := slices.IndexFunc(definitions, func(d Definition) bool { return d.ID == id })
		if k < 0 {
			return Answer{}, errs.New(errs.Invalid, "error.indicator", "Id", id)
		}
		return m.answer(&definitions[k], Query{ID: id, From: &out.From, To: &out.To, Cutoff: &known, By: by, Limit: authz.System()}, known)
	}
	for _, f := range s.Figures {
		a, err := ask(f.ID)
		if err != nil {
			return nil, err
		}
		out.Values = append(out.Values, a.Value)
		out.Units = append(out.Units, a.Unit)
	}
	for _, t := range s.Tables {
		a, err := ask(t.ID, t.By)
		if err != nil {
			return nil, err
		}
		out.Tables = append(out.Tables, m.rows(a, t.By, v.cutoff))
	}
	return out, nil
}
