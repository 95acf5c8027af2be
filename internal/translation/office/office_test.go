package office_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/translation"
	"openiq/internal/translation/office"
)

var now = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))

// house is the office behind the edge. A cookie says who asks, in place of a session.
type house struct {
	http.Handler
	t       testing.TB
	service *translation.Service
	log     *bytes.Buffer
}

func allowed(id string, actions ...authz.Action) *authz.Actor {
	return &authz.Actor{ID: id, Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, actions...)}}
}

// actors are who may ask, by the value of the cookie.
var actors = map[string]*authz.Actor{
	"editor":     allowed("editor", translation.ActionEdit, translation.ActionGive),
	"translator": allowed("translator", translation.ActionEdit),
	"reader":     allowed("reader"),
}

// staff has one translator.
type staff struct{}

func (staff) Translators(context.Context) ([]account.Colleague, error) {
	return []account.Colleague{{ID: "translator", Name: "translator@example.org"}}, nil
}

func (staff) Names(_ context.Context, ids []string) (map[string]string, error) {
	return map[string]string{"editor": "editor@example.org", "translator": "translator@example.org"}, nil
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	portal, err := i18n.NewPortal()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, service: translation.New(d), log: new(bytes.Buffer)}
	mux := http.NewServeMux()
	for _, route := range office.Routes(h.service, staff{}, portal, now) {
		mux.Handle(route.Pattern, route.Bind(func(w http.ResponseWriter, r *http.Request) error {
			if !authz.From(r.Context()).May(route.Action) {
				return authz.Require(r.Context(), route.Action, authz.Target{})
			}
			return route.Handler(w, r)
		}))
	}
	signedIn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if c, err := r.Cookie("who"); err == nil {
			ctx = authz.With(db.WithActor(ctx, c.Value), actors[c.Value])
		}
		mux.ServeHTTP(w, r.WithContext(ctx))
	})
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil))}, signedIn)
	return h
}

// answer is a page as somebody got it.
type answer struct {
	*goquery.Document
	status   int
	location string
	body     string
}

func (h *house) send(who, method, path, kind string, body []byte) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Accept-Language", "de")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.AddCookie(&http.Cookie{Name: "who", Value: who})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s %s: %d\n%s", method, path, w.Code, h.log)
	}
	raw, _ := io.ReadAll(w.Body)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(raw))
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{doc, w.Code, w.Header().Get("Location"), string(raw)}
}

func (h *house) post(who, path string, form url.Values) answer {
	h.t.Helper()
	return h.send(who, http.MethodPost, path, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// page is a page that must be there.
func (h *house) page(who, path string) answer {
	h.t.Helper()
	a := h.send(who, http.MethodGet, path, "", nil)
	if a.status != http.StatusOK {
		h.t.Fatalf("%s: %d", path, a.status)
	}
	return a
}

// fill is the form of a page as a browser would send it, with some values replaced.
func (a answer) fill(pairs ...string) url.Values {
	form := url.Values{}
	a.Find("main form[method=post]").First().Find("input, textarea").Each(func(_ int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		if _, checked := s.Attr("checked"); s.AttrOr("type", "") == "checkbox" && !checked {
			return
		}
		if s.Is("textarea") {
			value = s.Text()
		}
		form.Add(name, value)
	})
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = strings.Split(pairs[i+1], "|")
	}
	return form
}

func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

// upload sends a catalogue.
func (h *house) upload(who, path, file string, pairs ...string) answer {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "x.po")
	if err == nil {
		_, err = part.Write([]byte(file))
	}
	for i := 0; i+1 < len(pairs) && err == nil; i += 2 {
		err = form.WriteField(pairs[i], pairs[i+1])
	}
	if err != nil || form.Close() != nil {
		h.t.Fatal(err)
	}
	return h.send(who, http.MethodPost, path, form.FormDataContentType(), body.Bytes())
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}
