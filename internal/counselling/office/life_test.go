package office_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/test/browser"
)

// published are sheets as the figures would have them.
type published []counselling.Frozen

func (p published) Frozen(context.Context) ([]counselling.Frozen, error) { return p, nil }

// courses are measures by id, of whatever network.
type courses map[string]string

func (c courses) Open(context.Context, string, clock.Day) (map[string]string, error) { return c, nil }

func (c courses) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		if name, ok := c[id]; ok {
			names[id] = name
		}
	}
	return names, nil
}

// told is what another room tells in the letter.
func told(context.Context, *counselling.Held) ([]counselling.LetterLine, error) {
	return []counselling.LetterLine{{Key: "procedure.kind.equivalence", On: clock.NoDay},
		{Key: "procedure.step.documents_requested", On: clock.MustDay("2018-10-05")}, {Key: "procedure.due.documents", On: clock.MustDay("2018-11-05"), Documents: []string{"translations"}}}, nil
}

// withNeighbours lets the office ask other rooms.
func (h *house) withNeighbours() *house {
	h.cases.Connect(counselling.Beside{Reports: published(nil), Measures: courses{"m1": "Pflegekurs Bremen", "m2": "Brückenkurs", "m3": "Brückenkurs"},
		Letters: []counselling.LetterPart{told}})
	return h
}

// eachConnected runs a test on each engine, with other rooms beside the office.
func eachConnected(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d).withNeighbours()) })
}

// follow is the page to which a form leads that was accepted.
func (h *house) follow(path string, values url.Values) *goquery.Document {
	h.t.Helper()
	w := h.post(bremen, path, values)
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("%s: status %d: %s", path, w.Code, text(h.page(w, w.Code).Find(".kern-alert")))
	}
	return h.page(h.get(bremen, w.Header().Get("Location")), 200)
}

// answer posts a button of a handover's page as somebody.
func (h *house) answer(path, do string, more ...string) int {
	h.t.Helper()
	doc := h.page(h.get(munich, path), 200)
	return h.post(munich, path, form(doc, append([]string{"do", do}, more...)...)).Code
}

func TestACaseIsHandedOverOnPages(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/handover"
		doc := h.page(h.get(bremen, path), 200)
		wrong := h.page(h.post(bremen, path, form(doc, "to", "Münch", "message", "Zieht um.")), http.StatusBadRequest)
		if e := wrong.Find(".kern-alert--danger a"); e.AttrOr("href", "") != "#f-consent_handover" || wrong.Find("#f-message").Text() != "Zieht um." {
			t.Errorf("without a consent: %s", text(wrong.Find("main")))
		}
		again := h.page(h.post(bremen, path, form(wrong, "to", "Nirgendwo", "consent_handover", "true")), http.StatusBadRequest)
		if again.Find("#f-to-error").Length() != 1 {
			t.Errorf("to nowhere: %s", text(again.Find("main")))
		}
		page := h.follow(path, form(again, "to", "München", "consent_handover", "true"))
		alert := page.Find(".kern-alert--info a[href^='/handovers/']")
		if alert.Length() != 1 || !strings.Contains(text(page.Find(".timeline")), "Übergabe angefragt") {
			t.Fatalf("the case says %s", text(page.Find("main")))
		}
		handover := alert.AttrOr("href", "")
		second := h.post(bremen, path, form(h.page(h.get(bremen, path), 200), "to", "s3"))
		if second.Code != http.StatusConflict || !strings.Contains(second.Body.String(), "läuft schon eine Übergabe") {
			t.Errorf("a second one: %d", second.Code)
		}

		list := h.page(h.get(munich, "/handovers"), 200)
		if !strings.Contains(text(list.Find("h2").First()), "(1)") || list.Find("a[href='"+handover+"']").Length() != 1 {
			t.Errorf("the list says %s", text(list.Find("main")))
		}
		shown := h.page(h.get(munich, handover), 200)
		if body := text(shown.Find("main")); !strings.Contains(body, "Zieht um.") || !strings.Contains(body, "Syrien") ||
			strings.Contains(body, "Nour") || strings.Contains(body, "Approbation") {
			t.Errorf("before it answers the other centre reads %s", body)
		}
		stale := form(h.page(h.get(bremen, handover), 200), "do", "withdraw")
		if code := h.answer(handover, "accept", "answer", "Gern."); code != http.StatusSeeOther {
			t.Fatalf("accepting answers %d", code)
		}
		late := h.post(bremen, handover, stale)
		if late.Code != http.StatusConflict || !strings.Contains(late.Body.String(), "schon übernommen") {
			t.Errorf("withdrawing too late: %d", late.Code)
		}
		if body := text(h.page(h.get(munich, "/cases/"+id), 200).Find("main")); !strings.Contains(body, "Al-Nour") || !strings.Contains(body, "Übergabe angenommen") {
			t.Errorf("the new centre reads %s", body)
		}
		h.page(h.get(bremen, "/cases/"+id), http.StatusNotFound)
		if body := text(h.page(h.get(bremen, handover), 200).Find("main")); strings.Contains(body, "Zieht um") || !strings.Contains(body, "angenommen") {
			t.Errorf("the old centre reads %s", body)
		}
		if code := h.answer(handover, "return"); code != http.StatusSeeOther {
			t.Errorf("giving back answers %d", code)
		}
		h.page(h.get(bremen, "/cases/"+id), 200)
		if code := h.post(munich, handover, form(h.page(h.get(munich, handover), 200), "do", "dance", "key", ident.Token())).Code; code != http.StatusBadRequest {
			t.Errorf("an unknown button answers %d", code)
		}
	})
}

