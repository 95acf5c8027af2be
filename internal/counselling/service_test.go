package counselling_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

var bremen, munich, analyst = casetest.Bremen, casetest.Munich, casetest.Analyst

// each runs a test on each engine with the small network.
func each(t *testing.T, fn func(t *testing.T, d *db.DB, s *counselling.Service)) {
	t.Helper()
	dbtest.Each(t, casetest.Now, func(t *testing.T, d *db.DB) {
		structure := casetest.Found(t, d)
		fn(t, d, counselling.New(d, structure, casetest.Vault(t, d, structure)))
	})
}

func get(t *testing.T, s *counselling.Service, a *authz.Actor, id string) *counselling.Detail {
	t.Helper()
	d, err := s.Get(casetest.As(a), id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustBe(t *testing.T, what string, err error, kind errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != kind {
		t.Errorf("%s: %v, want kind %d", what, err, kind)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestANewCaseHasItsContactAndQualification(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "sex", "female", "age", "34", "nationality", "declined",
			"country", "SY", "kind", "master", "contents", "r3 r1", "minutes", "45"))
		c := get(t, s, bremen, id)
		if c.Row.Tenant != "n1" || c.Site() != "s1" || !c.MayRecord {
			t.Errorf("tenant %s, site %s", c.Row.Tenant, c.Site())
		}
		if counselling.Cases.Str(c.Row, "nationality") != "declined" || c.Row.Values[counselling.Cases.Index("lives_in")] != nil {
			t.Error("no answer given and not filled in are two values")
		}
		if len(c.Qualifications) != 1 || counselling.Qualifications.Str(&c.Qualifications[0], "kind") != "master" {
			t.Errorf("qualifications %v", c.Qualifications)
		}
		k := c.Contacts[0]
		if len(c.Contacts) != 1 || k.Minutes != 45 || k.Site != "" || !slices.Equal(k.Contents, []string{"r1", "r3"}) || !slices.Equal(k.Initial, []string{"recognition"}) {
			t.Errorf("contacts %+v", c.Contacts)
		}
		ok(t, d.Row(context.Background(), "SELECT subject FROM audit_entry WHERE tenant = 'n1' AND kind = 'case' AND command = 'counselling.open'").Scan(&id))
	})
}

func TestWhatNobodyTypedIsNoQualification(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "country", "", "kind", ""))
		if c := get(t, s, bremen, id); len(c.Qualifications) != 0 {
			t.Error("an empty part of the form is a qualification")
		}
	})
}

func TestARepeatedFormIsAnsweredLikeTheFirst(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx, key := casetest.As(bremen), ident.Token()
		ids := make([]string, 8)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				var err error
				if ids[i], err = s.Open(ctx, casetest.New("s1", "2018-10-01", "country", "SY"), key); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		page, err := s.List(ctx, counselling.Query{})
		ok(t, err)
		if len(slices.Compact(ids)) != 1 || page.Total != 1 {
			t.Fatalf("%d cases: %v", page.Total, ids)
		}
		id := ids[0]
		contact := get(t, s, bremen, id).Contacts[0]
		for range 2 {
			ok(t, s.CorrectContact(ctx, id, contact.ID, 1, counselling.Input{"minutes": "30"}, "correct"))
		}
		for range 2 {
			ok(t, s.DeleteContact(ctx, id, contact.ID, 2, "delete"))
		}
		if c := get(t, s, bremen, id); len(c.Contacts) != 0 {
			t.Errorf("contacts %v", c.Contacts)
		}
	})
}

func TestACorrectionKeepsWhatWasKnown(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "sex", "female", "age", "34"))
		first := get(t, s, bremen, id)
		ok(t, s.CorrectCase(ctx, id, 1, counselling.Input{"sex": "declined", "site_id": "s3", "case_id": "x"}, ident.Token()))
		ok(t, s.CorrectContact(ctx, id, first.Contacts[0].ID, 1, counselling.Input{"held_on": "2018-09-30"}, ident.Token()))

		c := get(t, s, bremen, id)
		if counselling.Cases.Str(c.Row, "sex") != "declined" || c.Row.Version != 2 || c.Site() != "s1" {
			t.Errorf("%v", c.Row)
		}
		if age, _ := counselling.Cases.Int(c.Row, "age"); age != 34 {
			t.Error("a fact that the form did not ask is lost")
		}
		if k := c.Contacts[0]; k.HeldOn.String() != "2018-09-30" || k.Form != "phone" || k.Recorded != first.Contacts[0].Recorded {
			t.Errorf("%+v", k)
		}
		var sex string
		ok(t, d.Row(context.Background(), "SELECT sex FROM cases_history WHERE id = $1 AND version = 1", id).Scan(&sex))
		if sex != "female" {
			t.Errorf("history says %q", sex)
		}
		var detail string
		ok(t, d.Row(context.Background(), "SELECT detail FROM audit_entry WHERE command = 'counselling.correct' AND detail LIKE 'cases%'").Scan(&detail))
		if detail != "cases "+id+": version 2 sex" {
			t.Errorf("audit says %q", detail)
		}
	})
}

