package office_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"openiq/internal/draft"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web/ui"
)

// each runs fn on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	w := new(watch)
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) {
		w.set(morning)
		fn(t, newHouse(t, d, w))
	})
}

const one = "/notes/1"

// keep saves what somebody typed by the button, and gives the address of the form with it.
func (h *house) keep(who, path string, pairs ...string) string {
	h.t.Helper()
	kept := h.post(who, ui.Drafts, h.get(who, path).form(pairs...))
	if kept.Code != http.StatusSeeOther || !strings.HasPrefix(kept.Header().Get("Location"), path+"?draft=") {
		h.t.Fatalf("%d %s", kept.Code, kept.Body)
	}
	return kept.Header().Get("Location")
}

func TestSaveDraftByTheButton(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		address := h.keep(ann, one, "notes", "halb", "themes", "job_training")
		page := h.get(ann, address)
		page.want(t, "the form again", http.StatusOK, "")
		form := page.form()
		if form.Get("notes") != "halb" || form.Get("themes") != "job_training" || "?draft="+form.Get("key") != strings.TrimPrefix(address, one) || form.Get("version") != "0" {
			t.Errorf("the form has %v", form)
		}
		if got := page.text(".draft-word"); got != "Entwurf gespeichert 10:32" {
			t.Errorf("it says %q", got)
		}
		if page.doc.Find(".drafts").Length() != 0 {
			t.Error("the draft that is shown is offered once more")
		}
		if len(h.notes.of("1")) != 0 {
			t.Error("a draft was saved as if it were meant")
		}
		if again := h.keep(ann, one, "key", form.Get("key"), "notes", "ganz"); again != address || h.get(ann, again).form().Get("notes") != "ganz" {
			t.Errorf("saved again it is %s", again)
		}
		h.post(ann, one, h.get(ann, address).form()).want(t, "saving the form", http.StatusSeeOther, one)
		h.get(ann, address).want(t, "the draft afterwards", http.StatusNotFound, "")
		if got := h.notes.of("1"); len(got) != 1 || got[0] != "ganz" {
			t.Errorf("saved is %q", got)
		}
		late := h.post(ann, ui.Drafts, form)
		late.want(t, "a draft after saving", http.StatusSeeOther, one)
		if all, err := h.drafts.List(as(ann)); err != nil || len(all) != 0 {
			t.Errorf("%v %v", all, err)
		}
	})
}

func TestARefusedFormIsKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.post(ann, one, h.get(ann, one).form("themes", "recognition"))
		page.want(t, "without notes", http.StatusBadRequest, "")
		if page.text(".draft-word") != "Entwurf gespeichert 10:32" || page.text("#f-notes-error") == "" {
			t.Errorf("it says %q", page.text("main"))
		}
		if form := page.form(); form.Get(ui.DraftPath) != one || form.Get("themes") != "recognition" {
			t.Errorf("the form has %v", form)
		}
		there, err := h.drafts.At(as(ann), one)
		if err != nil || len(there) != 1 || there[0].Key != page.form().Get("key") || there[0].Name != "counselling.contact.new" {
			t.Fatalf("%+v %v", there, err)
		}
		huge := h.post(ann, one, h.get(ann, one).form("notes", "", "other", strings.Repeat("x", draft.MaxSize)))
		huge.want(t, "huge", http.StatusBadRequest, "")
		if got := huge.text(".draft-trouble .draft-word"); !strings.Contains(got, "256 KB") {
			t.Errorf("it says %q", got)
		}
		other := h.post(bob, one, page.form("notes", ""))
		if got := other.text(".draft-trouble .draft-word"); !strings.Contains(got, "unter einem anderen Konto") {
			t.Errorf("a form of another account: %q", got)
		}
		if all, err := h.drafts.List(as(bob)); err != nil || len(all) != 0 {
			t.Errorf("it is kept: %v %v", all, err)
		}
	})
}

// Two people, one record: the draft has the version of its time and leads to the page that compares.
func TestAStaleVersionIsStillStale(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		address := h.keep(ann, one, "notes", "meine")
		h.post(bob, one, h.get(bob, one).form("notes", "ihre")).want(t, "another saves", http.StatusSeeOther, one)
		page := h.post(ann, one, h.get(ann, address).form())
		page.want(t, "going on", http.StatusConflict, "")
		if page.form().Get("notes") != "meine" || page.text(".draft-word") == "" {
			t.Errorf("the form has %v", page.form())
		}
	})
}

