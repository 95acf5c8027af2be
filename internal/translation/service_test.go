package translation

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/locale"
)

var at = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))

// ships are a few texts in three languages.
func ships() (*shipped, error) {
	days := formed("one", "ein Tag", "other", "{{.Count}} Tage")
	s := &shipped{
		languages: []string{"de", "en", "uk"}, keys: []string{"a", "b", "days"},
		status: map[string]string{"de": "source", "en": reviewed, "uk": drafted},
		texts: map[string]map[string]locale.Text{
			"de": {"a": plain("Hallo {{.Name}}"), "b": plain("Tschüss"), "days": days},
			"en": {"a": plain("Hello {{.Name}}"), "b": plain("Bye"), "days": formed("one", "a day", "other", "{{.Count}} days")},
			"uk": {"a": plain("Привіт {{.Name}}"), "b": plain("Бувай")},
		},
		origins: map[string]map[string]locale.Origin{},
	}
	s.origins["uk"] = map[string]locale.Origin{
		"a": {Source: plain("Hallo {{.Name}}").Digest(), Translation: plain("Привіт {{.Name}}").Digest()},
		"b": {Source: plain("Auf Wiedersehen").Digest(), Translation: plain("Бувай").Digest()},
	}
	return s, nil
}

func newService(d *db.DB) *Service {
	s := New(d)
	s.shipped = ships
	return s
}

func acting(id string, actions ...authz.Action) context.Context {
	actor := &authz.Actor{ID: id, Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, actions...)}}
	return authz.With(db.WithActor(context.Background(), id), actor)
}

var (
	editor     = acting("editor", ActionEdit, ActionGive)
	translator = acting("translator", ActionEdit)
	reader     = acting("reader")
)

func each(t *testing.T, fn func(t *testing.T, s *Service)) {
	t.Helper()
	dbtest.Each(t, at, func(t *testing.T, d *db.DB) { fn(t, newService(d)) })
}

// entry is a text as it is now.
func (s *Service) entry(t *testing.T, lang, key string) *Entry {
	t.Helper()
	table, err := s.Table(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return table.Language(lang).Entry(key)
}

// change is a change of a text as it is now.
func (s *Service) change(t *testing.T, lang, key string, text locale.Text) Change {
	t.Helper()
	e := s.entry(t, lang, key)
	return Change{Lang: lang, Key: key, Text: &text, Version: e.Version, German: e.German.Digest()}
}

func (s *Service) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsMissingAndOutdatedAsItShips(t *testing.T) {
	s := newService(dbtest.SQLite(t, at))
	table, err := s.Table(context.Background())
	s.must(t, err)
	uk := table.Language("uk")
	if uk.Total != 3 || uk.Missing != 1 || uk.Outdated != 1 || uk.Reviewed != 0 || !uk.Drafted {
		t.Errorf("%+v", uk)
	}
	if en := table.Language("en"); en.Reviewed != 3 || en.Drafted {
		t.Errorf("%+v", en)
	}
	for only, want := range map[Only]string{OnlyMissing: "days", OnlyOutdated: "b", OnlyNotReviewed: "a b", "": "a b days"} {
		var keys []string
		for _, e := range uk.Find(only, "") {
			keys = append(keys, e.Key)
		}
		if got := strings.Join(keys, " "); got != want {
			t.Errorf("%q: %s, want %s", only, got, want)
		}
	}
	for search, want := range map[string]int{"tsch": 1, "прив": 1, "DAYS": 1, "tage": 1, "zzz": 0} {
		if got := len(uk.Find("", search)); got != want {
			t.Errorf("%s: %d found", search, got)
		}
	}
}

func TestALanguageBecomesReviewedTextByText(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		for key, text := range map[string]locale.Text{"a": plain("Привіт {{.Name}}"), "b": plain("До побачення"),
			"days": formed("one", "{{.Count}} день", "few", "{{.Count}} дні", "many", "{{.Count}} днів")} {
			if !s.entry(t, "en", "a").Reviewed || s.status(t, "uk") != "" {
				t.Fatal("reviewed too early")
			}
			c := s.change(t, "uk", key, text)
			c.Reviewed = true
			s.must(t, s.Save(editor, c, "key-"+key))
		}
		if s.status(t, "uk") != reviewed {
			t.Error("every text is reviewed, but not the language")
		}
		if e := s.entry(t, "uk", "a"); e.Own || !e.Reviewed || e.Version != 1 {
			t.Errorf("a reviewed text that ships is still the shipped one: %+v", e)
		}
		texts := s.override(t)["uk"]
		if texts["days"].Forms["other"] != "{{.Count}} днів" || len(texts) != 3 {
			t.Errorf("%v", texts)
		}
		// When the German text changes, what was translated from it is outdated, and with it the language.
		s.must(t, s.Save(editor, s.change(t, "de", "b", plain("Auf bald")), "key-de"))
		if e := s.entry(t, "uk", "b"); !e.Outdated || e.Reviewed || s.status(t, "uk") != "" || s.override(t)["de"]["b"].Plain != "Auf bald" {
			t.Errorf("%+v", e)
		}
		if e := s.entry(t, "uk", "a"); e.Outdated || !e.Reviewed {
			t.Errorf("%+v", e)
		}
	})
}

