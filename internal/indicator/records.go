package indicator

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"

	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Pick asks for the records behind a figure or behind a part of its table.
type Pick struct {
	Query
	Cell    []string     // of a table: the codes of a row, one for each of By
	Part    Part         // of a table: what is valid or missing in it
	Visible authz.Filter // where the asking person may read cases
	Columns []string     // the dimensions whose values each record has
}

// Part is a part of a table that is no row.
type Part string

// The parts, called as in the files of answers (exchange.md section 3). Valid and the two missing ones add up to Whole.
const (
	Whole     Part = ""
	Valid     Part = "valid"
	NotFilled Part = "not_filled"
	Declined  Part = "declined"
)

// Record is one of the things that a figure counts, without anything about who it is: a contact; a case or a
// qualification, each with the contact at which it counts.
type Record struct {
	Case, Contact string
	HeldOn        clock.Day
	Nth           int        // of the case's qualifications, or of the counsellings that one contact is; from 0
	As            string     // of a figure that adds up others: the id of the one for which the record counts
	Values        [][]string // for each of the columns its codes, which may be missing ones
}

// Place is where a list goes on: behind the record that it names.
type Place struct {
	HeldOn        clock.Day
	Case, Contact string
	Nth           int
}

// Records are the records behind a figure as they were when asked for, the latest contact first. They hold nothing that
// keeps others from writing.
type Records struct {
	Counted int // what the figure counts; Len of it may be read

	engine  *Engine
	addsUp  bool
	model   *model
	facts   *contactFacts
	columns []column
	units   []listed
}

// listed is a unit: its row, and what tells it from others of the same row.
type listed struct {
	row, extra uint32
	nth        uint8
}

// Listed says whether the records behind an indicator can be listed: those that count cases, or what belongs to cases.
func (d *Definition) Listed() bool { return populations[d.Population].ofCases }

// AddsUp says that an indicator adds up others, so that its records say for which of them they count.
func (d *Definition) AddsUp() bool { return d.Count == "counsellings" }

// Records selects what a figure counts, by the same population, conditions and rights as [Engine.Answer]: there are as
// many records as the figure, or its row, says, less those that lie where the asking person may not read cases.
func (e *Engine) Records(ctx context.Context, p Pick) (*Records, error) {
	m, release, err := e.fresh(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	def, ok := Defined(p.ID)
	if !ok || !def.Listed() {
		return nil, errs.New(errs.Invalid, "error.indicator", "Id", p.ID)
	}
	s, err := m.scan(def, p.Query, clock.Today(e.clock))
	if err != nil {
		return nil, err
	}
	t := &table{scan: s, population: populations[def.Population]}
	if err := t.prepare(def, p.Query); err != nil {
		return nil, err
	}
	r := &Records{engine: e, model: m, facts: m.contacts, addsUp: def.AddsUp()}
	for _, name := range p.Columns {
		of := t.population.column(name)
		if of == nil {
			return nil, unknownDimension(name)
		}
		r.columns = append(r.columns, of(s))
	}
	r.units, r.Counted = t.list(p)
	return r, nil
}

// Len is how many records there are.
func (r *Records) Len() int { return len(r.units) }

// Page reads the first n records, or those after a place. more says that others follow.
func (r *Records) Page(after *Place, n int) (page []Record, more bool) {
	r.engine.mu.RLock()
	defer r.engine.mu.RUnlock()
	best := make([]listed, 0, n+2)
	for _, u := range r.units {
		if after != nil && r.behind(u, after) <= 0 || len(best) > n && r.order(u, best[n]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, u, r.order)
		best = slices.Insert(best, at, u)
		best = best[:min(len(best), n+1)]
	}
	return r.read(best[:min(len(best), n)]), len(best) > n
}

// batch is how many records are read at once; others may write in between.
const batch = 1000

// All are all records.
func (r *Records) All() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		r.engine.mu.RLock()
		units := slices.SortedFunc(slices.Values(r.units), r.order)
		r.engine.mu.RUnlock()
		for some := range slices.Chunk(units, batch) {
			r.engine.mu.RLock()
			records := r.read(some)
			r.engine.mu.RUnlock()
			for _, record := range records {
				if !yield(record) {
					return
				}
			}
		}
	}
}

