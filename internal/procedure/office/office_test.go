package office_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/ident"
	"openiq/internal/procedure"
)

func TestAProcedureIsFollowedOnThePages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "regulated", "true")
		doc := h.page(h.get(bremen, "/cases/"+id+"/procedures/new"), 200)
		if f := form(doc); f.Get("kind") != "equivalence" || f.Get("state") != "HB" || f.Get("regulated") != "true" || f.Get("origin_eu") != "false" || f.Get("qualification_id") == "" {
			t.Errorf("filled in already: %v", f)
		}
		if s := text(doc.Find("main .kern-alert--info")); !strings.Contains(s, "zuerst den Zuschuss") || !strings.Contains(s, "600 €") {
			t.Errorf("nothing about the grant: %s", s)
		}
		if writing := doc.Find("main form[data-writing]"); writing.Length() != 1 || writing.AttrOr("data-arrows", "") == "" {
			t.Error("the form is not one for the keyboard")
		}
		to := h.sent("/cases/"+id+"/procedures/new", "on_day", "1.6.2018", "authority", "<b>Ingenieurkammer</b>")
		choices := h.page(h.get(bremen, to+"/steps/new"), 200).Find(".choices a")
		if s := choices.First().AttrOr("href", ""); choices.Length() < 5 || !strings.Contains(s, "?kind=") {
			t.Errorf("%d choices, the first leads to %s", choices.Length(), s)
		}
		asked := h.page(h.get(bremen, to+"/steps/new?kind=documents_requested"), 200)
		if n := asked.Find("main form[method=post]").Find(".kern-form-input, .kern-fieldset").Length(); n > 4 {
			t.Errorf("a step asks %d things", n)
		}
		h.sent(to+"/steps/new?kind=documents_requested", "on_day", "2018-06-15", "until_day", "2018-07-13", "documents", "cv", "documents", "identity", "note", "Lebenslauf neu schreiben")
		h.sent(to+"/steps/new?kind=documents_complete", "on_day", "2018-07-10")

		page := h.page(h.get(bremen, to), 200)
		if s := text(page.Find(".dues").First()); !strings.Contains(s, "Stelle entscheidet") || !strings.Contains(s, "10.10.2018") || !strings.Contains(s, "5 Tagen überfällig") || !strings.Contains(s, "§ 13 Abs. 3 und 4 BQFG") {
			t.Errorf("due: %s", s)
		}
		if s := text(page.Find("main")); !strings.Contains(s, "<b>Ingenieurkammer</b>") || !strings.Contains(s, "Entscheidung überfällig") || !strings.Contains(s, "Lebenslauf neu schreiben") {
			t.Errorf("the page says %s", s)
		}
		h.sent(to+"/steps/new?kind=decided", "on_day", "2018-10-11", "result", "compensation", "differences", "Statik")
		page = h.page(h.get(bremen, to), 200)
		if s := text(page.Find("main")); !strings.Contains(s, "darf den Beruf noch nicht ausüben") || !strings.Contains(s, "Widerspruch einlegen") || !strings.Contains(s, "14.11.2018") {
			t.Errorf("after the notice: %s", s)
		}
		whole := h.page(h.get(bremen, "/cases/"+id), 200)
		if s := text(whole.Find(".panel")); !strings.Contains(s, "Auflage einer Ausgleichsmaßnahme") || !strings.Contains(s, "Ausgleichsmaßnahme gewählt?") {
			t.Errorf("the panel of the case says %s", s)
		}
		if s := text(whole.Find(".timeline")); !strings.Contains(s, "Bescheid") || !strings.Contains(s, "nachzureichen bis 13. Juli 2018") || !strings.Contains(s, "Statik") {
			t.Errorf("the timeline says %s", s)
		}
	})
}

func TestOnlyWhatAStepNeedsIsAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		p := h.start(bremen, id, "kind=equivalence regulated=false on_day=2018-06-01", "decided 2018-08-01 result=partial")
		for kind, want := range map[string]string{"acknowledged": "on_day", "decided": "on_day result differences", "extended": "", "notified": "on_day",
			"compensation_chosen": "on_day compensation note", "invented": ""} {
			w := h.get(bremen, "/cases/"+id+"/procedures/"+p+"/steps/new?kind="+kind)
			if kind == "invented" {
				h.page(w, http.StatusNotFound)
				continue
			}
			var names []string
			h.page(w, 200).Find("main form[method=post]").Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
				if name := s.AttrOr("name", ""); name != "key" && name != "kind" && !slices.Contains(names, name) {
					names = append(names, name)
				}
			})
			if got := strings.Join(names, " "); want != "" && got != want {
				t.Errorf("%s asks for %s", kind, got)
			}
		}
		results := h.page(h.get(bremen, "/cases/"+id+"/procedures/"+p+"/steps/new?kind=decided"), 200).Find("[name=result]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		if !slices.Equal(results, []string{"full", "partial", "refused"}) {
			t.Errorf("the results offered are %q", results)
		}
	})
}

// TestWrongAnswersComeBack sends wrong, huge and hostile values: the page comes back with the error beside the field, a way
// to it above, and everything that was typed.
func TestWrongAnswersComeBack(t *testing.T) {
	const script = `"><script>alert(1)</script>`
	huge := strings.Repeat("9", 5000)
	bad := []string{script, huge, "' OR 1=1 --", "-1"}
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "age", "34")
		p := h.start(bremen, id, "kind=equivalence on_day=2018-06-01")
		base := "/cases/" + id
		for _, test := range []struct {
			path, field string
			values      []string
		}{
			{"/procedures/new", "kind", append(bad, "")},
			{"/procedures/new", "qualification_id", append(bad, "")},
			{"/procedures/new", "state", bad},
			{"/procedures/new", "authority", []string{huge}},
			{"/procedures/new", "regulated", bad},
			{"/procedures/new", "on_day", append(bad, "2018-10-16", "30.02.2018", "1900-01-01")},
			{"/procedures/" + p + "/steps/new?kind=documents_requested", "on_day", append(bad, "", "2018-05-31", "2018-10-16")},
			{"/procedures/" + p + "/steps/new?kind=documents_requested", "until_day", append(bad, "2018-01-01")},
			{"/procedures/" + p + "/steps/new?kind=documents_requested", "documents", bad},
			{"/procedures/" + p + "/steps/new?kind=decided", "result", append(bad, "", "positive")},
			{"/costs/new", "kind", append(bad, "")},
			{"/costs/new", "amount", []string{script, huge, "viel", "-1", "1000000"}},
			{"/costs/new", "procedure_id", bad},
			{"/costs/new", "applied_on", append(bad, "2018-10-16")},
			{"/costs/new", "granted", []string{script, "x"}},
			{"/costs/new", "key", []string{"", script, "short"}},
		} {
			address, _, _ := strings.Cut(test.path, "?")
			blank := h.page(h.get(bremen, base+test.path), 200)
			for _, value := range test.values {
				typed := form(blank, "note", "Notiz", "authority", "Kammer", "on_day", "2018-06-20", "kind", form(blank).Get("kind"), "result", "full", "amount", "12")
				if strings.HasPrefix(test.path, "/costs") && test.field != "kind" {
					typed.Set("kind", "fee")
				}
				typed.Set(test.field, value)
				doc := h.page(h.post(bremen, base+address, typed), http.StatusBadRequest)
				summary := doc.Find(".kern-alert--danger a")
				if summary.Length() != 1 || doc.Find(summary.AttrOr("href", "#none")).Length() != 1 {
					t.Errorf("%s %s=%.20q: %d errors above: %s", test.path, test.field, value, summary.Length(), text(doc.Find(".kern-alert--danger")))
				}
				if doc.Find("script:not([src])").Length() != 0 {
					t.Fatalf("%s: a script runs", test.field)
				}
				if test.field == "key" {
					continue
				}
				if doc.Find("#f-"+test.field+"-error").Length() != 1 {
					t.Errorf("%s %s=%.20q: no error beside the field", test.path, test.field, value)
				}
				if kept := form(doc).Get("note"); blank.Find("[name=note]").Length() > 0 && kept != "Notiz" {
					t.Errorf("%s: the note is gone: %q", test.path, kept)
				}
			}
		}
		if all := h.all(bremen, id); len(all.Procedures) != 1 || len(all.Procedures[0].Steps) != 1 || len(all.Costs) != 0 {
			t.Error("something was stored")
		}
	})
}

