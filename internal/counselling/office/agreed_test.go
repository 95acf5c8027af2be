package office_test

import (
	"net/http"
	"strings"
	"testing"

	"openiq/internal/person"
)

// TestWhatWasWrittenBeforeAWithdrawalIsLookedAtAgain opens each form with texts about a person, who withdraws before it is sent.
func TestWhatWasWrittenBeforeAWithdrawalIsLookedAtAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, c := range []struct {
			what, field string
			path        func(id string) string
			answers     []string
		}{
			{"a contact", "notes", func(id string) string { return "/cases/" + id + "/contacts/new" }, []string{"themes", "recognition"}},
			{"a qualification", "institution", func(id string) string { return "/cases/" + id + "/qualifications/new" }, []string{"kind", "bachelor"}},
			{"a group", "notes", func(id string) string { return "/cases/group?case=" + id }, []string{"themes", "recognition"}},
		} {
			t.Run(c.what, func(t *testing.T) {
				id := h.named()
				before := h.revealed(id)
				open, _, _ := strings.Cut(c.path(id), "?")
				sent := form(h.page(h.get(bremen, c.path(id)), 200), append(c.answers, c.field, "Frau Koval aus der Hafenstraße")...)
				h.withdraw(id, person.PurposeIdentity)

				doc := h.page(h.post(bremen, open, sent), http.StatusBadRequest)
				if word := text(doc.Find("#f-" + c.field + "-error")); !strings.Contains(word, id) || !strings.Contains(word, "zurückgenommen") {
					t.Errorf("says %q", word)
				}
				again := form(doc)
				if again.Get(c.field) != "Frau Koval aus der Hafenstraße" {
					t.Errorf("what was typed is lost: %v", again)
				}
				if d := h.revealed(id); len(d.Contacts) != len(before.Contacts) || len(d.Qualifications) != len(before.Qualifications) || len(d.Who.Texts) != 0 {
					t.Errorf("half of it is stored: %+v", d.Who)
				}

				again.Set(c.field, "Aus der Hafenstraße")
				if w := h.post(bremen, open, again); w.Code != http.StatusSeeOther {
					t.Fatalf("status %d after the text was looked at", w.Code)
				}
			})
		}
	})
}

// TestAWithdrawalAsksNobodyWhoWroteNothing sends a form without texts, and one that was opened after the withdrawal.
func TestAWithdrawalAsksNobodyWhoWroteNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/contacts/new"
		sent := form(h.page(h.get(bremen, path), 200), "themes", "recognition")
		h.withdraw(id, person.PurposeIdentity)
		h.saved(path, sent)
		h.saved(path, form(h.page(h.get(bremen, path), 200), "themes", "recognition", "notes", "Kommt wieder"))
	})
}
