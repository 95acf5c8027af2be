package procedure

import (
	"context"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/recognition"
)

// The bounds of a form.
const (
	mostAuthority = 200        // characters of an authority's name
	mostCents     = 10_000_000 // 100,000 euros
)

// rules lets the checks of a row look at its case and its procedure, which are no structure.
type rules struct {
	record.Context
	records map[string]*record.Row // by type
}

// Row is a record that the row at hand refers to, or one of the structure.
func (r rules) Row(typ, id string) *record.Row {
	if row, ok := r.records[typ]; ok {
		if row == nil || row.ID != id {
			return nil
		}
		return row
	}
	return r.Context.Row(typ, id)
}

// next makes the next version of a row from a form and checks it as a bundle's row is checked. Only the columns named are
// taken; what refers to other records is set by the caller.
func next(t *record.Type, prev *record.Row, in Input, columns []string, refs map[string]string) (record.Row, errs.Fields) {
	row := record.Row{Values: make([]any, len(t.Columns))}
	if prev != nil {
		row = *prev
		row.Values = slices.Clone(prev.Values)
	}
	for column, id := range refs {
		row.Values[t.Index(column)] = nil
		if id != "" {
			row.Values[t.Index(column)] = id
		}
	}
	given := slices.DeleteFunc(slices.Clone(columns), func(column string) bool {
		_, typed := in[column]
		return !typed && (prev != nil || !t.Column(column).Required)
	})
	wrong := t.FromForm(&row, func(column string) string { return in[column] }, given...)
	return row, wrong
}

var procedureColumns = []string{"kind", "accelerated", "state", "authority", "origin_eu", "regulated", "before_counselling"}

// readProcedure reads a procedure of the case. What is to be recognised must be a qualification of the case.
func (h *held) readProcedure(ctx context.Context, r db.Reader, prev *record.Row, in Input) (record.Row, errs.Fields) {
	refs := map[string]string{"case_id": h.ID}
	id, given := in["qualification_id"]
	if given {
		refs["qualification_id"] = id
	}
	row, wrong := next(Procedures, prev, in, procedureColumns, refs)
	if given && id != "" && !h.learned(ctx, r, id) {
		wrong.Add("qualification_id", "error.unknown_id")
	}
	if n := len([]rune(in["authority"])); n > mostAuthority && n <= record.MaxText {
		wrong.Add("authority", "error.too_long", "Max", mostAuthority)
	}
	if prev != nil {
		wrong = append(wrong, h.resultsStay(prev.ID, &row)...)
	}
	return row, wrong
}

// learned says whether a qualification belongs to the case.
func (h *held) learned(ctx context.Context, r db.Reader, id string) bool {
	if record.CheckID(id) != nil {
		return false
	}
	q, err := counselling.Qualifications.Get(ctx, r, id)
	return err == nil && q != nil && !q.Deleted && counselling.Qualifications.Str(q, "case_id") == h.ID
}

// resultsStay refuses a change of a procedure after which the result of one of its steps would be impossible.
func (h *held) resultsStay(id string, row *record.Row) (wrong errs.Fields) {
	p := h.Of(id)
	if p == nil {
		return nil
	}
	for _, s := range p.Steps {
		if !hasPossibleResult(s.Row, row) {
			column := "regulated"
			if Procedures.Str(row, "kind") != p.Kind() {
				column = "kind"
			}
			wrong.Add(column, "error.result_stays", "Result", s.Result)
			return wrong
		}
	}
	return nil
}

// readStep reads a step of a procedure: what is asked about its kind. Whether it fits to the other steps is looked at in the
// transaction.
func (h *held) readStep(p *Procedure, prev *record.Row, in Input) (record.Row, errs.Fields) {
	kind := in["kind"]
	if prev != nil {
		kind = Steps.Str(prev, "kind")
	}
	rule := recognition.StepRuleOf(kind)
	if rule == nil {
		return record.Row{}, errs.Fields{{Name: "kind", Key: "error.code"}}
	}
	columns := []string{"on_day"}
	for _, name := range rule.Asks {
		if Steps.Has(name) && name != "on_day" {
			columns = append(columns, name)
		}
	}
	row, wrong := next(Steps, prev, in, columns, map[string]string{"procedure_id": p.ID})
	row.Values[Steps.Index("kind")] = kind
	if len(wrong) > 0 {
		return row, wrong
	}
	for _, column := range rule.Demands {
		if row.Values[Steps.Index(column)] == nil {
			wrong.Add(column, "error.required")
		}
	}
	wrong = append(wrong, record.Faults(Steps.Check(&row, rules{h.Rules, map[string]*record.Row{"cases": h.Row, "procedures": p.Row}}))...)
	if !hasPossibleResult(&row, p.Row) {
		wrong.Add("result", "error.code")
	}
	day, _ := Steps.Day(&row, "on_day")
	if born, known := bornIn(h.Row, h.Rules.Now()); known && day.Year() < born {
		wrong.Add("on_day", "error.before_birth")
	}
	return row, wrong
}

var costColumns = []string{"kind", "amount", "help", "applied_on", "decided_on", "decision", "granted"}

// readCost reads a cost of the case, and of a procedure where one is named.
func (h *held) readCost(prev *record.Row, in Input) (record.Row, errs.Fields) {
	refs := map[string]string{"case_id": h.ID}
	id, given := in["procedure_id"]
	if given {
		refs["procedure_id"] = id
	}
	row, wrong := next(Costs, prev, in, costColumns, refs)
	if given && id != "" && h.Of(id) == nil {
		wrong.Add("procedure_id", "error.unknown_id")
	}
	for _, column := range []string{"amount", "granted"} {
		if n, _ := Costs.Int(&row, column); n > mostCents {
			wrong.Add(column, "error.range", "Min", 0, "Max", mostCents/100)
		}
	}
	wrong = append(wrong, record.Faults(Costs.Check(&row, rules{h.Rules, map[string]*record.Row{"procedures": nil}}))...)
	return row, wrong
}