func TestErrorsNameTheOtherStepInWords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		p := h.start(bremen, id, "kind=equivalence on_day=2018-06-01")
		path := "/cases/" + id + "/procedures/" + p + "/steps/new"
		doc := h.page(h.get(bremen, path+"?kind=notified"), 200)
		wrong := h.page(h.post(bremen, path, form(doc, "on_day", "2018-06-20")), 400)
		if s := text(wrong.Find("#f-on_day-error")); s != "Fehler: Bitte zuerst erfassen: Bescheid." {
			t.Error(s)
		}
		step := h.all(bremen, id).Of(p).Steps[0].ID
		h.start(bremen, id, "kind=statement on_day=2018-06-01")
		h.sent(path+"?kind=acknowledged", "on_day", "2018-06-20")
		gone := "/cases/" + id + "/procedures/" + p + "/steps/" + step + "/delete"
		wrong = h.page(h.post(bremen, gone, form(h.page(h.get(bremen, gone), 200))), 400)
		if s := text(wrong.Find(".kern-alert--danger li")); !strings.Contains(s, "„Eingang bestätigt“ baut darauf auf") {
			t.Error(s)
		}
	})
}

func TestCorrectingDeletingAndConflicts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		p := h.start(bremen, id, "kind=equivalence regulated=false on_day=2018-06-01", "documents_requested 2018-06-10 until_day=2018-07-02 documents=cv+identity note=eins",
			"decided 2018-08-01 result=partial differences=Statik")
		base := "/cases/" + id + "/procedures/" + p
		steps := h.all(bremen, id).Of(p).Steps
		for _, path := range []string{base + "/edit", base + "/steps/" + steps[0].ID + "/edit", base + "/steps/" + steps[1].ID + "/edit", base + "/steps/" + steps[2].ID + "/edit"} {
			h.sent(path)
		}
		if of := h.all(bremen, id).Of(p); of.Version != 1 || slices.ContainsFunc(of.Steps, func(s procedure.Step) bool { return s.Row.Version != 1 }) {
			t.Error("forms that change nothing made new versions")
		}
		path := base + "/steps/" + steps[1].ID + "/edit"
		stale := h.page(h.get(bremen, path), 200)
		h.sent(path, "until_day", "9.7.2018", "documents", "cv", "note", "zwei")
		doc := h.page(h.post(bremen, path, form(stale, "until_day", "2018-07-16", "note", "drei")), http.StatusConflict)
		rows := doc.Find("tbody tr").Map(func(_ int, s *goquery.Selection) string {
			return strings.Join(s.Find("th, td").Map(func(_ int, s *goquery.Selection) string { return text(s) }), " ")
		})
		want := []string{"Gesetzte Frist 16. Juli 2018 9. Juli 2018", "Welche Unterlagen? tabellarischer Lebenslauf · Identitätsnachweis tabellarischer Lebenslauf", "Notiz drei zwei"}
		if !slices.Equal(rows, want) {
			t.Errorf("the comparison says %q", rows)
		}
		if w := h.post(bremen, path, form(doc)); w.Code != http.StatusSeeOther {
			t.Errorf("saving again: %d", w.Code)
		}
		if s := text(h.page(h.get(bremen, base), 200).Find(".timeline")); !strings.Contains(s, "16. Juli 2018") || !strings.Contains(s, "drei") || strings.Contains(s, "zwei") {
			t.Errorf("stored: %s", s)
		}
		note := h.page(h.get(bremen, path), 200)
		h.sent(path, "note", "vier")
		if doc := h.page(h.post(bremen, path, form(note, "note", "fünf")), http.StatusConflict); !strings.Contains(text(doc.Find("tbody")), "fünfvier") {
			t.Errorf("two notes: %s", text(doc.Find("tbody")))
		}

		gone := base + "/steps/" + steps[2].ID + "/delete"
		asked := h.page(h.get(bremen, gone), 200)
		if s := text(asked.Find("main dl")); !strings.Contains(s, "teilweise Gleichwertigkeit") || !strings.Contains(s, "Statik") {
			t.Errorf("the question does not say what is deleted: %s", s)
		}
		for range 2 { // pressed twice
			if w := h.post(bremen, gone, form(asked)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != base {
				t.Errorf("deleting: %d to %s", w.Code, w.Header().Get("Location"))
			}
		}
		asked = h.page(h.get(bremen, base+"/delete"), 200)
		h.page(h.post(bremen, base+"/delete", form(asked, "version", "7")), http.StatusConflict)
		if w := h.post(bremen, base+"/delete", form(asked)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases/"+id {
			t.Errorf("deleting the procedure: %d to %s", w.Code, w.Header().Get("Location"))
		}
		h.page(h.get(bremen, base), http.StatusNotFound)
	})
}

