package occupation_test

import (
	"testing"

	"openiq/internal/occupation"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

func TestTitlesAreThoseOfTheCatalogueAsItIs(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := occupation.New(d)
		for _, c := range []struct{ lang, code, want string }{
			{"de", "nurse", "Pflegefachmann / Pflegefachfrau"}, {"xx", "nurse", "Pflegefachmann / Pflegefachfrau"}, {"de", "alchemist", ""}, {"de", "", ""},
		} {
			if title, ok := s.Title(c.lang, c.code); title != c.want || ok != (c.want != "") {
				t.Errorf("%s in %s is %q", c.code, c.lang, title)
			}
		}
		if title, _ := s.Title("en", "nurse"); title == "" || title == "Pflegefachmann / Pflegefachfrau" {
			t.Errorf("a nurse is %q in English", title)
		}
		has, err := s.Has(system)
		if err != nil || !has("nurse") || has("welder") || has("") {
			t.Errorf("the catalogue has the wrong codes: %v", err)
		}
	})
}

func TestWordsMeanOneOccupationOrSeveral(t *testing.T) {
	s := occupation.New(dbtest.SQLite(t, now))
	for text, want := range map[string]string{"nurse": "nurse", "Office Clerk": "office_clerk", "Pflegefachmann / Pflegefachfrau": "nurse", "Bäckerin": "baker", "кухар": "cook"} {
		if codes, sure := s.Meant(text, "de"); !sure || len(codes) != 1 || codes[0] != want {
			t.Errorf("%s means %v", text, codes)
		}
	}
	if codes, sure := s.Meant("Lehrer für", "de"); sure || len(codes) < 2 || len(codes) > 8 {
		t.Errorf("teachers are %v", codes)
	}
	for _, text := range []string{"", "?!", "qqqqqq"} {
		if codes, sure := s.Meant(text, "de"); sure || len(codes) > 0 {
			t.Errorf("%q means %v", text, codes)
		}
	}
}

func TestEditsHaveAHistory(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := occupation.New(d)
		c, err := s.Catalogue(system)
		if err != nil {
			t.Fatal(err)
		}
		if c.Changed("baker") || c.Version("baker") != 0 {
			t.Error("what ships is changed")
		}
		baker := *c.Get("baker")
		for version := range int64(2) {
			baker.Law = []string{"BBiG", "HwO"}[version]
			if err := s.Save(system, &baker, version, ident.Token()); err != nil {
				t.Fatal(err)
			}
		}
		history, err := s.History(system, "baker")
		if err != nil || len(history) != 2 || history[0].Version != 2 || history[1].Actor != "test" || history[1].At == 0 {
			t.Errorf("%v %+v", err, history)
		}
		if c, err = s.Catalogue(system); !c.Changed("baker") || c.Changed("cook") || c.Version("baker") != 2 {
			t.Errorf("%v: changed %t in version %d", err, c.Changed("baker"), c.Version("baker"))
		}
		if err := s.Save(system, &baker, 1, ident.Token()); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an old version is saved: %v", err)
		}
		nurse := c.Get("nurse")
		after := c.Successors(nurse.Succeeds)
		if len(after) != 1 || after[0] != nurse {
			t.Errorf("%s was replaced by %v", nurse.Succeeds, after)
		}
	})
}
