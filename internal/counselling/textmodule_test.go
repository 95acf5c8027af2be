package counselling_test

import (
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

func TestTextModulesBelongToACentre(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		key := ident.Token()
		for range 2 {
			ok(t, s.SaveTextModule(ctx, counselling.TextModule{Site: "s1", Title: "Zuschuss", Body: "Über den Zuschuss informiert."}, key))
		}
		ok(t, s.SaveTextModule(ctx, counselling.TextModule{Site: "s1", Title: "Antrag", Body: "Antrag gemeinsam ausgefüllt."}, ident.Token()))
		all, err := s.TextModules(ctx, "s1")
		if ok(t, err); len(all) != 2 || all[0].Title != "Antrag" || all[1].Version != 1 {
			t.Fatalf("%+v", all)
		}
		m := all[1]
		m.Body = "Zuschuss beantragt."
		ok(t, s.SaveTextModule(ctx, m, ident.Token()))
		mustBe(t, "an old version", s.SaveTextModule(ctx, m, ident.Token()), errs.Conflict)
		mustBe(t, "deleting an old version", s.DeleteTextModule(ctx, "s1", m.ID, 1, ident.Token()), errs.Conflict)
		ok(t, s.DeleteTextModule(ctx, "s1", m.ID, 2, ident.Token()))
		if all, err = s.TextModules(ctx, "s1"); err != nil || len(all) != 1 {
			t.Errorf("%+v, %v", all, err)
		}

		for name, a := range map[string]any{"munich": munich, "analyst": analyst} {
			other := casetest.As(munich)
			if name == "analyst" {
				other = casetest.As(analyst)
			}
			if all, err := s.TextModules(other, "s1"); len(all) != 0 || err != nil && errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s (%v) reads %v, %v", name, a, all, err)
			}
			if err := s.SaveTextModule(other, counselling.TextModule{Site: "s1", Title: "x", Body: "y"}, ident.Token()); err == nil {
				t.Errorf("%s writes", name)
			}
		}
	})
}

func TestATextModuleHasATitleAndABody(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		for field, m := range map[string]counselling.TextModule{
			"title": {Site: "s1", Body: "x"},
			"body":  {Site: "s1", Title: "x", Body: strings.Repeat("ü", counselling.MaxModuleBody+1)},
		} {
			wrongField(t, s.SaveTextModule(casetest.As(bremen), m, ident.Token()), field)
		}
		ok(t, s.SaveTextModule(casetest.As(bremen), counselling.TextModule{Site: "s1", Title: strings.Repeat("ü", counselling.MaxModuleTitle), Body: "x"}, ident.Token()))
		for range counselling.MostModules - 1 {
			ok(t, s.SaveTextModule(casetest.As(bremen), counselling.TextModule{Site: "s1", Title: "x", Body: "y"}, ident.Token()))
		}
		wrongField(t, s.SaveTextModule(casetest.As(bremen), counselling.TextModule{Site: "s1", Title: "x", Body: "y"}, ident.Token()), "title")
	})
}

func TestAnOlderVersionCanBeRead(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "age", "30", "country", "SY"))
		ok(t, s.CorrectCase(casetest.As(bremen), id, 1, counselling.Input{"age": "31"}, ident.Token()))
		d := get(t, s, bremen, id)
		for version, want := range map[int64]int64{1: 30, 2: 31} {
			row, err := s.Version(casetest.As(bremen), d.Held, counselling.Cases, id, version)
			ok(t, err)
			if age, _ := counselling.Cases.Int(row, "age"); age != want || row.Version != version {
				t.Errorf("version %d has age %d", version, age)
			}
		}
		_, err := s.Version(casetest.As(bremen), d.Held, counselling.Cases, id, 3)
		mustBe(t, "a version that never was", err, errs.NotFound)
		other := get(t, s, bremen, casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01")))
		_, err = s.Version(casetest.As(bremen), other.Held, counselling.Qualifications, d.Qualifications[0].ID, 1)
		mustBe(t, "of another case", err, errs.NotFound)
	})
}