// TestAnOldConversationStaysWhereItWasHeld corrects a conversation of the day of the handover at the new centre.
func TestAnOldConversationStaysWhereItWasHeld(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-15")
		handover, err := h.cases.AskHandover(casetest.As(bremen), id, counselling.NewHandover{To: "s3", Agreed: true}, ident.Token())
		if err == nil {
			err = h.cases.AcceptHandover(casetest.As(munich), handover, "", ident.Token())
		}
		if err != nil {
			t.Fatal(err)
		}
		d, err := h.cases.Get(casetest.As(munich), id)
		if err != nil {
			t.Fatal(err)
		}
		path := "/cases/" + id + "/contacts/" + d.Contacts[0].ID + "/edit"
		if w := h.post(munich, path, form(h.page(h.get(munich, path), 200), "minutes", "45")); w.Code != http.StatusSeeOther {
			t.Fatalf("status %d", w.Code)
		}
		if d, err = h.cases.Get(casetest.As(munich), id); err != nil || d.Contacts[0].Site != "s1" || d.Contacts[0].Minutes != 45 {
			t.Errorf("%+v, %v", d.Contacts, err)
		}
	})
}

func TestSomebodyIsSentSomewhereAndTheOutcomeIsKept(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/referrals/new"
		doc := h.page(h.get(bremen, path), 200)
		for field, values := range map[string][]string{"on_day": {"", "2018-10-16", "x"}, "referral_kind": {"", "nowhere"}, "measure_id": {"Tanzkurs", "Brück"}} {
			for _, value := range values {
				sent := form(doc, "referral_kind", "measure")
				sent.Set(field, value)
				wrong := h.page(h.post(bremen, path, sent), http.StatusBadRequest)
				if wrong.Find("#f-"+field+"-error").Length() != 1 || wrong.Find(".kern-alert--danger a[href='#f-"+field+"']").Length() != 1 {
					t.Errorf("%s=%q: %s", field, value, text(wrong.Find("main")))
				}
			}
		}
		page := h.follow(path, form(doc, "referral_kind", "measure", "measure_id", "Pflege", "where", "Frau Muster, Raum 3"))
		line := text(page.Find(".timeline li").First())
		if !strings.Contains(line, "Pflegekurs Bremen") || !strings.Contains(line, "Frau Muster, Raum 3") || !strings.Contains(line, "Ergebnis offen") {
			t.Errorf("the timeline says %s", line)
		}
		if dues := h.detail(id).Dues; len(dues) != 1 || dues[0].On.String() != "2018-12-10" {
			t.Errorf("due: %+v", dues)
		}
		edit := strings.TrimSuffix(page.Find(".timeline a[href*='/referrals/']").First().AttrOr("href", ""), "#f-outcome")
		sent := form(h.page(h.get(bremen, edit), 200), "outcome", "began", "outcome_on", "15.10.2018")
		if sent.Get("where") != "Frau Muster, Raum 3" || sent.Get("measure_id") != "m1" {
			t.Errorf("the form has %v", sent)
		}
		page = h.follow(edit, sent)
		if line := text(page.Find(".timeline li").First()); !strings.Contains(line, "begonnen") || len(h.detail(id).Dues) != 0 {
			t.Errorf("the timeline says %s", line)
		}
		if old := h.post(bremen, edit, sent); old.Code != http.StatusSeeOther { // the same form again: its first answer
			t.Errorf("repeated: %d", old.Code)
		}
		sent.Set("key", ident.Token())
		sent.Set("outcome", "completed")
		if old := h.post(bremen, edit, sent); old.Code != http.StatusConflict {
			t.Errorf("an old tab: %d", old.Code)
		}
		remove := strings.TrimSuffix(edit, "edit") + "delete"
		if page = h.follow(remove, form(h.page(h.get(bremen, remove), 200))); strings.Contains(text(page.Find(".timeline")), "Verweisung") {
			t.Error("a deleted referral is still there")
		}
	})
}

