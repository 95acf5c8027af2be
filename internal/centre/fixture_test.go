package centre_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// now is Monday noon in Berlin, 15 October 2018.
var now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

var today = clock.Today(now)

// store stores records of the structure as an import does; one is "id column=value column=value", _ is a space.
func store(t testing.TB, d *db.DB, typ *record.Type, records ...string) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		for _, words := range records {
			fields := strings.Fields(words)
			row := record.Row{ID: fields[0], Values: make([]any, len(typ.Columns))}
			for _, field := range fields[1:] {
				column, cell, _ := strings.Cut(field, "=")
				value, err := typ.Column(column).Parse(strings.ReplaceAll(cell, "_", " "))
				if err != nil {
					return "", err
				}
				row.Values[typ.Index(column)] = value
			}
			if _, err := typ.Put(tx, row, nil); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name})
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// found stores two networks with four centres in an empty database: Augsburg, what is mobile around it, Bremen, and a closed
// one.
func found(t testing.TB, d *db.DB) *centre.Service {
	t.Helper()
	store(t, d, programme.Rounds, "r1 name=One starts_on=2015-01-01 ends_on=2018-12-31")
	store(t, d, programme.Networks, "n1 name=Süd states=BY", "n2 name=Nord states=HB")
	store(t, d, programme.Organisations, "o1 name=Alpha kind=association", "o2 name=Beta kind=chamber")
	store(t, d, programme.Projects, "p1 round_id=r1 name=Eins organisation_id=o1 kind=counselling network_id=n1",
		"p2 round_id=r1 name=Zwei organisation_id=o2 kind=counselling network_id=n2")
	store(t, d, programme.Sites, "s1 project_id=p1 name=Augsburg kind=fixed postcode=86150 place=Augsburg state=BY lat=48.37 lon=10.89 languages=de_en_ar",
		"s2 project_id=p1 name=Mobil kind=mobile place=Kempten state=BY lat=47.73 lon=10.31 languages=de",
		"s3 project_id=p2 name=Bremen kind=fixed postcode=28195 place=Bremen state=HB lat=53.08 lon=8.81 languages=de_uk",
		"s4 project_id=p2 name=Früher kind=fixed place=Bremerhaven state=HB valid_to=2017-12-31")
	return centre.New(d, programme.New(d), places)
}

// places knows one region and one whole place.
func places(_ context.Context, text string) ([]centre.Place, error) {
	switch text {
	case "86150", "86199":
		return []centre.Place{{Postcode: text[:3], State: "BY", Lat: 48.35, Lon: 10.9}}, nil
	case "87600":
		return []centre.Place{{Name: "Pforzen", Postcode: text, State: "BY", Lat: 47.93, Lon: 10.61}, {Name: "Kaufbeuren", Postcode: text, State: "BY", Lat: 47.88, Lon: 10.62}}, nil
	}
	return nil, nil
}

func as(id string, grants ...authz.Grant) context.Context {
	return authz.With(db.WithActor(context.Background(), id), &authz.Actor{ID: id, Grants: grants})
}

func at(kind authz.ScopeKind, id string) authz.Grant {
	return authz.Allow(authz.Scope{Kind: kind, ID: id}, centre.ActionEdit)
}

var (
	lead     = as("lead", at(authz.Site, "s1"))     // of the centre in Augsburg
	head     = as("head", at(authz.Project, "p1"))  // of the project in the south
	north    = as("north", at(authz.Network, "n2")) // coordinates the north
	admin    = as("admin", at(authz.Nation, ""))    // everywhere
	stranger = as("stranger")                       // staff without the right
	machine  = authz.AsSystem(db.WithActor(context.Background(), "cli"), "cli")
)
