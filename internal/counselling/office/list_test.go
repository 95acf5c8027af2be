package office_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling/casetest"
	"openiq/internal/counselling/office"
	"openiq/internal/platform/authz"
)

func TestTheListLeadsThroughAllCases(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		fillCentre(h, "s1", 120)
		fillCentre(h, "s3", 10)
		seen := map[string]int{}
		address, pages := "/cases?country=SY", 0
		for ; address != ""; pages++ {
			doc := h.page(h.get(bremen, address), 200)
			if got := text(doc.Find("caption")); got != "60 Fälle" {
				t.Errorf("the list has %s", got)
			}
			if got := doc.Find("#f-country").AttrOr("value", ""); got != "Syrien" {
				t.Errorf("the filter says %q", got)
			}
			doc.Find("tbody tr").Each(func(_ int, s *goquery.Selection) {
				seen[s.Find("th a").AttrOr("href", "")]++
				if !strings.Contains(text(s), "Syrien") || s.Find("td a").AttrOr("href", "") != s.Find("th a").AttrOr("href", "")+"/contacts/new" {
					t.Errorf("row %s", text(s))
				}
			})
			address = doc.Find(`.pager a:contains("Weiter")`).AttrOr("href", "")
		}
		if len(seen) != 60 || pages != 2 {
			t.Errorf("%d cases on %d pages", len(seen), pages)
		}
		for path, n := range seen {
			if n != 1 {
				t.Errorf("%s stands there %d times", path, n)
			}
		}
	})
}

func TestFiltersTakeWordsAndCodes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.open(bremen, "s1", "2018-10-01", "country", "SY", "sex", "female", "reference_occupation", "not_listed")
		h.open(bremen, "s1", "2018-10-01", "country", "declined", "reference_occupation", "metal_worker")
		h.open(bremen, "s1", "2018-10-01")
		for query, want := range map[string]int{
			"country=SY": 1, "country=syrien": 1, "country=Syr": 1, "country=keine+Angabe": 1, "country=declined": 1, "country=nicht+ausgefüllt": 1, "country=none": 1,
			"country=&sex=&reference_occupation=": 3, "sex=female": 1, "sex=none": 2, "reference_occupation=not_listed": 1, "reference_occupation=nurse": 0,
			"reference_occupation=Referenzberuf+nicht": 1, "reference_occupation=metal_worker": 1, "reference_occupation=Metal++worker": 1, "reference_occupation=Metallbauerin": 1, "country=PL": 0,
		} {
			doc := h.page(h.get(bremen, "/cases?"+strings.ReplaceAll(query, "ü", "%C3%BC")), 200)
			if got := doc.Find("tbody tr").Length(); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
			if want == 0 && doc.Find(".empty a").Length() != 1 {
				t.Errorf("%s: no way out of an empty list", query)
			}
		}
		doc := h.page(h.get(bremen, "/cases?reference_occupation=metal_worker"), 200)
		if field := doc.Find("#f-reference_occupation").AttrOr("value", ""); field != "Metallbauer / Metallbauerin" || !strings.Contains(text(doc.Find("tbody")), field) {
			t.Errorf("an occupation is written as code: %q", field)
		}
		for _, query := range []string{"country=nowhere", "sex=x", "reference_occupation=%3Cscript%3E", "country=" + strings.Repeat("x", 9000)} {
			doc := h.page(h.get(bremen, "/cases?"+query), http.StatusBadRequest)
			if doc.Find(".kern-alert--danger a").Length() != 1 || doc.Find(".filters .kern-error").Length() != 1 {
				t.Errorf("%.30s: not said what is wrong", query)
			}
		}
		for _, after := range []string{"x", "5", "5~", "~", "99999999999~a", "5~%00"} {
			h.page(h.get(bremen, "/cases?after="+after), http.StatusBadRequest)
		}
	})
}

func TestAReaderWithSeveralCentresChooses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.open(bremen, "s1", "2018-10-01")
		h.open(munich, "s3", "2018-10-02")
		doc := h.page(h.get(analyst, "/cases"), 200)
		if rows := doc.Find("tbody tr").Map(func(_ int, s *goquery.Selection) string { return text(s.Find("td").Last()) }); !slices.Equal(rows, []string{"München", "Bremen"}) {
			t.Errorf("the centres of the rows: %q", rows)
		}
		for _, site := range []string{"s3", "M%C3%BCnchen", "m%C3%BCn"} {
			doc := h.page(h.get(analyst, "/cases?site="+site), 200)
			if n := doc.Find("tbody tr").Length(); n != 1 || strings.Contains(text(doc.Find("thead")), "Beratungsstelle") {
				t.Errorf("%s: %d rows under %s", site, n, text(doc.Find("thead")))
			}
		}
		if h.page(h.get(bremen, "/cases"), 200).Find("#f-site").Length() != 0 {
			t.Error("somebody with one centre is asked which")
		}
	})
}

