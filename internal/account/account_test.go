package account_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// watch is a clock that tests set.
type watch struct {
	sync.Mutex
	t time.Time
}

func newWatch() *watch { return &watch{t: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func (w *watch) Now() time.Time {
	w.Lock()
	defer w.Unlock()
	return w.t
}

func (w *watch) pass(d time.Duration) {
	w.Lock()
	defer w.Unlock()
	w.t = w.t.Add(d)
}

// office is a service on an empty database with one network, project and site.
type office struct {
	*account.Service
	t     *testing.T
	db    *db.DB
	watch *watch
	admin context.Context
}

const password = "eine ganz gewöhnliche Katze"

// each runs fn on each engine.
func each(t *testing.T, fn func(o *office)) {
	t.Helper()
	w := newWatch()
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) { fn(newOffice(t, d, w)) })
}

func newKeys(t testing.TB) *crypt.Keys {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func newOffice(t *testing.T, d *db.DB, w *watch) *office {
	t.Helper()
	o := &office{t: t, db: d, watch: w, Service: account.New(d, newKeys(t)).Cheapen()}
	o.structure()
	o.admin = as("admin", account.Assignment{Role: account.CentralAdministrator, Scope: nation})
	return o
}

var nation = authz.Scope{Kind: authz.Nation}

func at(kind authz.ScopeKind, id string) authz.Scope { return authz.Scope{Kind: kind, ID: id} }

func counsellor(site string) account.Assignment {
	return account.Assignment{Role: account.Counsellor, Scope: at(authz.Site, site)}
}

// as is the context of somebody with roles.
func as(id string, roles ...account.Assignment) context.Context {
	return authz.With(db.WithActor(context.Background(), id), account.NewActor(id, roles))
}

func (o *office) structure() {
	o.t.Helper()
	rows := map[*record.Type]map[string]map[string]string{
		programme.Networks: {"N-1": {"name": "Netzwerk Eins", "states": "DE-BY"}},
		programme.Projects: {"P-1": {"name": "Projekt Eins", "round_id": "R", "organisation_id": "O", "kind": "counselling"}},
		programme.Sites:    {"S-1": {"name": "Stelle Eins", "project_id": "P-1", "kind": "fixed"}, "S-2": {"name": "Stelle Zwei", "project_id": "P-1", "kind": "fixed"}},
	}
	_, err := o.db.Write(context.Background(), db.Command{Name: "test.structure", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "structure"})
		for typ, of := range rows {
			for id, cells := range of {
				row := record.Row{ID: id, Values: make([]any, len(typ.Columns))}
				for i, c := range typ.Columns {
					if cell, given := cells[c.Name]; given {
						row.Values[i] = cell
					}
				}
				if _, err := typ.Put(tx, row, nil); err != nil {
					return "", err
				}
			}
		}
		return "", nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// invite adds an account.
func (o *office) invite(email string, roles ...account.Assignment) account.Link {
	o.t.Helper()
	link, err := o.Add(o.admin, email, roles...)
	if err != nil {
		o.t.Fatal(err)
	}
	return link
}

// join adds an account that has chosen the password, and gives its id.
func (o *office) join(email string, roles ...account.Assignment) string {
	o.t.Helper()
	id, err := o.UseLink(context.Background(), o.invite(email, roles...).Token, password)
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

func (o *office) signIn(email, password string) error {
	_, err := o.SignIn(context.Background(), email, password, "192.0.2.1")
	return err
}

// start begins a session.
func (o *office) start(id, token string) {
	o.t.Helper()
	if err := o.StartSession(context.Background(), token, id); err != nil {
		o.t.Fatal(err)
	}
}

// holds says whether a session's token still finds its account.
func (o *office) holds(token string) bool {
	o.t.Helper()
	actor, _, err := o.Actor(context.Background(), token)
	if err != nil {
		o.t.Fatal(err)
	}
	return actor != nil
}

func (o *office) count(query string) int {
	o.t.Helper()
	var n int
	if err := o.db.Row(context.Background(), query).Scan(&n); err != nil {
		o.t.Fatal(err)
	}
	return n
}

// wantFields checks that err is Invalid and names exactly these fields and keys, in turn.
func wantFields(t *testing.T, what string, err error, pairs ...string) {
	t.Helper()
	var e *errs.Error
	if errs.KindOf(err) != errs.Invalid || !asError(err, &e) || len(e.Fields) != len(pairs)/2 {
		t.Errorf("%s: %v, want %v", what, err, pairs)
		return
	}
	for i, f := range e.Fields {
		if f.Name != pairs[2*i] || f.Key != pairs[2*i+1] {
			t.Errorf("%s: %s %s, want %v", what, f.Name, f.Key, pairs)
		}
	}
}

func wantKind(t *testing.T, what string, err error, kind errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != kind {
		t.Errorf("%s: %v", what, err)
	}
}
