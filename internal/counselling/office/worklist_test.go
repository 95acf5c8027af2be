package office_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/authz"
)

// accounts are those of a test: who may sign in, and who works where.
type accounts map[string]*authz.Actor

func (a accounts) ActorOf(_ context.Context, id string) (*authz.Actor, error) { return a[id], nil }

func (a accounts) Staff(_ context.Context, place authz.Target) ([]account.Colleague, error) {
	if place.Site != "s1" {
		return nil, nil
	}
	return []account.Colleague{{ID: "ann", Name: "ann@example.org"}, {ID: bremen.ID, Name: "jo@example.org"}}, nil
}

func (a accounts) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		if a[id] != nil {
			names[id] = id + "@example.org"
		}
	}
	return names, nil
}

// everybody is who works in the tests.
var everybody = accounts{bremen.ID: bremen, munich.ID: munich, analyst.ID: analyst}

// busy fills Bremen with a case for each list.
func (h *house) busy() {
	h.t.Helper()
	casetest.Work(h.t, h.d,
		casetest.Worked{ID: "due-1", Site: "s1", Counsellor: bremen.ID, Held: []string{"2018-09-01"}, Due: "2018-10-01"},
		casetest.Worked{ID: "due-2", Site: "s1", Counsellor: "ann", Held: []string{"2018-09-02"}, Due: "2018-10-16"},
		casetest.Worked{ID: "follow-1", Site: "s1", Counsellor: bremen.ID, Held: []string{"2018-09-03"}, FollowUp: "2018-10-15"},
		casetest.Worked{ID: "waiting-1", Site: "s1", Registered: "2018-10-14"},
		casetest.Worked{ID: "waiting-2", Site: "s1", Registered: "2018-08-01", Facts: map[string]any{"sex": "female"}},
		casetest.Worked{ID: "closed-1", Site: "s1", Counsellor: "gone", Held: []string{"2018-08-01"}, Closed: "2018-09-01"},
		casetest.Worked{ID: "foreign-1", Site: "s3", Counsellor: bremen.ID, Held: []string{"2018-10-15"}, Due: "2018-10-01", FollowUp: "2018-10-01"},
	)
}

// codes are the cases of a page, in its order.
func codes(doc *goquery.Document) []string {
	return doc.Find("tbody th a").Map(func(_ int, a *goquery.Selection) string { return strings.TrimPrefix(a.AttrOr("href", ""), "/cases/") })
}

func TestEachListHasItsTab(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		for list, want := range map[string]struct {
			tab   string
			codes []string
			says  string
		}{
			"today":      {"Heute (2)", []string{"due-1", "follow-1"}, "seit 14 Tagen überfällig"},
			"mine":       {"Meine (2)", []string{"follow-1", "due-1"}, "03.09.2018"},
			"waiting":    {"Wartend (2)", []string{"waiting-2", "waiting-1"}, "75 Tage"},
			"due":        {"Fristen (2)", []string{"due-1", "due-2"}, "morgen"},
			"follow_up":  {"Wiedervorlage (1)", []string{"follow-1"}, "heute"},
			"incomplete": {"Unvollständig (4)", []string{"follow-1", "due-2", "due-1", "closed-1"}, "rot:"},
			"all":        {"Offen (5)", []string{"follow-1", "due-2", "due-1", "waiting-2", "waiting-1"}, "ann@example.org"},
			"closed":     {"Abgeschlossen (1)", []string{"closed-1"}, "nicht mehr hier tätig"},
		} {
			doc := h.page(h.get(bremen, "/cases?list="+list), 200)
			if got := text(doc.Find(".tabs [aria-current=page]")); got != want.tab {
				t.Errorf("%s: the tab says %q", list, got)
			}
			if got := codes(doc); !slices.Equal(got, want.codes) {
				t.Errorf("%s has %q", list, got)
			}
			if !strings.Contains(text(doc.Find("tbody")), want.says) {
				t.Errorf("%s: not said: %s, but %s", list, want.says, text(doc.Find("tbody")))
			}
			if doc.Find(`.tabs a[href^="/cases"]`).Length() != 8 || doc.Find("tbody input[type=checkbox]").Length() != len(want.codes) {
				t.Errorf("%s: %d tabs", list, doc.Find(".tabs a").Length())
			}
		}
		doc := h.page(h.get(analyst, "/cases?list=due&site=s1"), 200)
		if text(doc.Find(".tabs")) == "" || strings.Contains(text(doc.Find(".tabs")), "Meine") || doc.Find("tbody input").Length() != 0 || strings.Contains(doc.Text(), "@example.org") {
			t.Error("who only reads has cases in charge, may choose some, or sees the staff")
		}
		h.page(h.get(bremen, "/cases?list=none"), http.StatusNotFound)
	})
}

func TestFiltersStayWhenTheListChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		doc := h.page(h.get(bremen, "/cases?list=due&counsellor_id=ann&light=red"), 200)
		if got := codes(doc); !slices.Equal(got, []string{"due-2"}) {
			t.Errorf("ann has %q", got)
		}
		if got := text(doc.Find("#f-counsellor_id option[selected]")) + text(doc.Find("#f-light option[selected]")); got != "ann@example.orgrot" {
			t.Errorf("the filters say %q", got)
		}
		if doc.Find(`.filters input[name=list]`).AttrOr("value", "") != "due" {
			t.Error("filtering would lead to another list")
		}
		doc.Find(`.tabs a[href^="/cases"]`).Each(func(_ int, a *goquery.Selection) {
			q, _ := url.Parse(a.AttrOr("href", ""))
			if q.Query().Get("counsellor_id") != "ann" || q.Query().Get("light") != "red" {
				t.Errorf("a tab leads to %s", q)
			}
		})
		for query, want := range map[string][]string{
			"counsellor_id=me": {"follow-1", "due-1"}, "counsellor_id=none": {"waiting-2", "waiting-1"}, "code=UE-2": {"due-2"}, "gap=contacts.contents&to=02.09.2018": {"due-2", "due-1"},
			"list=waiting&sex=female": {"waiting-2"}, "list=waiting&gap=cases.sex": {"waiting-1"}, "from=2018-09-02&to=2018-09-02": {"due-2"},
		} {
			if got := codes(h.page(h.get(bremen, "/cases?"+query), 200)); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		for _, query := range []string{"light=blue", "gap=cases.shoe", "code=Alnour", "code=a1@b", "from=soon", "counsellor_id=%00" + strings.Repeat("x", 300)} {
			doc := h.page(h.get(bremen, "/cases?"+query), http.StatusBadRequest)
			if doc.Find(".kern-alert--danger a").Length() != 1 || strings.Contains(doc.Find("main").Text(), "Alnour") {
				t.Errorf("%s: not said what is wrong", query)
			}
		}
	})
}

func TestNamesAreForThoseWhoMayKnowThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		before := len(h.entries("read", ""))
		doc := h.page(h.get(bremen, "/cases"), 200)
		if got := text(doc.Find("tbody th")); got != "Al-Nour, Muhammad "+id {
			t.Errorf("the row is headed %q", got)
		}
		if got := doc.Find("tbody input").AttrOr("aria-label", ""); got != "Auswählen: Al-Nour, Muhammad "+id {
			t.Errorf("the box is labelled %q", got)
		}
		if after := len(h.entries("read", "")); after != before+1 {
			t.Errorf("%d entries about who looked", after-before)
		}
		for _, path := range []string{"/cases", "/cases/export?format=csv"} {
			if w := h.get(analyst, path); strings.Contains(w.Body.String(), "Al-Nour") || !strings.Contains(w.Body.String(), id) {
				t.Errorf("%s: the analyst reads a name, or no case", path)
			}
		}
	})
}