// order puts the latest contact first.
func (r *Records) order(a, b listed) int {
	f := r.facts
	if o := cmp.Compare(f.held[b.row], f.held[a.row]); o != 0 {
		return o
	}
	return cmp.Or(slices.Compare(r.caseID(a.row), r.caseID(b.row)), slices.Compare(f.ids.at(a.row), f.ids.at(b.row)),
		cmp.Compare(a.nth, b.nth))
}

// behind compares a unit with a place.
func (r *Records) behind(u listed, p *Place) int {
	return cmp.Or(cmp.Compare(p.HeldOn, clock.Day(r.facts.held[u.row])), cmp.Compare(string(r.caseID(u.row)), p.Case),
		cmp.Compare(string(r.facts.ids.at(u.row)), p.Contact), cmp.Compare(int(u.nth), p.Nth))
}

func (r *Records) caseID(row uint32) []byte {
	return r.model.caseIDs.at(r.facts.caseOf[r.facts.state[row]])
}

// read makes records of units.
func (r *Records) read(units []listed) []Record {
	out := make([]Record, len(units))
	c := &chunk{}
	for i, u := range units {
		c.rows, c.extra = append(c.rows, u.row), append(c.extra, u.extra)
		out[i] = Record{Case: string(r.caseID(u.row)), Contact: string(r.facts.ids.at(u.row)), HeldOn: clock.Day(r.facts.held[u.row]),
			Nth: int(u.nth), Values: make([][]string, 0, len(r.columns))}
		if r.addsUp {
			out[i].As = r.facts.counsellings(u.row)[u.nth]
		}
	}
	one, several := make([]code, len(units)), []code(nil)
	for k := range r.columns {
		col := &r.columns[k]
		if col.one != nil {
			col.one(c, one)
		}
		for i := range units {
			several = append(several[:0], one[i])
			if col.one == nil {
				several = col.all(c, i, several[:0])
				slices.Sort(several)
				several = slices.Compact(several)
			}
			out[i].Values = append(out[i].Values, col.dict.words(several))
		}
	}
	return out
}

// counsellings are the indicators for which a contact counts, each adding one to the counsellings in total.
func (f *contactFacts) counsellings(row uint32) []string {
	switch f.flags[row] & (initialRecognition | initialJobTraining) {
	case 0:
		return []string{"counselling.follow_up"}
	case initialRecognition:
		return []string{"counselling.recognition.initial"}
	case initialJobTraining:
		return []string{"counselling.job_training.initial"}
	}
	return []string{"counselling.recognition.initial", "counselling.job_training.initial"}
}

// words are the texts of codes.
func (d *dict) words(codes []code) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = d.texts[c]
	}
	return out
}

// Exported leaves an entry in the audit trail that the acting person took a file of records: how many, of which figure.
func (e *Engine) Exported(ctx context.Context, indicatorID, kind string, records int) error {
	_, err := e.db.Write(ctx, db.Command{Name: "indicator.export", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "export", ID: indicatorID, Detail: strconv.Itoa(records) + " records as " + kind})
		return "", nil
	})
	return err
}

// InCharge are the centres now in charge of cases, by the cases' ids; one that is deleted or in the bin is left out.
func (e *Engine) InCharge(ctx context.Context, cases []string) (map[string]string, error) {
	found, err := counselling.Cases.Find(ctx, e.db, cases)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(found))
	for id, c := range found {
		if _, binned := counselling.Cases.Int(c, "binned_at"); !c.Deleted && !binned {
			out[id] = counselling.Cases.Str(c, "site_id")
		}
	}
	return out, nil
}
