package programme_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// now is the instant at which the tests take place.
var now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

func day(s string) clock.Day { return clock.MustDay(s) }

// cells are a record in words: "id column=value column=value"; a value ends before the next column.
func cells(words string) (id string, out map[string]string) {
	out = map[string]string{}
	last := ""
	for i, word := range strings.Fields(words) {
		column, value, isColumn := strings.Cut(word, "=")
		switch {
		case i == 0:
			id = word
		case isColumn:
			last = column
			out[column] = value
		default:
			out[last] += " " + word
		}
	}
	return id, out
}

// store stores records as an import does: known since ever.
func store(t testing.TB, d *db.DB, typ *record.Type, records ...string) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		for _, words := range records {
			id, given := cells(words)
			row := record.Row{ID: id, Values: make([]any, len(typ.Columns))}
			if typ.Tenanted() {
				row.Tenant = db.Federal
			}
			for column, cell := range given {
				value, err := typ.Column(column).Parse(cell)
				if err != nil {
					return "", fmt.Errorf("%s.%s: %w", typ.Name, column, err)
				}
				row.Values[typ.Index(column)] = value
			}
			if _, err := typ.Put(tx, row, nil); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name + ".csv"})
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// found stores a small network: two regional networks with their coordinators, a federal project and a former round.
func found(t testing.TB, d *db.DB) {
	t.Helper()
	store(t, d, programme.Rounds, "r1 name=Round 2011 starts_on=2011-01-01 ends_on=2014-12-31", "r2 name=Round 2015 starts_on=2015-01-01 ends_on=2018-12-31")
	store(t, d, programme.PriorityAreas, "a1 round_id=r1 number=1 name=Old funding=federal", "a2 round_id=r2 number=1 name=Counselling funding=esf_federal")
	store(t, d, programme.Networks, "n1 name=Nordnetz states=NI HB valid_from=2011-01-01", "n2 name=Südnetz states=BY valid_from=2011-01-01")
	store(t, d, programme.CompetenceCentres, "c1 name=Centre of language valid_from=2015-01-01")
	store(t, d, programme.Organisations, "o1 name=Alpha kind=association network_id=n1 coordinates_from=2011-01-01",
		"o2 name=Beta kind=chamber network_id=n2 coordinates_from=2011-01-01", "o3 name=Gamma kind=university", "o4 name=Delta kind=welfare")
	store(t, d, programme.Projects, "p1 round_id=r2 name=Zeta organisation_id=o1 kind=counselling network_id=n1 funding=esf_federal",
		"p2 round_id=r2 name=Ärztin organisation_id=o3 kind=measures network_id=n1 for_refugees=true starts_on=2016-01-01 ends_on=2018-06-30",
		"p3 round_id=r2 name=Eta organisation_id=o2 kind=counselling network_id=n2", "p4 round_id=r2 name=Theta organisation_id=o3 kind=competence_centre competence_centre_id=c1")
	store(t, d, programme.Sites, "s1 project_id=p1 name=Bremen centre kind=fixed postcode=28195 place=Bremen state=HB lat=53.08 lon=8.8 languages=de en",
		"s2 project_id=p1 name=Emden kind=mobile state=NI valid_to=2017-12-31", "s3 project_id=p3 name=München kind=fixed place=München state=BY lat=48.14 lon=11.58")
}

// filled is a database with the small network.
func filled(t testing.TB) *db.DB {
	t.Helper()
	d := dbtest.SQLite(t, now)
	found(t, d)
	return d
}

func as(grants ...authz.Grant) context.Context {
	ctx := db.WithActor(context.Background(), "someone")
	return authz.With(ctx, &authz.Actor{ID: "someone", Grants: grants})
}

var (
	everywhere = authz.Scope{Kind: authz.Nation}
	readsAll   = authz.Allow(everywhere, programme.ActionRead)
	admin      = as(readsAll, authz.Allow(everywhere, programme.ActionEdit))
	reader     = as(readsAll)
)

// coordinator is somebody who may edit one network.
func coordinator(network string) context.Context {
	return as(readsAll, authz.Allow(authz.Scope{Kind: authz.Network, ID: network}, programme.ActionEdit))
}

func directory(t testing.TB, s *programme.Service) *programme.Directory {
	t.Helper()
	d, err := s.Directory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return d
}