func TestACaseIsClosedAndOpenedOnPages(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		h.follow("/cases/"+id+"/referrals/new", form(h.page(h.get(bremen, "/cases/"+id+"/referrals/new"), 200), "referral_kind", "authority"))
		path := "/cases/" + id + "/close"
		doc := h.page(h.get(bremen, path), 200)
		if warning := text(doc.Find(".kern-alert--warning")); !strings.Contains(warning, "Ergebnis der Verweisung erfragen") || !strings.Contains(warning, "10. Dezember 2018") {
			t.Errorf("what is due is not said: %s", warning)
		}
		wrong := h.page(h.post(bremen, path, form(doc, "closed_on", "30.9.2018")), http.StatusBadRequest)
		if wrong.Find("#f-closed_on-error").Length() != 1 {
			t.Errorf("closed too early: %s", text(wrong.Find("main")))
		}
		page := h.follow(path, form(wrong, "closed_on", "10.10.2018"))
		if alert := text(page.Find(".kern-alert--info")); !strings.Contains(alert, "Abgeschlossen am 10. Oktober 2018") || !strings.Contains(alert, "Neuer Kontakt") && !strings.Contains(alert, "neuer Kontakt") {
			t.Errorf("the case says %s", alert)
		}
		open := url.Values{}
		page.Find("form[action$='/reopen'] input").Each(func(_ int, s *goquery.Selection) { open.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
		if page = h.follow("/cases/"+id+"/reopen", open); strings.Contains(text(page.Find("main")), "Abgeschlossen am") {
			t.Error("it is not open again")
		}
		open.Set("key", ident.Token())
		before := h.detail(id).Version
		if old := h.post(bremen, "/cases/"+id+"/reopen", open); !strings.Contains(old.Header().Get("Set-Cookie"), "flash=") || h.detail(id).Version != before {
			t.Errorf("an old tab: %d", old.Code)
		}
	})
}