func TestCostsOnThePages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		p := h.start(bremen, id, "kind=equivalence on_day=2018-06-01")
		to := h.sent("/cases/"+id+"/costs/new", "kind", "fee", "amount", "1.149,50 €", "help", "recognition_grant", "applied_on", "2.6.2018")
		if to != "/cases/"+id+"/procedures/"+p {
			t.Errorf("leads to %s", to)
		}
		page := h.page(h.get(bremen, to), 200)
		if s := text(page.Find(".panel").Last()); !strings.Contains(s, "1.149,50 €") || !strings.Contains(s, "beantragt am 02.06.2018") || !strings.Contains(s, "nach dem Antrag auf Anerkennung beantragt") {
			t.Errorf("costs: %s", s)
		}
		edit := page.Find(".costs a").AttrOr("href", "")
		if f := form(h.page(h.get(bremen, edit), 200)); f.Get("amount") != "1149,50" || f.Get("procedure_id") != p {
			t.Errorf("the form has %v", f)
		}
		h.sent(edit, "amount", "500", "help", "sgb2", "decision", "granted", "granted", "450.5", "procedure_id", "")
		whole := text(h.page(h.get(bremen, "/cases/"+id), 200).Find(".panel"))
		if !strings.Contains(whole, "Kosten ohne Verfahren") || !strings.Contains(whole, "450,50 € bewilligt") {
			t.Errorf("the case says %s", whole)
		}
		h.sent(strings.TrimSuffix(edit, "edit") + "delete")
		if all := h.all(bremen, id); len(all.Costs) != 0 {
			t.Error("the cost is still there")
		}
	})
}

// requestID differs from answer to answer.
var requestID = regexp.MustCompile(`<code>[0-9a-f]{16}</code>`)

