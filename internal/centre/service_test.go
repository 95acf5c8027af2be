package centre_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/centre"
	"openiq/internal/centre/centretest"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

func ids(all []*centre.Centre) string {
	var words []string
	for _, c := range all {
		words = append(words, c.ID)
	}
	return strings.Join(words, " ")
}

func change(id string, version int64) centre.Change {
	return centre.Change{ID: id, Version: version, Key: ident.Token()}
}

func get(t testing.TB, s *centre.Service, id string) *centre.Centre {
	t.Helper()
	c, err := s.Centre(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenCentresArePublicEvenWhenNothingWasTold(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		s := centretest.Found(t, d)
		open, err := s.Open(context.Background())
		must(t, err)
		if got := ids(open); got != "s1 s3 s2" {
			t.Errorf("open: %s", got)
		}
		c := get(t, s, "s1")
		if !c.Offers(centre.InPerson) || c.Offers(centre.Mobile) || strings.Join(c.Languages, " ") != "de en ar" || c.Organisation != "o1" {
			t.Errorf("%+v", c)
		}
		if !get(t, s, "s2").Offers(centre.Mobile) {
			t.Error("a mobile site offers nothing mobile")
		}
		for _, id := range []string{"s4", "nobody", ""} {
			if _, err := s.Centre(context.Background(), id); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%q: %v", id, err)
			}
		}
	})
}

var full = centre.Told{Street: "Maximilianstraße 1", Phone: "0821 23125 10", Email: "augsburg@example.org", Web: "https://example.org/a",
	Hours: []centre.Opening{{Weekday: time.Monday, Span: centre.Span{From: 540, To: 720}}}, HoursNote: "und nach Vereinbarung",
	Forms: []centre.Form{centre.InPerson, centre.Video}, Access: centre.AccessPartly, Languages: []string{"de", "uk"}, Interpreter: true, Note: "Hinterhof"}

func TestWhatIsToldIsShownAndKept(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		s, other := centretest.Found(t, d), centretest.Service(d)
		before := get(t, s, "s1")
		if gaps := before.Gaps(centretest.Today); !slices.Equal(gaps, []centre.Gap{centre.GapStreet, centre.GapReach, centre.GapHours, centre.GapAccess, centre.GapChecked}) {
			t.Errorf("gaps before: %v", gaps)
		}
		get(t, other, "s1") // the other instance knows the state before
		must(t, s.Save(centretest.Lead, change("s1", 0), full, true))
		for _, s := range []*centre.Service{s, other} {
			c := get(t, s, "s1")
			if c.Version != 1 || c.Street != full.Street || c.HoursOn(time.Monday)[0].String() != "09:00–12:00" || c.Old(centretest.Today) || len(c.Gaps(centretest.Today)) != 0 {
				t.Errorf("%+v", c)
			}
			if !c.Old(centretest.Today+91) || c.Old(centretest.Today+90) {
				t.Error("old at the wrong time")
			}
		}
		if before.Street != "" {
			t.Error("a centre that was handed out has changed")
		}
		second := full
		second.Street = "Annastraße 2"
		must(t, s.Save(centretest.Head, change("s1", 1), second, false))
		history, err := s.History(centretest.Lead, "s1")
		must(t, err)
		if len(history) != 2 || history[0].Street != "Annastraße 2" || history[1].Street != full.Street || history[0].Actor != "head" || history[0].CheckedOn != centretest.Today {
			t.Errorf("%+v", history)
		}
	})
}

func TestWhoSavedMeanwhileIsNotOverwritten(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		s := centretest.Found(t, d)
		must(t, s.Save(centretest.Lead, change("s1", 0), full, false))
		for name, err := range map[string]error{
			"facts": s.Save(centretest.Head, change("s1", 0), full, false), "check": s.Confirm(centretest.Head, change("s1", 0)),
			"stop": func() error { _, err := s.SaveStop(centretest.Head, change("s1", 0), stop); return err }(),
		} {
			if errs.KindOf(err) != errs.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		again := change("s1", 1)
		must(t, s.Confirm(centretest.Lead, again))
		must(t, s.Confirm(centretest.Lead, again)) // sent twice
		if c := get(t, s, "s1"); c.Version != 2 || c.CheckedOn != centretest.Today {
			t.Errorf("version %d, checked on %s", c.Version, c.CheckedOn)
		}
	})
}

