package portal_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/centre/centretest"
	"openiq/internal/finder"
	"openiq/internal/finder/findertest"
	"openiq/internal/finder/portal"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// house is the portal behind the edge.
type house struct {
	http.Handler
	t     testing.TB
	log   *bytes.Buffer
	rooms findertest.Rooms
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	office, err := i18n.New()
	must(t, err)
	public, err := i18n.NewPortal()
	must(t, err)
	h := &house{t: t, log: new(bytes.Buffer), rooms: findertest.Open(t, d)}
	mux := http.NewServeMux()
	for _, route := range portal.Routes(portal.Needs{Finder: h.rooms.Finder, Occupations: h.rooms.Occupations, Words: public, Clock: d.Clock()}) {
		mux.Handle(route.Pattern, route.Handler)
	}
	mux.Handle("/", web.NotFound)
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

func (h *house) do(r *http.Request) *httptest.ResponseRecorder {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s: %d\n%s", r.URL, w.Code, h.log)
	}
	return w
}

func (h *house) get(path string) *httptest.ResponseRecorder {
	h.t.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// page is a page that answers with a status.
func (h *house) page(path string, status int) *goquery.Document {
	h.t.Helper()
	return h.read(path, h.get(path), status)
}

func (h *house) read(path string, w *httptest.ResponseRecorder, status int) *goquery.Document {
	h.t.Helper()
	if w.Code != status {
		h.t.Fatalf("%s: %d, want %d; to %s", path, w.Code, status, w.Header().Get("Location"))
	}
	doc, err := goquery.NewDocumentFromReader(io.LimitReader(w.Body, 8<<20))
	must(h.t, err)
	return doc
}

func text(doc *goquery.Document, selector string) string {
	return strings.Join(strings.Fields(doc.Find(selector).Text()), " ")
}

// submit sends a form of a page by GET as a browser does, with some fields typed (name and value in turn), and follows to the
// page that answers.
func (h *house) submit(doc *goquery.Document, typed ...string) (*goquery.Document, string) {
	h.t.Helper()
	form := doc.Find("form.finder-form").First()
	values := url.Values{}
	form.Find("input[type=hidden], input[type=text], input[type=checkbox][checked], select").Each(func(_ int, s *goquery.Selection) {
		value := s.AttrOr("value", "")
		if goquery.NodeName(s) == "select" {
			value = s.Find("option[selected]").AttrOr("value", "")
		}
		values.Set(s.AttrOr("name", ""), value)
	})
	for i := 0; i+1 < len(typed); i += 2 {
		values.Set(typed[i], typed[i+1])
	}
	return h.follow(form.AttrOr("action", "") + "?" + values.Encode())
}

// follow opens a page and where it leads, with the address that answers.
func (h *house) follow(path string) (*goquery.Document, string) {
	h.t.Helper()
	for range 3 {
		w := h.get(path)
		if w.Code != http.StatusSeeOther {
			return h.read(path, w, http.StatusOK), path
		}
		path = w.Header().Get("Location")
	}
	h.t.Fatalf("%s leads nowhere", path)
	return nil, ""
}

func TestFromTheFirstQuestionToTheAnswer(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		first := h.page("/ar/finder", http.StatusOK)
		if text(first, "h1") == "" || first.Find("html").AttrOr("dir", "") != "rtl" || first.Find("progress").AttrOr("value", "") != "1" {
			t.Error("the first question is not asked")
		}
		found, _ := h.submit(first, "q", "ممرضة")
		link := found.Find(".finder-list a[href*='occupation=nurse']").First()
		if link.Length() == 0 || !strings.Contains(text(found, "#results"), "Pflegefach") {
			t.Fatalf("a nurse is not found: %s", text(found, "#results"))
		}
		where, _ := h.follow(link.AttrOr("href", ""))
		place, at := h.submit(where, "country", "سوريا")
		if place.Find("progress").AttrOr("value", "") != "3" || !strings.Contains(at, "country=SY") {
			t.Fatalf("the third question is not asked at %s", at)
		}
		answer, at := h.submit(place, "place", "86150")
		for _, want := range []string{"Pflegefach", "Antrag stellen", "Beratungsstelle Augsburg", "Bürgerhaus", "86199 Augsburg"} {
			if want != "Bürgerhaus" && !strings.Contains(text(answer, "main"), want) {
				t.Errorf("%q is missing at %s", want, at)
			}
		}
		if n := answer.Find("#documents input[type=checkbox]").Length(); n < 8 {
			t.Errorf("%d documents to tick", n)
		}
		if back := answer.Find("a[href^='/ar/appointments/new?centre=s1']").Length(); back != 1 {
			t.Errorf("%d ways to an appointment", back)
		}
		again, _ := h.follow(answer.Find(".finder-told a[href*='/finder/place']").AttrOr("href", ""))
		if again.Find("input[name=place]").AttrOr("value", "") != "86150" {
			t.Error("going back loses what was typed")
		}
		paper, _ := h.follow(answer.Find("a[href^='/ar/finder/answer/print']").AttrOr("href", ""))
		if paper.Find(".letter-two .letter-part > [lang=de]").Length() != paper.Find(".letter-part").Length() || !strings.Contains(text(paper, ".letter [lang=de]"), "Wer entscheidet?") {
			t.Error("there is no German beside the answer")
		}
	})
}