// TestOfAnotherCentreNothingShows walks all addresses with a case of another centre and with one that does not exist: the
// answers are the same, byte by byte.
func TestOfAnotherCentreNothingShows(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		own, foreign := h.open(bremen, "s1"), h.open(munich, "s3")
		p := h.start(munich, foreign, "kind=equivalence on_day=2018-06-01", "fee_paid 2018-06-02")
		step := h.all(munich, foreign).Of(p).Steps[1].ID
		cost, err := h.procedures.AddCost(casetest.As(munich), foreign, procedure.Input{"kind": "fee"}, ident.Token())
		if err != nil {
			t.Fatal(err)
		}
		nothing := strings.Repeat("Z", len(foreign))
		answer := func(pattern, id, of, part string) (int, string) {
			method, path, _ := strings.Cut(pattern, " ")
			path = strings.NewReplacer("{id}", id, "{procedure}", of, "{part}", part).Replace(path)
			w := h.get(bremen, path)
			if method == http.MethodPost {
				w = h.post(bremen, path, url.Values{"key": {strings.Repeat("A", 26)}, "version": {"1"}, "on_day": {"2018-06-03"}, "kind": {"fee"}})
			}
			body := strings.NewReplacer(id, "", of, "", part, "").Replace(requestID.ReplaceAllString(w.Body.String(), ""))
			return w.Code, body
		}
		for _, route := range h.routes {
			part := step
			if strings.Contains(route.Pattern, "costs") {
				part = cost
			}
			status, page := answer(route.Pattern, foreign, p, part)
			none, empty := answer(route.Pattern, nothing, nothing, nothing)
			if status != http.StatusNotFound || none != status || page != empty {
				t.Errorf("%s: %d and %d", route.Pattern, status, none)
			}
			if strings.Contains(route.Pattern, "{procedure}") || strings.Contains(route.Pattern, "{part}") {
				if status, _ := answer(route.Pattern, own, p, part); status != http.StatusNotFound {
					t.Errorf("%s: of another case under an own one: %d", route.Pattern, status)
				}
			}
		}
		if all := h.all(munich, foreign); len(all.Procedures) != 1 || len(all.Procedures[0].Steps) != 2 || len(all.Costs) != 1 {
			t.Error("the other centre's procedure was changed")
		}
	})
}

func TestWhoOnlyReadsSeesNoFormsAndNoTexts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		p := h.start(bremen, id, "kind=equivalence regulated=false on_day=2018-06-01", "decided 2018-08-01 result=partial differences=Statik")
		for _, path := range []string{"/cases/" + id, "/cases/" + id + "/procedures/" + p} {
			doc := h.page(h.get(analyst, path), 200)
			if doc.Find("main form[method=post]").Length() != 0 || doc.Find(`main a[href*="new"], main a[href*="edit"], main a[href*="delete"]`).Length() != 0 {
				t.Errorf("%s: a reader sees ways to record", path)
			}
			if strings.Contains(text(doc.Find("main")), "Statik") {
				t.Errorf("%s: a reader sees what the notice says", path)
			}
		}
		for _, route := range h.routes {
			if route.Action == counselling.ActionRead {
				continue
			}
			method, path, _ := strings.Cut(route.Pattern, " ")
			path = strings.NewReplacer("{id}", id, "{procedure}", p, "{part}", p).Replace(path)
			w := h.get(analyst, path)
			if method == http.MethodPost {
				w = h.post(analyst, path, url.Values{})
			}
			if w.Code != http.StatusForbidden {
				t.Errorf("%s: %d", route.Pattern, w.Code)
			}
		}
	})
}

func TestWhatWasForgottenCanBeAdded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		p := h.start(bremen, id, "kind=equivalence on_day=2018-06-01", "decided 2018-08-01 result=full")
		base := "/cases/" + id + "/procedures/" + p + "/steps/new"
		doc := h.page(h.get(bremen, base), 200)
		if doc.Find(`details a[href$="documents_complete"]`).Length() != 1 || doc.Find(`details a[href$="notified"]`).Length() != 0 {
			t.Errorf("what was earlier stands among what comes next: %s", text(doc.Find("main")))
		}
		if f := form(h.page(h.get(bremen, base+"?kind=documents_complete"), 200)); f.Get("on_day") != "" {
			t.Errorf("a day that cannot be is filled in: %s", f.Get("on_day"))
		}
		h.sent(base+"?kind=documents_complete", "on_day", "2018-06-20")
		if steps := h.all(bremen, id).Of(p).Steps; len(steps) != 3 || steps[1].Kind != "documents_complete" {
			t.Errorf("%+v", steps)
		}
	})
}