func TestAFileHasTheWholeListAndNoNames(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		fillCentre(h, "s1", 2*counselling.PageSize+7)
		named := h.named()
		h.open(munich, "s3", "2018-10-01")
		w := h.get(bremen, "/cases/export?format=csv")
		if w.Code != 200 || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || w.Header().Get("Content-Disposition") != `attachment; filename="all-2018-10-15.csv"` {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
		if strings.Contains(w.Body.String(), "Al-Nour") || strings.Contains(w.Body.String(), "@") {
			t.Error("the file names somebody")
		}
		rows, err := csv.NewReader(w.Body).ReadAll()
		if err != nil || len(rows) != 2*counselling.PageSize+7+1+1 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		if head := strings.Join(rows[0], ","); head != "Fall,Letzter Kontakt,Ampel,Fehlende Angaben,Erwerbsland,Referenzberuf,Geschlecht,Alter,Staatsangehörigkeit,Kontakte,Beratungsstelle" {
			t.Errorf("the head is %s", head)
		}
		seen := map[string]bool{}
		for address := "/cases"; address != ""; {
			doc := h.page(h.get(bremen, address), 200)
			for _, code := range codes(doc) {
				seen[code] = true
			}
			address = doc.Find(`.pager a:contains("Weiter")`).AttrOr("href", "")
		}
		for _, row := range rows[1:] {
			if !seen[row[0]] {
				t.Errorf("%s stands in the file and not on the page", row[0])
			}
			delete(seen, row[0])
		}
		if len(seen) != 0 {
			t.Errorf("on the pages only: %v", seen)
		}
		book, err := excelize.OpenReader(h.get(bremen, "/cases/export?format=xlsx&code="+named).Body)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := book.GetRows("Fälle")
		if err != nil || len(lines) != 2 || lines[1][0] != named || lines[1][4] != "Syrien" {
			t.Errorf("the workbook has %q, %v", lines, err)
		}
		for path, want := range map[string]int{"format=csv&site=s3": 404, "format=pdf": 404, "": 404, "format=csv&list=none": 404, "format=csv&sex=x": 400, "format=csv&after=x": 400} {
			if w := h.get(bremen, "/cases/export?"+path); w.Code != want {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		if w := h.get(editor, "/cases/export?format=csv"); w.Code != http.StatusForbidden {
			t.Errorf("the editor: %d", w.Code)
		}
	})
}

func TestSeveralCasesAreAssignedTogether(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		doc := h.page(h.get(bremen, "/cases?list=waiting&pick=page"), 200)
		if doc.Find("tbody input[checked]").Length() != 2 {
			t.Error("the page is not chosen as a whole")
		}
		list := doc.Find("form.worklist")
		if list.AttrOr("action", "") != "/cases/together" || list.Find(`button[formaction="/cases/group"]`).Length() != 1 {
			t.Error("no way to do something with the chosen ones")
		}
		back := list.Find("input[name=back]").AttrOr("value", "")
		doc = h.page(h.get(bremen, "/cases/together?do=assign&case=waiting-1&case=waiting-2&back="+url.QueryEscape(back)), 200)
		values := form(doc, "counsellor_id", "ann")
		w := h.post(bremen, "/cases/together", values)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases?list=waiting" {
			t.Fatalf("%d to %s: %s", w.Code, w.Header().Get("Location"), text(h.page(w, w.Code).Find("main")))
		}
		if w := h.post(bremen, "/cases/together", values); w.Code != http.StatusSeeOther {
			t.Errorf("the same form again: %d", w.Code)
		}
		if got := codes(h.page(h.get(bremen, "/cases?list=waiting&counsellor_id=ann"), 200)); len(got) != 2 {
			t.Errorf("ann waits for %q", got)
		}
		values.Set("key", strings.Repeat("B", 26))
		doc = h.page(h.post(bremen, "/cases/together", values), http.StatusConflict)
		if text(doc.Find("tbody td")) != "ann@example.organn@example.org" || doc.Find("option[selected]").AttrOr("value", "") != "ann" {
			t.Errorf("a conflict shows %q", text(doc.Find("tbody td")))
		}
		w = h.post(bremen, "/cases/together", form(doc, "counsellor_id", "none"))
		if w.Code != http.StatusSeeOther || len(codes(h.page(h.get(bremen, "/cases?list=waiting&counsellor_id=none"), 200))) != 2 {
			t.Errorf("once more after the conflict: %d", w.Code)
		}
	})
}

