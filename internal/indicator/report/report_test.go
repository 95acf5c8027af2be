package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/sheet"
)

func words(t testing.TB, lang string) report.Words {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return report.Words{P: b.Printer(lang), Names: names}
}

// names knows one network and, as a directory does, calls others by their ids.
func names(dimension, id string) string {
	switch {
	case dimension == "network" && id == "n-1":
		return "Landesnetzwerk Küste"
	case dimension == "network":
		return id
	}
	return ""
}

// byStateAndSex is a table with everything a table can have, and an id that a spreadsheet would compute.
func byStateAndSex() indicator.Answer {
	return indicator.Answer{
		ID: "counselling.cases.new", Unit: "cases", By: []string{"network", "sex"},
		From: clock.MustDay("2015-01-01"), To: clock.MustDay("2018-09-30"), Cutoff: clock.MustDay("2018-09-30"),
		Value: 1300, Valid: 1200, Missing: indicator.Missing{NotFilled: 70, Declined: 30},
		Rows: []indicator.Row{{Codes: []string{"n-1", "female"}, Value: 900}, {Codes: []string{"=1+1", "male"}, Value: 300}},
	}
}

func TestEverythingHasWords(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		w := words(t, lang)
		for _, d := range indicator.Definitions() {
			if !w.P.Has("indicator."+d.ID+".label") || !w.P.Has("indicator."+d.ID+".definition") || !w.P.Has("unit."+d.Unit) ||
				!w.P.Has("figures.group."+report.Group(d.ID)) || !w.P.Has("definition.population."+d.Population) {
				t.Errorf("%s: %s has no label, definition, unit, group or population in words", lang, d.ID)
			}
			for _, name := range d.Dimensions() {
				if text := w.Dimension(&d, name); strings.Contains(text, "dimension.") {
					t.Errorf("%s: %s by %s is called %q", lang, d.ID, name, text)
				}
			}
		}
	}
}

func TestADimensionIsCalledByTheRecordItMeans(t *testing.T) {
	w := words(t, "de")
	for _, c := range []struct{ id, dimension, want string }{
		{"counselling.cases.new", "kind", "Art des Abschlusses"},
		{"counselling.cases.new", "site.kind", "Art der Beratungsstelle"},
		{"measures.schemes", "kind", "Art der Maßnahme"},
		{"fair.services", "kind", "Art der Leistung"},
		{"network.projects", "kind", "Aufgabe des Teilprojekts"},
		{"counselling.cases.new", "case.sex", "Geschlecht (Fall)"},
	} {
		d, _ := indicator.Defined(c.id)
		if got := w.Dimension(d, c.dimension); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.dimension, c.id, got, c.want)
		}
	}
}

func TestCodesAndIDsBecomeWords(t *testing.T) {
	w := words(t, "de")
	for _, c := range []struct{ dimension, code, want string }{
		{"sex", "female", "weiblich"}, {"nationality", "SY", "Syrien"}, {"network", "n-1", "Landesnetzwerk Küste"},
		{"network", "n-2", "n-2"}, {"network", "not_filled", "nicht ausgefüllt"}, {"organisation_kind", "chamber", "Kammer"}, {"project.kind", "supporting", "Begleitendes Projekt"},
		{"quarter", "2018-Q2", "2. Quartal 2018"}, {"refugee", "true", "ja"}, {"themes", "both", "beides"},
		{"state", "TH", "Thüringen"}, {"sex", "not_filled", "nicht ausgefüllt"},
	} {
		if got := w.Code(c.dimension, c.code); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.dimension, c.code, got, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		answer indicator.Answer
		want   string
	}{
		{byStateAndSex(), `{"id":"counselling.cases.new","unit":"cases","from":"2015-01-01","to":"2018-09-30","cutoff":"2018-09-30","value":1300,` +
			`"rows":[{"network":"n-1","sex":"female","value":900},{"network":"=1+1","sex":"male","value":300}],` +
			`"valid":1200,"missing":{"not_filled":70,"declined":30}}` + "\n"},
		{indicator.Answer{ID: "fair.persons", Unit: "persons", By: []string{"sex"}},
			`{"id":"fair.persons","unit":"persons","from":"1970-01-01","to":"1970-01-01","cutoff":"1970-01-01","value":0,` +
				`"rows":[],"valid":0,"missing":{"not_filled":0,"declined":0}}` + "\n"},
		{indicator.Answer{ID: "fair.persons", Unit: "persons", Value: 498, Valid: 498},
			`{"id":"fair.persons","unit":"persons","from":"1970-01-01","to":"1970-01-01","cutoff":"1970-01-01","value":498}` + "\n"},
	} {
		var b bytes.Buffer
		if err := report.JSON(&b, c.answer); err != nil || b.String() != c.want {
			t.Errorf("%v\n%s\nwant\n%s", err, b.String(), c.want)
		}
	}
}

