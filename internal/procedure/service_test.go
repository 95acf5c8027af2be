package procedure_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/procedure"
	"openiq/internal/recognition"
)

func TestAProcedureFromTheApplicationToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, degree := h.open()
		p := h.start(id, "2018-06-01", "qualification_id", degree, "regulated", "true", "origin_eu", "false", "authority", "Senatorin für Gesundheit")
		h.owes(id, "acknowledgement 2018-07-02", "outcome 2018-12-03") // 1 July and 1 December are no working days
		h.step(id, p, "documents_requested", "2018-06-15", "until_day", "2018-07-16", "documents", "cv translations")
		h.owes(id, "documents 2018-07-16", "outcome 2018-12-03")
		h.step(id, p, "documents_complete", "2018-07-10")
		h.owes(id, "decision 2018-10-10", "outcome 2018-10-24")
		h.step(id, p, "extended", "2018-10-08", "until_day", "2018-11-30")
		h.owes(id, "decision 2018-11-30", "outcome 2018-12-14")
		h.step(id, p, "decided", "2018-10-12", "result", "compensation")
		h.owes(id, "appeal 2018-11-15", "choice 2018-12-12") // the fiction of the third day
		h.step(id, p, "notified", "2018-10-15")
		h.owes(id, "appeal 2018-11-15", "choice 2018-12-12")

		all := h.all(id)
		got := all.Of(p)
		if len(all.Procedures) != 1 || got.Qualification() != degree || got.Outcome() != "compensation" || got.AppliedOn() != day("2018-06-01") || len(got.Steps) != 6 {
			t.Errorf("%+v", got)
		}
		if docs := got.Steps[1].Documents(); !slices.Equal(docs, []string{"cv", "translations"}) {
			t.Errorf("documents %q", docs)
		}
		i := slices.IndexFunc(got.Deadlines, func(d recognition.Deadline) bool { return d.Rule.What == "decision" })
		if d := got.Deadlines[i]; d.State != recognition.Met || d.Rule.ID != "decision_regulated" {
			t.Errorf("decision %+v", d)
		}
	})
}

func TestPressingTwiceDoesItsWorkOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		key := ident.Token()
		in := input("kind", "equivalence", "on_day", "2018-06-01")
		first, err1 := h.Start(bremen, id, in, key)
		second, err2 := h.Start(bremen, id, in, key)
		if err1 != nil || err2 != nil || first != second || len(h.all(id).Procedures) != 1 {
			t.Fatalf("%s %v, %s %v", first, err1, second, err2)
		}
		key = ident.Token()
		in = input("kind", "acknowledged", "on_day", "2018-06-20")
		a, err1 := h.AddStep(bremen, id, first, in, key)
		b, err2 := h.AddStep(bremen, id, first, in, key)
		if err1 != nil || err2 != nil || a != b || len(h.all(id).Procedures[0].Steps) != 2 {
			t.Fatalf("%s %v, %s %v", a, err1, b, err2)
		}
		key = ident.Token()
		for range 2 {
			if err := h.DeleteStep(bremen, id, first, a, 1, key); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.DeleteStep(bremen, id, first, a, 1, ident.Token()); errs.KindOf(err) != errs.NotFound {
			t.Errorf("deleting again: %v", err)
		}
	})
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open("age", "30", "registered_at", "2018-02-01")
		other, theirs := h.open()
		p := h.start(id, "2018-06-01", "regulated", "true")
		for _, test := range []struct{ field, key, kind, day, more string }{
			{"on_day", "error.future", "acknowledged", "2018-10-16", ""},
			{"on_day", "error.date", "acknowledged", "16.13.2018", ""},
			{"on_day", "error.required", "acknowledged", "", ""},
			{"on_day", "error.before_birth", "acknowledged", "1986-12-31", ""},
			{"on_day", "error.step_before", "decided", "2018-05-31", "result=full"},
			{"on_day", "error.step_once", "applied", "2018-06-02", ""},
			{"on_day", "error.step_missing", "notified", "2018-06-02", ""},
			{"until_day", "error.before_start", "documents_requested", "2018-06-20", "until_day=2018-06-19"},
			{"documents", "error.code", "documents_requested", "2018-06-20", "documents=cv passport"},
			{"result", "error.required", "decided", "2018-06-20", ""},
			{"result", "error.code", "decided", "2018-06-20", "result=partial"}, // a regulated occupation
			{"result", "error.code", "decided", "2018-06-20", "result=positive"},
			{"kind", "error.code", "invented", "2018-06-20", ""},
		} {
			in := input("kind", test.kind, "on_day", test.day)
			if column, cell, ok := strings.Cut(test.more, "="); ok {
				in[column] = cell
			}
			if _, err := h.AddStep(bremen, id, p, in, ident.Token()); !wrong(err, test.field, test.key) {
				t.Errorf("%v: %v", in, err)
			}
		}
		for _, test := range []struct{ field, key, column, cell string }{
			{"kind", "error.required", "kind", ""}, {"state", "error.code", "state", "XX"}, {"authority", "error.too_long", "authority", strings.Repeat("ß", 201)},
			{"qualification_id", "error.unknown_id", "qualification_id", theirs}, {"regulated", "error.code", "regulated", "maybe"},
			{"on_day", "error.future", "on_day", "2018-10-16"}, {"on_day", "error.before_birth", "on_day", "1950-01-01"},
		} {
			in := input("kind", "equivalence", "on_day", "2018-06-01")
			in[test.column] = test.cell
			if _, err := h.Start(bremen, id, in, ident.Token()); !wrong(err, test.field, test.key) {
				t.Errorf("%s=%.20s: %v", test.column, test.cell, err)
			}
		}
		if n := len(h.all(id).Procedures); n != 1 || len(h.all(id).Procedures[0].Steps) != 1 || len(h.all(other).Procedures) != 0 {
			t.Errorf("something was stored: %d", n)
		}
	})
}

