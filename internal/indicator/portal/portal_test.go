package portal_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/indicator/portal"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// hands is a clock that a test can turn on.
type hands struct{ day atomic.Int64 }

func (h *hands) Now() time.Time { return clock.Day(h.day.Load()).Start().Time().Add(10 * time.Hour) }

func (h *hands) set(day string) { h.day.Store(int64(clock.MustDay(day))) }

// house is the portal behind the edge.
type house struct {
	http.Handler
	t     testing.TB
	hands *hands
	log   bytes.Buffer
}

// store stores records as an import does. A record is "id|column=value|column=value".
func store(t testing.TB, d *db.DB, typ *record.Type, records ...string) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		for _, text := range records {
			words := strings.Split(text, "|")
			row := record.Row{ID: words[0], Values: make([]any, len(typ.Columns))}
			if typ.Tenanted() {
				row.Tenant = db.Federal
			}
			for _, word := range words[1:] {
				column, cell, _ := strings.Cut(word, "=")
				value, err := typ.Column(column).Parse(cell)
				if err != nil {
					return "", fmt.Errorf("%s.%s: %w", typ.Name, column, err)
				}
				row.Values[typ.Index(column)] = value
			}
			if _, err := typ.Put(tx, row, nil); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name + ".csv"})
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fill stores a network with 20 cases in Berlin, 6 in Bremen and 3 in Bavaria.
func fill(t testing.TB, d *db.DB) {
	t.Helper()
	store(t, d, programme.Rounds, "r1|name=Förderrunde 2015|starts_on=2015-01-01|ends_on=2018-12-31")
	store(t, d, programme.Networks, "n1|name=Landesnetzwerk|states=HB BY BE")
	store(t, d, programme.Organisations, "o1|name=Träger")
	store(t, d, programme.Projects, "p1|round_id=r1|name=Beratung|organisation_id=o1|kind=counselling|network_id=n1")
	var cases, contacts []string
	for state, n := range map[string]int{"BE": 20, "HB": 6, "BY": 3} {
		store(t, d, programme.Sites, "s"+state+"|project_id=p1|name=Stelle|kind=fixed|state="+state)
		for i := range n {
			id := fmt.Sprintf("k%s%d", state, i)
			cases = append(cases, id+"|site_id=s"+state)
			contacts = append(contacts, fmt.Sprintf("t%s|case_id=%s|held_on=2018-%02d-10|form=phone|themes=recognition", id, id, 1+3*(i%3)))
		}
	}
	store(t, d, counselling.Cases, cases...)
	store(t, d, counselling.Contacts, contacts...)
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	h := &hands{}
	h.set("2018-09-20")
	dbtest.Each(t, h, func(t *testing.T, d *db.DB) {
		h.set("2018-09-20")
		fill(t, d)
		h.set("2018-10-15")
		fn(t, newHouse(t, d, h))
	})
}

func newHouse(t testing.TB, d *db.DB, turn *hands) *house {
	t.Helper()
	office, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	public, err := i18n.NewPortal()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for _, route := range portal.Routes(indicator.New(d), programme.New(d)) {
		mux.Handle(route.Pattern, route.Handler)
	}
	mux.Handle("/", web.NotFound)
	h := &house{t: t, hands: turn}
	h.Handler = web.New(web.Options{Bundle: office, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(&h.log, nil)),
		Portal: &web.Portal{Bundle: public, Handler: mux, Frame: func(*http.Request) ui.Page { return ui.Page{} }}}, web.NotFound)
	return h
}

func (h *house) do(path string) *httptest.ResponseRecorder {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s: %d\n%s", path, w.Code, h.log.String())
	}
	return w
}

// page is a page that must be there.
func (h *house) page(path string) *goquery.Document {
	h.t.Helper()
	w := h.do(path)
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil || w.Code != http.StatusOK {
		h.t.Fatalf("%s: %d %v", path, w.Code, err)
	}
	return doc
}

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestKeyFiguresWithTheirDefinitions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.page("/de/figures")
		if tile := page.Find(".figure").First(); !strings.Contains(text(tile.Find(".figure-value")), "29") || text(tile.Find("details p")) == "" {
			t.Errorf("the first figure is %s", text(tile))
		}
		if page.Find(".figure").Length() != len(indicator.PublicList()) || page.Find("main svg.map").Length() != 1 || page.Find("main svg.trend").Length() != 1 {
			t.Errorf("the page is %s", text(page.Find("main")))
		}
		if main := text(page.Find("main")); !strings.Contains(main, "1. Januar 2015") || !strings.Contains(main, "Stichtag: 30. September 2018") || !strings.Contains(main, "Quelle:") {
			t.Errorf("period, cut-off and source: %s", main)
		}
		if country := text(page.Find("main section:nth-of-type(4)")); !strings.Contains(country, "Ohne Angabe: 29.") {
			t.Errorf("nobody said where the qualification is from: %s", country)
		}
		link := page.Find(".figure-value a").First().AttrOr("href", "")
		if link != "/de/figures/counselling.cases" || !strings.Contains(text(h.page(link).Find("main")), "29") {
			t.Errorf("the figure leads to %s", link)
		}
	})
}

