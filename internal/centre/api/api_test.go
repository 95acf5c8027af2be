package api_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"openiq/internal/centre/api"
	"openiq/internal/centre/centretest"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/openapi"
)

// house is the interface behind the edge.
type house struct {
	http.Handler
	t   testing.TB
	log *bytes.Buffer
}

func newHouse(t testing.TB, d *db.DB, rate web.Rate) *house {
	t.Helper()
	centres := centretest.Found(t, d)
	centretest.Tell(t, centres)
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	english := bundle.Printer("en")
	mux := http.NewServeMux()
	a := openapi.New(openapi.Options{Info: huma.Info{Title: "x", Version: "1"}, English: english, Clock: d.Clock(), Rate: rate})
	for _, route := range api.Routes(a, centres, english) {
		mux.Handle(route.Pattern, route.Handler)
	}
	h := &house{t: t, log: new(bytes.Buffer)}
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil))}, mux)
	return h
}

func (h *house) get(path string) *httptest.ResponseRecorder {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s: %d\n%s", path, w.Code, h.log)
	}
	return w
}

// answer is what must be there.
func (h *house) answer(path string) map[string]any {
	h.t.Helper()
	w := h.get(path)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		h.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	var a map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		h.t.Fatal(err)
	}
	return a
}

// ids are those of a list.
func ids(a map[string]any) []string {
	var all []string
	for _, entry := range a["contents"].([]any) {
		all = append(all, entry.(map[string]any)["id"].(string))
	}
	return all
}

// schemas are those that HSDS publishes.
type schemas struct {
	t        testing.TB
	folder   string
	compiler *jsonschema.Compiler
}

func hsdsSchemas(t testing.TB) *schemas {
	t.Helper()
	folder := os.Getenv("OPENIQ_TESTDATA")
	if folder == "" {
		t.Skip("without OPENIQ_TESTDATA the publishers' schemas are left out")
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	return &schemas{t, filepath.Join(folder, "hsds", "schema"), c}
}

// valid holds a value against a schema.
func (s *schemas) valid(name string, value any) error {
	s.t.Helper()
	schema, err := s.compiler.Compile(filepath.Join(s.folder, name+".json"))
	if err != nil {
		s.t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestEveryAnswerIsAsHSDSDescribes(t *testing.T) {
	s := hsdsSchemas(t)
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, openapi.DefaultRate)
		for _, c := range []struct {
			path           string
			entry, full    string   // schemas of the entries of a list, short and full
			alone          []string // schemas of an entry by itself; the interface's description names the first
			fullParameters string
		}{
			{"services", "compiled/service_list", "compiled/service", []string{"compiled/service"}, "?full=true"},
			{"organizations", "compiled/organization_list", "compiled/organization", []string{"compiled/organization"}, "?full=true"},
			{"service_at_locations", "compiled/service_at_location_list", "compiled/service_at_location", []string{"compiled/service", "compiled/service_at_location"}, "?full=true"},
			{"taxonomies", "taxonomy", "taxonomy", []string{"taxonomy"}, ""},
			{"taxonomy_terms", "taxonomy_term", "taxonomy_term", []string{"taxonomy_term"}, ""},
		} {
			list := h.answer("/hsds/" + c.path)
			if len(ids(list)) == 0 {
				t.Fatalf("%s is empty", c.path)
			}
			for _, entry := range list["contents"].([]any) {
				if err := s.valid(c.entry, entry); err != nil {
					t.Errorf("%s: %v", c.path, err)
				}
			}
			for _, entry := range h.answer("/hsds/" + c.path + c.fullParameters)["contents"].([]any) {
				if err := s.valid(c.full, entry); err != nil {
					t.Errorf("%s in full: %v", c.path, err)
				}
			}
			for _, id := range ids(list) {
				for _, name := range c.alone {
					if err := s.valid(name, h.answer("/hsds/"+c.path+"/"+id)); err != nil {
						t.Errorf("%s/%s is no %s: %v", c.path, id, name, err)
					}
				}
			}
		}
	})
}

// TestTheSchemasBite makes sure that what is wrong would be found.
func TestTheSchemasBite(t *testing.T) {
	s := hsdsSchemas(t)
	h := newHouse(t, dbtest.SQLite(t, centretest.Now), openapi.DefaultRate)
	service := h.answer("/hsds/services/" + ids(h.answer("/hsds/services"))[0])
	for field, wrong := range map[string]any{"id": "1", "status": "open", "service_at_locations": []any{map[string]any{"id": 7}}} {
		right := service[field]
		service[field] = wrong
		if s.valid("compiled/service", service) == nil {
			t.Errorf("a wrong %s is right", field)
		}
		service[field] = right
	}
}

