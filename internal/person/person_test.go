package person_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// now is Monday noon in Berlin, 15 October 2018.
var now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

// The centres: Bremen and Emden of one network, Munich of another.
var (
	bremen = authz.Target{Network: "n1", Project: "p1", Site: "s1"}
	emden  = authz.Target{Network: "n1", Project: "p1", Site: "s2"}
	munich = authz.Target{Network: "n2", Project: "p2", Site: "s3"}
)

// somebody may do actions within a scope.
func somebody(id string, scope authz.Scope, actions ...authz.Action) context.Context {
	a := &authz.Actor{ID: id, Grants: []authz.Grant{authz.Allow(scope, actions...)}}
	return authz.With(db.WithActor(context.Background(), id), a)
}

func counsellor(place authz.Target) context.Context {
	return somebody("counsellor-"+place.Site, authz.Scope{Kind: authz.Site, ID: place.Site}, person.ActionRead, person.ActionRecord)
}

var (
	atBremen = counsellor(bremen)
	atMunich = counsellor(munich)
	analyst  = somebody("analyst", authz.Scope{Kind: authz.Nation}, "case.read")
)

// vault is a service with what lies beneath it.
type vault struct {
	*person.Service
	db        *db.DB
	keys      *crypt.Keys
	structure person.Structure
}

// second is another instance on the same database.
func second(t testing.TB, v *vault) *db.DB {
	t.Helper()
	return dbtest.Open(t, v.db.DSN(), v.db.Clock())
}

func newVault(t testing.TB, d *db.DB) *vault {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	found(t, d)
	return vaultOn(d, keys)
}

// vaultOn is the vault of a database that has the network.
func vaultOn(d *db.DB, keys *crypt.Keys) *vault {
	structure := programme.New(d)
	return &vault{Service: person.New(d, keys, structure), db: d, keys: keys, structure: structure}
}

// each runs a test on each engine with the small network.
func each(t *testing.T, fn func(t *testing.T, v *vault)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newVault(t, d)) })
}

// found stores the network.
func found(t testing.TB, d *db.DB) {
	t.Helper()
	store(t, d, programme.Rounds, "r1", "name", "One", "starts_on", "2015-01-01", "ends_on", "2018-12-31")
	store(t, d, programme.Networks, "n1", "name", "Nord", "states", "HB")
	store(t, d, programme.Networks, "n2", "name", "Süd", "states", "BY")
	store(t, d, programme.Organisations, "o1", "name", "Alpha")
	store(t, d, programme.Projects, "p1", "round_id", "r1", "name", "Eins", "organisation_id", "o1", "kind", "counselling", "network_id", "n1")
	store(t, d, programme.Projects, "p2", "round_id", "r1", "name", "Zwei", "organisation_id", "o1", "kind", "counselling", "network_id", "n2")
	store(t, d, programme.Sites, "s1", "project_id", "p1", "name", "Bremen", "kind", "fixed")
	store(t, d, programme.Sites, "s2", "project_id", "p1", "name", "Emden", "kind", "mobile")
	store(t, d, programme.Sites, "s3", "project_id", "p2", "name", "München", "kind", "fixed")
}

func store(t testing.TB, d *db.DB, typ *record.Type, id string, cells ...string) {
	t.Helper()
	row := record.Row{ID: id, Values: make([]any, len(typ.Columns))}
	for i := 0; i < len(cells); i += 2 {
		value, err := typ.Column(cells[i]).Parse(cells[i+1])
		if err != nil {
			t.Fatal(err)
		}
		row.Values[typ.Index(cells[i])] = value
	}
	_, err := d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "import", ID: id})
		_, err := typ.Put(tx, row, nil)
		return "", err
	})
	ok(t, err)
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustBe(t testing.TB, what string, err error, kind errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != kind {
		t.Errorf("%s: %v, want kind %d", what, err, kind)
	}
}

var shown = person.ShownText{ID: "identity", Version: "2018-05", Language: "de", Body: "Ich bin einverstanden."}

func consent(purpose string) person.NewConsent {
	return person.NewConsent{Purpose: purpose, GivenOn: "2018-10-15", Medium: "face_to_face", Text: shown}
}

var ada = person.Identity{FamilyName: "Example", GivenName: "Ada", Phone: "0421 123456", Email: "ada@example.org", BornOn: "1980-02-29"}

// admit stores an identity with its consent and returns the subject.
func (v *vault) admit(t testing.TB, ctx context.Context, place authz.Target, i person.Identity) person.Subject {
	t.Helper()
	subject := person.Subject{Tenant: place.Network, ID: ident.New(clock.InstantOf(v.db.Clock().Now()))}
	change := person.Change{Identity: &i, Give: []person.NewConsent{consent(person.PurposeIdentity)}}
	ok(t, v.Apply(ctx, place, subject, change, ident.Token()))
	return subject
}

func (v *vault) get(t testing.TB, ctx context.Context, place authz.Target, subject person.Subject) *person.Person {
	t.Helper()
	p, err := v.Get(ctx, place, subject)
	ok(t, err)
	return p
}

func TestAnIdentityIsKeptAndRead(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		ok(t, v.Apply(atBremen, bremen, subject, person.Change{Texts: map[string]person.Texts{"k1": {"notes": "Kommt wieder.\r\nBringt Zeugnis."}}}, ident.Token()))
		p := v.get(t, atBremen, bremen, subject)
		if p.Identity == nil || *p.Identity != ada || p.Version != 1 || p.StoredBy != "counsellor-s1" || p.StoredAt != clock.InstantOf(now.Now()) {
			t.Errorf("%+v", p)
		}
		if p.Text("k1", "notes") != "Kommt wieder.\nBringt Zeugnis." || p.Text("k2", "notes") != "" {
			t.Errorf("texts %v", p.Texts)
		}
		c := p.Consent(person.PurposeIdentity)
		if c == nil || c.Text != shown || c.RecordedBy != "counsellor-s1" || c.GivenOn.String() != "2018-10-15" {
			t.Errorf("consents %+v", p.Consents)
		}
		labels, err := v.Labels(atBremen, subject, person.Subject{Tenant: "n1", ID: "nobody"})
		ok(t, err)
		if want := map[person.Subject]string{subject: "Example, Ada"}; !reflect.DeepEqual(labels, want) {
			t.Errorf("labels %v", labels)
		}
	})
}
