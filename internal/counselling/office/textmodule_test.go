package office_test

import (
	"net/http"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/ident"
)

func TestTextModulesAreKeptAndInserted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		empty := h.page(h.get(bremen, "/text-modules"), 200)
		if empty.Find(".empty").Length() != 1 {
			t.Error("the first time is not told")
		}
		create := "/text-modules/s1/new"
		wrong := h.page(h.post(bremen, create, form(h.page(h.get(bremen, create), 200), "title", "Zuschuss")), http.StatusBadRequest)
		if w := h.post(bremen, create, form(wrong, "body", "Über den <b>Zuschuss</b> informiert.")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/text-modules?site=s1" {
			t.Fatalf("status %d", w.Code)
		}
		list := h.page(h.get(bremen, "/text-modules"), 200)
		edit := list.Find(".panel a").AttrOr("href", "")
		if !strings.Contains(text(list.Find(".panel")), "<b>Zuschuss</b>") {
			t.Fatalf("%s", text(list.Find("main")))
		}

		for _, path := range []string{"/cases/new", "/cases/" + h.open(bremen, "s1", "2018-10-01") + "/contacts/new", "/cases/group"} {
			doc := h.page(h.get(bremen, path), 200)
			id := doc.Find("#f-module option").Last().AttrOr("value", "")
			inserted := h.page(h.post(bremen, path, form(doc, "notes", "Gespräch am Telefon.", "module", id, "do", "insert")), 200)
			if got := inserted.Find("#f-notes").Text(); got != "Gespräch am Telefon.\nÜber den <b>Zuschuss</b> informiert." {
				t.Errorf("%s: the notes are %q", path, got)
			}
		}

		typed := form(h.page(h.get(bremen, edit), 200), "body", "Zuschuss beantragt.")
		all, err := h.cases.TextModules(casetest.As(bremen), "s1")
		if err != nil {
			t.Fatal(err)
		}
		other := all[0]
		other.Body = "Zuschuss bewilligt."
		if err := h.cases.SaveTextModule(casetest.As(bremen), other, ident.Token()); err != nil {
			t.Fatal(err)
		}
		asked := h.page(h.post(bremen, edit, typed), http.StatusConflict)
		if s := text(asked.Find(".kern-alert")); !strings.Contains(s, "Zuschuss bewilligt.") || form(asked).Get("body") != "Zuschuss beantragt." {
			t.Errorf("the page says %s", s)
		}
		if w := h.post(bremen, edit, form(asked)); w.Code != http.StatusSeeOther {
			t.Errorf("status %d", w.Code)
		}
		remove := h.page(h.get(bremen, edit), 200)
		gone := form(remove)
		gone.Set("key", ident.Token())
		if w := h.post(bremen, strings.TrimSuffix(edit, "edit")+"delete", gone); w.Code != http.StatusSeeOther {
			t.Errorf("status %d", w.Code)
		}
		again := h.page(h.post(bremen, edit, form(remove, "body", "Noch da?")), http.StatusConflict)
		if !strings.Contains(text(again.Find(".kern-alert")), "gelöscht") {
			t.Error("a deleted module says nothing")
		}
		if w := h.post(bremen, create, form(again)); w.Code != http.StatusSeeOther {
			t.Errorf("status %d", w.Code)
		}
	})
}

func TestTextModulesOfOthersAreNotThere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if err := h.cases.SaveTextModule(casetest.As(munich), counselling.TextModule{Site: "s3", Title: "Münchner", Body: "Geheimnis"}, ident.Token()); err != nil {
			t.Fatal(err)
		}
		all, err := h.cases.TextModules(casetest.As(munich), "s3")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/text-modules/s3/new", "/text-modules/s3/" + all[0].ID + "/edit", "/text-modules/nowhere/new"} {
			if w := h.get(bremen, path); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		if s := text(h.page(h.get(bremen, "/text-modules?site=s3"), 200).Find("main")); strings.Contains(s, "Münchner") {
			t.Errorf("%s", s)
		}
	})
}
