package office_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/appointment"
	"openiq/internal/appointment/office"
	"openiq/internal/centre"
	"openiq/internal/centre/centretest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/mail"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// people are who may ask, by the value of the cookie.
var people = map[string]*authz.Actor{
	"augsburg": counsellor("s1"), "bremen": counsellor("s3"),
	"both":  {ID: "both", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, appointment.ActionAnswer)}},
	"other": {ID: "other"},
}

func counsellor(site string) *authz.Actor {
	return &authz.Actor{ID: site, HomeSite: site, Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Site, ID: site}, appointment.ActionAnswer)}}
}

// house is the office behind the edge. A cookie says who asks, in place of a session.
type house struct {
	http.Handler
	t       *testing.T
	service *appointment.Service
	token   string // of the last link that was written
}

func (h *house) Write(f appointment.Facts) (subject, text string) {
	h.token = f.Token
	return string(f.News), f.Token
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	centres := centretest.Found(t, d)
	path := filepath.Join(t.TempDir(), "key")
	must(t, crypt.Generate(path))
	keys, err := crypt.Load(path)
	must(t, err)
	bundle, err := i18n.New()
	must(t, err)
	h := &house{t: t}
	h.service = appointment.New(d, keys, centres, programme.New(d), mail.New(d, keys), h)
	mux := http.NewServeMux()
	for _, route := range office.Routes(h.service) {
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
			ctx = authz.With(db.WithActor(ctx, c.Value), people[c.Value])
		}
		mux.ServeHTTP(w, r.WithContext(ctx))
	})
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Frame: func(*http.Request) ui.Page { return ui.Page{} }}, signedIn)
	return h
}

func (h *house) do(who, method, path string, form url.Values) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", "de")
	r.AddCookie(&http.Cookie{Name: "who", Value: who})
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// page is a page that must have a status.
func (h *house) page(w *httptest.ResponseRecorder, status int) *goquery.Document {
	h.t.Helper()
	if w.Code != status {
		h.t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	must(h.t, err)
	return doc
}

func (h *house) get(who, path string) *goquery.Document {
	h.t.Helper()
	return h.page(h.do(who, http.MethodGet, path, nil), http.StatusOK)
}

// form is what a browser sends of the form of a page with a button, with some fields typed over (name and value in turn).
func form(doc *goquery.Document, button string, pairs ...string) url.Values {
	values := url.Values{}
	doc.Find("main form[method=post]").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return button == "" && s.Find("input[name=times]").Length() > 0 || s.Find("button[value='"+button+"']").Length() > 0
	}).First().Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		_, checked := s.Attr("checked")
		switch {
		case s.Is("select"):
			values.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		case s.Is("[type=checkbox], [type=radio]") && !checked:
		default:
			values.Add(name, s.AttrOr("value", s.Text()))
		}
	})
	if button != "" {
		values.Set("do", button)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// asked is a confirmed request at Augsburg, by its id.
func (h *house) asked(email string) string {
	h.t.Helper()
	ctx := context.Background()
	_, err := h.service.Ask(ctx, appointment.Ask{Site: "s1", Form: centre.InPerson, Language: "ar", Details: appointment.Details{Name: "Ada <b>", Email: email,
		Phone: "0821 123456", Wishes: []string{"2am"}, Code: "AB12CD", Text: "<script>alert(1)</script>", Lang: "ar"}}, ident.Token())
	must(h.t, err)
	must(h.t, h.service.ConfirmLink(ctx, h.token))
	return h.own().ID
}

// own is the request of the last link.
func (h *house) own() *appointment.Request {
	h.t.Helper()
	r, err := h.service.Own(context.Background(), h.token)
	must(h.t, err)
	return r
}

func TestACentreSeesAndAnswersWhatItWasAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if text := h.get("augsburg", "/requests").Find(".empty").Text(); !strings.Contains(text, "Keine Anfragen") {
			t.Error(text)
		}
		path := "/requests/" + h.asked("ada@example.org")
		list := h.get("augsburg", "/requests")
		row := list.Find("main tbody tr").Text()
		if list.Find("main tbody a").AttrOr("href", "") != path || !strings.Contains(row, "Dienstag vormittags") || !strings.Contains(row, "AB12CD") || strings.Contains(row, "Ada") {
			t.Errorf("%s", row)
		}
		doc := h.get("augsburg", path)
		if text := doc.Find("main").Text(); !strings.Contains(text, "ada@example.org") || !strings.Contains(text, "Ada <b>") || doc.Find("main script").Length() != 0 {
			t.Error(text)
		}
		if href := doc.Find(`main a[href^="/cases/new"]`).AttrOr("href", ""); !strings.Contains(href, "finder=AB12CD") || !strings.Contains(href, "request=") {
			t.Error(href)
		}
		for _, wrong := range [][]string{{"day", "2018-10-01", "time", "9"}, {"day", "19.10.2018", "time", "soon"}, {"day", "", "time", "9"}, {"day", "19.10.2018", "time", "9", "minutes", "x"}} {
			again := h.page(h.do("augsburg", http.MethodPost, path, form(doc, "offer", append(wrong, "word", "Guten Tag")...)), http.StatusBadRequest)
			if again.Find(".kern-error").Length() == 0 || again.Find("textarea[name=word]").Text() != "Guten Tag" {
				t.Errorf("%v: nobody says what is wrong", wrong)
			}
		}
		sent := form(doc, "offer", "day", "19.10.2018", "time", "9:30", "form", "phone")
		if w := h.do("augsburg", http.MethodPost, path, sent); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
		if r := h.own(); r.State != appointment.Offered || r.Starts.String() != "2018-10-19T07:30:00Z" {
			t.Errorf("%+v", r)
		}
		late := h.page(h.do("augsburg", http.MethodPost, path, form(doc, "decline", "reason", "full")), http.StatusConflict)
		if w := h.do("augsburg", http.MethodPost, path, form(late, "decline", "reason", "other", "other", "Beratungsstelle Bremen")); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
		if r := h.own(); r.State != appointment.Declined || r.Other != "s3" {
			t.Errorf("%+v", r)
		}
		if n := h.get("augsburg", "/requests?list=ended").Find("main tbody tr").Length(); n != 1 {
			t.Errorf("%d ended", n)
		}
		h.asked("eve@example.org")
		path = "/requests/" + h.own().ID
		if w := h.do("augsburg", http.MethodPost, path, form(h.get("augsburg", path), "held")); w.Code != http.StatusSeeOther || h.own().State != appointment.Done {
			t.Error(w.Code)
		}
	})
}

func TestAnotherCentreSeesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		path := "/requests/" + h.asked("ada@example.org")
		if h.get("bremen", "/requests?site=s1").Find("main tbody tr").Length() != 0 {
			t.Error("the list of another centre")
		}
		for _, p := range []string{path, "/requests/nobody"} {
			h.page(h.do("bremen", http.MethodGet, p, nil), http.StatusNotFound)
			h.page(h.do("bremen", http.MethodPost, p, url.Values{"do": {"held"}}), http.StatusNotFound)
		}
		h.page(h.do("bremen", http.MethodPost, "/slots", url.Values{"site": {"s1"}}), http.StatusNotFound)
		h.page(h.do("other", http.MethodGet, "/requests", nil), http.StatusForbidden)
		if h.get("both", "/requests?site=s1").Find("main tbody tr").Length() != 1 {
			t.Error("who answers everywhere does not see it")
		}
	})
}

func TestSlotsAreCreatedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.get("augsburg", "/slots")
		wrong := h.page(h.do("augsburg", http.MethodPost, "/slots", form(doc, "", "from", "x", "times", "bald", "languages", "xx-??", "minutes", "")), http.StatusBadRequest)
		if n := wrong.Find("main .kern-error").Length(); n < 5 || wrong.Find("input[name=times]").AttrOr("value", "") != "bald" {
			t.Errorf("%d errors", n)
		}
		sent := form(wrong, "", "from", "16.10.2018", "to", "2018-10-17", "times", "9, 10:30", "languages", "de, ar", "minutes", "30", "weekdays", "2")
		if w := h.do("augsburg", http.MethodPost, "/slots", sent); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
		doc = h.get("augsburg", "/slots")
		rows := doc.Find("main tbody tr")
		if rows.Length() != 2 || !strings.Contains(rows.First().Text(), "Arabisch") || !strings.Contains(rows.First().Text(), "frei") {
			t.Fatalf("%d: %s", rows.Length(), rows.Text())
		}
		slot := rows.First().Find("input[name=slot]").AttrOr("value", "")
		if w := h.do("augsburg", http.MethodPost, "/slots/remove", url.Values{"site": {"s1"}, "slot": {slot}}); w.Code != http.StatusSeeOther {
			t.Error(w.Code)
		}
		if n := h.get("augsburg", "/slots").Find("main tbody tr").Length(); n != 1 {
			t.Errorf("%d left", n)
		}
	})
}

func TestACaseBeginsWithARequest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.asked("ada@example.org")
		ask := func(who, id string) url.Values {
			r := httptest.NewRequest(http.MethodGet, "/cases/new?request="+url.QueryEscape(id), nil)
			values, err := office.Prefill(h.service)(r.WithContext(authz.With(db.WithActor(context.Background(), who), people[who])))
			must(t, err)
			return values
		}
		got := ask("augsburg", id)
		for name, want := range map[string]string{"given_name": "Ada <b>", "email": "ada@example.org", "phone": "0821 123456", "languages": "ar", "site_id": "s1", "request": id} {
			if got.Get(name) != want {
				t.Errorf("%s is %q", name, got.Get(name))
			}
		}
		for _, c := range [][2]string{{"bremen", id}, {"other", id}, {"augsburg", "nobody"}, {"augsburg", ""}} {
			if got := ask(c[0], c[1]); len(got) != 0 {
				t.Errorf("%v: %v", c, got)
			}
		}
		opened := office.Opened(h.service)
		for _, who := range []string{"bremen", "augsburg", "augsburg"} {
			must(t, opened(authz.With(db.WithActor(context.Background(), who), people[who]), url.Values{"request": {id}}))
			if done := h.own().State == appointment.Done; done != (who == "augsburg") {
				t.Errorf("%s: %s", who, h.own().State)
			}
		}
		if got := ask("augsburg", id); len(got) != 0 {
			t.Errorf("forgotten: %v", got)
		}
	})
}

func TestTheTabCountsWhoWaits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.asked("ada@example.org")
		bundle, err := i18n.New()
		must(t, err)
		for who, want := range map[string]string{"augsburg": "Anfragen (1)", "bremen": "Anfragen (0)", "other": ""} {
			ctx := i18n.WithPrinter(authz.With(context.Background(), people[who]), bundle.Printer("de"))
			tabs, err := office.Tabs(h.service)(httptest.NewRequest(http.MethodGet, "/cases", nil).WithContext(ctx))
			must(t, err)
			if want == "" && len(tabs) != 0 || want != "" && (len(tabs) != 1 || tabs[0].Label != want) {
				t.Errorf("%s: %v", who, tabs)
			}
		}
	})
}
