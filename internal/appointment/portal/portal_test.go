package portal_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/appointment"
	"openiq/internal/appointment/portal"
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

// house is the portal behind the edge.
type house struct {
	http.Handler
	t       *testing.T
	d       *db.DB
	service *appointment.Service
	outbox  *mail.Outbox
	sent    []mail.Letter
	log     *bytes.Buffer
	from    string // the address of who asks
}

func (h *house) Send(_ context.Context, _ string, l mail.Letter) error {
	h.sent = append(h.sent, l)
	return nil
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	centres := centretest.Found(t, d)
	path := filepath.Join(t.TempDir(), "key")
	must(t, crypt.Generate(path))
	keys, err := crypt.Load(path)
	must(t, err)
	office, err := i18n.New()
	must(t, err)
	public, err := i18n.NewPortal()
	must(t, err)
	h := &house{t: t, d: d, log: new(bytes.Buffer), from: "192.0.2.1"}
	h.outbox = mail.New(d, keys)
	h.service = appointment.New(d, keys, centres, programme.New(d), h.outbox, portal.Writer{Bundle: public})
	mux := http.NewServeMux()
	for _, route := range portal.Routes(h.service, d.Clock()) {
		mux.Handle(route.Pattern, route.Bind(route.Handler))
	}
	mux.Handle("/", web.NotFound)
	frame := func(*http.Request) ui.Page { return ui.Page{Portal: &ui.Portal{Feedback: "/feedback"}} }
	h.Handler = web.New(web.Options{Bundle: office, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Base: "https://iq.example.org/", Portal: &web.Portal{Bundle: public, Handler: mux, Frame: frame}}, web.NotFound)
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.RemoteAddr = h.from + ":4711"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s %s: %d\n%s", method, path, w.Code, h.log)
	}
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

func (h *house) get(path string) *goquery.Document {
	h.t.Helper()
	return h.page(h.do(http.MethodGet, path, nil), http.StatusOK)
}

// form is what a browser sends of the first form of a page, with some fields typed over (name and value in turn).
func form(doc *goquery.Document, pairs ...string) url.Values {
	values := url.Values{}
	doc.Find("main form[method=post]").First().Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
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
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// letter is the one mail that is sent now.
func (h *house) letter() mail.Letter {
	h.t.Helper()
	h.sent = nil
	must(h.t, h.outbox.SendDue(context.Background(), h, slog.New(slog.NewTextHandler(io.Discard, nil))))
	if len(h.sent) != 1 {
		h.t.Fatalf("%d mails", len(h.sent))
	}
	return h.sent[0]
}

// linkIn is the address in a mail, without scheme and host.
func linkIn(t *testing.T, l mail.Letter) string {
	t.Helper()
	for _, line := range strings.Split(l.Text, "\n") {
		if path, ok := strings.CutPrefix(line, "https://iq.example.org/"); ok {
			return "/" + path
		}
	}
	t.Fatalf("no link in %s", l.Text)
	return ""
}

func (h *house) requests() (n int) {
	h.t.Helper()
	must(h.t, h.d.Row(context.Background(), `SELECT COUNT(*) FROM appointment`).Scan(&n))
	return n
}

// slots are two free ones at Augsburg.
func (h *house) slots() []*appointment.Slot {
	h.t.Helper()
	ctx := authz.AsSystem(db.WithActor(context.Background(), "test"), "test")
	_, err := h.service.OfferSlots(ctx, appointment.Offering{Site: "s1", From: centretest.Today + 1, To: centretest.Today + 1, Weekdays: []time.Weekday{time.Tuesday},
		Times: []centre.Time{540, 600}, Minutes: 30, Form: centre.Phone, Languages: []string{"ar"}, Place: "Raum 2"}, ident.Token())
	must(h.t, err)
	free, err := h.service.Free(ctx, "s1", 5)
	must(h.t, err)
	return free
}

func TestSomebodyAsksInArabicAndConfirmsByMail(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.get("/ar/appointments/new?centre=s1&code=ab12cd")
		if doc.Find("html").AttrOr("dir", "") != "rtl" || doc.Find("select[name=language] option[selected]").AttrOr("value", "") != "ar" ||
			doc.Find("input[name=code]").AttrOr("value", "") != "ab12cd" {
			t.Error("the form does not begin in the reader's language with their code")
		}
		sent := form(doc, "email", "ada@example.org", "name", "Ada", "form", "in_person", "wishes", "1am")
		step := h.page(h.do(http.MethodPost, "/ar/appointments", sent), http.StatusOK)
		if strings.Contains(step.Find("main").Text(), "Ada") {
			t.Error("the page repeats who asked")
		}
		l := h.letter()
		link := linkIn(t, l)
		if l.To != "ada@example.org" || !strings.HasPrefix(link, "/ar/appointments/m/") || strings.Contains(l.Text, "Ada") || !strings.Contains(l.Text, "Augsburg") {
			t.Errorf("%+v", l)
		}
		w := h.do(http.MethodGet, link, nil)
		if w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%v", w.Header())
		}
		doc = h.page(w, http.StatusOK)
		if doc.Find(`meta[name=robots][content=noindex]`).Length() != 1 || doc.Find(".feedback").Length() != 0 {
			t.Error("the page is found by search engines or asks what one thinks of its address")
		}
		if r, err := h.service.Own(context.Background(), link[len("/ar/appointments/m/"):]); err != nil || r.State != appointment.Unconfirmed {
			t.Fatal("looking at the link confirms it, as mail scanners do", err)
		}
		for range 2 { // replayed
			if w := h.do(http.MethodPost, link, url.Values{"do": {"confirm"}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != link {
				t.Fatal(w.Code, w.Header())
			}
		}
		if values := h.get(link).Find("main button[name=do]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") }); strings.Join(values, " ") != "wish withdraw" {
			t.Errorf("%v", values)
		}
		if w := h.do(http.MethodPost, link, url.Values{"do": {"wish"}, "wishes": {"5pm"}}); w.Code != http.StatusSeeOther {
			t.Error(w.Code)
		}
		if checked := h.get(link).Find("input[name=wishes][checked]"); checked.AttrOr("value", "") != "5pm" || checked.Length() != 1 {
			t.Error("the wishes are not those that were typed last")
		}
		if w := h.do(http.MethodPost, link, url.Values{"do": {"accept"}}); w.Code != http.StatusConflict {
			t.Error("nothing is offered, and was accepted:", w.Code)
		}
		h.do(http.MethodPost, link, url.Values{"do": {"withdraw"}})
		if text := h.get(link).Find("main").Text(); strings.Contains(text, "ada@") {
			t.Error(text)
		}
		token := link[len("/ar/appointments/m/"):]
		if strings.Contains(h.log.String(), token) || strings.Contains(h.log.String(), "ada@") {
			t.Error("the log tells the link or the address")
		}
	})
}

func TestTheCodeCanBeTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		step := h.page(h.do(http.MethodPost, "/de/appointments", form(h.get("/de/appointments/new?centre=s1"), "email", "ada@example.org", "form", "in_person")), http.StatusOK)
		l := h.letter()
		code := l.Text[strings.Index(l.Text, "ein: ")+5:][:6]
		wrong := h.page(h.do(http.MethodPost, "/de/appointments/confirm", form(step, "code", "x")), http.StatusBadRequest)
		if wrong.Find(".kern-error").Length() != 1 {
			t.Error("nobody says that the code is wrong")
		}
		w := h.do(http.MethodPost, "/de/appointments/confirm", form(wrong, "code", code))
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != linkIn(t, l) {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		nobody := h.page(h.do(http.MethodPost, "/de/appointments/confirm", url.Values{"ticket": {"guessed"}, "code": {code}}), http.StatusBadRequest)
		if nobody.Find(".kern-error").Text() != wrong.Find(".kern-error").Text() {
			t.Error("one can tell a guessed ticket from a wrong code")
		}
	})
}

// TestNothingTellsThatSomebodyAskedBefore compares the pages of a first and a second request.
func TestNothingTellsThatSomebodyAskedBefore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var first string
		for i := range 6 {
			w := h.do(http.MethodPost, "/de/appointments", form(h.get("/de/appointments/new?centre=s1"), "email", "ada@example.org", "form", "in_person"))
			doc := h.page(w, http.StatusOK)
			doc.Find("input[name=ticket]").SetAttr("value", "")
			text, err := doc.Find("main").Html()
			must(t, err)
			if i == 0 {
				first = text
			}
			if text != first {
				t.Fatalf("request %d is answered with another page", i)
			}
		}
		if h.requests() != 1 {
			t.Errorf("%d requests", h.requests())
		}
	})
}

func TestByPhoneACodeIsNoted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		step := h.page(h.do(http.MethodPost, "/de/appointments", form(h.get("/de/appointments/new?centre=s1"), "phone", "0821 123456", "form", "in_person")), http.StatusOK)
		if !strings.Contains(step.Find("main").Text(), "0821 123456") {
			t.Error("one cannot check the number")
		}
		done := h.page(h.do(http.MethodPost, "/de/appointments/confirm", form(step, "do", "phone")), http.StatusOK)
		noted := done.Find("main input[readonly]").AttrOr("value", "")
		typed := strings.ToLower(strings.ReplaceAll(noted, "-", " "))
		w := h.do(http.MethodPost, "/de/appointments/mine", form(h.get("/de/appointments/mine"), "token", typed))
		if w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), strings.ReplaceAll(noted, "-", "")) {
			t.Fatalf("%q: %d %v", typed, w.Code, w.Header())
		}
		h.get(w.Header().Get("Location"))
		for _, wrong := range []string{"", "x", "0000-0000-0000-0000", "'; DROP TABLE appointment; --"} {
			h.page(h.do(http.MethodPost, "/de/appointments/mine", url.Values{"token": {wrong}}), http.StatusBadRequest)
		}
	})
}