func TestCSV(t *testing.T) {
	for _, c := range []struct {
		answer indicator.Answer
		cell   func(string) string
		want   string
	}{
		{byStateAndSex(), report.Plain, "network,sex,value\nn-1,female,900\n=1+1,male,300\n#valid,,1200\n#not_filled,,70\n#declined,,30\n"},
		{byStateAndSex(), sheet.Safe, "network,sex,value\nn-1,female,900\n'=1+1,male,300\n#valid,,1200\n#not_filled,,70\n#declined,,30\n"},
		{indicator.Answer{Value: 7, Valid: 7}, report.Plain, "value\n7\n"},
	} {
		var b bytes.Buffer
		if err := report.CSV(&b, c.answer, c.cell); err != nil || b.String() != c.want {
			t.Errorf("%v\n%s\nwant\n%s", err, b.String(), c.want)
		}
	}
}

func TestAPeriodThatGoesOnSaysUpToWhenItIsCounted(t *testing.T) {
	a := byStateAndSex()
	a.To = a.Cutoff + 1
	if got := words(t, "de").Period(a); got != "Zeitraum 1. Januar 2015 bis 1. Oktober 2018, gezählt nur bis zum Stichtag 30. September 2018" {
		t.Errorf("got %s", got)
	}
}

func TestTable(t *testing.T) {
	var b bytes.Buffer
	if err := report.Table(&b, words(t, "de"), byStateAndSex()); err != nil {
		t.Fatal(err)
	}
	const want = `Landesnetzwerk        Geschlecht  Anzahl  Anteil
Landesnetzwerk Küste  weiblich       900  75,0 %
=1+1                  männlich       300  25,0 %
gültige Angaben                    1.200
nicht ausgefüllt                      70
keine Angabe                          30
insgesamt                          1.300
`
	if got := strings.ReplaceAll(b.String(), "\u00a0", " "); !strings.HasSuffix(got, "\n\n"+want) || !strings.Contains(got, "Stichtag 30. September 2018") {
		t.Errorf("got\n%s", got)
	}
}

func TestListNamesEachIndicator(t *testing.T) {
	var text, doc bytes.Buffer
	w := words(t, "en")
	if err := report.List(&text, w); err != nil {
		t.Fatal(err)
	}
	if err := report.ListJSON(&doc, w); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(doc.Bytes(), &list); err != nil || len(list) != len(indicator.Definitions()) {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	for _, d := range list {
		for _, key := range []string{"id", "label", "unit", "dimensions", "definition"} {
			if d[key] == nil || d[key] == "" {
				t.Errorf("%v has no %s", d["id"], key)
			}
		}
		if !strings.Contains(text.String(), d["id"].(string)+"\n  "+d["label"].(string)) {
			t.Errorf("%v is not in the list", d["id"])
		}
	}
}

func TestDisplay(t *testing.T) {
	for _, c := range []struct {
		lang  string
		style indicator.Style
		value int64
		want  string
	}{
		{"de", indicator.Exact, 139412, "139.412"}, {"en", indicator.Exact, 139412, "139,412"},
		{"de", indicator.AlmostTens, 57, "knapp 60"}, {"en", indicator.AlmostTens, 59, "almost 60"}, {"en", indicator.AlmostTens, 56, "56"},
		{"de", indicator.AlmostTens, 60, "60"}, {"de", indicator.AboutTens, 48, "rund 50"}, {"en", indicator.AboutTens, 54, "about 50"},
		{"ar", indicator.AboutTens, 55, "about 60"},
	} {
		if got := words(t, c.lang).Display(c.style, c.value); got != c.want {
			t.Errorf("%s %s %d: %q, want %q", c.lang, c.style, c.value, got, c.want)
		}
	}
}

func TestSheetJSON(t *testing.T) {
	layout := &indicator.Sheet{ID: "at-a-glance-2018", Figures: []indicator.SheetFigure{
		{ID: "counselling.sites.mobile", Style: indicator.AlmostTens}, {ID: "measures.persons", Style: indicator.Exact, Note: "source"}}}
	var b bytes.Buffer
	err := report.SheetJSON(&b, words(t, "en"), report.Preview(&indicator.Computed{Sheet: layout, Values: []int64{58, 18746},
		From: clock.MustDay("2015-01-01"), To: clock.MustDay("2018-09-30"), Cutoff: clock.MustDay("2018-09-30")}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"sheet":"at-a-glance-2018","cutoff":"2018-09-30","from":"2015-01-01","to":"2018-09-30","figures":[` +
		`{"id":"counselling.sites.mobile","label":"Mobile counselling offers","value":58,"display":"almost 60","unit":"sites","note":""},` +
		`{"id":"measures.persons","label":"Participations in measures","value":18746,"display":"18,746","unit":"participations","note":"Source: `
	if !strings.HasPrefix(b.String(), want) {
		t.Errorf("%s", b.String())
	}
}