func TestTwoPeopleInOneProcedure(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		p := h.start(id, "2018-06-01")
		step := h.step(id, p, "documents_complete", "2018-06-10")
		if err := h.CorrectStep(bremen, id, p, step, 1, input("on_day", "2018-06-11"), ident.Token()); err != nil {
			t.Fatal(err)
		}
		if err := h.CorrectStep(bremen, id, p, step, 1, input("on_day", "2018-06-12"), ident.Token()); errs.KindOf(err) != errs.Conflict {
			t.Errorf("correcting what somebody else corrected: %v", err)
		}
		if err := h.CorrectProcedure(bremen, id, p, 1, input("state", "NI"), ident.Token()); err != nil {
			t.Fatal(err)
		}
		if err := h.DeleteProcedure(bremen, id, p, 1, ident.Token()); errs.KindOf(err) != errs.Conflict {
			t.Errorf("deleting what somebody else corrected: %v", err)
		}
		h.owes(id, "decision 2018-09-11", "outcome 2018-09-25")
		if err := h.CorrectStep(bremen, id, p, h.all(id).Of(p).Steps[0].ID, 1, input("on_day", "2018-06-12"), ident.Token()); !wrong(err, "on_day", "error.step_too_late") {
			t.Errorf("an application after the documents: %v", err)
		}
	})
}

func TestAFormThatChangesNothingChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		p := h.start(id, "2018-06-01", "authority", "HWK")
		step := h.step(id, p, "decided", "2018-08-01", "result", "partial", "differences", "Statik fehlt")
		seen := procedure.Seen(person.Texts{"differences": "Statik fehlt"})
		if err := h.CorrectStep(bremen, id, p, step, 1, input("on_day", "2018-08-01", "result", "partial", "differences", "Statik fehlt", "seen", seen), ident.Token()); err != nil {
			t.Fatal(err)
		}
		if err := h.CorrectProcedure(bremen, id, p, 1, input("kind", "equivalence", "authority", "HWK", "state", "HB"), ident.Token()); err != nil {
			t.Fatal(err)
		}
		if got := h.all(id).Of(p); got.Version != 1 || got.Step(step).Row.Version != 1 {
			t.Errorf("there are new versions: %d, %d", got.Version, got.Step(step).Row.Version)
		}
	})
}