func TestTheAnswerBeginsWithTheAnswer(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	for address, want := range map[string]string{
		"occupation=nurse&country=SY&place=28195":                "Sie brauchen die Anerkennung, um in diesem Beruf zu arbeiten: \u2068Pflegefachmann / Pflegefachfrau\u2069",
		"occupation=baker&country=TR":                            "Sie dürfen ohne Anerkennung arbeiten",
		"occupation=physician&country=FR&place=Bayern":           "eine automatische Anerkennung möglich",
		"occupation=nurse&country=SY&place=28195&on=2018-12-03":  "am 3. Dezember 2018",
		"occupation=nurse&country=IN&abroad=true":                "noch im Ausland",
		"occupation=nurse&country=KZ&resettler=true&place=28195": "Spätaussiedlerbescheinigung",
		"occupation=nurse&country=SY&place=28195&on=2018-02-30":  "Bitte nennen Sie einen Tag zwischen 1. April 2012 und",
		"occupation=nurse&country=SY&place=28195&on=3000-01-01":  "Bitte nennen Sie einen Tag zwischen 1. April 2012 und",
		"occupation=nurse&country=SY&place=Neustadt&state=SH":    "Neustadt, Schleswig-Holstein",
		"occupation=nurse&country=SY&place=91281&district=09472": "Speichersdorf",
	} {
		doc, at := h.follow("/de/finder/answer?" + address)
		if main := strings.Join(strings.Fields(doc.Find("main").Text()), " "); !strings.Contains(main, want) {
			t.Errorf("%s: %q is missing in %s", at, want, main)
		}
		if doc.Find("meta[name=robots]").AttrOr("content", "") != "noindex" {
			t.Errorf("%s is for search engines", at)
		}
	}
}

func TestWhatIsWrongIsAskedAgain(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	long := strings.Repeat("x", 3000)
	for address, c := range map[string]struct {
		status int
		want   string
	}{
		"/de/finder?q=12345678": {200, "Wir haben nichts gefunden"},
		"/de/finder?q=" + long:  {200, "Was haben Sie gelernt?"},
		"/de/finder?q=%FF%FE":   {200, "Oder suchen Sie nach Bereich"},
		"/de/finder?q=" + url.QueryEscape("<script>alert(1)</script>"):       {200, "Was haben Sie gelernt?"},
		"/de/finder?area=nonsense":                                           {200, "Oder suchen Sie nach Bereich"},
		"/de/finder?area=crafts":                                             {200, "Bäcker"},
		"/de/finder/where?occupation=wizard":                                 {400, "Diesen Beruf kennen wir nicht"},
		"/de/finder/place?occupation=nurse&country=Mordor":                   {400, "Dieses Land kennen wir nicht"},
		"/de/finder/place?occupation=nurse&country=Deutschland":              {400, "müssen nicht anerkannt werden"},
		"/de/finder/place?occupation=nurse&country=DE":                       {400, "müssen nicht anerkannt werden"},
		"/de/finder/place?occupation=nurse&country=Guinea":                   {303, ""},
		"/de/finder/place?occupation=nurse&country=kong":                     {400, "Welches Land meinen Sie?"},
		"/de/finder/place?occupation=nurse&country=" + long:                  {400, "Dieses Land kennen wir nicht"},
		"/de/finder/answer":                                                  {303, ""},
		"/de/finder/answer?occupation=nurse":                                 {303, ""},
		"/de/finder/answer?occupation=nurse&country=SY&place=1010+Wien":      {400, "Diesen Ort kennen wir nicht"},
		"/de/finder/answer?occupation=nurse&country=SY&place=" + long:        {400, "Diesen Ort kennen wir nicht"},
		"/de/finder/answer?occupation=nurse&country=SY&state=XX":             {400, "Diesen Ort kennen wir nicht"},
		"/de/finder/answer?occupation=nurse&country=SY&place=28195&state=BY": {400, "Diesen Ort kennen wir nicht"},
		"/de/finder/answer?occupation=nurse&country=SY&place=Neustadt":       {200, "Welchen Ort meinen Sie?"},
		"/de/finder/answer?occupation=master_baker&country=SY&place=91281":   {200, "Speichersdorf, Bayern"},
		"/en/finder/answer?occupation=nurse&country=SY&place=Bavaria":        {303, ""},
		"/de/finder/answer.pdf?occupation=wizard":                            {400, "Diesen Beruf kennen wir nicht"},
		"/de/finder/answer/print?occupation=nurse&country=SY&place=%00%27":   {400, "Diesen Ort kennen wir nicht"},
	} {
		w := h.get(address)
		if w.Code != c.status {
			t.Errorf("%.90s: %d, want %d", address, w.Code, c.status)
			continue
		}
		doc := h.read(address, w, c.status)
		if main := text(doc, "main"); !strings.Contains(main, c.want) {
			t.Errorf("%.90s: %q is missing in %s", address, c.want, main)
		}
		if doc.Find("main script").Length() > 0 {
			t.Errorf("%.90s: what was typed became a script", address)
		}
	}
}