func (s *Service) override(t *testing.T) map[string]map[string]locale.Text {
	t.Helper()
	table, err := s.Table(context.Background())
	s.must(t, err)
	return table.Override()
}

func (s *Service) status(t *testing.T, lang string) string {
	t.Helper()
	return s.override(t)[lang][statusKey].Plain
}

func TestChangesMeetConflictsAndCanBeTakenBack(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		first := s.change(t, "uk", "b", plain("До зустрічі"))
		late := s.change(t, "uk", "b", plain("Па"))
		s.must(t, s.Save(editor, first, "k1"))
		s.must(t, s.Save(editor, first, "k1")) // sent twice
		if err := s.Save(editor, late, "k2"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("somebody saved meanwhile: %v", err)
		}
		late.Version, late.German = 1, plain("Ciao").Digest()
		if err := s.Save(editor, late, "k3"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("the German text changed meanwhile: %v", err)
		}
		bad := s.change(t, "uk", "b", plain("<b>"))
		if err := s.Save(editor, bad, "k4"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("HTML: %v", err)
		}
		back := s.change(t, "uk", "b", locale.Text{})
		back.Text = nil
		s.must(t, s.Save(editor, back, "k5"))
		if e := s.entry(t, "uk", "b"); e.Text.Plain != "Бувай" || e.Own || !e.Outdated {
			t.Errorf("the shipped text counts again: %+v", e)
		}
		back = s.change(t, "uk", "days", locale.Text{})
		back.Text = nil
		if err := s.Save(editor, back, "k6"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("nothing ships: %v", err)
		}
		history, err := s.History(editor, "uk", "b")
		if err != nil || len(history) != 2 || history[0].Text != nil || history[1].Text.Plain != "До зустрічі" || history[1].Actor != "editor" {
			t.Errorf("%+v %v", history, err)
		}
	})
}

func TestWhoMayTranslateWhat(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		c := s.change(t, "uk", "b", plain("Па"))
		for name, ctx := range map[string]context.Context{"without a language": translator, "without the right": reader, "nobody": context.Background()} {
			if err := s.Save(ctx, c, "k"); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := s.Import(ctx, "uk", nil, false, false, "k"); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
			if err := s.Give(ctx, "translator", []string{"uk"}, "k"); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Give(editor, "translator", []string{"xx"}, "k1"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("no language: %v", err)
		}
		s.must(t, s.Give(editor, "translator", []string{"uk", "uk"}, "k2"))
		s.must(t, s.Save(translator, c, "k3"))
		if err := s.Save(translator, s.change(t, "en", "b", plain("See you")), "k4"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a language of somebody else: %v", err)
		}
		if _, err := s.History(translator, "en", "b"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a history of somebody else: %v", err)
		}
		given, err := s.Given(editor)
		if err != nil || !slices.Equal(given["translator"], []string{"uk"}) {
			t.Errorf("%v %v", given, err)
		}
		s.must(t, s.Give(editor, "translator", nil, "k5"))
		if mine, err := s.Mine(translator); err != nil || len(mine) != 0 {
			t.Errorf("%v %v", mine, err)
		}
		if mine, err := s.Mine(editor); err != nil || len(mine) != 3 {
			t.Errorf("%v %v", mine, err)
		}
		for _, missing := range []Change{{Lang: "uk", Key: "zzz"}, {Lang: "uk"}} {
			if err := s.Save(editor, missing, "k6"); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%+v: %v", missing, err)
			}
		}
	})
}

// export is the catalogue of Ukrainian, with some of its words replaced.
func (s *Service) export(t *testing.T, replaced ...string) []byte {
	t.Helper()
	table, err := s.Table(context.Background())
	s.must(t, err)
	var file bytes.Buffer
	s.must(t, WritePO(&file, "uk", table.Language("uk").Entries, clock.InstantOf(at.Now().Add(-time.Hour))))
	return []byte(strings.NewReplacer(replaced...).Replace(file.String()))
}

