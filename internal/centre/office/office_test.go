package office_test

import (
	"bytes"
	"context"
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
	"openiq/internal/centre/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// people are who may ask, by the value of the cookie that stands for a session.
var people = map[string]context.Context{"lead": centretest.Lead, "head": centretest.Head, "north": centretest.North, "stranger": centretest.Stranger}

// house is the office behind the edge.
type house struct {
	http.Handler
	t       testing.TB
	centres *centre.Service
	log     *bytes.Buffer
}

type names struct{}

func (names) Names(_ context.Context, ids []string) (map[string]string, error) {
	return map[string]string{"head": "Frau Kopf"}, nil
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, centres: centretest.Found(t, d), log: new(bytes.Buffer)}
	centretest.Tell(t, h.centres)
	mux := http.NewServeMux()
	for _, route := range office.Routes(h.centres, names{}) {
		mux.Handle(route.Pattern, web.Func(func(w http.ResponseWriter, r *http.Request) error {
			if !authz.From(r.Context()).May(route.Action) {
				return authz.Require(r.Context(), route.Action, authz.Target{})
			}
			return route.Handler(w, r)
		}))
	}
	signedIn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if c, err := r.Cookie("who"); err == nil {
			ctx = authz.With(db.WithActor(ctx, c.Value), authz.From(people[c.Value]))
		}
		mux.ServeHTTP(w, r.WithContext(ctx))
	})
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Frame: func(*http.Request) ui.Page { return ui.Page{} }}, signedIn)
	return h
}

// answer is a page as somebody got it.
type answer struct {
	*goquery.Document
	status   int
	location string
}

func (h *house) do(who, method, path string, form url.Values) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", "de")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "who", Value: who})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s %s: %d\n%s", method, path, w.Code, h.log)
	}
	doc, err := goquery.NewDocumentFromReader(io.LimitReader(w.Body, 8<<20))
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{doc, w.Code, w.Header().Get("Location")}
}

// page is a page that must be there.
func (h *house) page(who, path string) answer {
	h.t.Helper()
	a := h.do(who, http.MethodGet, path, nil)
	if a.status != http.StatusOK {
		h.t.Fatalf("%s: %d", path, a.status)
	}
	return a
}

// fill is a form of the page as a browser would send it, with some values replaced; "|" stands between several.
func (a answer) fill(selector string, pairs ...string) url.Values {
	form := url.Values{}
	a.Find(selector).First().Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name, kind := s.AttrOr("name", ""), s.AttrOr("type", "")
		_, checked := s.Attr("checked")
		switch {
		case s.Is("select"):
			form.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		case s.Is("textarea"):
			form.Add(name, s.Text())
		case (kind == "radio" || kind == "checkbox") && !checked:
		default:
			form.Add(name, s.AttrOr("value", ""))
		}
	})
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = strings.Split(pairs[i+1], "|")
	}
	return form
}

// send fills in the form of a page and sends it.
func (h *house) send(who, path string, pairs ...string) answer {
	h.t.Helper()
	return h.do(who, http.MethodPost, path, h.page(who, path).fill("main form[method=post]:not([action])", pairs...))
}

func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

func (h *house) centre(id string) *centre.Centre {
	h.t.Helper()
	c, err := h.centres.Centre(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

func TestTheListSaysWhatIsMissing(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		a := h.page("head", "/centres")
		if a.Find("tbody tr").Length() != 2 || !strings.Contains(a.text("table"), "noch nie") || strings.Contains(a.text("table"), "Bremen") {
			t.Errorf("%s", a.text("main"))
		}
		if text := h.page("head", "/centres?show=lacking").text("tbody"); !strings.Contains(text, "Telefon oder E-Mail fehlt") || strings.Contains(text, "Augsburg Augsburg") {
			t.Errorf("with gaps: %s", text)
		}
		if status := h.do("stranger", http.MethodGet, "/centres", nil).status; status != http.StatusForbidden {
			t.Errorf("a stranger gets %d", status)
		}
	})
}

func TestWhatIsToldIsEdited(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		a := h.send("head", "/centres/s1/edit", "street", "Annastraße 2", "open_3", "9-12, 14–16", "open_1", "", "forms", "in_person|phone", "languages", "Deutsch, ukrainisch, ", "checked", "true")
		if a.status != http.StatusSeeOther || a.location != "/centres/s1" {
			t.Fatalf("%d: %s", a.status, a.text(".kern-alert"))
		}
		c := h.centre("s1")
		if c.Street != "Annastraße 2" || len(c.Hours) != 2 || c.Hours[0].String() != "09:00–12:00" || strings.Join(c.Languages, " ") != "de uk" || !c.Offers(centre.Phone) || c.Offers(centre.Video) || !c.Interpreter {
			t.Errorf("%+v", c.Told)
		}
		page := h.page("head", "/centres/s1").text("main")
		for _, want := range []string{"Annastraße 2, 86150 Augsburg", "Frau Kopf", "Straße und Hausnummer · Öffnungszeiten · So beraten wir · Sprachen", "cli"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is missing in %s", want, page)
			}
		}
	})
}

func TestARefusedFormKeepsWhatWasTyped(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	a := h.send("lead", "/centres/s1/edit", "phone", "ruf an", "open_2", "morgens", "languages", "Deutsch, Klingonisch", "note", "neu")
	if a.status != http.StatusBadRequest || a.text("#f-open_2-error") == "" || !strings.Contains(a.text("#f-languages-error"), "Klingonisch") || a.text("#f-note") != "neu" {
		t.Errorf("%d: %s", a.status, a.text(".kern-alert"))
	}
	a = h.send("lead", "/centres/s1/edit", "phone", "ruf an", "email", "x", "web", "ftp://x")
	for _, field := range []string{"phone", "email", "web"} {
		if a.text("#f-"+field+"-error") == "" {
			t.Errorf("%s is not named", field)
		}
	}
	if h.centre("s1").Version != 1 {
		t.Error("something was stored")
	}
}

