package office_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

// each runs a test on both engines with the small network.
func each(t *testing.T, fn func(t *testing.T, h *house, d *db.DB, clock *hands)) {
	t.Helper()
	clock := &hands{}
	clock.reset()
	dbtest.Each(t, clock, func(t *testing.T, d *db.DB) {
		clock.reset()
		fill(t, d)
		fn(t, newHouse(t, d), d, clock)
	})
}

func (h *house) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// page gets a page that must be there.
func (h *house) page(t *testing.T, path string, headers ...string) *goquery.Document {
	t.Helper()
	w := h.get(path, headers...)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d, Location %q", path, w.Code, w.Header().Get("Location"))
	}
	return parse(t, w)
}

func parse(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text := doc.Find("main").Text(); strings.Contains(text, "figures.") || strings.Contains(text, "sheet.") || strings.Contains(text, "<no value>") {
		t.Errorf("a text is missing: %s", text)
	}
	return doc
}

// words are a selection's texts, those of a row's cells or a pair's parts with spaces between.
func words(s *goquery.Selection) string {
	var all []string
	s.Each(func(_ int, one *goquery.Selection) {
		parts := one.ChildrenFiltered("th, td, dt, dd").Map(func(_ int, cell *goquery.Selection) string { return cell.Text() })
		if len(parts) == 0 {
			parts = []string{one.Text()}
		}
		all = append(all, strings.Join(strings.Fields(strings.Join(parts, " ")), " "))
	})
	return strings.Join(all, "|")
}

func TestAFigureStandsWithAllThatExplainsIt(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		doc := h.asAdministrator().page(t, "/figures?by1=sex&cutoff=2018-09-30&indicator=counselling.recognition.initial")
		if got := words(doc.Find(".answer .figure-value")); got != "5 Beratungen" {
			t.Errorf("value %q", got)
		}
		if text := doc.Find(".answer").Text(); !strings.Contains(text, "1. Januar 2015 bis 30. September 2018, Stichtag 30. September 2018") || !strings.Contains(text, "ersten Kontakt") {
			t.Errorf("period or definition is missing: %s", text)
		}
		if got := words(doc.Find("tbody tr")); got != "weiblich 2 66,7 %|männlich 1 33,3 %" {
			t.Errorf("rows %q", got)
		}
		if got := words(doc.Find(".sums div")); got != "gültige Angaben 3|nicht ausgefüllt 1|keine Angabe 1|insgesamt 5" {
			t.Errorf("sums %q", got)
		}
		if doc.Find("svg.bars").Length() != 1 {
			t.Error("there is no bar chart")
		}
		link, _ := doc.Find("tbody a").First().Attr("href")
		narrow := h.page(t, link)
		if got := words(narrow.Find(".answer .figure-value")); got != "2 Beratungen" {
			t.Errorf("narrowed by its row: %q", got)
		}
		wide, _ := narrow.Find(".conditions a").Attr("href")
		if got := words(h.page(t, wide).Find(".answer .figure-value")); got != "5 Beratungen" {
			t.Errorf("and widened again: %q", got)
		}
	})
}

func TestTheAddressAsksTheSameAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, _ *hands) {
		doc := h.asAdministrator().page(t, "/figures?by1=sex&indicator=counselling.recognition.initial&round=r1")
		fixed := doc.Find("#f-link").AttrOr("value", "")
		asked, err := url.Parse(fixed)
		if err != nil || asked.Query().Get("cutoff") != "2018-10-15" || asked.Query().Get("from") != "2015-01-01" || asked.Query().Get("to") != "2018-12-31" {
			t.Errorf("fixed address %s, %v", fixed, err)
		}
		h.page(t, asked.RequestURI())
		typed := h.get("/figures?indicator=counselling.recognition.initial&by1=&by2=sex&where1=sex&is1=Weiblich&where2=&is2=&round=")
		if want := "/figures?by1=sex&indicator=counselling.recognition.initial&is1=female&where1=sex"; typed.Code != http.StatusSeeOther || typed.Header().Get("Location") != want {
			t.Errorf("typed words lead to %q, want %q", typed.Header().Get("Location"), want)
		}
		if w := h.get("/figures?indicator=fair.persons&lang=en"); w.Code != http.StatusOK {
			t.Errorf("the language is no part of the question: %d", w.Code)
		}
	})
}

