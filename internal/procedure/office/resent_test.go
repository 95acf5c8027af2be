package office_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestAFormThatIsChangedAndSentAgain goes back after saving, changes something and saves again: nobody may be told that the
// change is stored, and nothing is recorded twice.
func TestAFormThatIsChangedAndSentAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		procedure := h.start(bremen, id, "kind=equivalence on_day=2018-06-01")
		below := "/cases/" + id + "/procedures/"
		for path, typed := range map[string][]string{
			below + "new": {"on_day", "2018-05-01", "2018-05-02"},
			below + procedure + "/steps/new?kind=acknowledged": {"on_day", "2018-07-01", "2018-07-02"},
			"/cases/" + id + "/costs/new":                      {"amount", "100", "200"},
		} {
			address, _, _ := strings.Cut(path, "?")
			sent := form(h.page(h.get(bremen, path), 200), typed[0], typed[1])
			if strings.HasSuffix(path, "costs/new") {
				sent.Set("kind", "fee")
			}
			for range 2 { // pressed twice
				if w := h.post(bremen, address, sent); w.Code != http.StatusSeeOther {
					t.Fatalf("%s: status %d: %s", path, w.Code, text(h.page(w, w.Code).Find(".kern-alert")))
				}
			}
			sent.Set(typed[0], typed[2])
			again := h.page(h.post(bremen, address, sent), http.StatusConflict)
			if s := text(again.Find("main .kern-alert--warning")); !strings.Contains(s, "schon gespeichert") || form(again).Get(typed[0]) != typed[2] {
				t.Errorf("%s: the page says %s", path, s)
			}
		}
		path := below + procedure + "/edit"
		sent := form(h.page(h.get(bremen, path), 200), "authority", "Handwerkskammer")
		for range 2 {
			if w := h.post(bremen, path, sent); w.Code != http.StatusSeeOther {
				t.Fatalf("%s: status %d", path, w.Code)
			}
		}
		sent.Set("authority", "Ingenieurkammer")
		compared := h.page(h.post(bremen, path, sent), http.StatusConflict)
		if w := h.post(bremen, path, form(compared)); w.Code != http.StatusSeeOther {
			t.Errorf("saved once more after comparing: status %d", w.Code)
		}
		if s := text(h.page(h.get(bremen, below+procedure), 200).Find("main")); !strings.Contains(s, "Ingenieurkammer") {
			t.Error("what was saved after comparing is not stored")
		}
		if n := len(h.all(bremen, id).Procedures); n != 2 {
			t.Errorf("%d procedures", n)
		}
	})
}