func TestADeletedCaseComesBackOnPages(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.named()
		if empty := h.page(h.get(bremen, "/cases/bin"), 200); empty.Find(".empty").Length() != 1 {
			t.Error("an empty bin does not say so")
		}
		path := "/cases/" + id + "/delete"
		bin := h.follow(path, form(h.page(h.get(bremen, path), 200)))
		row := text(bin.Find("tbody tr"))
		if !strings.Contains(row, id) || !strings.Contains(row, "90 Tage") || !strings.Contains(row, "zählt nicht mehr") || !strings.Contains(row, bremen.ID+"@example.org") {
			t.Errorf("the bin says %s", row)
		}
		for _, gone := range []string{"/cases/" + id, path, "/cases/" + id + "/letter", "/cases/" + id + "/history"} {
			if body := text(h.page(h.get(bremen, gone), http.StatusNotFound).Find("main")); !strings.Contains(body, "Papierkorb") {
				t.Errorf("%s says %s", gone, body)
			}
		}
		restore := url.Values{"key": {bin.Find("form[action$='/restore'] input[name=key]").AttrOr("value", "")}}
		if page := h.follow("/cases/"+id+"/restore", restore); !strings.Contains(text(page.Find("main")), "Al-Nour") {
			t.Errorf("the case says %s", text(page.Find("main")))
		}
		restore.Set("key", ident.Token())
		if body := h.post(bremen, "/cases/"+id+"/restore", restore); body.Code != http.StatusConflict || !strings.Contains(body.Body.String(), "schon zurückgeholt") {
			t.Errorf("taken back twice: %d", body.Code)
		}
	})
}

func TestTheHistorySaysWhatWasBefore(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.named("street", "Am Wall 1")
		d := h.detail(id)
		if err := h.cases.CorrectCase(casetest.As(bremen), id, d.Version, counselling.Input{"nationality": "SY", "birth_country": "LB"}, ident.Token()); err != nil {
			t.Fatal(err)
		}
		if err := h.cases.CorrectCase(casetest.As(bremen), id, d.Version+1, counselling.Input{"nationality": "DE"}, ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.change(bremen, id, person.Change{Identity: muhammad("street", "Am Wall 2"), Version: 1})
		page := h.page(h.get(bremen, "/cases/"+id+"/history"), 200)
		body := text(page.Find("main"))
		for _, words := range []string{"Staatsangehörigkeit: Syrien → Deutschland", "Geburtsland: Libanon", "Straße und Hausnummer: Am Wall 1 → Am Wall 2",
			"Einwilligung: Speichern, wer die Person ist", "Fall angelegt", "Kontakt eingetragen (1. Oktober 2018)", "Text geändert: ", bremen.ID + "@example.org"} {
			if !strings.Contains(strings.ReplaceAll(body, "\u00AD", ""), words) {
				t.Errorf("%q is not in %s", words, body)
			}
		}
		if strings.Contains(body, "Approbation") {
			t.Error("the history says what a note says")
		}
		other := text(h.page(h.get(analyst, "/cases/"+id+"/history"), 200).Find("main"))
		for _, personal := range []string{"Am Wall", "Nour", "Einwilligung: ", "@example.org"} {
			if strings.Contains(other, personal) {
				t.Errorf("an analyst reads %s", personal)
			}
		}
		if !strings.Contains(other, "Staats") || !strings.Contains(other, "jemand aus der Beratungsstelle") {
			t.Errorf("an analyst reads %s", other)
		}
	})
}

func TestALongHistoryHasPages(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "age", "20")
		for i := range 60 {
			if err := h.cases.CorrectCase(casetest.As(bremen), id, int64(i+1), counselling.Input{"age": []string{"21", "22"}[i%2]}, ident.Token()); err != nil {
				t.Fatal(err)
			}
		}
		seen, address := 0, "/cases/"+id+"/history"
		for pages := 0; address != "" && pages < 5; pages++ {
			page := h.page(h.get(bremen, address), 200)
			seen += page.Find(".timeline > li").Length()
			address = page.Find(".pager a").Last().AttrOr("href", "")
			if !strings.Contains(address, "before=") {
				address = ""
			}
		}
		if seen != 62 { // the case, its contact, 60 corrections
			t.Errorf("%d entries", seen)
		}
	})
}

