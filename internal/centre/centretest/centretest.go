// Package centretest has a few centres with the people in charge of them, for the tests of this room and its faces.
package centretest

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

// Now is the instant at which the tests take place: Monday noon in Berlin, 15 October 2018.
var Now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

// Today is the day of Now.
var Today = clock.Today(Now)

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

// Found stores two networks with four centres in an empty database: Augsburg (s1), what is mobile around it (s2), Bremen (s3),
// and a closed one (s4).
func Found(t testing.TB, d *db.DB) *centre.Service {
	t.Helper()
	store(t, d, programme.Rounds, "r1 name=One starts_on=2015-01-01 ends_on=2018-12-31")
	store(t, d, programme.Networks, "n1 name=Süd states=BY", "n2 name=Nord states=HB")
	store(t, d, programme.Organisations, "o1 name=Alpha kind=association", "o2 name=Beta kind=chamber")
	store(t, d, programme.Projects, "p1 round_id=r1 name=Eins organisation_id=o1 kind=counselling network_id=n1",
		"p2 round_id=r1 name=Zwei organisation_id=o2 kind=counselling network_id=n2")
	store(t, d, programme.Sites, "s1 project_id=p1 name=Beratungsstelle_Augsburg kind=fixed postcode=86150 place=Augsburg state=BY lat=48.37 lon=10.89 languages=de_en_ar",
		"s2 project_id=p1 name=Mobile_Beratung kind=mobile place=Kempten state=BY lat=47.73 lon=10.31 languages=de",
		"s3 project_id=p2 name=Beratungsstelle_Bremen kind=fixed postcode=28195 place=Bremen state=HB lat=53.08 lon=8.81 languages=de_uk",
		"s4 project_id=p2 name=Früher kind=fixed place=Bremerhaven state=HB valid_to=2017-12-31")
	return Service(d)
}

// Service is one more instance of the service over a database.
func Service(d *db.DB) *centre.Service { return centre.New(d, programme.New(d), places) }

// places knows one region, one whole place, and a name that two Laender have.
func places(_ context.Context, text string) ([]centre.Place, error) {
	switch text {
	case "86150", "86199":
		return []centre.Place{{Postcode: text[:3], State: "BY", Lat: 48.35, Lon: 10.9}}, nil
	case "Neustadt":
		return []centre.Place{{Name: "Neustadt", State: "BY", Lat: 49.6, Lon: 10.6}, {Name: "Neustadt", State: "HB", Lat: 53.07, Lon: 8.79}}, nil
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

// The people: the lead of the centre in Augsburg, of its project, who coordinates the north, who may do all, staff without
// the right, and the machine.
var (
	Lead     = as("lead", at(authz.Site, "s1"))
	Head     = as("head", at(authz.Project, "p1"))
	North    = as("north", at(authz.Network, "n2"))
	Admin    = as("admin", at(authz.Nation, ""))
	Stranger = as("stranger")
	Machine  = authz.AsSystem(db.WithActor(context.Background(), "cli"), "cli")
)

// Told is everything that can be told about a centre with rooms.
var Told = centre.Told{Street: "Maximilianstraße 1", Phone: "0821 23125 10", Email: "augsburg@example.org", Web: "https://example.org/a",
	Hours:     []centre.Opening{{Weekday: time.Monday, Span: centre.Span{From: 540, To: 720}}, {Weekday: time.Monday, Span: centre.Span{From: 780, To: 1020}}},
	HoursNote: "und nach Vereinbarung", Forms: []centre.Form{centre.InPerson, centre.Video}, Access: centre.AccessPartly,
	Languages: []string{"de", "en", "ar"}, Interpreter: true, Note: "Eingang im Hof", CheckedOn: Today}

// Tell tells about Augsburg, and lets what is mobile stop there on four Wednesdays, the second of which is cancelled.
func Tell(t testing.TB, s *centre.Service) {
	t.Helper()
	stop := centre.Stop{ID: "a", Street: "Bürgerhaus", Postcode: "86199", Place: "Augsburg", State: "BY", Lat: 48.33, Lon: 10.87, Located: true,
		On: Today + 2, Span: centre.Span{From: 600, To: 720}, Repeat: centre.Weekly, Until: Today + 23, Cancelled: []clock.Day{Today + 9}}
	if err := s.Fill(Machine, map[string]centre.Told{"s1": Told, "s2": {Stops: []centre.Stop{stop}}}); err != nil {
		t.Fatal(err)
	}
}