func TestTheDirectoryIsWhole(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now), openapi.DefaultRate)
	if root := h.answer("/hsds/"); root["version"] != "3.0" || root["openapi_url"] == "" {
		t.Errorf("%v", root)
	}
	organizations := h.answer("/hsds/organizations")["contents"].([]any)
	if len(organizations) != 2 || organizations[0].(map[string]any)["name"] != "Alpha" {
		t.Fatalf("%v", organizations)
	}
	alpha := h.answer("/hsds/organizations/" + organizations[0].(map[string]any)["id"].(string))
	text, err := json.Marshal(alpha)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"Maximilianstraße 1"`, `"0821 23125 10"`, `"augsburg@example.org"`, `"latitude":48.37`, `"opens_at":"09:00+02:00"`, `"byday":"MO"`, `"code":"ar"`,
		`"dtstart":"2018-10-17"`, `"until":"2018-11-07"`, `"Cancelled on 2018-10-24."`, `"Bavaria"`, `"partly step-free`, `"in_person"`, "http://example.com/en/centres/s1"} {
		if !strings.Contains(strings.ReplaceAll(string(text), "Entrance: ", `"`), want) {
			t.Errorf("%s is missing in %s", want, text)
		}
	}
	if service := alpha["services"].([]any)[0].(map[string]any); service["assured_date"] != nil || service["last_modified"] != "2018-10-15T10:00:00Z" {
		t.Errorf("%v, %v: one centre of it was never checked", service["assured_date"], service["last_modified"])
	}
}

func TestListsAreFilteredAndCut(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now), openapi.DefaultRate)
	terms := h.answer("/hsds/taxonomy_terms?search=video")
	video := ids(terms)
	alpha := ids(h.answer("/hsds/organizations"))[0]
	for path, want := range map[string]int{
		"service_at_locations": 4, "service_at_locations?per_page=3": 3, "service_at_locations?per_page=3&page=2": 1, "service_at_locations?page=9": 0,
		"service_at_locations?organization_id=" + alpha: 3, "service_at_locations?postcode=86150": 2, "service_at_locations?postcode=86150&proximity=1000": 1,
		"service_at_locations?postcode=00000": 0, "service_at_locations?search=bremen": 1, "service_at_locations?modified_after=2018-10-16": 0,
		"services?taxonomy_term_id=" + video[0]: 1, "services?modified_after=2018-10-01": 1, "services?search=beta": 1, "services?organization_id=nobody": 0,
		"taxonomy_terms": 4, "taxonomies?search=zzz": 0, "organizations?search=alpha&full=true": 1, "services?unknown=1": 2,
	} {
		a := h.answer("/hsds/" + path)
		if len(ids(a)) != want || a["size"] != float64(want) || a["empty"] != (want == 0) {
			t.Errorf("%s has %v", path, a)
		}
	}
	second := h.answer("/hsds/service_at_locations?per_page=3&page=2")
	if second["total_items"] != 4.0 || second["total_pages"] != 2.0 || second["page_number"] != 2.0 || second["first_page"] != false || second["last_page"] != true {
		t.Errorf("%v", second)
	}
}

func TestBrokenQuestions(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now), openapi.DefaultRate)
	for path, status := range map[string]int{
		"services?page=0": 400, "services?page=x": 400, "services?per_page=100000": 400, "services?per_page=-1": 400, "services?full=perhaps": 400, "services?modified_after=lately": 400,
		"services?format=xml": 400, "taxonomies?per_page=0": 400, "taxonomy_terms?page=-7": 400, "service_at_locations?proximity=far": 400,
		"services/nobody": 404, "organizations/%00": 404, "service_at_locations/1": 404, "taxonomies/x": 404, "taxonomy_terms/x": 404, "nothing": 404,
		"services?search=" + strings.Repeat("x", 9000): 414,
	} {
		w := h.get("/hsds/" + path)
		if w.Code != status || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.60s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestWhoAsksTooOftenWaits(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now), web.Rate{PerSecond: 0.01, Burst: 3})
	for i := range 4 {
		w := h.get("/hsds/services")
		if limited := w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") != ""; limited != (i == 3) {
			t.Errorf("request %d: %d", i, w.Code)
		}
	}
}