func TestSeveralCasesAreClosedAndOpenedTogether(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		doc := h.page(h.get(bremen, "/cases/together?do=close&case=due-1&case=due-2"), 200)
		for day, field := range map[string]string{"": "f-closed_on", "16.10.2018": "f-closed_on", "2018-08-01": "f-closed_on"} {
			doc := h.page(h.post(bremen, "/cases/together", form(doc, "closed_on", day)), http.StatusBadRequest)
			if doc.Find("#"+field+"-error").Length() != 1 {
				t.Errorf("%q: not said what is wrong", day)
			}
		}
		if w := h.post(bremen, "/cases/together", form(doc)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases" {
			t.Fatalf("closing today: %d", w.Code)
		}
		doc = h.page(h.get(bremen, "/cases?list=closed"), 200)
		if got := codes(doc); !slices.Equal(got, []string{"due-2", "due-1", "closed-1"}) || doc.Find(`button[value=reopen]`).Length() != 1 {
			t.Errorf("closed: %q", got)
		}
		doc = h.page(h.get(bremen, "/cases/together?do=reopen&case=due-1&back=list%3Dclosed"), 200)
		if w := h.post(bremen, "/cases/together", form(doc)); w.Header().Get("Location") != "/cases?list=closed" {
			t.Errorf("opening: %d", w.Code)
		}
		doc = h.page(h.get(bremen, "/cases/together?do=follow_up&case=due-1"), 200)
		if w := h.post(bremen, "/cases/together", form(doc, "follow_up_on", "1.11.2018")); w.Code != http.StatusSeeOther {
			t.Errorf("following up: %d", w.Code)
		}
		if got := codes(h.page(h.get(bremen, "/cases?list=follow_up"), 200)); !slices.Equal(got, []string{"follow-1", "due-1"}) {
			t.Errorf("to follow up: %q", got)
		}
	})
}

func TestTogetherIsGuarded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		w := h.get(bremen, "/cases/together?do=assign&back=list%3Dwaiting%26x%3Dhttps://evil.example")
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases?list=waiting" {
			t.Errorf("nothing chosen: %d to %s", w.Code, w.Header().Get("Location"))
		}
		for query, want := range map[string]int{
			"do=assign&case=foreign-1": 404, "do=assign&case=due-1&case=foreign-1": 404, "do=dance&case=due-1": 404, "do=assign&case=due-1&back=site%3Ds3": 200,
			"do=assign" + strings.Repeat("&case=x", 1) + "&case=due-1": 404, "do=assign&case=" + strings.Join(numbers(counselling.MostTogether+1), "&case="): 400,
		} {
			if w := h.get(bremen, "/cases/together?"+query); w.Code != want {
				t.Errorf("%.60s: %d", query, w.Code)
			}
		}
		key := strings.Repeat("C", 26)
		for name, c := range map[string]struct {
			values url.Values
			want   int
		}{
			"another centre": {url.Values{"do": {"close"}, "closed_on": {"2018-10-15"}, "case": {"foreign-1~1"}, "key": {key}}, 404},
			"no version":     {url.Values{"do": {"close"}, "closed_on": {"2018-10-15"}, "case": {"due-1"}, "key": {key}}, 400},
			"no key":         {url.Values{"do": {"close"}, "closed_on": {"2018-10-15"}, "case": {"due-1~1"}}, 400},
			"nobody":         {url.Values{"do": {"assign"}, "case": {"due-1~1"}, "key": {key}}, 400},
			"no colleague":   {url.Values{"do": {"assign"}, "counsellor_id": {munich.ID}, "case": {"due-1~1"}, "key": {key}}, 400},
			"nothing to do":  {url.Values{"case": {"due-1~1"}, "key": {key}}, 404},
		} {
			if w := h.post(bremen, "/cases/together", c.values); w.Code != c.want {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		if w := h.post(analyst, "/cases/together", url.Values{"do": {"close"}, "closed_on": {"2018-10-15"}, "case": {"due-1~1"}, "key": {key}}); w.Code != http.StatusForbidden {
			t.Errorf("who only reads: %d", w.Code)
		}
	})
}