// requestID differs from answer to answer.
var requestID = regexp.MustCompile(`<code>[0-9a-f]{16}</code>`)

// TestOfAnotherCentreNothingShows walks all addresses with a case of another centre and with one that does not exist: the
// answers are the same, byte by byte.
func TestOfAnotherCentreNothingShows(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		own, foreign := h.open(bremen, "s1", "2018-10-01", "country", "SY"), h.open(munich, "s3", "2018-10-01", "country", "SY")
		d, err := h.cases.Get(casetest.As(munich), foreign)
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string]string{"contacts": d.Contacts[0].ID, "qualifications": d.Qualifications[0].ID}
		answer := func(pattern, id, part string) (int, string) {
			method, path, _ := strings.Cut(pattern, " ")
			path = strings.NewReplacer("{id}", id, "{part}", part).Replace(path)
			w := h.get(bremen, path)
			if method == http.MethodPost {
				w = h.post(bremen, path, url.Values{"key": {strings.Repeat("A", 26)}, "version": {"1"}, "held_on": {"2018-10-01"}, "form": {"phone"}, "themes": {"recognition"}})
			}
			return w.Code, strings.ReplaceAll(requestID.ReplaceAllString(w.Body.String(), ""), url.PathEscape(path), "")
		}
		walked := 0
		for _, route := range office.Routes(office.Needs{}) {
			if !strings.Contains(route.Pattern, "{id}") {
				continue
			}
			walked++
			kind := "contacts"
			if strings.Contains(route.Pattern, "qualifications") {
				kind = "qualifications"
			}
			status, page := answer(route.Pattern, foreign, parts[kind])
			none, nothing := answer(route.Pattern, strings.Repeat("Z", len(foreign)), strings.Repeat("Z", len(parts[kind])))
			page = strings.NewReplacer(foreign, "", parts[kind], "").Replace(page)
			nothing = strings.NewReplacer(strings.Repeat("Z", len(foreign)), "").Replace(nothing)
			if status != http.StatusNotFound || none != status || page != nothing {
				t.Errorf("%s: %d and %d", route.Pattern, status, none)
			}
			if strings.Contains(route.Pattern, "{part}") {
				if status, _ := answer(route.Pattern, own, parts[kind]); status != http.StatusNotFound {
					t.Errorf("%s: a part of another case under an own one: %d", route.Pattern, status)
				}
			}
		}
		if walked < 10 {
			t.Errorf("only %d addresses", walked)
		}
		h.page(h.get(bremen, "/cases?site=s3"), http.StatusNotFound)
		if after, err := h.cases.Get(casetest.As(munich), foreign); err != nil || len(after.Contacts) != 1 || after.Contacts[0].Version != 1 || after.Row.Version != 1 {
			t.Error("the other centre's case was changed")
		}
	})
}

func TestWhoOnlyReadsSeesNoForms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.fullCase()
		h.open(bremen, "s1", "2018-10-01")
		for _, path := range []string{"/cases", "/cases/" + id} {
			for _, actor := range []string{"analyst", "lead"} {
				reader := analyst
				if actor == "lead" {
					reader = casetest.Lead
				}
				doc := h.page(h.get(reader, path), 200)
				if doc.Find("main form[method=post]").Length() != 0 || doc.Find(`main a[href*="new"], main a[href*="edit"], main a[href*="delete"]`).Length() != 0 {
					t.Errorf("%s: the %s sees ways to record", path, actor)
				}
			}
		}
		for _, route := range office.Routes(office.Needs{}) {
			method, path, _ := strings.Cut(route.Pattern, " ")
			path = strings.NewReplacer("{id}", id, "{part}", h.detail(id).Contacts[0].ID).Replace(path)
			want := http.StatusForbidden
			if route.Action == "case.read" || route.Action == authz.Public {
				continue
			}
			w := h.get(analyst, path)
			if method == http.MethodPost {
				w = h.post(analyst, path, url.Values{})
			}
			if w.Code != want {
				t.Errorf("%s: %d", route.Pattern, w.Code)
			}
		}
		h.page(h.get(editor, "/cases"), http.StatusForbidden)
	})
}

func TestTheFirstListSaysHowToBegin(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases"), 200)
		if doc.Find(".empty").Length() != 1 || doc.Find(`main a[href="/cases/new"]`).Length() != 1 {
			t.Error("no way to begin")
		}
	})
}