func (h *house) keep(path, address string, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = address + ":4711"
	return h.do(r)
}

func TestACodeToTakeAlong(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		asked := url.Values{"occupation": {"nurse"}, "country": {"SY"}, "place": {"86150"}}
		codeOf := func(address string) string {
			doc := h.read("the code", h.keep("/ar/finder/code", address, asked), http.StatusOK)
			return text(doc, ".finder-code")
		}
		code := codeOf("192.0.2.1")
		kept, err := h.rooms.Finder.Open(authz.AsSystem(t.Context(), "test"), code)
		if err != nil || kept.Question != (finder.Question{Occupation: "nurse", Country: "SY", Place: "86150", Lang: "ar", On: kept.Question.On}) {
			t.Fatalf("%s: %+v, %v", code, kept, err)
		}
		if codeOf("192.0.2.1") != code || codeOf("192.0.2.2") == code {
			t.Error("sent twice it must be one code, and another one for others")
		}
		for i := range 20 {
			w := h.keep("/de/finder/code", "192.0.2.3", asked)
			if want := map[bool]int{true: http.StatusOK, false: http.StatusTooManyRequests}[i < 10]; w.Code != want {
				t.Fatalf("code %d: %d", i, w.Code)
			}
		}
		n := 0
		must(t, d.Row(t.Context(), "SELECT COUNT(*) FROM finder_code").Scan(&n))
		if n != 3 {
			t.Errorf("%d codes are kept", n)
		}
		for _, wrong := range []url.Values{{}, {"occupation": {"wizard"}, "country": {"SY"}}, {"occupation": {"nurse"}, "country": {"SY"}, "place": {"Atlantis\xff<b>"}}} {
			if w := h.keep("/de/finder/code", "192.0.2.4", wrong); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/de/finder/answer") {
				t.Errorf("%v: %d", wrong, w.Code)
			}
		}
	})
}

// TestEveryLanguageHasItsWords opens the pages in every language.
func TestEveryLanguageHasItsWords(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	public, err := i18n.NewPortal()
	must(t, err)
	for _, l := range public.Languages() {
		for _, path := range []string{"/finder", "/finder?q=nurse", "/finder?area=health", "/finder/where?occupation=nurse", "/finder/place?occupation=nurse&country=SY",
			"/finder/answer?occupation=nurse&country=SY&place=28195&abroad=true", "/finder/answer?occupation=baker&country=SY", "/finder/answer?occupation=civil_engineer&country=PL",
			"/finder/answer/print?occupation=physician&country=FR&state=BE"} {
			doc, _ := h.follow("/" + l.Tag + path)
			main := doc.Find("main")
			if words := strings.Join(strings.Fields(main.Text()), " "); strings.Contains(words, "portal.finder.") || strings.Contains(words, "procedure_step") {
				t.Errorf("%s%s has a key for a text: %s", l.Tag, path, words)
			}
			seen := map[string]bool{}
			doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
				if id := s.AttrOr("id", ""); seen[id] {
					t.Errorf("%s%s has %q twice", l.Tag, path, id)
				} else {
					seen[id] = true
				}
			})
		}
	}
}

func TestPagesAreSmall(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	for path, most := range map[string]int{"/finder": 12 << 10, "/finder/where?occupation=nurse": 12 << 10, "/finder/answer?occupation=nurse&country=SY&place=28195": 12 << 10} {
		r := httptest.NewRequest(http.MethodGet, "/ar"+path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		if w := h.do(r); w.Body.Len() > most || w.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s has %d bytes", path, w.Body.Len())
		} else {
			t.Logf("%s: %d bytes", path, w.Body.Len())
		}
	}
}

func TestTheAnswerAsAFile(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	w := h.get("/ar/finder/answer.pdf?occupation=nurse&country=SY&place=28195")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("%d, %s", w.Code, w.Header().Get("Content-Type"))
	}
}

// TestWithoutABrowserThePageIsPrinted takes Chromium away, and asks too often.
func TestWithoutABrowserThePageIsPrinted(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	t.Setenv("PATH", t.TempDir())
	for i, want := range []struct {
		status int
		word   string
	}{{503, "PDF können wir gerade nicht machen"}, {503, "PDF können wir gerade nicht machen"}, {503, "PDF können wir gerade nicht machen"}, {429, "viele PDF in kurzer Zeit"}} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/de/finder/answer.pdf?occupation=nurse&country=SY&place=28195", nil))
		doc := h.read("the file", w, want.status)
		if main := text(doc, "main"); !strings.Contains(main, want.word) || !strings.Contains(main, "Pflegefachmann") {
			t.Errorf("try %d: %s", i, main)
		}
	}
}