func TestOnlyThoseInChargeChange(t *testing.T) {
	s := centretest.Found(t, dbtest.SQLite(t, centretest.Now))
	for _, c := range []struct {
		who  context.Context
		mine string
		kind map[string]errs.Kind
	}{
		{centretest.Lead, "s1", map[string]errs.Kind{"s2": errs.NotFound, "s3": errs.NotFound, "nobody": errs.NotFound}},
		{centretest.Head, "s1 s2", map[string]errs.Kind{"s3": errs.NotFound}},
		{centretest.North, "s3", map[string]errs.Kind{"s1": errs.NotFound}},
		{centretest.Admin, "s1 s3 s2", map[string]errs.Kind{"nobody": errs.NotFound}},
		{centretest.Stranger, "", map[string]errs.Kind{"s1": errs.Forbidden, "nobody": errs.Forbidden}},
	} {
		mine, err := s.Mine(c.who)
		if got := ids(mine); got != c.mine || (err != nil) != (c.mine == "") {
			t.Errorf("%v: %s (%v)", c.who, got, err)
		}
		for id, want := range c.kind {
			_, history := s.History(c.who, id)
			for name, err := range map[string]error{"save": s.Save(c.who, change(id, 0), full, false), "history": history,
				"confirm": s.Confirm(c.who, change(id, 0)), "remove": s.RemoveStop(c.who, change(id, 0), "x"), "cancel": s.Cancel(c.who, change(id, 0), "x", centretest.Today, true)} {
				if errs.KindOf(err) != want {
					t.Errorf("%s %s: %v", name, id, err)
				}
			}
		}
		for _, mine := range mine {
			must(t, s.Save(c.who, change(mine.ID, mine.Version), full, false))
		}
	}
	if err := s.Fill(centretest.Lead, map[string]centre.Told{"s1": full}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the lead of one centre fills all: %v", err)
	}
}

func TestWrongFactsAreNamed(t *testing.T) {
	s := centretest.Found(t, dbtest.SQLite(t, centretest.Now))
	for field, change := range map[string]func(*centre.Told){
		"street":     func(t *centre.Told) { t.Street = strings.Repeat("x", 121) },
		"phone":      func(t *centre.Told) { t.Phone = "ruf an" },
		"email":      func(t *centre.Told) { t.Email = "Augsburg <a@example.org>" },
		"web":        func(t *centre.Told) { t.Web = "javascript:alert(1)" },
		"access":     func(t *centre.Told) { t.Access = "perhaps" },
		"forms":      func(t *centre.Told) { t.Forms = []centre.Form{"letter"} },
		"languages":  func(t *centre.Told) { t.Languages = []string{"klingon"} },
		"note":       func(t *centre.Told) { t.Note = strings.Repeat("x", 501) },
		"hours_note": func(t *centre.Told) { t.HoursNote = strings.Repeat("x", 121) },
		"hours": func(t *centre.Told) {
			t.Hours = []centre.Opening{{Weekday: time.Friday, Span: centre.Span{From: 600, To: 600}}}
		},
	} {
		told := full
		change(&told)
		if got := wrongFields(s.Save(centretest.Lead, centre.Change{ID: "s1", Key: ident.Token()}, told, false)); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: %v are wrong", field, got)
		}
	}
	for _, phone := range []string{"0821 23125 10", "+49 (821) 23125-10", "030/23125000"} {
		told := full
		told.Phone = phone
		must(t, s.Save(centretest.Lead, change("s1", get(t, s, "s1").Version), told, false))
	}
}
