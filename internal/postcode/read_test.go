package postcode

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tabs is GeoNames' format: two places of a postcode, one of them twice; a postcode in two Laender; a customer; no district.
const tabs = "DE\t28195\tBremen\tBremen\tHB\t\t00\tKreisfreie Stadt Bremen\t04011\t53.0758\t8.8072\t4\r\n" +
	"DE\t07919\tMühltroff\tSachsen\tSN\t\t00\tVogtlandkreis\t14523\t50.5406\t11.9284\t4\n" +
	"DE\t07919\tLangenbach\tThüringen\tTH\t\t00\tSaale-Orla-Kreis\t16075\t50.53\t11.85\t4\n" +
	"DE\t07919\tLangenbach\tThüringen\tTH\t\t00\tSaale-Orla-Kreis\t16075\t50.54\t11.86\t4\n" +
	"\n" +
	"DE\t01053\tBeispiel Werke AG\tSachsen\tSN\t\t00\tDresden, Stadt\t14612\t51.05\t13.73\t\n" +
	"DE\t99999\tNirgendwo\tThüringen\tTH\t\t\t\t\t51\t11\t"

func TestBothFormatsAreRead(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "DE.zip")
	f, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range map[string]string{"readme.txt": "about", "DE.txt": tabs} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	table := "land,plz,ags5,place,n,lat,lon\nHB,28195,04011,Bremen,1,53.0758,8.8072\n"
	for name, c := range map[string]struct {
		text   string // none: the file is there
		places int
	}{"DE.txt": {tabs, 5}, "small.csv": {"\ufeff" + table, 1}, "DE.zip": {"", 5}} {
		file := filepath.Join(dir, name)
		if c.text != "" {
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		places, err := Read(file)
		if err != nil || len(places) != c.places {
			t.Errorf("%s: %+v, %v", name, places, err)
		}
		for _, p := range places {
			if p.Company != (p.Postcode == "01053") {
				t.Errorf("%s: %+v is taken for a company or a place", name, p)
			}
			if p.Postcode == "28195" && p != (Place{"28195", "Bremen", "HB", "04011", 53.0758, 8.8072, false}) {
				t.Errorf("%s: %+v", name, p)
			}
		}
	}
}

func TestAnErrorNamesTheLine(t *testing.T) {
	good := "DE\t28195\tBremen\tBremen\tHB\t\t\t\t04011\t53\t8\t4\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":         {"", "f:1: neither"},
		"only a header":   {"plz,ags5,land,place,n_places,lat,lon\n", "f: no place"},
		"another table":   {"code,title\nx,y\n", "f:1: plz: there is no such column"},
		"columns":         {good + "DE\t28195\tBremen\n", "f:2: 3 columns instead of 12"},
		"another country": {strings.Replace(good, "DE", "AT", 1), `f:1: country code: "AT"`},
		"postcode":        {strings.Replace(good, "28195", "2819", 1), `f:1: postcode: "2819"`},
		"arabic digits":   {strings.Replace(good, "28195", "٢٨١٩٥", 1), "f:1: postcode:"},
		"no name":         {strings.Replace(good, "\tBremen\t", "\t \t", 1), "f:1: place:"},
		"control":         {strings.Replace(good, "\tBremen\t", "\tBre\x00men\t", 1), "f:1: place:"},
		"not UTF-8":       {strings.Replace(good, "\tBremen\t", "\tBr\xe4men\t", 1), "f:1: place:"},
		"long name":       {strings.Replace(good, "\tBremen\t", "\t"+strings.Repeat("x", 201)+"\t", 1), "f:1: place:"},
		"Land":            {strings.Replace(good, "HB", "XX", 1), `f:1: Land: "XX"`},
		"no Land":         {"DE\t28195\tBremen\t\t\t\t\t\t\t53\t8\t4\n", "f:1: Land: neither"},
		"district":        {strings.Replace(good, "04011", "99011", 1), `f:1: district: "99011"`},
		"contradiction":   {strings.Replace(good, "04011", "03011", 1), "f:1: district: 03011 lies in NI, not in HB"},
		"latitude":        {strings.Replace(good, "53", "93", 1), `f:1: latitude: "93"`},
		"not a number":    {strings.Replace(good, "53", "NaN", 1), `f:1: latitude: "NaN"`},
		"longitude":       {strings.Replace(good, "\t8\t", "\t\t", 1), `f:1: longitude: ""`},
		"quotes":          {"plz,ags5,land,place,lat,lon\n28195,04011,HB,\"Bremen,53,8\n", "f: parse error on line 2"},
		"a long line":     {good + strings.Repeat("x", 1<<20), "f:2: bufio.Scanner: token too long"},
	} {
		places, err := parse("f", strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || places != nil {
			t.Errorf("%s: %v instead of %s", name, err, c.want)
		}
	}
	if _, err := parse("f", strings.NewReader(good)); err != nil {
		t.Error(err)
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none.zip")); err == nil {
		t.Error("a file that is not there is read")
	}
	_, err := parse("f", strings.NewReader(strings.Repeat("DE\tx\n", 1000)))
	if n := strings.Count(err.Error(), "\n") + 1; n != mostProblems {
		t.Errorf("%d problems of 1000 are listed", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(tabs)
	f.Add("plz,ags5,land,place,n_places,lat,lon\n28195,04011,HB,Bremen,1,53.0758,8.8072\n")
	f.Add("plz,ags5,land,place,lat,lon\n28195,,HB,\"Bre\nmen\",5e1,+8\n")
	f.Fuzz(func(t *testing.T, text string) {
		places, err := parse("f", strings.NewReader(text))
		if (err == nil) != (len(places) > 0) {
			t.Fatalf("%d places and the error %v", len(places), err)
		}
		keys := map[[4]string]bool{}
		for _, p := range places {
			if keys[p.key()] || len(p.Postcode) != 5 || p.State == "" || !isName(p.Name) || !(p.Lat > 46 && p.Lat < 57) {
				t.Fatalf("%+v is taken in", p)
			}
			keys[p.key()] = true
		}
		for _, p := range newIndex(places).find(text) {
			if p.State == "" {
				t.Fatalf("%+v is found", p)
			}
		}
	})
}