func numbers(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = strconv.Itoa(i)
	}
	return all
}

func TestAViewLeadsBackToItsList(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		doc := h.page(h.get(bremen, "/cases?list=waiting&country=syrien&code=x1"), 200)
		save := doc.Find(`.list-tools a[href^="/views"]`).AttrOr("href", "")
		doc = h.page(h.get(bremen, save), 200)
		w := h.post(bremen, "/views", form(doc, "name", "Wartende aus Syrien"))
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases?country=SY&list=waiting" {
			t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
		}
		doc = h.page(h.get(bremen, "/cases?list=waiting&country=SY"), 200)
		if view := doc.Find(".list-tools [aria-current]"); text(view) != "Wartende aus Syrien" || view.AttrOr("href", "") != "/cases?country=SY&list=waiting" {
			t.Errorf("the view is %s at %s", text(view), view.AttrOr("href", ""))
		}
		if strings.Contains(h.get(munich, "/cases").Body.String(), "Wartende aus") {
			t.Error("somebody else sees the view")
		}
		doc = h.page(h.get(bremen, save), 200)
		for _, bad := range []string{"", "jo@example.org", "0421 1234567"} {
			if doc := h.page(h.post(bremen, "/views", form(doc, "name", bad)), http.StatusBadRequest); doc.Find("#f-name-error").Length() != 1 {
				t.Errorf("%q: not said what is wrong", bad)
			}
		}
		doc = h.page(h.get(bremen, "/views"), 200)
		if doc.Find("#f-name").Length() != 0 || doc.Find(".saved-views a").AttrOr("href", "") != "/cases?country=SY&list=waiting" {
			t.Error("the page of views has no view, or something to save")
		}
		values := url.Values{"view": {doc.Find("input[name=view]").AttrOr("value", "")}}
		if w := h.post(munich, "/views/delete", values); w.Code != http.StatusNotFound {
			t.Errorf("somebody else deletes it: %d", w.Code)
		}
		h.post(bremen, "/views/delete", values)
		if doc := h.page(h.get(bremen, "/views"), 200); doc.Find(".empty").Length() != 1 {
			t.Error("the view is still there")
		}
	})
}

// ask fetches a calendar as a program does, without a session.
func (h *house) ask(path, etag string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	return h.do(editor, r) // the fixture needs somebody; the feed asks for nobody
}

func TestACalendarIsFetchedByItsSecret(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		h.named()
		doc := h.page(h.get(bremen, "/calendar"), 200)
		if doc.Find("main input[readonly]").Length() != 0 {
			t.Fatal("there is an address before one was made")
		}
		doc = h.page(h.post(bremen, "/calendar", url.Values{"do": {"open"}}), 200)
		own, all := doc.Find("#f-own").AttrOr("value", ""), doc.Find("#f-all").AttrOr("value", "")
		if doc := h.page(h.get(bremen, "/calendar"), 200); strings.Contains(doc.Text(), "/calendar/") || doc.Find("#f-own").Length() != 0 {
			t.Error("the address is shown a second time")
		}
		path := func(address string) string { return strings.TrimPrefix(address, "http://example.com") }
		w := h.ask(path(own), "")
		body := w.Body.String()
		if w.Code != 200 || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || w.Header().Get("Cache-Control") != "private, max-age=900" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
		for _, line := range []string{"SUMMARY:OpenIQ: Stelle entscheidet\\, Fall due-1", "DTSTART;VALUE=DATE:20181001", "DTEND;VALUE=DATE:20181002",
			"SUMMARY:OpenIQ: Wiedervorlage\\, Fall follow-1", "URL:http://example.com/cases/due-1", "DTSTAMP:20181001T000000Z"} {
			if !strings.Contains(body, line+"\r\n") {
				t.Errorf("no line %s in\n%s", line, body)
			}
		}
		for _, line := range strings.Split(body, "\r\n") {
			if len(line) > 75 || strings.Contains(line, "foreign-1") || strings.Contains(line, "due-2") || strings.Contains(line, "Al-Nour") || strings.Contains(line, "@example.org") {
				t.Errorf("a line %s", line)
			}
		}
		if again := h.ask(path(own), ""); again.Body.String() != body {
			t.Error("the same days are written otherwise")
		}
		if w := h.ask(path(own), w.Header().Get("ETag")); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("unchanged: %d", w.Code)
		}
		if w := h.ask(path(all), ""); !strings.Contains(w.Body.String(), "due-2") || strings.Contains(w.Body.String(), "foreign-1") {
			t.Error("the centre's calendar has not its cases")
		}
		file, _, _ := strings.Cut(path(own), "?")
		for _, wrong := range []string{strings.TrimSuffix(file, ".ics"), "/calendar/x.ics", "/calendar/.ics"} {
			if w := h.ask(wrong, ""); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", wrong, w.Code)
			}
		}
		if w := h.post(bremen, "/calendar", url.Values{"do": {"close"}}); w.Code != http.StatusSeeOther {
			t.Errorf("switching off: %d", w.Code)
		}
		if w := h.ask(path(own), w.Header().Get("ETag")); w.Code != http.StatusNotFound {
			t.Errorf("switched off: %d", w.Code)
		}
	})
}