func TestWhatIsWrongStandsBesideItsField(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		h.asAdministrator()
		const counselling = "indicator=counselling.recognition.initial&"
		for query, field := range map[string]string{
			"indicator=nonsense":                              "indicator",
			counselling + "by1=nonsense":                      "by1",
			counselling + "by1=sex&by2=nonsense":              "by2",
			counselling + "round=nonsense":                    "round",
			counselling + "from=nonsense":                     "from",
			counselling + "from=2018-02-01&to=2018-01-01":     "to",
			counselling + "cutoff=2018-10-16":                 "cutoff",
			counselling + "where1=nonsense&is1=x":             "where1",
			counselling + "where1=sex":                        "is1",
			counselling + "where2=sex&is2=neither":            "is2",
			"indicator=network.networks&by1=sex":              "by1",
			counselling + "where1=network&is1=Landesnetzwerk": "is1", // fits two
		} {
			w := h.get("/figures?" + query)
			doc := parse(t, w)
			if w.Code != http.StatusUnprocessableEntity || doc.Find("#f-"+field+"-error").Length() != 1 || doc.Find("#f-"+field).Length() != 1 {
				t.Errorf("%s: %d, no error beside %s", query, w.Code, field)
			}
			for _, kind := range []string{"csv", "json"} {
				if w := h.get("/figures." + kind + "?" + query); w.Code != http.StatusBadRequest {
					t.Errorf("%s as %s: %d", query, kind, w.Code)
				}
			}
		}
		kept := parse(t, h.get("/figures?"+counselling+"from=gestern&cutoff=2018-09-30"))
		if kept.Find("#f-from").AttrOr("value", "") != "gestern" || kept.Find("#f-cutoff").AttrOr("value", "") != "2018-09-30" {
			t.Error("the form forgets what was typed")
		}
		if w := h.get("/figures.csv"); w.Code != http.StatusBadRequest {
			t.Errorf("a file about nothing: %d", w.Code)
		}
	})
}

func TestOneSeesWhatOnesRightReaches(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		const question = "/figures?by1=site&cutoff=2018-09-30&indicator=counselling.recognition.initial"
		for _, c := range []struct {
			role  account.Role
			kind  authz.ScopeKind
			id    string
			value string
			rows  string
		}{
			{account.Counsellor, authz.Site, "s1", "3 Beratungen", "Stelle Bremen 3 100,0 %"},
			{account.ProjectLead, authz.Project, "p2", "2 Beratungen", "Stelle München 2 100,0 %"},
			{account.NetworkCoordinator, authz.Network, "n1", "3 Beratungen", "Stelle Bremen 3 100,0 %"},
			{account.Auditor, authz.Nation, "", "5 Beratungen", "Stelle Bremen 3 60,0 %|Stelle München 2 40,0 %"},
		} {
			h.as(c.role, c.kind, c.id)
			doc := h.page(t, question)
			if got := words(doc.Find(".answer .figure-value")); got != c.value {
				t.Errorf("%s: %q, want %q", c.role, got, c.value)
			}
			if got := words(doc.Find("tbody tr")); got != c.rows {
				t.Errorf("%s: %q, want %q", c.role, got, c.rows)
			}
			overview := h.page(t, "/figures")
			if narrow := c.kind != authz.Nation; (overview.Find(".kern-alert--info").Length() == 1) != narrow {
				t.Errorf("%s: the page says what it is limited to: %v", c.role, !narrow)
			}
			csv := h.get(strings.Replace(question, "/figures", "/figures.csv", 1)).Body.String()
			if strings.Contains(csv, "s1") != strings.Contains(c.rows, "Bremen") {
				t.Errorf("%s: the file has other rows than the page: %s", c.role, csv)
			}
		}
		h.actor = &authz.Actor{ID: "somebody"}
		for _, path := range []string{question, "/figures", "/figures.csv", "/factsheets"} {
			if w := h.get(path); w.Code != http.StatusForbidden {
				t.Errorf("%s without a right: %d", path, w.Code)
			}
		}
	})
}

func TestFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		const question = "?by1=site&cutoff=2018-09-30&indicator=counselling.recognition.initial"
		csv := h.asAdministrator().get("/figures.csv" + question)
		if got := csv.Body.String(); got != "site,value\n'=s2,2\ns1,3\n#valid,5\n#not_filled,0\n#declined,0\n" {
			t.Errorf("csv\n%s", got)
		}
		if d := csv.Header().Get("Content-Disposition"); d != `attachment; filename="counselling.recognition.initial-2018-09-30.csv"` {
			t.Errorf("it is called %s", d)
		}
		json := h.get("/figures.json" + question)
		const want = `{"id":"counselling.recognition.initial","unit":"counsellings","from":"2015-01-01","to":"2018-09-30","cutoff":"2018-09-30","value":5,` +
			`"rows":[{"site":"=s2","value":2},{"site":"s1","value":3}],"valid":5,"missing":{"not_filled":0,"declined":0}}` + "\n"
		if json.Body.String() != want || json.Header().Get("Content-Type") != "application/json" {
			t.Errorf("json\n%s", json.Body)
		}
	})
}

func TestThePictureFitsTheDimension(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		h.asAdministrator()
		ask := func(query string) *goquery.Document {
			return h.page(t, "/figures?"+query+"&cutoff=2018-09-30&indicator=counselling.contacts")
		}
		trend := ask("by1=month")
		if n := trend.Find(".trend circle").Length(); n != 9 {
			t.Errorf("from January to September there are %d points: months without a contact are none, not left out", n)
		}
		if got := trend.Find(".last-value").Text(); got != "1" {
			t.Errorf("the last value is labelled %q", got)
		}
		if n := ask("by1=quarter").Find(".trend circle").Length(); n != 3 {
			t.Errorf("%d quarters, the second without a contact", n)
		}
		if doc := ask("by1=state"); doc.Find("svg.map path.land").Length() != 16 || doc.Find(".legend li").Length() != 2+1 {
			t.Errorf("map of %d Laender, %d classes", doc.Find("svg.map path.land").Length(), doc.Find(".legend li").Length())
		}
		if doc := ask("by1=year"); doc.Find("svg.bars").Length() != 1 {
			t.Error("one year is no trend")
		}
		cross := ask("by1=form&by2=sex")
		if words(cross.Find("thead th")) != "Beratungsform|weiblich|männlich|Gesamt" ||
			words(cross.Find("tbody tr")) != "persönlich in der Beratungsstelle 1 0 1|telefonisch 2 1 3" || words(cross.Find("tfoot tr")) != "Gesamt 3 1 4" {
			t.Errorf("cross table: %s / %s / %s", words(cross.Find("thead th")), words(cross.Find("tbody tr")), words(cross.Find("tfoot tr")))
		}
		if parts := words(cross.Find("svg.bars rect.part title")); parts != "persönlich in der Beratungsstelle, weiblich: 1|telefonisch, weiblich: 2|telefonisch, männlich: 1" {
			t.Errorf("bars in parts: %s", parts)
		}
		if doc := ask("by1=sex&where1=site&is1=%3Ds2"); doc.Find(".empty").Length() != 1 || doc.Find("table").Length() != 0 {
			t.Error("nothing valid to show is not said")
		}
		several := h.page(t, "/figures?by1=topics&cutoff=2018-09-30&indicator=fair.services")
		if !strings.Contains(several.Find("main").Text(), "mehrere Werte") {
			t.Error("rows that exceed the valid ones are not explained")
		}
	})
}