// Two people open the same form: the second one sees both and may then overwrite knowingly.
func TestConflict(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	const path, form = "/centres/s1/edit", "main form[method=post]"
	mine := h.page("lead", path).fill(form, "note", "von mir")
	h.send("head", path, "note", "von ihr")
	a := h.do("lead", http.MethodPost, path, mine)
	if a.status != http.StatusConflict || a.Find("tbody tr").Length() != 1 || !strings.Contains(a.text("tbody"), "von ihrvon mir") {
		t.Fatalf("%d: %s", a.status, a.text("main"))
	}
	if a := h.do("lead", http.MethodPost, path, a.fill(form)); a.status != http.StatusSeeOther || h.centre("s1").Note != "von mir" {
		t.Errorf("%d, stored %q", a.status, h.centre("s1").Note)
	}
	stale := h.page("lead", "/centres/s1").fill("form[action$='/checked']", "version", "1")
	if a := h.do("lead", http.MethodPost, "/centres/s1/checked", stale); a.status != http.StatusSeeOther || h.centre("s1").Version != 3 {
		t.Errorf("an old page confirms: %d", a.status)
	}
}

func TestAPlaceIsAddedChangedCancelledAndRemoved(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		const path = "/centres/s1/stops/new"
		a := h.send("lead", path, "postcode", "87600", "place", "Kaufbeuren", "on", "17.10.2018", "from", "9", "to", "12 Uhr", "repeat", "monthly", "until", "2018-12-31")
		if a.status != http.StatusSeeOther {
			t.Fatalf("%d: %s", a.status, a.text(".kern-alert"))
		}
		c := h.centre("s1")
		if len(c.Visits) != 3 || c.Next().Span.String() != "09:00–12:00" || c.Next().State != "BY" {
			t.Fatalf("%+v", c.Visits)
		}
		stop := "/centres/s1/stops/" + c.Stops[0].ID
		cancel := func() answer {
			return h.do("lead", http.MethodPost, stop+"/cancelled", h.page("lead", "/centres/s1").fill("form[action$='/cancelled']"))
		}
		if a := cancel(); a.status != http.StatusSeeOther || len(h.centre("s1").Visits) != 2 {
			t.Fatalf("cancelled: %d", a.status)
		}
		if text := h.page("lead", "/centres/s1").text("main"); !strings.Contains(text, "fällt aus") || !strings.Contains(text, "Findet doch statt") {
			t.Errorf("%s", text)
		}
		if cancel(); len(h.centre("s1").Visits) != 3 {
			t.Error("the date is not held after all")
		}
		if a := h.send("lead", stop, "to", "8"); a.status != http.StatusBadRequest || a.text("#f-to-error") == "" {
			t.Errorf("ends before it begins: %d", a.status)
		}
		if a := h.send("lead", stop, "on", "morgen", "from", ""); a.status != http.StatusBadRequest || a.Find("#f-on").AttrOr("value", "") != "morgen" || a.text("#f-from-error") == "" {
			t.Errorf("no day and no time: %d", a.status)
		}
		if a := h.send("lead", stop, "place", "Buchloe"); a.status != http.StatusSeeOther || h.centre("s1").Next().Place != "Buchloe" || len(h.centre("s1").Stops) != 1 {
			t.Errorf("changed: %d", a.status)
		}
		if a := h.do("lead", http.MethodPost, stop+"/removed", h.page("lead", stop).fill("form[action$='/removed']")); a.status != http.StatusSeeOther || len(h.centre("s1").Stops) != 0 {
			t.Errorf("removed: %d", a.status)
		}
	})
}

// What lies in another network looks like what does not exist.
func TestOthersSeeNothing(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	for _, route := range office.Routes(h.centres, names{}) {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if path == "/centres" {
			continue
		}
		form := url.Values{"day": {"2018-10-17"}, "version": {"1"}}
		theirs := h.do("north", method, strings.NewReplacer("{id}", "s2", "{stop}", "a").Replace(path), form)
		unknown := h.do("north", method, strings.NewReplacer("{id}", "nobody", "{stop}", "a").Replace(path), form)
		if theirs.status != http.StatusNotFound || unknown.status != http.StatusNotFound {
			t.Errorf("%s: %d, of an unknown one %d", route.Pattern, theirs.status, unknown.status)
		}
	}
}

func TestTheStartPageReminds(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	remind := office.Reminder(h.centres)
	for who, want := range map[string]string{"head": "1 Beratungsstelle hat Lücken oder wurde lange nicht geprüft", "lead": "", "stranger": ""} {
		var got ui.NavItem
		bundle, err := i18n.New()
		if err != nil {
			t.Fatal(err)
		}
		edge := web.New(web.Options{Bundle: bundle, Clock: centretest.Now, Log: slog.New(slog.NewTextHandler(h.log, nil))},
			http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				got, err = remind(r.WithContext(authz.With(r.Context(), authz.From(people[who]))))
			}))
		edge.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/start?lang=de", nil))
		if err != nil || got.Label != want || (want != "") != (got.URL == "/centres?show=lacking") {
			t.Errorf("%s reads %q (%v)", who, got.Label, err)
		}
	}
}