func TestTheLetterSaysItInTwoLanguages(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "country", "SY", "kind", "master", "title", "بكالوريوس <b>", "reference_occupation", "engineer",
			"regulated", "true", "contents", "r1 r3", "languages", "ar de", "german_level", "a2")
		h.change(bremen, id, person.Change{Identity: muhammad(), Give: []person.NewConsent{agreement(person.PurposeIdentity, "")}})
		reads := len(h.entries("read", id))
		path := "/cases/" + id + "/letter"
		doc := h.page(h.get(bremen, path), 200)
		if n := len(h.entries("read", id)); n != reads+1 {
			t.Errorf("%d reads were noted", n-reads)
		}
		letter := doc.Find(".letter")
		if letter.AttrOr("lang", "") != "ar" || letter.AttrOr("dir", "") != "rtl" || letter.Find("[lang=de][dir=ltr]").Length() == 0 {
			t.Fatalf("the letter is in %s", letter.AttrOr("lang", ""))
		}
		german := text(letter.Find("[lang=de]"))
		for _, words := range []string{"Muhammad Al-Nour", "Am Telefon: 1. Oktober 2018", "Wie Sie den Antrag stellen", "بكالوريوس <b>", "Land: Syrien",
			"Engineer", "erst arbeiten, wenn Ihr Abschluss anerkannt ist", "Bis 5. November 2018: Geben Sie die fehlenden Unterlagen ab.",
			"Geben Sie die fehlenden Unterlagen rechtzeitig ab", "Lernen Sie weiter Deutsch", "kostenlos, vertraulich und freiwillig", "Übersetzungen von vereidigten", "keine Rechtsberatung", "Bremen"} {
			if !strings.Contains(german, words) {
				t.Errorf("%q is not in the German part: %s", words, german)
			}
		}
		arabic := text(letter.Find(".letter-part > div:first-child"))
		for _, words := range []string{"سوريا", "1 أكتوبر 2018", "الاستشارة مجانية", "ترجمة آلية", "(Referenzberuf): Engineer"} {
			if !strings.Contains(arabic, words) {
				t.Errorf("%q is not in the Arabic part: %s", words, arabic)
			}
		}
		if strings.Contains(german, "Lebenslauf") {
			t.Error("the letter asks for more than the authority does")
		}
		if strings.Contains(german, "Automatisch übersetzt") || !strings.Contains(text(doc.Find(".no-print")), "Automatisch übersetzt") {
			t.Error("it is not said that the translation is automatic, or in the wrong place")
		}

		sent := form(doc, "note", "اتصل بنا", "note_de", "Rufen Sie an", "keep", "true")
		sent["steps"] = []string{"work"}
		sent.Del("name")
		again := h.page(h.post(bremen, path, sent), 200)
		german = text(again.Find(".letter [lang=de]"))
		if strings.Contains(german, "Nour") || strings.Contains(german, "Lernen Sie weiter") || !strings.Contains(german, "Bewerben Sie sich") || !strings.Contains(german, "Rufen Sie an") {
			t.Errorf("the letter does not follow: %s", german)
		}
		if strings.Contains(german, "اتصل") || !strings.Contains(text(again.Find(".letter")), "اتصل بنا") {
			t.Error("the notes are in the wrong language")
		}
		if kept := h.page(h.get(bremen, path), 200); kept.Find("#f-note_de").Text() != "Rufen Sie an" || kept.Find("#f-note").Text() != "اتصل بنا" {
			t.Error("the notes are not kept")
		}
		if other := h.page(h.get(bremen, path+"?in=uk"), 200); other.Find(".letter").AttrOr("lang", "") != "uk" || other.Find("#f-note").Text() != "" {
			t.Error("the language cannot be chosen")
		}
		if one := h.page(h.get(bremen, path+"?in=de"), 200); one.Find(".letter-two").Length() != 0 || strings.Contains(text(one.Find("main")), "Automatisch übersetzt") {
			t.Error("a German letter has two languages")
		}
	})
}

