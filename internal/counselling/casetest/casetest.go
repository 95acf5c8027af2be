// Package casetest has a small network with its people, for the tests of counselling and its faces.
package casetest

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Now is the instant at which the tests take place: Monday noon in Berlin, 15 October 2018.
var Now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

// The people: counsellors of Bremen (site s1, which shares its project with Emden, s2) and of Munich (s3, of another
// network), who may read and record there and know the persons; an analyst and the lead of the first project, who only read
// the cases; an editor; a data protection officer.
var (
	Bremen  = counsellor("s1")
	Munich  = counsellor("s3")
	Analyst = somebody("analyst", authz.Allow(authz.Scope{Kind: authz.Nation}, counselling.ActionRead))
	Lead    = somebody("lead", authz.Allow(authz.Scope{Kind: authz.Project, ID: "p1"}, counselling.ActionRead))
	Editor  = somebody("editor")
	Officer = somebody("officer", authz.Allow(authz.Scope{Kind: authz.Nation}, person.ActionLocate))
)

func counsellor(site string) *authz.Actor {
	a := somebody("counsellor-"+site, authz.Allow(authz.Scope{Kind: authz.Site, ID: site}, counselling.ActionRead, counselling.ActionRecord,
		person.ActionRead))
	a.HomeSite = site
	return a
}

func somebody(id string, grants ...authz.Grant) *authz.Actor {
	return &authz.Actor{ID: id, Name: id, Grants: grants}
}

// As is the context of a request of somebody.
func As(a *authz.Actor) context.Context {
	return authz.With(db.WithActor(context.Background(), a.ID), a)
}

// Found stores the network and two rounds, 2011 to 2014 and 2015 to 2018, in an empty database.
func Found(t testing.TB, d *db.DB) *programme.Service {
	t.Helper()
	Store(t, d, programme.Rounds, "r1 name=One starts_on=2011-01-01 ends_on=2014-12-31", "r2 name=Two starts_on=2015-01-01 ends_on=2018-12-31")
	Store(t, d, programme.Networks, "n1 name=Nordnetz states=HB", "n2 name=Südnetz states=BY")
	Store(t, d, programme.Organisations, "o1 name=Alpha")
	Store(t, d, programme.Projects, "p1 round_id=r2 name=Eins organisation_id=o1 kind=counselling network_id=n1",
		"p2 round_id=r2 name=Zwei organisation_id=o1 kind=counselling network_id=n2")
	Store(t, d, programme.Sites, "s1 project_id=p1 name=Bremen kind=fixed", "s2 project_id=p1 name=Emden kind=mobile",
		"s3 project_id=p2 name=München kind=fixed")
	return programme.New(d)
}

// Keys are keys of their own for a test.
func Keys(t testing.TB) *crypt.Keys {
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

// Vault knows the persons of a database, with keys of its own.
func Vault(t testing.TB, d *db.DB, s *programme.Service) *person.Service {
	t.Helper()
	return person.New(d, Keys(t), s)
}

// Store stores records of the structure as an import does; one is "id column=value column=value".
func Store(t testing.TB, d *db.DB, typ *record.Type, records ...string) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		for _, words := range records {
			fields := strings.Fields(words)
			row := record.Row{ID: fields[0], Values: make([]any, len(typ.Columns))}
			for _, field := range fields[1:] {
				column, cell, _ := strings.Cut(field, "=")
				value, err := typ.Column(column).Parse(cell)
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

// New is a new case with a first contact by phone about recognition, with more facts and texts (name and cell in turn).
func New(site, day string, more ...string) counselling.NewCase {
	qualification := counselling.Input{}
	in := counselling.NewCase{Site: site, Case: counselling.Input{}, Qualifications: []counselling.Input{qualification},
		Contact: counselling.Input{"held_on": day, "form": "phone", "themes": "recognition"}}
	for i := 0; i+1 < len(more); i += 2 {
		switch name := more[i]; {
		case belongs(counselling.Cases, name):
			in.Case[name] = more[i+1]
		case belongs(counselling.Qualifications, name):
			qualification[name] = more[i+1]
		default:
			in.Contact[name] = more[i+1]
		}
	}
	return in
}

// belongs says whether a record has a column or text of a name.
func belongs(t *record.Type, name string) bool {
	return t.Has(name) || slices.Contains(counselling.TextsOf(t), name)
}

// Open records a new case and returns its id.
func Open(t testing.TB, s *counselling.Service, a *authz.Actor, in counselling.NewCase) string {
	t.Helper()
	id, err := s.Open(As(a), in, ident.Token())
	if err != nil {
		t.Fatal(err)
	}
	return id
}