func TestTheFormTellsOfItsDrafts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.keep(ann, one, "notes", "gestern")
		h.watch.pass(24 * time.Hour)
		second := h.keep(ann, one, "notes", "Frau Muster")
		h.keep(ann, "/notes/2", "notes", "anderswo")
		page := h.get(ann, one)
		if got := page.text("main .kern-alert .kern-title"); got != "Hinweis: Sie haben hier 2 Entwürfe" {
			t.Errorf("it says %q", got)
		}
		if got := page.text(".drafts li:nth-child(1) > span") + ", " + page.text(".drafts li:nth-child(2) > span"); got != "von 10:32 Uhr, vom 22.11.2026 10:32" {
			t.Errorf("they are %q", got)
		}
		if page.doc.Find(`.drafts a[href="`+first+`"]`).Length() != 1 || page.doc.Find(`.drafts a[href="`+second+`"]`).Length() != 1 || strings.Contains(page.text("main"), "Muster") {
			t.Errorf("%s", page.text("main"))
		}
		if got := h.get(bob, one); got.doc.Find(".drafts").Length() != 0 {
			t.Error("another account is told of them")
		}
		discard := page.doc.Find(".drafts li:nth-child(2) form")
		h.post(ann, discard.AttrOr("action", ""), url.Values{"back": {discard.Find("[name=back]").AttrOr("value", "")}}).
			want(t, "discarding", http.StatusSeeOther, one)
		if got := h.get(ann, one).text("main .kern-alert .kern-title"); got != "Hinweis: Sie haben hier einen Entwurf" {
			t.Errorf("it says %q", got)
		}
		h.get(ann, first).want(t, "the discarded one", http.StatusNotFound, "")
	})
}

func TestTheListOfDrafts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if got := h.get(ann, ui.Drafts).text(".empty"); !strings.Contains(got, "Kein Entwurf") {
			t.Errorf("without drafts: %q", got)
		}
		address := h.keep(ann, one, "notes", "Frau Muster")
		page := h.get(ann, ui.Drafts)
		page.want(t, "the list", http.StatusOK, "")
		for _, want := range []string{"Neuer Kontakt", one, "22.11.2026 10:32", "06.12.2026", "Verwerfen"} {
			if !strings.Contains(page.text("main"), want) {
				t.Errorf("%q is missing: %s", want, page.text("main"))
			}
		}
		if strings.Contains(page.text("main"), "Muster") || page.doc.Find(`tbody a[href="`+address+`"]`).Length() != 1 {
			t.Error("it shows what was typed, or does not lead on")
		}
		key := strings.TrimPrefix(address, one+"?draft=")
		h.get(ann, ui.Drafts+"/"+key).want(t, "by key", http.StatusSeeOther, address)
		if got := h.get(bob, ui.Drafts).text(".empty"); got == "" {
			t.Error("another account sees the list")
		}
		for _, back := range []string{"//evil.example", "https://evil.example", ""} {
			key := strings.TrimPrefix(h.keep(ann, one, "notes", "x"), one+"?draft=")
			h.post(ann, ui.Drafts+"/"+key+"/discard", url.Values{"back": {back}}).want(t, "back to "+back, http.StatusSeeOther, ui.Drafts)
		}
	})
}

func TestAnothersDraftDoesNotExist(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		address := h.keep(ann, one, "notes", "x")
		key := strings.TrimPrefix(address, one+"?draft=")
		h.get(bob, address).want(t, "the form", http.StatusNotFound, "")
		h.get(bob, ui.Drafts+"/"+key).want(t, "the draft", http.StatusNotFound, "")
		h.post(bob, ui.Drafts+"/"+key+"/discard", nil).want(t, "discarding", http.StatusNotFound, "")
		h.post(bob, ui.Drafts+"/"+key+"/send", nil).want(t, "sending", http.StatusNotFound, "")
		h.get(ann, "/notes/2?draft="+key).want(t, "in another form", http.StatusNotFound, "")
		h.get(ann, one+"?draft="+ident.Token()).want(t, "unknown", http.StatusNotFound, "")
		h.get(ann, one+"?draft=x").want(t, "no key", http.StatusNotFound, "")
		h.get(ann, address).want(t, "one's own", http.StatusOK, "")

		form := h.get(ann, one).form("notes", "von Ann")
		h.post(bob, ui.Drafts, form).want(t, "another account's form", http.StatusForbidden, "")
		form.Set(ui.DraftOwner, "")
		h.post(bob, ui.Drafts, form).want(t, "a form without mark", http.StatusForbidden, "")
		if all, err := h.drafts.List(as(bob)); err != nil || len(all) != 0 {
			t.Errorf("%v %v", all, err)
		}
	})
}