func TestEveryLanguageOfTheLetterIsWhole(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now)).withNeighbours()
	id := h.fullCase()
	doc := h.page(h.get(bremen, "/cases/"+id+"/letter"), 200)
	languages := doc.Find("#f-in option[value!='']").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
	if len(languages) != 12 {
		t.Fatalf("languages %q", languages)
	}
	all := form(doc)
	for name, list := range map[string][]string{"steps": counselling.LetterSteps, "documents": counselling.LetterDocuments} {
		all[name] = list
	}
	lines := 0
	for _, tag := range languages {
		all.Set("lang", tag)
		all.Set("key", ident.Token())
		letter := h.page(h.post(bremen, "/cases/"+id+"/letter", all), 200).Find(".letter")
		if strings.Contains(text(letter), "letter.") || strings.Contains(text(letter), "{{") {
			t.Errorf("%s has a text without words: %s", tag, text(letter))
		}
		own := letter.Find(".letter-part > div:first-child :is(p, li)").Length()
		if lines == 0 {
			lines = own
		}
		if drafted := tag != "de"; own != lines && !(drafted && own == lines+1) {
			t.Errorf("%s says %d things, German %d", tag, own, lines)
		}
	}
}

// TestTheLetterIsAFile makes the letter as a PDF and looks at its pages where there is a folder for pictures.
func TestTheLetterIsAFile(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now)).withNeighbours()
	id := h.fullCase()
	h.change(bremen, id, person.Change{Identity: muhammad(), Give: []person.NewConsent{agreement(person.PurposeIdentity, "")}})
	for _, tag := range []string{"ar", "uk", "de-simple"} {
		doc := h.page(h.get(bremen, "/cases/"+id+"/letter?in="+tag), 200)
		w := h.post(bremen, "/cases/"+id+"/letter", form(doc, "do", "pdf", "note", "…", "note_de", "Bitte anrufen."))
		file := w.Body.Bytes()
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" || w.Header().Get("Cache-Control") != "no-store" || !bytes.HasPrefix(file, []byte("%PDF-")) {
			t.Fatalf("%s: %d %v %.40q", tag, w.Code, w.Header(), file)
		}
		if name := w.Header().Get("Content-Disposition"); strings.Contains(name, id) || strings.Contains(name, "Nour") {
			t.Errorf("the file is called %s", name)
		}
		if !bytes.Contains(file, []byte("/StructTreeRoot")) {
			t.Errorf("%s: the file has no tags", tag)
		}
		picture(t, file, "letter-pdf-"+tag)
	}
}

// picture draws the pages of a PDF file into the folder for screenshots, if there is one.
func picture(t *testing.T, file []byte, name string) {
	t.Helper()
	folder := os.Getenv(browser.EnvScreenshots)
	if folder == "" {
		return
	}
	path := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "80", "-png", path, filepath.Join(folder, name)).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// TestElsewhereTheCaseIsUnknown walks all these pages with a case of Bremen as somebody of Munich.
func TestElsewhereTheCaseIsUnknown(t *testing.T) {
	eachConnected(t, func(t *testing.T, h *house) {
		id := h.named()
		referral, err := h.cases.Refer(casetest.As(bremen), id, counselling.Input{"on_day": "2018-10-10", "kind": "authority"}, ident.Token())
		if err != nil {
			t.Fatal(err)
		}
		handover, err := h.cases.AskHandover(casetest.As(bremen), id, counselling.NewHandover{To: "s2", Consent: consentTo("s2")}, ident.Token())
		if err != nil {
			t.Fatal(err)
		}
		key := url.Values{"key": {ident.Token()}, "version": {"1"}, "do": {"accept"}, "on_day": {"2018-10-10"}, "referral_kind": {"authority"}}
		for _, path := range []string{"/cases/{id}/handover", "/cases/{id}/referrals/new", "/cases/{id}/referrals/{referral}/edit", "/cases/{id}/referrals/{referral}/delete",
			"/cases/{id}/close", "/cases/{id}/reopen", "/cases/{id}/delete", "/cases/{id}/restore", "/cases/{id}/letter", "/cases/{id}/history", "/handovers/{handover}"} {
			at := func(id, referral, handover string) string {
				return strings.NewReplacer("{id}", id, "{referral}", referral, "{handover}", handover).Replace(path)
			}
			theirs, none := at(id, referral, handover), at("nobody", "nobody", "nobody")
			if !strings.HasSuffix(path, "/reopen") && !strings.HasSuffix(path, "/restore") {
				if a, b := h.get(munich, theirs), h.get(munich, none); a.Code != http.StatusNotFound || b.Code != http.StatusNotFound {
					t.Errorf("GET %s: %d, none %d", path, a.Code, b.Code)
				}
			}
			if strings.HasSuffix(path, "/history") {
				continue
			}
			if a, b := h.post(munich, theirs, key), h.post(munich, none, key); a.Code != http.StatusNotFound || b.Code != a.Code {
				t.Errorf("POST %s: %d, none %d", path, a.Code, b.Code)
			}
		}
		if d := h.detail(id); len(d.Referrals) != 1 || d.Referrals[0].Version != 1 {
			t.Error("something was changed")
		}
	})
}

