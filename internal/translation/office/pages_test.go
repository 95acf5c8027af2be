package office_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"openiq/internal/platform/db/dbtest"
	"openiq/internal/translation"
)

// title is a text of the portal's first page, days one with plural forms.
const (
	title  = "/translations/en/text/portal.title"
	errors = "/translations/ar/text/ui.errors_title"
)

// entry is a text as it is stored.
func (h *house) entry(lang, key string) *translation.Entry {
	h.t.Helper()
	table, err := h.service.Table(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return table.Language(lang).Entry(key)
}

func TestATextIsTranslatedInItsContext(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		list := h.page("editor", "/translations/en?q=portal.title")
		if list.Find("tbody tr").Length() != 1 || list.Find("tbody a").AttrOr("href", "") != title+"?q=portal.title" {
			t.Fatalf("the list is %s", list.text("main"))
		}
		page := h.page("editor", title)
		if text := page.text("main"); !strings.Contains(text, "Im gelernten Beruf arbeiten") || page.Find("a[href='/en/']").Length() != 1 {
			t.Errorf("German and the page of the portal are there: %s", text)
		}
		a := h.post("editor", title+"?q=portal.&only=", page.fill("text", "Work as you learned", "do", "review"))
		if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/translations/en/text/portal.") || !strings.HasSuffix(a.location, "?q=portal.") {
			t.Fatalf("%d %s: %s", a.status, a.location, a.text(".kern-alert"))
		}
		if e := h.entry("en", "portal.title"); e.Text.Plain != "Work as you learned" || !e.Reviewed || !e.Own {
			t.Errorf("%+v", e)
		}
		page = h.page("editor", title)
		if text := page.text("details table"); !strings.Contains(text, "editor@example.org") || !strings.Contains(text, "Geprüft") {
			t.Errorf("the history is %s", text)
		}
		if a = h.post("editor", title, page.fill("do", "shipped")); a.status != http.StatusSeeOther || h.entry("en", "portal.title").Own {
			t.Errorf("the shipped text is back: %d", a.status)
		}
	})
}

func TestWhatIsWrongIsSaidAndKept(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	page := h.page("editor", title)
	a := h.post("editor", title, page.fill("text", "<b>Work</b>", "do", "save"))
	if a.status != http.StatusBadRequest || a.text("#f-text-error") == "" || a.Find("textarea").Text() != "<b>Work</b>" {
		t.Errorf("%d %s", a.status, a.text("main"))
	}
	mine := page.fill("text", "mine", "do", "save")
	h.post("editor", title, page.fill("text", "hers", "do", "save", "key", ""))
	a = h.post("editor", title, mine)
	if a.status != http.StatusConflict || !strings.Contains(a.text(".kern-alert"), "hers") || a.Find("textarea").Text() != "mine" {
		t.Fatalf("%d %s", a.status, a.text("main"))
	}
	if a = h.post("editor", title, a.fill("do", "save")); a.status != http.StatusSeeOther || h.entry("en", "portal.title").Text.Plain != "mine" {
		t.Errorf("%d", a.status)
	}
}

func TestPluralFormsHaveExamplesAndAPreview(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	page := h.page("editor", errors)
	if page.Find("main textarea").Length() != 6 || !strings.Contains(page.text("label[for=f-few]"), "3") {
		t.Fatalf("Arabic has six forms: %s", page.text("main"))
	}
	a := h.post("editor", errors, page.fill("few", "{{.Count}} خانات", "do", "preview"))
	if a.status != http.StatusOK || !strings.Contains(a.text("main [lang=ar]"), "3 خانات") {
		t.Errorf("%d %s", a.status, a.text("main [lang=ar]"))
	}
	if h.entry("ar", "ui.errors_title").Own {
		t.Error("a preview was stored")
	}
	if a = h.post("editor", errors, page.fill("few", "خانات", "do", "save")); a.status != http.StatusBadRequest || !strings.Contains(a.text("#f-few-error"), "{{.Count}}") {
		t.Errorf("%d %s", a.status, a.text(".kern-alert"))
	}
}

