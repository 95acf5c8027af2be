package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/web/openapi"
)

// asker asks the interface for other programs, each time from another address, and holds every answer against the
// description.
type asker struct {
	*house
	asked       int
	description map[string]any
	compiler    *jsonschema.Compiler
}

const descriptionURL = "https://openiq.example/openapi.json"

func openAPI(t *testing.T, h *house) *asker {
	t.Helper()
	a := &asker{house: h}
	answer, body := a.send(t, http.MethodGet, "/api/v1/openapi.json", nil)
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "application/openapi+json" {
		t.Fatalf("the description answers %d: %s", answer.StatusCode, body)
	}
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	a.description = parsed.(map[string]any)
	a.compiler = jsonschema.NewCompiler()
	a.compiler.DefaultDraft(jsonschema.Draft2020)
	a.compiler.AssertFormat()
	if err := a.compiler.AddResource(descriptionURL, parsed); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *asker) send(t *testing.T, method, path string, header http.Header) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, a.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.asked++
	request.Header = header.Clone()
	if header == nil {
		request.Header = http.Header{}
	}
	if header.Get("X-Forwarded-For") == "" {
		request.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", a.asked%250))
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// pointer joins the parts of a way into the description.
func pointer(parts ...string) string {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var b strings.Builder
	for _, part := range parts {
		b.WriteString("/" + escape.Replace(part))
	}
	return b.String()
}

func dig(from any, parts ...string) any {
	for _, part := range parts {
		object, _ := from.(map[string]any)
		from = object[part]
	}
	return from
}

// get asks an operation and checks status, headers and body against what the description promises.
func (a *asker) get(t *testing.T, operation, path string, want int) string {
	t.Helper()
	answer, body := a.send(t, http.MethodGet, path, nil)
	short := fmt.Sprintf("%.120s", path)
	if answer.StatusCode != want {
		t.Errorf("%s answers %d instead of %d: %.500s", short, answer.StatusCode, want, body)
	}
	way := []string{"paths", operation, "get", "responses", fmt.Sprint(answer.StatusCode)}
	promised, ok := dig(a.description, way...).(map[string]any)
	if !ok {
		t.Errorf("%s: the description knows no status %d", short, answer.StatusCode)
		return body
	}
	for name := range promised["headers"].(map[string]any) {
		if answer.Header.Get(name) == "" {
			t.Errorf("%s: no header %s", short, name)
		}
	}
	kind := answer.Header.Get("Content-Type")
	if dig(promised, "content", kind) == nil {
		t.Fatalf("%s: the description knows no answer %s of type %s", short, fmt.Sprint(answer.StatusCode), kind)
	}
	schema, err := a.compiler.Compile(descriptionURL + "#" + url.PathEscape(pointer(append(way, "content", kind, "schema")...)))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", short, err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", short, err)
	}
	for name, want := range map[string]string{"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "Set-Cookie": "", "Vary": ""} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s: %s is %q", short, name, got)
		}
	}
	return body
}

