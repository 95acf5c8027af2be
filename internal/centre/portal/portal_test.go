package portal_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/centre"
	"openiq/internal/centre/centretest"
	"openiq/internal/centre/portal"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// house is the portal behind the edge.
type house struct {
	http.Handler
	t   testing.TB
	log *bytes.Buffer
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	centres := centretest.Found(t, d)
	centretest.Tell(t, centres)
	office, err := i18n.New()
	must(t, err)
	public, err := i18n.NewPortal()
	must(t, err)
	mux := http.NewServeMux()
	for _, route := range portal.Routes(centres) {
		mux.Handle(route.Pattern, route.Handler)
	}
	mux.Handle("/", web.NotFound)
	h := &house{t: t, log: new(bytes.Buffer)}
	h.Handler = web.New(web.Options{Bundle: office, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Portal: &web.Portal{Bundle: public, Handler: mux, Frame: func(*http.Request) ui.Page { return ui.Page{} }}}, web.NotFound)
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) do(path string) *httptest.ResponseRecorder {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s: %d\n%s", path, w.Code, h.log)
	}
	return w
}

// page is a page that must be there.
func (h *house) page(path string) *goquery.Document {
	h.t.Helper()
	w := h.do(path)
	if w.Code != http.StatusOK {
		h.t.Fatalf("%s: %d", path, w.Code)
	}
	doc, err := goquery.NewDocumentFromReader(io.LimitReader(w.Body, 8<<20))
	must(h.t, err)
	return doc
}

func text(doc *goquery.Document, selector string) string {
	return strings.Join(strings.Fields(doc.Find(selector).Text()), " ")
}

// ids are the centres of a list in its order.
func ids(doc *goquery.Document) string {
	var all []string
	doc.Find("ol.centres h3 a").Each(func(_ int, s *goquery.Selection) {
		href := s.AttrOr("href", "")
		all = append(all, href[strings.LastIndexByte(href, '/')+1:])
	})
	return strings.Join(all, " ")
}

func TestCentresAreFound(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for query, want := range map[string]string{
			"q=86150": "s1 s2 s3", "q=augsburg": "s1 s2 s3", "q=Bayern": "s1 s2", "land=HB": "s3", "q=86150&language=uk": "s3", "with=video": "s1", "with=mobile": "s2",
			"q=86150&with=video&with=step_free": "s1", "with=nonsense&q=bremen": "s3", "q=86150&n=x": "s1 s2 s3",
		} {
			if got := ids(h.page("/de/centres?" + query)); got != want {
				t.Errorf("%s: %s, want %s", query, got, want)
			}
		}
		if got := ids(h.page("/en/centres?q=Bavaria")); got != "s1 s2" {
			t.Errorf("in English: %s", got)
		}
		list := text(h.page("/de/centres?q=86150"), "ol.centres")
		for _, want := range []string{"weniger als 1 km", "Maximilianstraße 1, 86150 Augsburg", "Nächster mobiler Termin in der Nähe: Mittwoch, 17. Oktober 2018, 10:00–12:00 Uhr", "86199 Augsburg", "0821 23125 10"} {
			if !strings.Contains(list, want) {
				t.Errorf("%q is missing in %s", want, list)
			}
		}
	})
}

func TestNothingFoundSaysWhatToDo(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	for query, want := range map[string]string{
		"q=Atlantis": "Diesen Ort kennen wir nicht", "q=" + url.QueryEscape("'; DROP TABLE centre_edit; --<script>"): "Diesen Ort kennen wir nicht",
		"q=86150&language=tlh": "Keine passende Beratungsstelle", "q=" + strings.Repeat("x", 5000): "Diesen Ort kennen wir nicht", "q=%FF%FE": "Diesen Ort kennen wir nicht",
		"land=HE": "Keine passende Beratungsstelle", "land=XX": "Beratung nach Bundesland", "": "Beratung nach Bundesland",
	} {
		doc := h.page("/de/centres?" + query)
		if main := text(doc, "main"); !strings.Contains(main, want) || doc.Find("ul.lands a").Length() != 2 || doc.Find("script").Length() != h.page("/de/centres").Find("script").Length() {
			t.Errorf("%.60s: %s", query, main)
		}
	}
}

// A name that several places have gives the first one, with the others on offer.
func TestWhichPlaceWasMeant(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	doc := h.page("/ar/centres?q=Neustadt&language=de")
	other := doc.Find("ul.other-places a")
	if ids(doc) != "s1 s2 s3" || other.Length() != 1 {
		t.Fatalf("%s, %d other places", ids(doc), other.Length())
	}
	if got := ids(h.page(other.AttrOr("href", ""))); got != "s3 s1 s2" {
		t.Errorf("%s leads to %s", other.AttrOr("href", ""), got)
	}
}

func TestTheMapShowsWhatTheListHas(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	doc := h.page("/ar/centres?q=86150")
	if dots, here := doc.Find("svg.map circle.dot").Length(), doc.Find("svg.map circle.here").Length(); dots != 3 || here != 1 {
		t.Errorf("%d dots, %d of the reader", dots, here)
	}
	if doc.Find("main bdi[lang=de]").First().Text() != "Beratungsstelle Augsburg" || doc.Find("html").AttrOr("dir", "") != "rtl" {
		t.Error("names are not kept apart from the Arabic text")
	}
}