func TestWhoComesSecondIsTold(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "country", "SY"))
		c := get(t, s, bremen, id)
		ok(t, s.CorrectCase(ctx, id, 1, counselling.Input{"age": "40"}, ident.Token()))
		mustBe(t, "case", s.CorrectCase(ctx, id, 1, counselling.Input{"age": "41"}, ident.Token()), errs.Conflict)
		mustBe(t, "contact", s.DeleteContact(ctx, id, c.Contacts[0].ID, 7, ident.Token()), errs.Conflict)
		mustBe(t, "qualification", s.CorrectQualification(ctx, id, c.Qualifications[0].ID, 0, counselling.Input{"kind": "master"}, ident.Token()), errs.Conflict)
		if age, _ := counselling.Cases.Int(get(t, s, bremen, id).Row, "age"); age != 40 {
			t.Errorf("age %d", age)
		}
	})
}

// TestElsewhereLooksLikeNowhere walks every use case with a case of another centre and with none.
func TestElsewhereLooksLikeNowhere(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		foreign := casetest.Open(t, s, munich, casetest.New("s3", "2018-10-01", "country", "SY"))
		c := get(t, s, munich, foreign)
		contact, qualification := c.Contacts[0].ID, c.Qualifications[0].ID
		own := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01"))
		ctx, held := casetest.As(bremen), counselling.Input{"held_on": "2018-10-02", "form": "phone", "themes": "recognition"}
		commands := map[string]func(id, contact, qualification, site string) error{
			"read": func(id, _, _, _ string) error { _, err := s.Get(ctx, id); return err },
			"list": func(_, _, _, site string) error {
				_, err := s.List(ctx, counselling.Query{Site: site})
				return err
			},
			"open": func(_, _, _, site string) error {
				_, err := s.Open(ctx, casetest.New(site, "2018-10-01"), ident.Token())
				return err
			},
			"contact":        func(id, _, _, _ string) error { _, err := s.RecordContact(ctx, id, held, ident.Token()); return err },
			"qualification":  func(id, _, _, _ string) error { _, err := s.AddQualification(ctx, id, nil, ident.Token()); return err },
			"correct case":   func(id, _, _, _ string) error { return s.CorrectCase(ctx, id, 1, held, ident.Token()) },
			"correct":        func(id, k, _, _ string) error { return s.CorrectContact(ctx, id, k, 1, held, ident.Token()) },
			"delete":         func(id, k, _, _ string) error { return s.DeleteContact(ctx, id, k, 1, ident.Token()) },
			"correct degree": func(id, _, q, _ string) error { return s.CorrectQualification(ctx, id, q, 1, held, ident.Token()) },
			"delete degree":  func(id, _, q, _ string) error { return s.DeleteQualification(ctx, id, q, 1, ident.Token()) },
			"foreign part":   func(_, k, _, _ string) error { return s.CorrectContact(ctx, own, k, 1, held, ident.Token()) },
			"held elsewhere": func(_, _, _, site string) error {
				in := maps.Clone(held)
				in["site_id"] = site
				_, err := s.RecordContact(ctx, own, in, ident.Token())
				return err
			},
		}
		for name, command := range commands {
			elsewhere, nowhere := command(foreign, contact, qualification, "s3"), command("none", "none", "none", "none")
			if elsewhere == nil || !reflect.DeepEqual(elsewhere, nowhere) {
				t.Errorf("%s: elsewhere %v, nowhere %v", name, elsewhere, nowhere)
			}
		}
		if c := get(t, s, munich, foreign); c.Row.Version != 1 || len(c.Contacts) != 1 || c.Contacts[0].Version != 1 {
			t.Error("somebody else's case was changed")
		}
	})
}