func TestTheOverviewLeadsToWhatIsMissing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy()
		h.open(bremen, "s1", "2018-10-01", "sex", "female", "country", "SY", "contents", "r1")
		doc := h.page(h.get(bremen, "/cases/overview"), 200)
		if got := text(doc.Find(".figure").First()); !strings.HasPrefix(got, "5") {
			t.Errorf("advised: %s", got)
		}
		rows := doc.Find("table").First().Find("tbody tr").Map(func(_ int, tr *goquery.Selection) string { return text(tr.Find("th")) })
		if !slices.Equal(rows, []string{"ann@example.org", "jo@example.org", "nicht mehr hier tätig", "niemand"}) && !slices.Equal(rows, []string{"ann@example.org", "jo@example.org", "nicht mehr hier tätig"}) {
			t.Errorf("rows %q", rows)
		}
		walked := 0
		doc.Find("table").Last().Find("tbody a").Each(func(_ int, a *goquery.Selection) {
			walked++
			n, _, _ := strings.Cut(text(a), ":")
			list := h.page(h.get(bremen, a.AttrOr("href", "")), 200)
			if got := strings.Fields(text(list.Find("caption")))[0]; got != n {
				t.Errorf("%s: %s in the list, %s counted", a.AttrOr("href", ""), got, n)
			}
		})
		if walked < 10 {
			t.Errorf("only %d things are missing", walked)
		}
		if doc := h.page(h.get(bremen, "/cases/overview?from=2018-10-01&to=2018-10-31"), 200); !strings.HasPrefix(text(doc.Find(".figure").First()), "1 ") {
			t.Errorf("in October: %s", text(doc.Find(".figure").First()))
		}
		h.page(h.get(bremen, "/cases/overview?from=2018-10-02&to=2018-10-01"), http.StatusBadRequest)
		h.page(h.get(bremen, "/cases/overview?site=s3"), http.StatusNotFound)
		h.page(h.get(editor, "/cases/overview"), http.StatusForbidden)
		doc = h.page(h.get(analyst, "/cases/overview"), 200)
		centres := doc.Find("tbody tr").Map(func(_ int, tr *goquery.Selection) string {
			return text(tr.Find("th")) + " " + text(tr.Find("td").First())
		})
		if !slices.Equal(centres, []string{"Bremen 5", "München 1"}) {
			t.Errorf("the centres are %q", centres)
		}
		doc = h.page(h.get(analyst, doc.Find("tbody a").First().AttrOr("href", "")), 200)
		if strings.Contains(doc.Text(), "@example.org") || doc.Find("table").Length() != 1 {
			t.Error("the analyst sees who works how")
		}
	})
}