func TestACatalogueIsTakenOver(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		file := s.export(t, "Привіт", "Вітаю", `msgstr[0] ""`, `msgstr[0] "{{.Count}} день"`, `msgstr[1] ""`, `msgstr[1] "{{.Count}} дні"`, `msgstr[2] ""`, `msgstr[2] "{{.Count}} днів"`)
		report, err := s.Import(editor, "uk", file, false, true, "k1")
		if err != nil || !report.Stored || report.Count(Changed) != 1 || report.Count(Added) != 1 || report.Count(Open) != 1 {
			t.Fatalf("%+v %v", report, err)
		}
		if e := s.entry(t, "uk", "a"); e.Text.Plain != "Вітаю {{.Name}}" || !e.Reviewed {
			t.Errorf("%+v", e)
		}
		if report, err = s.Import(editor, "uk", s.export(t, "#, fuzzy\n", ""), false, true, "k2"); err != nil || report.Count(Unchanged) != 3 || !report.Stored {
			t.Errorf("the outdated text is found right: %+v %v", report, err)
		}
		if s.status(t, "uk") != reviewed {
			t.Error("all is reviewed")
		}
		if report, err = s.Import(editor, "uk", s.export(t), false, false, "k3"); err != nil || report.Stored {
			t.Errorf("nothing to store: %+v %v", report, err)
		}
	})
}

func TestARefusedTextStopsTheWholeFile(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		file := s.export(t, "Привіт {{.Name}}", "Привіт", "#, fuzzy\n", "", "Бувай", "Па")
		report, err := s.Import(editor, "uk", file, false, false, "k1")
		if err != nil || report.Stored || len(report.Refusals()) != 1 {
			t.Fatalf("%+v %v", report, err)
		}
		if f := report.Refusals()[0]; f.Key != "a" || f.Line == 0 || f.Wrong.Key != "translation.error.missing_value" {
			t.Errorf("%+v", f)
		}
		if s.entry(t, "uk", "b").Text.Plain != "Бувай" {
			t.Error("half a file was stored")
		}
		if report, err = s.Import(editor, "uk", file, true, false, "k2"); err != nil || !report.Stored || s.entry(t, "uk", "b").Text.Plain != "Па" || s.entry(t, "uk", "a").Own {
			t.Errorf("the rest was asked for: %+v %v", report, err)
		}
	})
}

func TestCataloguesThatDoNotFit(t *testing.T) {
	s := newService(dbtest.SQLite(t, at))
	for name, replaced := range map[string][]string{
		"of another language": {"Language: uk", "Language: ru"},
		"with other forms":    {"nplurals=3", "nplurals=2"},
		"broken":              {"msgstr", "msg"},
	} {
		if _, err := s.Import(editor, "uk", s.export(t, replaced...), true, false, "k"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		replaced []string
		want     string
	}{
		"an unknown key":    {[]string{`msgctxt "a"`, `msgctxt "zzz"`}, "translation.error.key"},
		"a key twice":       {[]string{`msgctxt "b"`, `msgctxt "a"`}, "translation.error.twice"},
		"an old German one": {[]string{`msgid "Hallo`, `msgid "Moin`}, "translation.error.source_changed"},
		"too few forms":     {[]string{"msgstr[2] \"\"\n", "", `msgstr[0] ""`, `msgstr[0] "x"`}, "translation.error.plural_forms"},
	} {
		report, err := s.Import(editor, "uk", s.export(t, c.replaced...), true, false, "k"+name)
		if err != nil || len(report.Refusals()) == 0 || report.Refusals()[0].Wrong.Key != c.want {
			t.Errorf("%s: %+v %v", name, report, err)
		}
	}
}

// Somebody stores a text after the file was written: the file does not undo it, unless it says the same.
func TestAFileDoesNotUndoWhatOthersStored(t *testing.T) {
	s := newService(dbtest.SQLite(t, at))
	file := s.export(t, "Бувай", "Па", "#, fuzzy\n", "")
	s.must(t, s.Save(editor, s.change(t, "uk", "b", plain("До зустрічі")), "k1"))
	report, err := s.Import(editor, "uk", file, true, false, "k2")
	if err != nil || len(report.Refusals()) != 1 || report.Refusals()[0].Wrong.Key != "translation.error.meanwhile" || s.entry(t, "uk", "b").Text.Plain != "До зустрічі" {
		t.Errorf("%+v %v", report, err)
	}
	if report, err = s.Import(editor, "uk", bytes.ReplaceAll(file, []byte(exportedAt), []byte("X-Other")), true, false, "k3"); err != nil || !report.Stored {
		t.Errorf("a file of another origin is taken for new: %+v %v", report, err)
	}
}

// A text that was stored for a German one with other values must not break the page.
func TestAStoredTextThatNoLongerFitsDoesNotCount(t *testing.T) {
	known, _ := ships()
	table := newTable(known, []stored{
		{lang: "uk", key: "a", version: 1, text: &locale.Text{Plain: "{{.Gone}}"}},
		{lang: "uk", key: "gone", version: 1, text: &locale.Text{Plain: "x"}},
		{lang: "xx", key: "a", version: 1, text: &locale.Text{Plain: "x"}},
	})
	if e := table.Language("uk").Entry("a"); e.Own || e.Text.Plain != "Привіт {{.Name}}" {
		t.Errorf("%+v", e)
	}
}