func consentTo(site string) *person.NewConsent {
	c := agreement(person.PurposeHandover, site)
	return &c
}

// TestLifePagesInTheBrowser looks at these pages, narrow from right to left without scripts and wide from left to right.
func TestLifePagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now)).withNeighbours()
	id, gone, plain := h.fullCase(), h.open(bremen, "s1", "2018-10-01"), h.open(bremen, "s1", "2018-10-02")
	h.change(bremen, id, person.Change{Identity: muhammad(), Give: []person.NewConsent{agreement(person.PurposeIdentity, "")}})
	ctx := casetest.As(bremen)
	referral, err := h.cases.Refer(ctx, id, counselling.Input{"on_day": "2018-10-10", "kind": "measure", "measure_id": "m1", "where": "Frau Muster"}, ident.Token())
	if err == nil {
		err = h.cases.Bin(ctx, gone, 1, ident.Token())
	}
	if err != nil {
		t.Fatal(err)
	}
	handover, err := h.cases.AskHandover(ctx, id, counselling.NewHandover{To: "s3", Message: "Zieht nach München.\nBraucht Hilfe mit dem Antrag.", Consent: consentTo("s3")}, ident.Token())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.cases.CloseCase(ctx, plain, 1, "2018-10-12", ident.Token()); err != nil {
		t.Fatal(err)
	}
	office, other := h.serveAs(t, bremen), h.serveAs(t, munich)
	b := browser.New(t)
	pages := map[string]string{
		"life-case": office + "/cases/" + id, "life-closed": office + "/cases/" + plain, "handovers": other + "/handovers", "handovers-none": h.serveAs(t, casetest.Bremen) + "/handovers",
		"handover": other + "/handovers/" + handover, "handover-sent": office + "/handovers/" + handover,
		"handover-ask": office + "/cases/" + id + "/handover", "handover-anonymous": office + "/cases/" + plain + "/handover",
		"referral-new": office + "/cases/" + id + "/referrals/new", "referral-edit": office + "/cases/" + id + "/referrals/" + referral + "/edit",
		"close": office + "/cases/" + id + "/close", "bin-ask": office + "/cases/" + id + "/delete", "bin": office + "/cases/bin",
		"in-bin": office + "/cases/" + gone, "history": office + "/cases/" + id + "/history", "letter": office + "/cases/" + id + "/letter?in=fa",
		"letter-ar": office + "/cases/" + id + "/letter?in=ar", "letter-de": office + "/cases/" + id + "/letter?in=de",
	}
	names := make([]string, 0, len(pages))
	for name := range pages {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			address := pages[name]
			narrow := b.Open(address+query(address)+"lang=ar", browser.View{Width: 360, NoJS: true})
			narrow.Screenshot(name + "-ar-360")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			narrow.Close()
			wide := b.Open(address+query(address)+"lang=de", browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()))
			if wide.Status() == http.StatusOK {
				browser.Clean(t, wide.Console())
			}
			wide.Close()
		})
	}
}