// Bavaria has 3 cases: neither they nor the 6 of Bremen are shown, because the whole is known.
func TestSmallNumbersAreNowhere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.page("/de/figures/counselling.cases")
		table := text(page.Find("section table").First())
		if !strings.Contains(table, "Berlin20") || strings.Contains(table, "Bremen") || strings.Contains(table, "Bayern") {
			t.Errorf("the table is %s", table)
		}
		var shown []string
		page.Find("path.land title").Each(func(_ int, s *goquery.Selection) { shown = append(shown, s.Text()) })
		if all := strings.Join(shown, "|"); !strings.Contains(all, "Bayern: nicht gezeigt") || !strings.Contains(all, "Bremen: nicht gezeigt") || !strings.Contains(all, "Hessen: 0") {
			t.Errorf("the map says %s", all)
		}
		if !strings.Contains(text(page.Find("main")), "2 weitere Einträge") {
			t.Error("the page says that something is left out")
		}
		file := h.do("/de/figures/counselling.cases.csv?by=state").Body.String()
		if !strings.Contains(file, "BE,Berlin,20\n") || strings.Contains(file, "BY,") || strings.Contains(file, "HB,") || !strings.Contains(file, "#rows_not_shown,2\n") {
			t.Errorf("the file is %s", file)
		}
	})
}

func TestFilesExplainThemselves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		w := h.do("/en/figures/counselling.cases.csv?by=quarter")
		if kind := w.Header().Get("Content-Type"); w.Code != http.StatusOK || kind != "text/csv; charset=utf-8" {
			t.Fatalf("%d %s", w.Code, kind)
		}
		in := csv.NewReader(strings.NewReader(w.Body.String()))
		in.FieldsPerRecord = -1
		rows, err := in.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		facts := map[string]string{}
		for _, row := range rows {
			facts[row[0]] = row[1]
		}
		for name, want := range map[string]string{"#indicator": "counselling.cases", "#cutoff": "2018-09-30", "#from": "2015-01-01", "#total": "29", "#valid": "29", "#not_known": "0", "quarter": "name"} {
			if facts[name] != want {
				t.Errorf("%s is %q, want %q", name, facts[name], want)
			}
		}
		if facts["#definition"] == "" || !strings.Contains(w.Body.String(), "2018-Q1,") {
			t.Errorf("%s", w.Body.String())
		}
		if whole := h.do("/en/figures/fair.persons.csv").Body.String(); !strings.HasSuffix(whole, "value\n0\n") {
			t.Errorf("%s", whole)
		}
	})
}

func TestWhatIsNotPublicIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for path, want := range map[string]int{
			"/de/figures/counselling.qualifications":        http.StatusNotFound,
			"/de/figures/counselling.qualifications.csv":    http.StatusNotFound,
			"/de/figures/nothing":                           http.StatusNotFound,
			"/de/figures?round=r99":                         http.StatusNotFound,
			"/de/figures/counselling.cases.csv?by=sex":      http.StatusBadRequest,
			"/de/figures/counselling.cases.csv?by=%00%ff":   http.StatusBadRequest,
			"/de/figures/counselling.cases?round=r1&by=sex": http.StatusOK,
		} {
			if w := h.do(path); w.Code != want {
				t.Errorf("%s: %d, want %d", path, w.Code, want)
			}
		}
		h.hands.set("2019-06-01") // the round is over, and no sheet of it was published
		if page := h.page("/de/figures"); !strings.Contains(text(page.Find("main")), "Noch keine Zahlen") {
			t.Errorf("%s", text(page.Find("main")))
		}
		if w := h.do("/de/figures/counselling.cases"); w.Code != http.StatusNotFound {
			t.Errorf("figures of no period: %d", w.Code)
		}
	})
}

func TestEveryPublicFigureHasWords(t *testing.T) {
	public, err := i18n.NewPortal()
	if err != nil {
		t.Fatal(err)
	}
	p := public.Printer("de")
	for _, x := range indicator.PublicList() {
		keys := []string{x.ID + ".label", x.ID + ".definition"}
		for _, by := range x.By {
			keys = append(keys, "by."+by, "column."+by)
		}
		for _, key := range keys {
			if !p.Has("portal.figures." + key) {
				t.Errorf("%s has no words", key)
			}
		}
	}
}
