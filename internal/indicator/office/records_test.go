package office_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

const contactsBySex = "?by1=sex&cutoff=2018-09-30&indicator=counselling.contacts"

// workbook opens a file that was answered.
func (h *house) workbook(t *testing.T, path string, headers ...string) *excelize.File {
	t.Helper()
	w := h.get(path, headers...)
	if w.Code != http.StatusOK || !strings.HasSuffix(w.Header().Get("Content-Type"), "spreadsheetml.sheet") {
		t.Fatalf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
	}
	f, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// lines are a sheet's rows, their cells with bars between.
func lines(t *testing.T, f *excelize.File, sheet int) string {
	t.Helper()
	rows, err := f.GetRows(f.GetSheetName(sheet))
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = strings.Join(r, "|")
	}
	return strings.Join(out, "\n")
}

func TestAWorkbookHasTheTableAndWhatItMeans(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		f := h.asAdministrator().workbook(t, "/figures.xlsx"+contactsBySex+"&where1=form&is1=phone")
		want := "Geschlecht|Anzahl|Anteil an den gültigen Angaben\nweiblich|2|66.7%\nmännlich|1|33.3%\n\n" +
			"gültige Angaben|3\nnicht ausgefüllt|1\nkeine Angabe|1\ninsgesamt|5"
		if got := lines(t, f, 0); got != want {
			t.Errorf("table\n%s", got)
		}
		about := lines(t, f, 1)
		for _, fact := range []string{"Kennzahl|Beratungskontakte", "Einheit|Kontakte", "Grundgesamtheit|Alle Beratungskontakte", "Stichtag|30. September 2018",
			"Aufgliedern nach|Geschlecht", "Filter|Beratungsform: telefonisch", "Link zu dieser Zahl|http://example.com/figures?by1=sex&cutoff=2018-09-30&from=2015-01-01"} {
			if !strings.Contains(about, fact) {
				t.Errorf("the explanation lacks %q:\n%s", fact, about)
			}
		}
		alone := h.workbook(t, "/figures.xlsx?indicator=fair.persons", "Accept-Language", "ar")
		if got := lines(t, alone, 0); got != "Indicator|Number\nPersons in Fair Integration|1" {
			t.Errorf("a figure alone: %s", got)
		}
		if view, err := alone.GetSheetView(alone.GetSheetName(0), 0); err != nil || !*view.RightToLeft {
			t.Errorf("for a reader of Arabic the sheet begins at the left: %v", err)
		}
	})
}

// number reads a number of a page.
func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Every number of the page leads to as many records as it says.
func TestEveryNumberLeadsToItsRecords(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		h.as(account.Auditor, authz.Nation, "")
		for _, question := range []string{contactsBySex, "?by1=form&by2=sex&cutoff=2018-09-30&indicator=counselling.total", "?by1=themes&by2=site&indicator=counselling.cases.new&round=r1"} {
			links := h.page(t, "/figures"+question).Find(`main a[href^="/figures/records?"]`)
			followed := 0
			for _, a := range links.EachIter() {
				text := strings.TrimSpace(a.Text())
				if text == "Datensätze" {
					continue
				}
				records := h.page(t, a.AttrOr("href", ""))
				if n := number(t, text); n != records.Find("tbody tr").Length() || !strings.HasPrefix(words(records.Find(".figure-value")), text) {
					t.Errorf("%s: %d leads to %d records, %s", question, n, records.Find("tbody tr").Length(), a.AttrOr("href", ""))
				}
				followed++
			}
			if followed < 6 {
				t.Errorf("%s has only %d numbers with records", question, followed)
			}
		}
	})
}

func TestRecordsAreSeenWhereOneMayReadCases(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		const path = "/figures/records" + contactsBySex
		for _, c := range []struct {
			role account.Role
			kind authz.ScopeKind
			id   string
			rows int
			says string
		}{
			{account.Counsellor, authz.Site, "s1", 4, "k1"},
			{account.ProjectLead, authz.Project, "p2", 2, "k4"},
			{account.CompetenceCentreAnalyst, authz.Nation, "", 6, "k5"},
		} {
			doc := h.as(c.role, c.kind, c.id).page(t, path)
			if n := doc.Find("tbody tr").Length(); n != c.rows || doc.Find(`tbody a[href="/cases/`+c.says+`"]`).Length() == 0 {
				t.Errorf("%s sees %d records, wants %d with %s", c.role, n, c.rows, c.says)
			}
		}
		for _, path := range []string{path, "/figures/records.csv" + contactsBySex, "/figures/records.xlsx" + contactsBySex} {
			if w := h.as(account.NetworkCoordinator, authz.Network, "n1").get(path); w.Code != http.StatusForbidden {
				t.Errorf("%s answers a coordinator with %d", path, w.Code)
			}
		}
		if doc := h.page(t, "/figures"+contactsBySex); doc.Find(`a[href^="/figures/records"]`).Length() != 0 {
			t.Error("a coordinator is led to records")
		}
		// Figures of a network and cases of one centre: the others are counted, not shown.
		h.actor = account.NewActor("a", []account.Assignment{
			{Role: account.NetworkCoordinator, Scope: authz.Scope{Kind: authz.Network, ID: "n2"}}, {Role: account.Counsellor, Scope: authz.Scope{Kind: authz.Site, ID: "s1"}}})
		doc := h.page(t, path)
		if doc.Find("tbody tr").Length() != 4 || !strings.Contains(doc.Find(".kern-alert").Text(), "2 weitere Einträge") {
			t.Errorf("%d rows; %s", doc.Find("tbody tr").Length(), doc.Find(".kern-alert").Text())
		}
	})
}