// calls are questions to each operation by the status that they get.
var calls = map[string]map[int][]string{
	"/occupations": {
		200: {"", "?limit=1&offset=2", "?limit=500&lang=ar", "?offset=1000000", "?kind=federal&regulated=true", "?regulated=false&kind=federal", "?authority_group=hwk&lang=xx",
			"?authority_group=none", "?valid_on=2019-12-31", "?valid_on=2026-11-22&lang=zh-Hant"},
		400: {"?limit=0", "?limit=501", "?limit=x", "?offset=-1", "?offset=99999999999999999999", "?kind=Federal", "?regulated=1", "?valid_on=2026-02-30", "?valid_on=1", "?lang=%00",
			"?lang=de_DE", "?authority_group=%27", "?unknown=1"},
	},
	"/occupations/search": {
		200: {"?q=Krankenschwester", "?q=%D9%85%D9%85%D8%B1%D8%B6%D8%A9&lang=ar", "?q=mumarrida&lang=en&limit=50", "?q=nurse&lang=xx", "?q=nurse&lang=", "?q=zzzzzzzz"},
		400: {"", "?q=", "?q=nurse&limit=0", "?q=nurse&limit=51", "?q=nurse&page=2"},
	},
	"/occupations/{code}": {
		200: {"nurse", "nurse?lang=uk", "physician?lang=xx"},
		400: {"NURSE", "nurse%20", "%27", "%F0%9F%98%80", "nurse?lang=%27", strings.Repeat("a", 41), "nurse?x=1"},
		404: {"nothing", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
	},
	"/occupations/{code}/words": {
		200: {"nurse/words", "accordion_maker/words"},
		400: {"NURSE/words", "nurse/words?lang=de"},
		404: {"nothing/words"},
	},
	"/authorities": {
		200: {"", "?state=HB", "?kind=chamber", "?kind=central&state=BY"},
		400: {"?state=XX", "?state=hb", "?kind=x", "?limit=1"},
	},
	"/authorities/{id}": {
		200: {"zsba"},
		400: {"ZSBA", "%27"},
		404: {"nothing"},
	},
	"/decide": {
		200: {"?occupation=nurse&state=HB", "?occupation=nurse", "?occupation=nurse&state=HB&origin=eu&abroad=true", "?occupation=baker&district=04011", "?occupation=baker&state=HB&district=04011&origin=third",
			"?occupation=nurse&state=SH&on=2020-01-01", "?occupation=accordion_maker&state=BY"},
		400: {"", "?occupation=nothing", "?occupation=nurse&state=XX", "?occupation=nurse&district=4011", "?occupation=baker&district=99011", "?occupation=baker&state=BY&district=04011",
			"?occupation=nurse&origin=EU", "?occupation=nurse&abroad=yes", "?occupation=nurse&on=yesterday", "?occupation=nurse&on=2026-13-01"},
	},
	"/procedures": {
		200: {""},
		400: {"?x=1"},
	},
	"/procedures/{key}": {
		200: {"nurse_midwife", "nurse_midwife?origin=eu&applied_on=2020-03-01", "training?state=BY&complete=true&accelerated=true", "academic", "sectoral?origin=resettler",
			"training?no_papers=true&outcome=full"},
		400: {"training?origin=moon", "training?applied_on=2011-01-01", "training?applied_on=1", "training?state=XX", "training?outcome=perfect", "TRAINING", "training?complete=x"},
		404: {"nothing"},
	},
	"/postcodes": {
		200: {"?q=28195", "?q=287", "?q=00000", "?q=Bremen", "?q=D-89073", "?q=%D9%A2%D9%A8%D9%A1%D9%A9%D9%A5"},
		400: {"", "?q=", "?q=1&limit=3"},
	},
}

// hostile are texts for every parameter that takes any.
var hostile = []string{"' OR 1=1 --", `"; DROP TABLE x; --`, "%", "_", ".*", "(((((", "[a-", `\`, "<script>alert(1)</script>", "{{.}}", "\x00", "\x01\x1f\x7f", "\r\nX: y",
	"\xff\xfe\xc0", "\u202egnp", "\ufeff", "😀👩‍⚕️", "護士", "นางพยาบาล", "ნაბეჭდი", "አስተማሪ", "नर्स", "اَلطَّبِيبُ", "אחות", "Ζαχαροπλάστης", "ﷺ", "e\u0301\u0301\u0301\u0301", "...", "   ", "0", "-1",
	"1e309", "NaN", "null", strings.Repeat("a", 200), strings.Repeat("é", 200)}

func TestEveryAnswerIsAsDescribed(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		a := openAPI(t, open(t, d, nil))
		for operation := range a.description["paths"].(map[string]any) {
			if calls[strings.TrimPrefix(operation, "/api/v1")] == nil {
				t.Errorf("nobody calls %s", operation)
			}
		}
		for operation, byStatus := range calls {
			for status, questions := range byStatus {
				for _, q := range questions {
					base, _, _ := strings.Cut("/api/v1"+operation, "{")
					a.get(t, "/api/v1"+operation, base+q, status)
				}
			}
		}
		for _, text := range hostile {
			for _, operation := range []string{"/occupations/search", "/postcodes"} {
				a.get(t, "/api/v1"+operation, "/api/v1"+operation+"?q="+url.QueryEscape(text), http.StatusOK)
			}
		}
		for _, operation := range []string{"/occupations/search", "/postcodes"} {
			path := "/api/v1" + operation + "?q="
			a.get(t, "/api/v1"+operation, path+strings.Repeat("a", 201), http.StatusBadRequest)
			a.get(t, "/api/v1"+operation, path+strings.Repeat("a", 10_000), http.StatusRequestURITooLong)
			a.get(t, "/api/v1"+operation, path+url.QueryEscape(strings.Repeat("护", 10_000)), http.StatusRequestURITooLong)
		}
	})
}

func TestTheAnswersAreRight(t *testing.T) {
	a := openAPI(t, open(t, dbtest.SQLite(t, now), nil))
	for _, c := range []struct{ operation, path, want string }{
		{"/occupations/search", "/occupations/search?q=Krankenschwestr&limit=1", `"code":"nurse"`},
		{"/occupations/{code}", "/occupations/nurse", `"regulated":true`},
		{"/occupations/{code}/words", "/occupations/nurse/words", `"lang":"uk"`},
		{"/occupations", "/occupations?kind=master&limit=1", `"kind":"master"`},
		{"/postcodes", "/postcodes?q=28795", `"states":["HB","NI"]`},
		{"/postcodes", "/postcodes?q=%27", `"results":[]`},
		{"/decide", "/decide?occupation=nurse&state=HB&origin=third&abroad=true", `"guide":{"id":"zsba"`},
		{"/procedures/{key}", "/procedures/training?applied_on=2026-03-02", `"applied_on":"2026-03-02"`},
	} {
		if body := a.get(t, "/api/v1"+c.operation, "/api/v1"+c.path, http.StatusOK); !strings.Contains(body, c.want) {
			t.Errorf("%s has no %s: %.400s", c.path, c.want, body)
		}
	}
	body := a.get(t, "/api/v1/decide", "/api/v1/decide?occupation=nothing", http.StatusBadRequest)
	if !strings.Contains(body, `{"location":"query.occupation","message":"This entry does not exist."}`) {
		t.Error(body)
	}
}

func TestAnAnswerIsKnownAgain(t *testing.T) {
	a := openAPI(t, open(t, dbtest.SQLite(t, now), nil))
	path := "/api/v1/occupations/nurse"
	first, _ := a.send(t, http.MethodGet, path, nil)
	tag := first.Header.Get("ETag")
	again, body := a.send(t, http.MethodGet, path, http.Header{"If-None-Match": {`"x", W/` + tag}})
	if again.StatusCode != http.StatusNotModified || body != "" || again.Header.Get("ETag") != tag || again.Header.Get("Cache-Control") == "" {
		t.Errorf("a known answer: %d, %q, %v", again.StatusCode, body, again.Header)
	}
	other, _ := a.send(t, http.MethodGet, path+"?lang=en", http.Header{"If-None-Match": {tag}})
	if other.StatusCode != http.StatusOK || other.Header.Get("ETag") == tag {
		t.Errorf("another answer: %d, %s", other.StatusCode, other.Header.Get("ETag"))
	}
	head, body := a.send(t, http.MethodHead, path, nil)
	if head.StatusCode != http.StatusOK || body != "" || head.Header.Get("ETag") != tag {
		t.Errorf("HEAD: %d, %q, %v", head.StatusCode, body, head.Header)
	}
}

func TestWhatIsNotThereIsAProblem(t *testing.T) {
	a := openAPI(t, open(t, dbtest.SQLite(t, now), nil))
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/api/", 404}, {"GET", "/api/v1/nothing", 404}, {"GET", "/api/v2/occupations", 404}, {"POST", "/api/v1/occupations", 405}, {"DELETE", "/api/v1/occupations/nurse", 405},
		{"PUT", "/api/x", 405}, {"PATCH", "/api/v1/decide", 405},
	} {
		answer, body := a.send(t, c.method, c.path, nil)
		var p struct{ Status int }
		if err := json.Unmarshal([]byte(body), &p); err != nil || answer.StatusCode != c.want || p.Status != c.want ||
			answer.Header.Get("Content-Type") != "application/problem+json" || (c.want == 405) != (answer.Header.Get("Allow") != "") {
			t.Errorf("%s %s: %d, %v, %s", c.method, c.path, answer.StatusCode, answer.Header, body)
		}
	}
	answer, _ := a.send(t, http.MethodOptions, "/api/v1/occupations", http.Header{"Origin": {"https://elsewhere.example"}, "Access-Control-Request-Method": {"GET"}})
	if answer.StatusCode != http.StatusNoContent || answer.Header.Get("Access-Control-Allow-Methods") != "GET, HEAD, OPTIONS" {
		t.Errorf("a preflight: %d, %v", answer.StatusCode, answer.Header)
	}
}

func TestWhoAsksTooOftenIsTold(t *testing.T) {
	a := openAPI(t, open(t, dbtest.SQLite(t, now), nil))
	same := http.Header{"X-Forwarded-For": {"198.51.100.7"}}
	for i := range openapi.DefaultRate.Burst {
		if answer, body := a.send(t, http.MethodGet, "/api/v1/postcodes?q=281", same); answer.StatusCode != http.StatusOK {
			t.Fatalf("request %d: %d, %s", i, answer.StatusCode, body)
		}
	}
	answer, body := a.send(t, http.MethodGet, "/api/v1/postcodes?q=281", same)
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") != "1" || answer.Header.Get("Cache-Control") != "no-store" ||
		!strings.Contains(body, `"status":429`) {
		t.Errorf("one too many: %d, %v, %s", answer.StatusCode, answer.Header, body)
	}
}