func TestTranslatorsSeeTheirLanguages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if text := h.page("translator", "/translations").text("main"); !strings.Contains(text, "Noch keine Sprache") {
			t.Errorf("without a language: %s", text)
		}
		for _, path := range []string{"/translations/en", title, "/translations/en/export", "/translations/en/import", "/translations/xx"} {
			if a := h.send("translator", http.MethodGet, path, "", nil); a.status != http.StatusNotFound {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		for _, path := range []string{"/translations", "/translations/translators", "/translations/en"} {
			if a := h.send("reader", http.MethodGet, path, "", nil); a.status != http.StatusForbidden {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		form := h.page("editor", "/translations/translators").fill("languagestranslator", "en|ar")
		if a := h.post("editor", "/translations/translators", form); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.text("main"))
		}
		page := h.page("translator", "/translations")
		if page.Find("tbody tr").Length() != 2 || page.Find("a[href='/translations/translators']").Length() != 0 {
			t.Errorf("%s", page.text("main"))
		}
		if h.page("editor", "/translations/translators").Find("input[checked]").Length() != 2 {
			t.Error("the languages are ticked")
		}
		if a := h.post("translator", title, h.page("translator", title).fill("text", "Work", "do", "save")); a.status != http.StatusSeeOther {
			t.Errorf("%d", a.status)
		}
		if a := h.post("editor", "/translations/translators", url.Values{"account": {"nobody"}}); a.status != http.StatusNotFound {
			t.Errorf("somebody who translates nothing: %d", a.status)
		}
	})
}

func TestAFileGoesOutAndComesBack(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	const form = "/translations/en/import"
	file := h.page("editor", "/translations/en/export?q=portal.title").body
	if !strings.Contains(file, `msgctxt "portal.title"`) || strings.Count(file, "msgctxt") != 1 {
		t.Fatal(file)
	}
	changed := strings.Replace(file, `msgstr "`+h.entry("en", "portal.title").Text.Plain, `msgstr "Work as you learned`, 1)
	key := h.page("editor", form).Find("input[name=key]").AttrOr("value", "")
	if a := h.upload("editor", form, changed, "key", key, "reviewed", "true"); a.status != http.StatusOK || !strings.Contains(a.text(".kern-alert"), "Übernommen") {
		t.Fatalf("%d %s", a.status, a.text("main"))
	}
	if e := h.entry("en", "portal.title"); e.Text.Plain != "Work as you learned" || !e.Reviewed {
		t.Errorf("%+v", e)
	}
	a := h.upload("editor", form, strings.Replace(file, `"portal.title"`, `"portal.nothing"`, 1))
	if a.status != http.StatusBadRequest || !strings.Contains(a.text("table"), "Diesen Text gibt es nicht.") || !strings.Contains(a.text("table"), "portal.nothing") {
		t.Errorf("%d %s", a.status, a.text("main"))
	}
	for name, wrong := range map[string]string{"nothing": "", "JSON": "{}", "another language": strings.Replace(file, "Language: en", "Language: ar", 1), "binary": "\x00\xff"} {
		if a := h.upload("editor", form, wrong); a.status != http.StatusBadRequest || a.text("#f-file-error") == "" {
			t.Errorf("%s: %d %s", name, a.status, a.text("main"))
		}
	}
	if a := h.post("editor", form, url.Values{}); a.status != http.StatusBadRequest {
		t.Errorf("no file at all: %d", a.status)
	}
	if a := h.upload("editor", form, strings.Repeat("x", 9<<20)); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", a.status)
	}
}

func TestTextsThatAreNotThere(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	for _, path := range []string{"/translations/en/text/portal.nothing", "/translations/xx/text/portal.title", "/translations/xx"} {
		if a := h.send("editor", http.MethodGet, path, "", nil); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := h.post("editor", title, url.Values{"version": {"x"}, "text": {"a"}}); a.status != http.StatusConflict {
		t.Errorf("a form of nothing: %d", a.status)
	}
}