// A case handed over stays in the list of who advised it, but only the centre in charge opens it.
func TestOnlyTheCentreInChargeOpensACase(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, _ *hands) {
		handOver(t, d, "k1", "=s2")
		for site, opens := range map[string]bool{"s1": false, "=s2": true} {
			doc := h.as(account.Counsellor, authz.Site, site).page(t, "/figures/records"+contactsBySex)
			if listed := strings.Contains(doc.Find("tbody").Text(), "k1"); listed == opens {
				t.Errorf("%s lists the contacts held before: %v", site, listed)
			}
			if doc.Find(`a[href="/cases/k1"]`).Length() > 0 {
				t.Errorf("%s is led to the case that it advised before", site)
			}
		}
		doc := h.as(account.Auditor, authz.Nation, "").page(t, "/figures/records"+contactsBySex)
		if doc.Find(`a[href="/cases/k1"]`).Length() != 2 {
			t.Error("an auditor is not led to the case")
		}
	})
}

// handOver puts another centre in charge of a case.
func handOver(t *testing.T, d *db.DB, caseID, site string) {
	t.Helper()
	ctx := context.Background()
	_, err := d.Write(ctx, db.Command{Name: "test.handover", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		row, err := counselling.Cases.Get(ctx, tx, caseID)
		if err != nil {
			return "", err
		}
		changed := *row
		changed.Values = append([]any(nil), row.Values...)
		changed.Values[counselling.Cases.Index("site_id")] = site
		tx.Audit(db.Entry{Kind: "case", ID: caseID})
		_, err = counselling.Cases.Put(tx, changed, row)
		return "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilesOfRecords(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, _ *hands) {
		const question = "?by1=sex&cell=male&cutoff=2018-09-30&indicator=counselling.total"
		csv := h.as(account.Auditor, authz.Nation, "").get("/figures/records.csv" + question)
		head, rest, _ := strings.Cut(csv.Body.String(), "\n")
		if !strings.HasPrefix(head, "held_on,case_id,contact_id,indicator,contact.form,contact.themes,contents,site,") ||
			!strings.HasPrefix(rest, "2018-07-10,k3,t4,counselling.recognition.initial,phone,recognition,,s1,fixed,HB,n1,p1,male,45_54,") || strings.Count(rest, "\n") != 1 {
			t.Errorf("csv\n%s\n%s", head, rest)
		}
		if name := csv.Header().Get("Content-Disposition"); name != `attachment; filename="counselling.total-records-2018-09-30.csv"` {
			t.Errorf("it is called %s", name)
		}
		f := h.workbook(t, "/figures/records.xlsx"+question)
		if got := lines(t, f, 0); !strings.HasPrefix(got, "Kontakt am|Fall|Kontakt|Zählt als|Beratungsform|") ||
			!strings.Contains(got, "\n07-10-18|k3|t4|Erstberatungen zur Anerkennung|telefonisch|Anerkennungsberatung||Stelle Bremen|") {
			t.Errorf("workbook\n%s", got)
		}
		if about := lines(t, f, 1); !strings.Contains(about, "Teil der Zahl|Geschlecht: männlich") || !strings.Contains(about, "Zahl der Datensätze|1") {
			t.Errorf("explanation\n%s", about)
		}
		var entries int
		err := d.Row(context.Background(), `SELECT COUNT(*) FROM audit_entry WHERE kind = 'export' AND subject = 'counselling.total' AND detail LIKE '1 records as %'`).Scan(&entries)
		if err != nil || entries != 2 {
			t.Errorf("%d entries in the audit trail, %v", entries, err)
		}
	})
}

func TestIdsOfRecordsAreNotComputed(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		h.as(account.Auditor, authz.Nation, "")
		const question = "?cutoff=2018-09-30&indicator=counselling.contacts"
		if csv := h.get("/figures/records.csv" + question).Body.String(); !strings.Contains(csv, ",'=s2,") || strings.Contains(csv, ",=s2") {
			t.Errorf("csv\n%s", csv)
		}
	})
}

