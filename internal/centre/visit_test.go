package centre_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"openiq/internal/centre"
	"openiq/internal/centre/centretest"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

func wrongFields(err error) []string {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid {
		return nil
	}
	var names []string
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	return names
}

// stop is every Wednesday in Kaufbeuren.
var stop = centre.Stop{Street: "Rathaus, Kaiser-Max-Straße 1", Postcode: "87600", Place: "Kaufbeuren", On: day("2018-10-17"), Span: centre.Span{From: 600, To: 720},
	Repeat: centre.Weekly, Until: day("2018-11-07")}

func dates(c *centre.Centre) string {
	var words []string
	for _, v := range c.Visits {
		words = append(words, v.Day.String())
	}
	return strings.Join(words, " ")
}

func TestMobileDatesCanBeCalledOff(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		s := centretest.Found(t, d)
		id, err := s.SaveStop(centretest.Head, change("s2", 0), stop)
		must(t, err)
		c := get(t, s, "s2")
		if dates(c) != "2018-10-17 2018-10-24 2018-10-31 2018-11-07" || c.Next().State != "BY" || c.Next().Lat != 47.88 {
			t.Errorf("%s: %+v", dates(c), c.Next().Stop)
		}
		must(t, s.Cancel(centretest.Head, change("s2", 1), id, day("2018-10-24"), true))
		if got := dates(get(t, s, "s2")); got != "2018-10-17 2018-10-31 2018-11-07" {
			t.Errorf("after one was cancelled: %s", got)
		}
		later := stop
		later.ID, later.From = id, 660
		_, err = s.SaveStop(centretest.Head, change("s2", 2), later)
		must(t, err)
		if got := get(t, s, "s2"); dates(got) != "2018-10-17 2018-10-31 2018-11-07" || got.Next().From != 660 {
			t.Errorf("after the time was changed: %s", dates(got))
		}
		must(t, s.Cancel(centretest.Head, change("s2", 3), id, day("2018-10-24"), false))
		for _, wrong := range []clock.Day{day("2018-10-25"), day("2018-11-14"), day("2018-10-10")} {
			if err := s.Cancel(centretest.Head, change("s2", 4), id, wrong, true); errs.KindOf(err) != errs.NotFound {
				t.Errorf("a date that is none is cancelled: %v", err)
			}
		}
		must(t, s.RemoveStop(centretest.Head, change("s2", 4), id))
		if c := get(t, s, "s2"); len(c.Stops) != 0 || c.Next() != nil {
			t.Errorf("%+v", c.Stops)
		}
		if err := s.RemoveStop(centretest.Head, change("s2", 5), id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("removed twice: %v", err)
		}
	})
}

func TestWrongStopsAreNamed(t *testing.T) {
	s := centretest.Found(t, dbtest.SQLite(t, centretest.Now))
	for field, change := range map[string]func(*centre.Stop){
		"street":   func(s *centre.Stop) { s.Street = strings.Repeat("x", 121) },
		"place":    func(s *centre.Stop) { s.Place = "" },
		"postcode": func(s *centre.Stop) { s.Postcode = "8760" },
		"on":       func(s *centre.Stop) { s.On, s.Until = day("2118-10-17"), day("2118-10-17") },
		"to":       func(s *centre.Stop) { s.To = s.From },
		"repeat":   func(s *centre.Stop) { s.Repeat = "yearly" },
		"until":    func(s *centre.Stop) { s.Until = s.On - 1 },
	} {
		wrong := stop
		change(&wrong)
		_, err := s.SaveStop(centretest.Head, centre.Change{ID: "s2", Key: ident.Token()}, wrong)
		if got := wrongFields(err); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: %v are wrong", field, got)
		}
	}
	forever := stop
	forever.Until = 0
	if _, err := s.SaveStop(centretest.Head, change("s2", 0), forever); !slices.Equal(wrongFields(err), []string{"until"}) {
		t.Errorf("a stop for ever: %v", err)
	}
}