func TestWhatTheNoticeSaysLiesInTheVault(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		p := h.start(id, "2018-06-01", "regulated", "false")
		step := h.step(id, p, "decided", "2018-08-01", "result", "partial", "differences", "Statik und Bauphysik fehlen")
		text := func() string {
			held, err := h.cases.ForReading(bremen, id)
			if err != nil {
				t.Fatal(err)
			}
			who, err := h.persons.Get(bremen, held.Place, person.Subject{Tenant: held.Tenant, ID: id})
			if err != nil {
				t.Fatal(err)
			}
			return who.Text(step, procedure.TextDifferences)
		}
		if got := text(); got != "Statik und Bauphysik fehlen" {
			t.Errorf("the vault has %q", got)
		}
		var n int
		if err := h.db.Row(context.Background(), "SELECT COUNT(*) FROM procedure_steps WHERE result LIKE '%Statik%' OR documents LIKE '%Statik%'").Scan(&n); err != nil || n != 0 {
			t.Errorf("the facts have it: %d, %v", n, err)
		}
		correct := func(seen, differences string) error {
			return h.CorrectStep(bremen, id, p, step, 1, input("differences", differences, "seen", procedure.Seen(person.Texts{"differences": seen})), ident.Token())
		}
		if err := correct("Statik und Bauphysik fehlen", "Statik fehlt"); err != nil || text() != "Statik fehlt" {
			t.Errorf("%v: %q", err, text())
		}
		if err := correct("Statik und Bauphysik fehlen", "Bauphysik fehlt"); errs.KindOf(err) != errs.Conflict || text() != "Statik fehlt" {
			t.Errorf("over what somebody else wrote: %v: %q", err, text())
		}
		if err := correct("Statik fehlt", ""); err != nil || text() != "" {
			t.Errorf("%v: %q", err, text())
		}
		if err := correct("", strings.Repeat("ß", 50_001)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a text of any length: %v", err)
		}
	})
}

func TestDeleting(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		p := h.start(id, "2018-06-01")
		applied := h.all(id).Of(p).Steps[0].ID
		complete := h.step(id, p, "documents_complete", "2018-09-10")
		if err := h.DeleteStep(bremen, id, p, applied, 1, ident.Token()); !wrong(err, "version", "error.step_needed") {
			t.Errorf("an application that others need: %v", err)
		}
		h.owes(id, "decision 2018-12-10", "outcome 2018-12-24")
		if err := h.DeleteStep(bremen, id, p, complete, 1, ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.owes(id, "acknowledgement 2018-07-02", "outcome 2018-12-03")
		cost, err := h.AddCost(bremen, id, input("kind", "fee", "amount", "40000", "procedure_id", p), ident.Token())
		if err != nil {
			t.Fatal(err)
		}
		if err := h.DeleteProcedure(bremen, id, p, 1, ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.owes(id)
		all := h.all(id)
		if len(all.Procedures) != 0 || len(all.Costs) != 1 {
			t.Errorf("left are %+v", all)
		}
		if err := h.DeleteCost(bremen, id, cost, 1, ident.Token()); err != nil || len(h.all(id).Costs) != 0 {
			t.Errorf("%v", err)
		}
		var n int
		if err := h.db.Row(context.Background(), "SELECT COUNT(*) FROM procedure_steps WHERE deleted = 0").Scan(&n); err != nil || n != 0 {
			t.Errorf("%d steps without a procedure, %v", n, err)
		}
	})
}

func TestCostsAndHelp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		p := h.start(id, "2018-06-01")
		add := func(pairs ...string) string {
			cost, err := h.AddCost(bremen, id, input(append(pairs, "procedure_id", p)...), ident.Token())
			if err != nil {
				t.Fatal(err)
			}
			return cost
		}
		in := add("kind", "fee", "amount", "45000", "help", "recognition_grant", "applied_on", "2018-05-02", "decided_on", "2018-05-20", "decision", "granted", "granted", "45000")
		late := add("kind", "translation", "amount", "12050", "help", "recognition_grant", "applied_on", "2018-06-02")
		all := h.all(id)
		if got := all.Cost(in).Warnings; len(got) != 0 {
			t.Errorf("in time: %q", got)
		}
		if got := all.Cost(late).Warnings; !slices.Equal(got, []string{recognition.GrantTooLate}) {
			t.Errorf("too late: %q", got)
		}
		h.step(id, p, "decided", "2018-10-01", "result", "full")
		h.owes(id, "grant_invoices 2019-01-04") // three months after the notification counts
		if err := h.CorrectCost(bremen, id, in, 1, input("decision", "refused", "granted", ""), ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.owes(id)
		for column, test := range map[string][2]string{"amount": {"10000001", "error.range"}, "granted": {"-1", "error.negative"}, "applied_on": {"2018-10-16", "error.future"},
			"decided_on": {"2018-05-01", "error.before_start"}, "kind": {"", "error.required"}, "procedure_id": {"none", "error.unknown_id"}, "help": {"aunt", "error.code"}} {
			cells := input("kind", "fee", "amount", "100", "applied_on", "2018-05-02", "decided_on", "2018-05-03")
			cells[column] = test[0]
			if _, err := h.AddCost(bremen, id, cells, ident.Token()); !wrong(err, column, test[1]) {
				t.Errorf("%s=%s: %v", column, test[0], err)
			}
		}
	})
}

func TestOfAnotherCentreThereIsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		own, _ := h.open()
		p := h.start(id, "2018-06-01")
		step := h.step(id, p, "fee_paid", "2018-06-02")
		cost, err := h.AddCost(bremen, id, input("kind", "fee"), ident.Token())
		if err != nil {
			t.Fatal(err)
		}
		calls := map[string]func(ctx context.Context, caseID string) error{
			"start": func(ctx context.Context, c string) error {
				_, err := h.Start(ctx, c, input("kind", "statement"), ident.Token())
				return err
			},
			"step": func(ctx context.Context, c string) error {
				_, err := h.AddStep(ctx, c, p, input("kind", "acknowledged", "on_day", "2018-06-20"), ident.Token())
				return err
			},
			"cost": func(ctx context.Context, c string) error {
				_, err := h.AddCost(ctx, c, input("kind", "fee", "procedure_id", p), ident.Token())
				return err
			},
			"correct procedure": func(ctx context.Context, c string) error {
				return h.CorrectProcedure(ctx, c, p, 1, input("state", "BY"), ident.Token())
			},
			"correct step": func(ctx context.Context, c string) error {
				return h.CorrectStep(ctx, c, p, step, 1, input("on_day", "2018-06-03"), ident.Token())
			},
			"correct cost": func(ctx context.Context, c string) error {
				return h.CorrectCost(ctx, c, cost, 1, input("kind", "travel"), ident.Token())
			},
			"delete procedure": func(ctx context.Context, c string) error { return h.DeleteProcedure(ctx, c, p, 1, ident.Token()) },
			"delete step":      func(ctx context.Context, c string) error { return h.DeleteStep(ctx, c, p, step, 1, ident.Token()) },
			"delete cost":      func(ctx context.Context, c string) error { return h.DeleteCost(ctx, c, cost, 1, ident.Token()) },
		}
		for name, call := range calls {
			if err := call(munich, id); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s from another centre: %v", name, err)
			}
			if err := call(casetest.As(casetest.Analyst), id); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s by a reader: %v", name, err)
			}
			if name == "start" {
				continue
			}
			if err := call(bremen, own); errs.KindOf(err) != errs.NotFound && !wrong(err, "procedure_id", "error.unknown_id") {
				t.Errorf("%s in another case: %v", name, err)
			}
		}
		if all := h.all(id); len(all.Procedures) != 1 || len(all.Procedures[0].Steps) != 2 || all.Procedures[0].Version != 1 || len(h.all(own).Procedures) != 0 {
			t.Error("something was changed")
		}
	})
}

func TestTheOutcomeKeepsItsWords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		p := h.start(id, "2018-06-01", "regulated", "false")
		h.step(id, p, "decided", "2018-08-01", "result", "partial")
		if err := h.CorrectProcedure(bremen, id, p, 1, input("regulated", "true"), ident.Token()); !wrong(err, "regulated", "error.result_stays") {
			t.Errorf("a partial equivalence in a regulated occupation: %v", err)
		}
		if err := h.CorrectProcedure(bremen, id, p, 1, input("kind", "statement"), ident.Token()); !wrong(err, "kind", "error.result_stays") {
			t.Errorf("a partial statement: %v", err)
		}
		if err := h.CorrectProcedure(bremen, id, p, 1, input("regulated", ""), ident.Token()); err != nil {
			t.Error(err)
		}
	})
}

// TestWhatLapsedIsNotDueAnyMore lets days pass without anything being recorded.
func TestWhatLapsedIsNotDueAnyMore(t *testing.T) {
	w := &watch{}
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) {
		w.days.Store(0)
		h := newHouse(t, d)
		id, _ := h.open()
		p := h.start(id, "2018-06-01", "regulated", "true")
		h.step(id, p, "decided", "2018-10-12", "result", "compensation")
		for _, test := range []struct {
			days int64
			want []string
		}{{0, []string{"appeal 2018-11-15", "choice 2018-12-12"}}, {31, []string{"appeal 2018-11-15", "choice 2018-12-12"}},
			{32, []string{"choice 2018-12-12"}}, {90, []string{"choice 2018-12-12"}}} {
			w.days.Store(test.days)
			if err := h.Tidy(context.Background()); err != nil {
				t.Fatal(err)
			}
			h.owes(id, test.want...)
		}
	})
}

// watch is a clock some days after now.
type watch struct{ days atomic.Int64 }

func (w *watch) Now() time.Time { return now.Now().Add(time.Duration(w.days.Load()) * 24 * time.Hour) }
