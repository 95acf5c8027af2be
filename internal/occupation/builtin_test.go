package occupation

import (
	"os"
	"path/filepath"
	"testing"

	"openiq/internal/platform/errs"
)

func TestTheCatalogueThatShipsIsInOrder(t *testing.T) {
	all := builtin()
	c := newCatalogue(all, nil)
	if len(all) < 450 {
		t.Errorf("%d occupations", len(all))
	}
	for _, o := range all {
		if err := check(o, c); err != nil {
			t.Errorf("%s: %v", o.Code, explain(err))
		}
	}
	for code := range asked() {
		o := c.Get(code)
		if o == nil {
			t.Errorf("%s is asked for and not in the catalogue", code)
			continue
		}
		for _, lang := range Languages {
			if o.Names[lang].Title == "" {
				t.Errorf("%s has no name in %s", code, lang)
			}
		}
	}
}

func explain(err error) []errs.Field {
	var wrong errs.Fields
	_ = wrong.Absorb(err)
	return wrong
}

func TestAnEntryIsRefusedForWhatIsWrong(t *testing.T) {
	c := newCatalogue(builtin(), nil)
	for field, spoil := range map[string]func(*Occupation){
		"code":            func(o *Occupation) { o.Code, o.ESCO = "Nurse!", nil },
		"title_m":         func(o *Occupation) { o.TitleM = "" },
		"does":            func(o *Occupation) { o.Does = string(make([]byte, maxDoes+1)) },
		"kind":            func(o *Occupation) { o.Kind = "guild" },
		"authority_group": func(o *Occupation) { o.Group = "" },
		"procedure":       func(o *Occupation) { o.Procedure = "none" },
		"source":          func(o *Occupation) { o.Source = "javascript:alert(1)" },
		"checked_on":      func(o *Occupation) { o.CheckedOn = "yesterday" },
		"valid_to":        func(o *Occupation) { o.ValidFrom, o.ValidTo = "2020-01-01", "2019-12-31" },
		"kldb":            func(o *Occupation) { o.KldB = []string{"8130"} },
		"esco":            func(o *Occupation) { o.ESCO = []string{"nurse"} },
		"succeeds":        func(o *Occupation) { o.Succeeds = "alchemist" },
		"title_uk":        func(o *Occupation) { o.Names["uk"] = Names{} },
	} {
		o := c.Get("nurse").clone()
		spoil(o)
		if wrong := explain(check(o, c)); len(wrong) != 1 || wrong[0].Name != field {
			t.Errorf("%s: %v", field, wrong)
		}
	}
	taken := c.Get("cook").clone()
	taken.ESCO = c.Get("nurse").ESCO
	if wrong := explain(check(taken, c)); len(wrong) != 1 || wrong[0].Key != "occupation.error.esco_taken" {
		t.Errorf("a concept of another occupation: %v", wrong)
	}
}

func TestABrokenFileOfTheCatalogueIsNamed(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "x.csv"), []byte("code,title\nnurse,x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readCatalogue(os.DirFS(dir)); err == nil {
		t.Error("a file without columns is read")
	}
}