// version is what the script sends.
func version(form url.Values, seq int64) url.Values {
	form.Set(ui.DraftSeq, strconv.FormatInt(seq, 10))
	return form
}

// heard is what the script hears.
func heard(t *testing.T, a answer) (text string, seq int64) {
	t.Helper()
	var said struct {
		Text string
		Seq  int64
	}
	if err := json.Unmarshal(a.Body.Bytes(), &said); err != nil {
		t.Errorf("%d %q: %v", a.Code, a.Body, err)
	}
	return said.Text, said.Seq
}

func TestWhatTheScriptHears(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.get(ann, one)
		if page.doc.Find("form.test script[src][defer]").Length() != 1 || page.doc.Find("[data-draft='/drafts']").Length() != 1 {
			t.Error("the script is not there")
		}
		for _, c := range []struct {
			what   string
			who    string
			form   url.Values
			status int
			text   string
			seq    int64
		}{
			{"a version", ann, version(page.form("notes", "2"), 2), http.StatusOK, "Entwurf gespeichert 10:32", 2},
			{"one from before", ann, version(page.form("notes", "1"), 1), http.StatusConflict, "Entwurf gespeichert 10:32", 2},
			{"the same again", ann, version(page.form("notes", "2"), 2), http.StatusConflict, "Entwurf gespeichert 10:32", 2},
			{"a later one", ann, version(page.form("notes", "3"), 3), http.StatusOK, "Entwurf gespeichert 10:32", 3},
			{"huge", ann, version(page.form("notes", strings.Repeat("x", draft.MaxSize)), 4), http.StatusRequestEntityTooLarge, "256 KB", 0},
			{"of another account", bob, version(page.form("notes", "4"), 5), http.StatusForbidden, "unter einem anderen Konto", 0},
		} {
			got := h.post(c.who, ui.Drafts, c.form)
			text, seq := heard(t, got)
			if got.Code != c.status || !strings.Contains(text, c.text) || seq != c.seq || got.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d %q %d", c.what, got.Code, text, seq)
			}
		}
		if got := h.get(ann, one+"?draft="+page.form().Get("key")).form().Get("notes"); got != "3" {
			t.Errorf("the draft is %q", got)
		}
		h.post("", ui.Drafts, version(page.form("notes", "x"), 9)).want(t, "not signed in", http.StatusUnauthorized, "")
		h.post(ann, one, page.form("notes", "gespeichert")).want(t, "saving", http.StatusSeeOther, one)
		late := h.post(ann, ui.Drafts, version(page.form("notes", "late"), 10))
		if text, _ := heard(t, late); late.Code != http.StatusGone || !strings.Contains(text, "schon gespeichert") {
			t.Errorf("after saving: %d %q", late.Code, text)
		}
	})
}

func TestWhatIsNoDraftOfOursIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.get(ann, one)
		for what, form := range map[string]url.Values{
			"no key":        page.form("key", ""),
			"no name":       page.form(ui.DraftName, ""),
			"no address":    page.form(ui.DraftPath, ""),
			"another site":  page.form(ui.DraftPath, "//evil.example/"),
			"no number":     version(page.form(), 0),
			"a number of 0": page.form(ui.DraftSeq, "x"),
			"below 0":       version(page.form(), -5),
		} {
			h.post(ann, ui.Drafts, form).want(t, what, http.StatusBadRequest, "")
		}
		h.post(ann, ui.Drafts, page.form("notes", strings.Repeat("x", 1<<20))).want(t, "more than any form", http.StatusRequestEntityTooLarge, "")
		foreign := httptest.NewRequest(http.MethodPost, ui.Drafts, strings.NewReader(page.form("notes", "x").Encode()))
		foreign.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		foreign.Header.Set("Sec-Fetch-Site", "cross-site")
		h.do(ann, foreign).want(t, "from another site", http.StatusForbidden, "")
		if all, err := h.drafts.List(as(ann)); err != nil || len(all) != 0 {
			t.Errorf("%v %v", all, err)
		}
	})
}

// A name that is no message key, made up by somebody for themselves, is not shown as one.
func TestANameMustBeAMessageKey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.keep(ann, one, "notes", "x", ui.DraftName, "<b>made up</b>")
		if got := h.get(ann, ui.Drafts).text("tbody a"); got != "Eingaben zum Absenden" {
			t.Errorf("it is called %q", got)
		}
	})
}