func TestRecordsComeInPages(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, _ *hands) {
		var contacts []string
		for i := range 120 {
			contacts = append(contacts, "x"+strconv.Itoa(i)+"|case_id=k1|held_on="+clock.Day(17400+i/3).String()+"|form=phone|themes=recognition")
		}
		store(t, d, counselling.Contacts, contacts...)
		h.as(account.Counsellor, authz.Site, "s1")
		met := map[string]bool{}
		pages := 0
		for path := "/figures/records?indicator=counselling.contacts"; path != ""; pages++ {
			doc := h.page(t, path)
			if doc.Find("tbody tr").Length() > 50 {
				t.Fatalf("%d rows on a page", doc.Find("tbody tr").Length())
			}
			for _, tr := range doc.Find("tbody tr").EachIter() {
				met[strconv.Itoa(pages)+words(tr)] = true
			}
			next := doc.Find(".pager a").Last()
			if path = next.AttrOr("href", ""); !strings.Contains(path, "after=") {
				path = ""
			}
		}
		if pages != 3 {
			t.Errorf("%d pages for 124 contacts", pages)
		}
	})
}

func TestWrongQuestionsForRecords(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		h.as(account.Auditor, authz.Nation, "")
		for path, want := range map[string]int{
			"/figures/records":                                                      http.StatusSeeOther,
			"/figures/records?indicator=nonsense":                                   http.StatusBadRequest,
			"/figures/records?indicator=fair.persons":                               http.StatusBadRequest,
			"/figures/records.csv":                                                  http.StatusBadRequest,
			"/figures/records" + contactsBySex + "&cell=female&cell=x":              http.StatusBadRequest,
			"/figures/records" + contactsBySex + "&after=x":                         http.StatusBadRequest,
			"/figures/records" + contactsBySex + "&after=x&after=k&after=t&after=0": http.StatusBadRequest,
			"/figures/records" + contactsBySex + "&cell=nonsense":                   http.StatusOK,
		} {
			if w := h.get(path); w.Code != want {
				t.Errorf("%s answers %d, want %d", path, w.Code, want)
			}
		}
		if doc := h.page(t, "/figures/records"+contactsBySex+"&cell=nonsense"); doc.Find(".empty").Length() != 1 {
			t.Error("an empty list does not say so")
		}
	})
}

func TestDefinitions(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		list := h.as(account.Finance, authz.Nation, "").page(t, "/figures/definitions")
		links := list.Find(".definitions a")
		if links.Length() != 29 {
			t.Errorf("%d definitions", links.Length())
		}
		for _, a := range links.EachIter() {
			h.page(t, a.AttrOr("href", ""))
		}
		doc := h.page(t, "/figures/definitions/counselling.sites.mobile")
		facts := words(doc.Find(".kern-description-list-item"))
		for _, fact := range []string{"Kennung counselling.sites.mobile", "Einheit Standorte", "Grundgesamtheit Alle Standorte", "Davon nur Aufgabe des Teilprojekts: Beratung", "Davon nur Art der Beratungsstelle: mobil"} {
			if !strings.Contains(facts, fact) {
				t.Errorf("%q is missing: %s", fact, facts)
			}
		}
		by := doc.Find(`tbody a[href*="by1=state"]`).AttrOr("href", "")
		if asked, err := url.Parse(by); err != nil || asked.Query().Get("indicator") != "counselling.sites.mobile" || asked.Query().Get("round") != "r1" {
			t.Errorf("a dimension leads to %s", by)
		}
		h.page(t, by)
		if w := h.get("/figures/definitions/nonsense"); w.Code != http.StatusNotFound {
			t.Errorf("an unknown one: %d", w.Code)
		}
	})
}

func TestFiltersOnAnyDimension(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		const three = "?cutoff=2018-09-30&indicator=counselling.contacts&is1=phone&is2=female&is3=s1&where1=form&where2=sex&where3=site"
		doc := h.asAdministrator().page(t, "/figures"+three)
		if got := words(doc.Find(".answer .figure-value")); got != "2 Kontakte" {
			t.Errorf("three filters: %s", got)
		}
		if doc.Find("#f-where4").Length() != 1 || doc.Find("#f-where5").Length() != 0 {
			t.Error("the form has not just one filter more")
		}
		either := h.page(t, "/figures?cutoff=2018-09-30&indicator=counselling.contacts&is1=male&is2=female&where1=sex&where2=sex")
		if got := words(either.Find(".answer .figure-value")); got != "4 Kontakte" {
			t.Errorf("either of two values: %s", got)
		}
		if got := h.get("/figures/values.json?indicator=counselling.contacts&dimension=sex").Body.String(); got != `["weiblich","männlich","nicht ausgefüllt","keine Angabe"]` {
			t.Errorf("words for the script: %s", got)
		}
		if w := h.get("/figures/values.json?indicator=counselling.contacts&dimension=nonsense"); w.Code != http.StatusBadRequest {
			t.Errorf("words for nothing: %d", w.Code)
		}
		week := h.page(t, "/figures?by1=week&cutoff=2018-09-30&from=2018-07-01&indicator=counselling.contacts")
		if got := words(week.Find("tbody th")); got != "KW 28/2018|KW 32/2018|KW 37/2018" || week.Find(".trend circle").Length() != 10 {
			t.Errorf("weeks %s, %d points", got, week.Find(".trend circle").Length())
		}
	})
}