func TestWhoOnlyReadsRecordsNothing(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01"))
		ctx := casetest.As(analyst)
		if c := get(t, s, analyst, id); c.MayRecord {
			t.Error("an analyst may record")
		}
		_, err := s.Open(ctx, casetest.New("s1", "2018-10-01"), ident.Token())
		mustBe(t, "open", err, errs.Forbidden)
		_, err = s.RecordContact(ctx, id, counselling.Input{}, ident.Token())
		mustBe(t, "contact", err, errs.Forbidden)
		mustBe(t, "correct", s.CorrectCase(ctx, id, 1, counselling.Input{"age": "3"}, ident.Token()), errs.Forbidden)
		_, err = s.List(casetest.As(casetest.Editor), counselling.Query{})
		mustBe(t, "list", err, errs.Forbidden)
		_, err = s.Get(casetest.As(casetest.Editor), id)
		mustBe(t, "read", err, errs.Forbidden)
	})
}

// TestEveryFieldIsChecked gives each column wrong values and expects each to be named, and nothing stored.
func TestEveryFieldIsChecked(t *testing.T) {
	long := strings.Repeat("x", 5000)
	wrong := map[string][]string{
		"sex": {"x", long}, "age": {"-1", "151", "1e9", "x", "99999999999"}, "nationality": {"Syria", "sy", "ZZ"}, "lives_in": {"QQ"},
		"year_of_entry": {"1938", "2019", "-5", "20 18"}, "residence_title": {"x"}, "german_level": {"d1"}, "employment": {"none"},
		"benefits": {"x"}, "access_route": {"x"}, "asked_by": {"x"}, "scope": {"x"}, "refugee": {"yes", "declined", "1"},
		"country": {"XY"}, "kind": {"course"}, "completed_year": {"1900", "2100"}, "title": {long, "a\x00b"},
		"reference_occupation": {"Lehrerin", "a b", "<script>", long}, "regulated": {"x"},
		"held_on": {"", "2018-10-16", "2018-02-30", "x", "2010-12-31", "1018-01-01"}, "form": {"", "declined", "x"},
		"themes": {"", "declined", "x", "recognition x"}, "minutes": {"0", "1441", "-1", "x"}, "contents": {"r8", "declined r1"},
		"site_id": {"s3", "none", long},
	}
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		for column, values := range wrong {
			for _, value := range values {
				in := casetest.New("s1", "2018-10-01", column, value)
				if column == "held_on" || column == "form" || column == "themes" {
					in.Contact[column] = value
				}
				if column == "site_id" {
					in.Site = value
				}
				_, err := s.Open(ctx, in, ident.Token())
				var e *errs.Error
				if !errors.As(err, &e) || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != column {
					t.Errorf("%s=%.20q: %v", column, value, err)
				}
			}
		}
		page, err := s.List(ctx, counselling.Query{})
		ok(t, err)
		if page.Total != 0 {
			t.Errorf("%d cases were stored", page.Total)
		}
	})
}

func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		_, err := s.Open(casetest.As(bremen), casetest.New("", "2019-01-01", "age", "x", "kind", "x"), ident.Token())
		var e *errs.Error
		if !errors.As(err, &e) || len(e.Fields) != 5 {
			t.Fatalf("%v", err) // age, centre, future, outside every round, kind
		}
	})
}

func TestAContactCanBeHeldAtAnotherSiteOfTheProject(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01"))
		for site, stored := range map[string]string{"s2": "s2", "s1": "", "": ""} {
			k, err := s.RecordContact(casetest.As(bremen), id, counselling.Input{"held_on": "2018-10-02", "form": "mobile", "themes": "job_training", "site_id": site}, ident.Token())
			ok(t, err)
			if got := get(t, s, bremen, id).Contact(k).Site; got != stored {
				t.Errorf("held at %q, stored %q", site, got)
			}
		}
	})
}

func TestAnOldOddValueStaysWhileSomethingElseIsCorrected(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "year_of_entry", "2015"))
		_, err := d.Write(casetest.As(bremen), db.Command{Name: "test.odd", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "case", ID: id})
			_, err := tx.Exec("UPDATE cases SET year_of_entry = 1900 WHERE id = $1", id)
			return "", err
		})
		ok(t, err)
		ok(t, s.CorrectCase(casetest.As(bremen), id, 1, counselling.Input{"year_of_entry": "1900", "age": "30"}, ident.Token()))
		mustBe(t, "another odd one", s.CorrectCase(casetest.As(bremen), id, 2, counselling.Input{"year_of_entry": "1901"}, ident.Token()), errs.Invalid)
	})
}
