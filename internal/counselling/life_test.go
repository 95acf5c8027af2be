package counselling_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// emden records at another site of Bremen's project, and nowhere else.
var emden = &authz.Actor{ID: "counsellor-s2", Name: "counsellor-s2", HomeSite: "s2", Grants: []authz.Grant{
	authz.Allow(authz.Scope{Kind: authz.Site, ID: "s2"}, counselling.ActionRead, counselling.ActionRecord, person.ActionRead)}}

// watch is a clock that the test moves.
type watch struct {
	mu sync.Mutex
	t  time.Time
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.t
}

func (w *watch) pass(days int) {
	w.mu.Lock()
	w.t = w.t.AddDate(0, 0, days)
	w.mu.Unlock()
}

// published are sheets as the figures would have them.
type published []counselling.Frozen

func (p published) Frozen(context.Context) ([]counselling.Frozen, error) { return p, nil }

// offers are measures by id, of whatever network.
type offers map[string]string

func (o offers) Open(context.Context, string, clock.Day) (map[string]string, error) { return o, nil }

func (o offers) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := maps.Clone(o)
	maps.DeleteFunc(names, func(id, _ string) bool { return !slices.Contains(ids, id) })
	return names, nil
}

// life is counselling with rooms beside it, at a time that passes.
type life struct {
	*testing.T
	*counselling.Service
	d       *db.DB
	persons *person.Service
	watch   *watch
}

func lives(t *testing.T, fn func(t *testing.T, l *life)) {
	t.Helper()
	for name, open := range map[string]func(testing.TB, clock.Clock) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			l := &life{T: t, watch: &watch{t: casetest.Now.Now()}}
			l.d = open(t, l.watch)
			structure := casetest.Found(t, l.d)
			l.persons = casetest.Vault(t, l.d, structure)
			l.Service = counselling.New(l.d, structure, l.persons)
			l.Connect(counselling.Beside{Reports: published(nil), Measures: offers{"m1": "Pflegekurs"}})
			fn(t, l)
		})
	}
}

// consentText is the text to which people agree here.
var consentText = person.ShownText{ID: "identity", Version: "1", Language: "de", Body: "Darf die Beratungsstelle speichern, wer Sie sind?"}

func agreed(purpose, to string) person.NewConsent {
	return person.NewConsent{Purpose: purpose, Recipient: person.Recipient{Name: to}, GivenOn: "2018-10-01", Medium: "face_to_face", Text: consentText}
}

// named opens a case of somebody whose name is known: one of some people who do not resemble each other.
func (l *life) named(a *authz.Actor, site string, family ...string) string {
	l.Helper()
	in := casetest.New(site, "2018-10-01", "sex", "female", "country", "SY")
	in.Identity = &person.Identity{FamilyName: "Beispiel", GivenName: "Amal"}
	if len(family) > 0 {
		in.Identity = &person.Identity{FamilyName: family[0]}
	}
	in.Consents = []person.NewConsent{agreed(person.PurposeIdentity, "")}
	return casetest.Open(l, l.Service, a, in)
}

func (l *life) nameless(a *authz.Actor, site string) string {
	l.Helper()
	return casetest.Open(l, l.Service, a, casetest.New(site, "2018-10-01", "sex", "female", "country", "SY"))
}

// nameOf is the name that an actor reads of a case; empty for none.
func (l *life) nameOf(a *authz.Actor, id string) string {
	l.Helper()
	c := get(l.T, l.Service, a, id)
	if err := l.Reveal(casetest.As(a), c.Held); err != nil {
		l.Fatal(err)
	}
	if c.Who == nil || c.Who.Identity == nil {
		return ""
	}
	return c.Who.Identity.Label()
}

// says expects an error of a kind with a message.
func says(t *testing.T, what string, err error, kind errs.Kind, key string) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Key != key {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

// faults expects an Invalid error with exactly one field.
func faults(t *testing.T, what string, err error, field, key string) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != field || e.Fields[0].Key != key {
		t.Errorf("%s: %v, want %s %s", what, err, field, key)
	}
}

func token() string { return ident.Token() }
