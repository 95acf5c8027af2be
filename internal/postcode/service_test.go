package postcode

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

var (
	now    = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	system = db.WithActor(authz.AsSystem(context.Background(), "test"), "test")
)

func parsed(t *testing.T, text string) []Place {
	t.Helper()
	places, err := parse("f", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return places
}

func TestAnImportSaysWhatChanged(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := New(d)
		moved := strings.Replace(tabs, "53.0758", "53.0759", 1)
		for i, c := range []struct {
			text string
			want Change
		}{
			{tabs, Change{New: 5}},
			{tabs, Change{Unchanged: 5}},
			{moved, Change{Unchanged: 4, Changed: 1}},
			{moved[:strings.Index(moved, "DE\t01053")], Change{Unchanged: 3, Gone: 2}},
		} {
			change, err := s.Import(system, parsed(t, c.text))
			if err != nil || change != c.want {
				t.Errorf("import %d: %v, %v; want %v", i, change, err, c.want)
			}
			for name, s := range map[string]*Service{"the same": s, "another": New(d)} {
				found, err := s.Find(system, "28195")
				if err != nil || len(found) != 1 || (found[0].Lat == 53.0759) != (i > 1) {
					t.Errorf("%s instance after import %d finds %+v, %v", name, i, found, err)
				}
			}
		}
	})
}

func TestAPostcodeInSeveralLaenderGivesAll(t *testing.T) {
	x := newIndex(parsed(t, tabs))
	for text, want := range map[string]string{
		"07919": "SN TH", "07919 Langenbach": "TH", "07919 Anderswo": "SN TH", "D-28195": "HB", "de 28195 Bremen": "HB", " 28195, Bremen\n": "HB",
		"٢٨١٩٥": "HB", "２８１９５": "HB", "𝟐𝟖𝟏𝟗𝟓": "HB", "079": "SN TH", "01053": "SN", "28199": "HB", "28799": "HB NI", "281": "HB", "287": "HB NI", "2819": "HB",
		"Bremen": "HB", "BREM": "HB", "muehltroff": "SN", "Muhltroff": "", "mühl": "SN", "Beispiel": "", "Bremen%": "HB", "00000": "", "28": "",
		"281955": "", "28195abc": "HB", "' OR 1=1 --": "", "": "", "   ": "", "\x00": "", "😀": "", "\xff\xfe": "", ".*": "",
		strings.Repeat("a", 10_000): "", strings.Repeat("1", 10_000): "",
	} {
		got := strings.Join(States(x.find(text)), " ")
		if wants := strings.Fields(want); len(wants) > 1 && got != want && got != wants[1]+" "+wants[0] || len(wants) < 2 && got != want {
			t.Errorf("%.40q lies in %q instead of %q", text, got, want)
		}
	}
}

func TestANameIsOneADistrict(t *testing.T) {
	text := "plz,ags5,land,place,lat,lon\n10115,11000,BE,Berlin,52,13\n10117,11000,BE,Berlin,53,14\n01896,14625,SN,Berlin,51,14\n14001,12001,BB,Berlinchen,52.5,13\n"
	found := newIndex(parsed(t, text)).find("berlin")
	if len(found) != 3 || found[0].Postcode == "" == (found[1].Postcode == "") || found[2].Name != "Berlinchen" {
		t.Fatalf("%+v", found)
	}
	i := slices.IndexFunc(found, func(p Place) bool { return p.State == "BE" })
	if found[i].Lat != 52.5 || found[i].Lon != 13.5 {
		t.Errorf("%+v is not in the middle", found[i])
	}
}

func TestTheRegionsAreSound(t *testing.T) {
	all := regions()
	found := map[string]bool{}
	for region, places := range all {
		if len(region) != 3 {
			t.Errorf("region %q", region)
		}
		for _, p := range places {
			found[p.State] = true
			if !slices.Contains(states, p.State) || p.Lat < 47 || p.Lat > 55.1 || p.Lon < 5.8 || p.Lon > 15.1 {
				t.Errorf("%+v", p)
			}
		}
	}
	if len(all) < 650 || len(found) != 16 {
		t.Errorf("%d regions in %d Laender", len(all), len(found))
	}
	for _, broken := range []string{"region,states,lat,lon\n281,HB,x,8\n", "region,states,lat,lon\n281,HB,53,x\n", "region,states\n281,HB\n"} {
		if _, err := readRegions(broken); err == nil {
			t.Errorf("%q is read", broken)
		}
	}
}

func TestTheRealFile(t *testing.T) {
	folder := os.Getenv("OPENIQ_TESTDATA")
	if folder == "" {
		t.Skip("without OPENIQ_TESTDATA the publishers' files are left out")
	}
	places, err := Read(filepath.Join(folder, "geo", "plz_compact.csv"))
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := New(d)
		first, err := s.Import(system, slices.Clone(places))
		if err != nil || first != (Change{New: len(places)}) {
			t.Fatalf("%v, %v", first, err)
		}
		if again, err := s.Import(system, slices.Clone(places)); err != nil || again != (Change{Unchanged: len(places)}) {
			t.Errorf("again: %v, %v", again, err)
		}
		compareWithRegions(t, s, places)
		for text, want := range map[string]string{"07919": "SN TH", "89070": "BW BY", "01067": "SN", "Görlitz": "SN", "Düsseldorf": "NW"} {
			found, err := s.Find(system, text)
			got := States(found)
			slices.Sort(got)
			if err != nil || strings.Join(got, " ") != want {
				t.Errorf("%s lies in %v, %v", text, got, err)
			}
		}
		if found, _ := s.Find(system, "Commerzbank"); len(found) > 0 {
			t.Errorf("a customer is found as a place: %+v", found[0])
		}
	})
}

// compareWithRegions looks whether the built-in table has the Land of every place that is no customer's.
func compareWithRegions(t *testing.T, s *Service, places []Place) {
	t.Helper()
	several := map[string]bool{}
	for _, p := range places {
		found, err := s.Find(system, p.Postcode)
		if err != nil || !slices.Contains(found, p) {
			t.Fatalf("%s finds %+v, %v", p.Postcode, found, err)
		}
		several[p.Postcode] = len(States(found)) > 1
		known := slices.ContainsFunc(regions()[p.Postcode[:3]], func(r Place) bool { return r.State == p.State })
		if !known && !p.Company {
			t.Errorf("the region of %+v does not know its Land", p)
		}
	}
	n := 0
	for _, is := range several {
		if is {
			n++
		}
	}
	if n != 32 {
		t.Errorf("%d postcodes lie in several Laender", n)
	}
}
