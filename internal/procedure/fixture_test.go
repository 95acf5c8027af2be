package procedure_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/procedure"
)

// now is Monday noon in Berlin, 15 October 2018.
var now = casetest.Now

var bremen, munich = counsellor("s1"), counsellor("s3")

// counsellor may read and record at a centre, also what lies in the vault.
func counsellor(site string) context.Context {
	return casetest.As(&authz.Actor{ID: "counsellor-" + site, HomeSite: site, Grants: []authz.Grant{authz.Allow(
		authz.Scope{Kind: authz.Site, ID: site}, counselling.ActionRead, counselling.ActionRecord, person.ActionRead)}})
}

// house is the service over the small network of casetest.
type house struct {
	t       testing.TB
	db      *db.DB
	cases   *counselling.Service
	persons *person.Service
	*procedure.Service
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	structure := casetest.Found(t, d)
	persons := person.New(d, keys, structure)
	cases := counselling.New(d, structure, persons)
	return &house{t, d, cases, persons, procedure.New(d, cases, persons)}
}

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

// open opens a case at Bremen with a qualification and returns their ids.
func (h *house) open(more ...string) (caseID, qualification string) {
	h.t.Helper()
	id := casetest.Open(h.t, h.cases, casetest.Bremen, casetest.New("s1", "2018-02-01", append([]string{"country", "SY", "kind", "master"}, more...)...))
	d, err := h.cases.Get(bremen, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return id, d.Qualifications[0].ID
}

// input is what somebody typed: column and cell in turn.
func input(pairs ...string) procedure.Input {
	in := procedure.Input{}
	for i := 0; i+1 < len(pairs); i += 2 {
		in[pairs[i]] = pairs[i+1]
	}
	return in
}

// start starts a procedure that was applied for on a day.
func (h *house) start(caseID, day string, more ...string) string {
	h.t.Helper()
	id, err := h.Start(bremen, caseID, input(append([]string{"kind", "equivalence", "state", "HB", "on_day", day}, more...)...), ident.Token())
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// step adds a step that must be accepted.
func (h *house) step(caseID, procedureID, kind, day string, more ...string) string {
	h.t.Helper()
	id, err := h.AddStep(bremen, caseID, procedureID, input(append([]string{"kind", kind, "on_day", day}, more...)...), ident.Token())
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// all reads the procedures of a case.
func (h *house) all(caseID string) *procedure.All {
	h.t.Helper()
	held, err := h.cases.ForReading(bremen, caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := h.Of(bremen, held)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// dues are what is stored as due in a case, "rule day", the next first.
func (h *house) dues(caseID string) []string {
	h.t.Helper()
	d, err := h.cases.Get(bremen, caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	out := []string{}
	for _, due := range d.Dues {
		out = append(out, due.Rule+" "+due.On.String())
	}
	return out
}

// owes compares what is due in a case.
func (h *house) owes(caseID string, want ...string) {
	h.t.Helper()
	if got := h.dues(caseID); !slices.Equal(got, want) {
		h.t.Errorf("due are %q, want %q", got, want)
	}
}

// wrong says whether an error names a field with a key.
func wrong(err error, field, key string) bool {
	var e *errs.Error
	if errs.KindOf(err) != errs.Invalid || !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(e.Fields, func(f errs.Field) bool { return f.Name == field && f.Key == key })
}

func day(s string) clock.Day { return clock.MustDay(s) }
