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
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
	"openiq/internal/programme/office"
)

var now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

// house is the office behind the edge. A cookie says who asks, in place of a session.
type house struct {
	http.Handler
	t       testing.TB
	service *programme.Service
	log     *bytes.Buffer
}

var nation = authz.Scope{Kind: authz.Nation}

// people are who may ask, by the value of the cookie.
func people(who string) *authz.Actor {
	reads := authz.Allow(nation, programme.ActionRead)
	switch {
	case who == "":
		return nil
	case who == "reader":
		return &authz.Actor{ID: who, Grants: []authz.Grant{reads}}
	case who == "admin":
		return &authz.Actor{ID: who, Grants: []authz.Grant{reads, authz.Allow(nation, programme.ActionEdit)}}
	}
	return &authz.Actor{ID: who, Grants: []authz.Grant{reads, authz.Allow(authz.Scope{Kind: authz.Network, ID: who}, programme.ActionEdit)}}
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, service: programme.New(d), log: new(bytes.Buffer)}
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
			ctx = authz.With(db.WithActor(ctx, c.Value), people(c.Value))
		}
		mux.ServeHTTP(w, r.WithContext(ctx))
	})
	h.Handler = web.New(web.Options{
		Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Frame: func(r *http.Request) ui.Page {
			return ui.Page{Nav: []ui.NavItem{{Label: "Netzwerk", URL: "/network", Icon: "network", Current: true}}}
		},
	}, signedIn)
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
	r.Header.Set("Accept-Language", "en")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != "" {
		r.AddCookie(&http.Cookie{Name: "who", Value: who})
	}
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

func (h *house) get(who, path string) answer {
	h.t.Helper()
	return h.do(who, http.MethodGet, path, nil)
}

// fill is the form of a page as a browser would send it, with some values replaced.
func (a answer) fill(pairs ...string) url.Values {
	form := url.Values{}
	a.Find("main form[method=post]").Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("name")
		value, _ := s.Attr("value")
		kind, _ := s.Attr("type")
		_, checked := s.Attr("checked")
		switch {
		case goquery.NodeName(s) == "select":
			value, _ = s.Find("option[selected]").Attr("value")
			form.Set(name, value)
		case (kind == "radio" || kind == "checkbox") && !checked:
		default:
			form.Add(name, value)
		}
	})
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Del(pairs[i])
		for _, value := range strings.Split(pairs[i+1], "|") {
			form.Add(pairs[i], value)
		}
	}
	return form
}

func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

func (a answer) has(selector string) bool { return a.Find(selector).Length() > 0 }

// store stores records as an import does; cells are column and cell in turn.
func store(t testing.TB, d *db.DB, typ *record.Type, id string, cells ...string) {
	t.Helper()
	row := record.Row{ID: id, Values: make([]any, len(typ.Columns))}
	for i := 0; i < len(cells); i += 2 {
		value, err := typ.Column(cells[i]).Parse(cells[i+1])
		if err != nil {
			t.Fatal(err)
		}
		row.Values[typ.Index(cells[i])] = value
	}
	_, err := d.Write(db.WithActor(context.Background(), "cli"), db.Command{Name: "exchange.import", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		_, err := typ.Put(tx, row, nil)
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name + ".csv"})
		return "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// found stores a small network.
func found(t testing.TB, d *db.DB) {
	t.Helper()
	store(t, d, programme.Rounds, "r2", "name", "Round 2015", "starts_on", "2015-01-01", "ends_on", "2018-12-31")
	store(t, d, programme.PriorityAreas, "a1", "round_id", "r2", "number", "1", "name", "Counselling", "funding", "esf_federal")
	store(t, d, programme.Networks, "n1", "name", "Nordnetz", "states", "NI HB", "valid_from", "2011-01-01")
	store(t, d, programme.Networks, "n2", "name", "Südnetz <b>", "states", "BY", "valid_from", "2011-01-01")
	store(t, d, programme.CompetenceCentres, "c1", "name", "Centre of language", "valid_from", "2015-01-01")
	store(t, d, programme.Organisations, "o1", "name", "Alpha", "kind", "association", "network_id", "n1", "coordinates_from", "2011-01-01")
	store(t, d, programme.Organisations, "o4", "name", "Delta", "kind", "welfare")
	store(t, d, programme.Projects, "p1", "round_id", "r2", "name", "Beratung Nord", "organisation_id", "o1", "kind", "counselling", "network_id", "n1")
	store(t, d, programme.Projects, "p/2 &", "round_id", "r2", "name", "Schulung", "organisation_id", "o4", "kind", "trainings", "network_id", "n1", "for_refugees", "true")
	store(t, d, programme.Projects, "p3", "round_id", "r2", "name", "Beratung Süd", "organisation_id", "o4", "kind", "counselling", "network_id", "n2", "starts_on", "2018-01-01")
	store(t, d, programme.Sites, "s1", "project_id", "p1", "name", "Bremen", "kind", "fixed", "postcode", "28195", "place", "Bremen", "state", "HB", "lat", "53.08", "lon", "8.8", "languages", "de ar")
	store(t, d, programme.Sites, "s2", "project_id", "p1", "name", "Emden", "kind", "mobile", "state", "NI", "valid_to", "2017-12-31")
	store(t, d, programme.Sites, "s3", "project_id", "p3", "name", "München", "kind", "fixed", "place", "München", "state", "BY", "lat", "48.14", "lon", "11.58")
}

func furnished(t testing.TB) *house {
	t.Helper()
	d := dbtest.SQLite(t, now)
	found(t, d)
	return newHouse(t, d)
}

var system = authz.AsSystem(db.WithActor(context.Background(), "cli"), "cli")

func day(s string) clock.Day { return clock.MustDay(s) }

type selection = goquery.Selection