func TestThePageOfACentre(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		doc := h.page("/de/centres/s1")
		main := text(doc, "main")
		for _, want := range []string{"Maximilianstraße 1, 86150 Augsburg", "Zuletzt geprüft am 15. Oktober 2018", "09:00–12:00, 13:00–17:00", "geschlossen", "Arabisch, Deutsch, Englisch", "Alpha", "teilweise stufenlos", "persönlich · per Video", "dolmetschen"} {
			if !strings.Contains(main, want) {
				t.Errorf("%q is missing in %s", want, main)
			}
		}
		for selector, want := range map[string]string{"a.phone": "tel:+49821 23125 10", "main .actions a": "/de/appointments/new?centre=s1", "a[href^=mailto]": "mailto:augsburg@example.org"} {
			if got := doc.Find(selector).First().AttrOr("href", ""); got != strings.ReplaceAll(want, " ", "") {
				t.Errorf("%s leads to %s", selector, got)
			}
		}
		mobile := text(h.page("/de/centres/s2"), "main")
		for _, want := range []string{"noch nicht bestätigt", "Mittwoch, 17. Oktober 2018, 10:00–12:00 Uhr", "Fällt aus", "86199 Augsburg"} {
			if !strings.Contains(mobile, want) {
				t.Errorf("%q is missing in %s", want, mobile)
			}
		}
		for _, path := range []string{"/de/centres/s4", "/de/centres/nobody", "/de/centres/s4/mobile.ics"} {
			if w := h.do(path); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
	})
}

// TestHostileWordsStayWords tells of a centre in words that would break out of where they stand.
func TestHostileWordsStayWords(t *testing.T) {
	d := dbtest.SQLite(t, centretest.Now)
	h := newHouse(t, d)
	told := centretest.Told
	told.Street, told.Note, told.HoursNote = `</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `<b>&`
	must(t, centretest.Service(d).Save(centretest.Lead, centre.Change{ID: "s1", Version: 1}, told, false))
	doc := h.page("/de/centres/s1")
	if doc.Find("main img").Length() != 0 || strings.Contains(doc.Find("main b").Text(), "&") {
		t.Error("words became elements")
	}
	scripts := doc.Find("main script")
	if scripts.Length() != 1 || scripts.AttrOr("type", "") != "application/ld+json" {
		t.Fatalf("%d scripts", scripts.Length())
	}
	var data struct {
		Address struct{ StreetAddress string }
	}
	must(t, json.Unmarshal([]byte(scripts.Text()), &data))
	if data.Address.StreetAddress != told.Street {
		t.Errorf("the street is %q", data.Address.StreetAddress)
	}
}

func TestSearchEnginesReadThePage(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	var data map[string]any
	must(t, json.Unmarshal([]byte(h.page("/tr/centres/s1").Find("script[type='application/ld+json']").Text()), &data))
	if data["@type"] != "LocalBusiness" || data["telephone"] != "+498212312510" || data["url"] != "http://example.com/tr/centres/s1" || len(data["openingHoursSpecification"].([]any)) != 2 {
		t.Errorf("%v", data)
	}
	must(t, json.Unmarshal([]byte(h.page("/tr/centres/s2").Find("script[type='application/ld+json']").Text()), &data))
	event := data["event"].([]any)[0].(map[string]any)
	if event["startDate"] != "2018-10-17T10:00:00+02:00" {
		t.Errorf("%v", event)
	}
	last := data["event"].([]any)[len(data["event"].([]any))-1].(map[string]any)
	if last["startDate"] != "2018-11-07T10:00:00+01:00" {
		t.Errorf("in winter: %v", last)
	}
}

func TestMobileDatesForCalendars(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	w := h.do("/en/centres/s2/mobile.ics")
	body := w.Body.String()
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "DTSTART:20181017T080000Z", "DTSTART:20181107T090000Z", "STATUS:CANCELLED", "SUMMARY:Mobile counselling on recognition\\, Augsburg", "http://example.com/en/centres/s2"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in %s", want, body)
		}
	}
	if n := strings.Count(body, "BEGIN:VEVENT"); n != 4 || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Errorf("%d events, %s", n, w.Header().Get("Content-Type"))
	}
	r := httptest.NewRequest(http.MethodGet, "/en/centres/s2/mobile.ics", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	h.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified {
		t.Errorf("the same calendar again: %d", again.Code)
	}
}

// TestEveryLanguageSaysTheSame opens the pages in every language of the portal.
func TestEveryLanguageSaysTheSame(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	public, err := i18n.NewPortal()
	must(t, err)
	for _, l := range public.Languages() {
		for _, path := range []string{"/centres", "/centres?q=86150", "/centres/s1", "/centres/s2"} {
			if main := text(h.page("/"+l.Tag+path), "main"); strings.Contains(main, "portal.centre.") || strings.Contains(main, "centre_form") {
				t.Errorf("%s%s has a key for a text: %s", l.Tag, path, main)
			}
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	h := newHouse(b, dbtest.SQLite(b, centretest.Now))
	for b.Loop() {
		h.do("/ar/centres?q=86150")
	}
}