func TestWhoIsTooLateIsOfferedTheNextSlot(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		slots := h.slots()
		path := "/de/appointments/new?centre=s1&slot=" + slots[0].ID
		one, other := h.get(path), h.get(path)
		if one.Find("input[name=slot][checked]").AttrOr("value", "") != slots[0].ID {
			t.Error("the slot of the address is not chosen")
		}
		h.page(h.do(http.MethodPost, "/de/appointments", form(one, "email", "ada@example.org")), http.StatusOK)
		late := h.page(h.do(http.MethodPost, "/de/appointments", form(other, "email", "eve@example.org", "text", "Guten Tag")), http.StatusConflict)
		left := late.Find("input[name=slot]")
		if left.Length() != 2 || left.First().AttrOr("value", "") != slots[1].ID || late.Find("textarea").Text() != "Guten Tag" {
			t.Errorf("%d slots left", left.Length())
		}
		h.page(h.do(http.MethodPost, "/de/appointments", form(late, "slot", slots[1].ID)), http.StatusOK)
		if h.requests() != 2 {
			t.Errorf("%d requests", h.requests())
		}
		if doc := h.get(path); doc.Find("input[name=slot]").Length() != 0 {
			t.Error("a slot is offered that somebody has")
		}
	})
}

func TestHostileTextDoesNoHarm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		strange := []string{`"><script>alert(1)</script>`, "'; DROP TABLE appointment; --", "{{.}}%s%n", "\x00\xff\u202e\u0000", strings.Repeat("ä", 5000), "a@b.c\r\nBcc: eve@example.org", "../../../etc/passwd"}
		for i, text := range strange {
			for _, field := range []string{"key", "centre", "slot", "form", "language", "email", "phone", "name", "code", "text", "wishes"} {
				h.from = fmt.Sprintf("192.0.%d.%d", i, len(field))
				w := h.do(http.MethodPost, "/de/appointments", form(h.get("/de/appointments/new?centre=s1"), "email", "ada@example.org", "form", "in_person", field, text))
				if strings.Contains(w.Body.String(), "<script>alert") {
					t.Errorf("%s: a script goes through", field)
				}
			}
			query := url.Values{"centre": {"s1"}, "slot": {text}, "code": {text}}.Encode()
			h.get("/de/appointments/new?" + query)
			if w := h.do(http.MethodGet, "/de/appointments/new?centre="+url.QueryEscape(text), nil); w.Code != http.StatusNotFound && w.Code != http.StatusSeeOther {
				t.Errorf("%q: %d", text, w.Code)
			}
			for _, path := range []string{"/de/appointments/confirm", "/de/appointments/mine", "/de/appointments/m/0123456789ABCDEF", "/de/appointments/m/" + url.PathEscape(text)} {
				w := h.do(http.MethodPost, path, url.Values{"ticket": {text}, "code": {text}, "token": {text}, "do": {text}})
				if w.Code < 400 {
					t.Errorf("%s takes %q: %d", path, text, w.Code)
				}
			}
		}
	})
}

func TestOneAddressCannotFillTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.get("/de/appointments/new?centre=s1")
		refused := 0
		for i := range 10_000 {
			w := h.do(http.MethodPost, "/de/appointments", form(page, "key", ident.Token(), "form", "in_person", "email", fmt.Sprintf("a%d@example.org", i)))
			if w.Code == http.StatusTooManyRequests {
				refused++
				if w.Header().Get("Retry-After") == "" {
					t.Fatal("nobody says when one may ask again")
				}
			}
		}
		if n := h.requests(); n != 10_000-refused || n > 50 {
			t.Errorf("%d requests stored, %d refused", n, refused)
		}
		h.from = "192.0.2.2"
		h.page(h.do(http.MethodPost, "/de/appointments", form(page, "key", ident.Token(), "form", "in_person", "email", "ada@example.org")), http.StatusOK)
		h.from = "192.0.2.3"
		last := 0
		for i := range 100 {
			last = h.do(http.MethodGet, fmt.Sprintf("/de/appointments/m/%016d", i), nil).Code
		}
		if last != http.StatusTooManyRequests {
			t.Errorf("links can be guessed as often as one likes: %d", last)
		}
	})
}