func TestTheNearestCentreComesFirst(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		s := centretest.Found(t, d)
		must(t, s.Fill(centretest.Machine, map[string]centre.Told{"s2": {Stops: []centre.Stop{
			{ID: "a", Postcode: "86150", Place: "Augsburg", State: "BY", Lat: 48.36, Lon: 10.88, Located: true, On: centretest.Today + 9, Span: centre.Span{From: 600, To: 660}, Repeat: centre.Once},
			{ID: "b", Postcode: "87600", Place: "Kaufbeuren", State: "BY", Lat: 47.88, Lon: 10.62, Located: true, On: centretest.Today + 2, Span: centre.Span{From: 600, To: 660}, Repeat: centre.Once},
		}}, "s3": {Forms: []centre.Form{centre.Phone}, Access: centre.AccessYes}}))
		for name, c := range map[string]struct {
			near   centre.Where
			filter centre.Filter
			want   string
		}{
			"Augsburg":       {centre.Where{Lat: 48.37, Lon: 10.89, Located: true}, centre.Filter{}, "s1 0 -; s2 83 a 1; s3 544 -"},
			"Kempten":        {centre.Where{Lat: 47.73, Lon: 10.31, Located: true}, centre.Filter{}, "s2 0 b 29; s1 83 -; s3 604 -"},
			"Bavaria":        {centre.Where{State: "BY"}, centre.Filter{}, "s1 ? -; s2 ? b"},
			"Hesse":          {centre.Where{State: "HE"}, centre.Filter{}, ""},
			"anywhere":       {centre.Where{}, centre.Filter{}, "s1 ? -; s3 ? -; s2 ? b"},
			"in Ukrainian":   {centre.Where{}, centre.Filter{Language: "uk"}, "s3 ? -"},
			"by phone":       {centre.Where{}, centre.Filter{Forms: []centre.Form{centre.Phone}}, "s3 ? -"},
			"mobile":         {centre.Where{}, centre.Filter{Forms: []centre.Form{centre.Mobile}}, "s2 ? b"},
			"both":           {centre.Where{}, centre.Filter{Forms: []centre.Form{centre.Mobile, centre.Phone}}, ""},
			"step-free":      {centre.Where{}, centre.Filter{StepFree: true}, "s3 ? -"},
			"not in Klingon": {centre.Where{}, centre.Filter{Language: "tlh"}, ""},
		} {
			all, err := s.Nearest(context.Background(), c.near, c.filter)
			must(t, err)
			if got := words(all); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
	})
}

// words are what was found: id, kilometres, and the stop near with its kilometres.
func words(all []centre.Found) string {
	var lines []string
	for _, f := range all {
		km, near := "?", "-"
		if f.Known {
			km = fmt.Sprintf("%.0f", f.Km)
		}
		if f.Near != nil {
			near = f.Near.ID
		}
		if f.Near != nil && f.Known {
			near += fmt.Sprintf(" %.0f", f.NearKm)
		}
		lines = append(lines, f.ID+" "+km+" "+near)
	}
	return strings.Join(lines, "; ")
}

func TestPlacesAreFoundWithoutKnowingGermany(t *testing.T) {
	s := centretest.Found(t, dbtest.SQLite(t, centretest.Now))
	for text, want := range map[string]string{
		"86150": "Augsburg 86150 BY 48.37", // the centre's own place, not the region
		"86199": " 861 BY 48.35", "augs": "Augsburg 86150 BY 48.37", "AUGSBURG": "Augsburg 86150 BY 48.37", "Bayern": "  BY 0.00", "thüringen": "  TH 0.00",
		"NRW": "  NW 0.00", "Bremen": "  HB 0.00; Bremen 28195 HB 53.08", "87600": "Pforzen 87600 BY 47.93; Kaufbeuren 87600 BY 47.88",
		"Atlantis": "", "": "", "au": "", "00000": "",
	} {
		all, err := s.Find(context.Background(), text)
		must(t, err)
		var lines []string
		for _, w := range all {
			lines = append(lines, fmt.Sprintf("%s %s %s %.2f", w.Name, w.Postcode, w.State, w.Lat))
		}
		if got := strings.Join(lines, "; "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFillLeavesWhatWasTold(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		s := centretest.Found(t, d)
		must(t, s.Save(centretest.Lead, change("s1", 0), full, false))
		all := map[string]centre.Told{"s1": {Street: "Falsch 1"}, "s3": {Street: "Am Wall 3"}}
		must(t, s.Fill(centretest.Machine, all))
		must(t, s.Fill(centretest.Machine, all))
		if get(t, s, "s1").Street != full.Street || get(t, s, "s3").Street != "Am Wall 3" || get(t, s, "s3").Version != 1 {
			t.Error("filled wrongly")
		}
		if err := s.Fill(centretest.Machine, map[string]centre.Told{"s2": {Phone: "keine"}}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("anything is filled in: %v", err)
		}
	})
}
