package office_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
)

const (
	staffPath  = "/factsheets/at-a-glance-2018/2018-09-30"
	publicPath = "/sheets/at-a-glance-2018/2018-09-30"
)

func (h *house) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (h *house) asNobody() *house {
	h.actor = nil
	return h
}

func TestASheetIsSeenOnlyByThoseWhoMay(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		doc := h.asAdministrator().page(t, staffPath)
		if got := words(doc.Find(".sheet-area").First().Find("dd")); got != "2|0|5|1" {
			t.Errorf("figures of counselling: %q", got)
		}
		if text := doc.Find(".sheet").Text(); !strings.Contains(text, "Fachstelle <Einwanderung>") || !strings.Contains(text, "Landesnetzwerk Bayern") {
			t.Error("the names of the network are missing")
		}
		for _, c := range []struct {
			who  *house
			path string
			want int
		}{
			{h.asAdministrator(), "/factsheets/at-a-glance-2018/2018-10-16", http.StatusBadRequest},
			{h, "/factsheets/at-a-glance-2018/2014-01-01", http.StatusBadRequest},
			{h, "/factsheets/at-a-glance-2018/yesterday", http.StatusNotFound},
			{h, "/factsheets/none/2018-09-30", http.StatusNotFound},
			{h, staffPath + ".docx", http.StatusNotFound},
			{h, staffPath + "/check", http.StatusNotFound},
			{h, publicPath, http.StatusNotFound},
		} {
			if w := c.who.get(c.path); w.Code != c.want {
				t.Errorf("%s: %d, want %d", c.path, w.Code, c.want)
			}
		}
		h.as(account.NetworkCoordinator, authz.Network, "n1")
		if w := h.get(staffPath); w.Code != http.StatusNotFound {
			t.Errorf("a preview of the whole country for one network: %d", w.Code)
		}
		if h.page(t, "/factsheets").Find("form[action='/factsheets']").Length() != 0 {
			t.Error("it is offered, too")
		}
		if w := h.get(staffPath + "/publish"); w.Code != http.StatusForbidden {
			t.Errorf("publishing: %d", w.Code)
		}
		if w := h.asNobody().get(staffPath); w.Code != http.StatusForbidden {
			t.Errorf("nobody: %d", w.Code)
		}
	})
}

func TestPublishing(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, clock *hands) {
		form := h.asAdministrator().page(t, staffPath+"/publish").Find("main form")
		key := url.Values{"key": {form.Find("[name=key]").AttrOr("value", "")}}
		if w := h.post(staffPath+"/publish", url.Values{}); w.Code != http.StatusBadRequest {
			t.Errorf("without a key: %d", w.Code)
		}
		for range 2 { // the second is the same form, sent again
			if w := h.post(form.AttrOr("action", ""), key); w.Code != http.StatusSeeOther || w.Header().Get("Location") != staffPath {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
		}
		if w := h.post(staffPath+"/publish", url.Values{"key": {"another"}}); w.Code != http.StatusConflict {
			t.Errorf("once more: %d", w.Code)
		}
		if w := h.get(staffPath + "/publish"); w.Code != http.StatusConflict {
			t.Errorf("asking once more: %d", w.Code)
		}

		// A contact that arrives later with an earlier date.
		clock.turn(time.Hour)
		store(t, d, counselling.Cases, "k6|site_id=s1|sex=male")
		store(t, d, counselling.Contacts, "t7|case_id=k6|held_on=2018-03-01|form=phone|themes=recognition")
		check := h.page(t, staffPath+"/check")
		if check.Find(".kern-alert--success").Length() != 1 || check.Find(".kern-badge--danger").Length() != 0 {
			t.Error("computed again it differs")
		}
		if got := words(check.Find("tbody tr").Eq(2).Find("td")); got != "5|5|Erfolg: gleich|6|+1" && got != "5|5|gleich|6|+1" {
			t.Errorf("initial counsellings: %q", got)
		}

		public := h.asNobody().page(t, publicPath)
		if got := words(public.Find(".sheet-area").First().Find("dd")); got != "2|0|5|1" {
			t.Errorf("the published figures changed: %q", got)
		}
		if public.Find(".kern-alert").Length() != 0 || public.Find("a[href*=publish], a[href*=check]").Length() != 0 {
			t.Error("the public page has what is for staff")
		}
		if got := words(h.page(t, "/sheets").Find("tbody tr")); got != "Das Netzwerk IQ im Überblick 30. September 2018 15. Oktober 2018" {
			t.Errorf("the list has %q", got)
		}
		var doc struct {
			Sheet   string
			Figures []struct {
				ID, Display string
				Value       int64
			}
		}
		if err := json.Unmarshal(h.get(publicPath+".json").Body.Bytes(), &doc); err != nil || len(doc.Figures) != 18 || doc.Figures[2].Value != 5 {
			t.Errorf("%v %+v", err, doc)
		}
		if got := words(h.as(account.Counsellor, authz.Site, "s1").page(t, staffPath).Find(".kern-alert--success .kern-title")); !strings.Contains(got, "Veröffentlicht am 15. Oktober 2018, 10:00 Uhr") {
			t.Errorf("staff see %q", got)
		}
	})
}

func TestALookAtAnyDay(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		h.asAdministrator()
		if w := h.get("/factsheets?sheet=at-a-glance-2018&cutoff=2018-09-30"); w.Header().Get("Location") != staffPath {
			t.Errorf("the form leads to %q", w.Header().Get("Location"))
		}
		for query, field := range map[string]string{
			"sheet=none&cutoff=2018-09-30": "sheet", "sheet=at-a-glance-2018&cutoff=x": "cutoff", "sheet=at-a-glance-2018&cutoff=2018-10-16": "cutoff",
		} {
			w := h.get("/factsheets?" + query)
			if w.Code != http.StatusUnprocessableEntity || parse(t, w).Find("#f-"+field+"-error").Length() != 1 {
				t.Errorf("%s: %d", query, w.Code)
			}
		}
	})
}

func TestWithoutChromiumThePageRemains(t *testing.T) {
	each(t, func(t *testing.T, h *house, _ *db.DB, _ *hands) {
		t.Setenv("PATH", t.TempDir())
		w := h.asAdministrator().get(staffPath + ".pdf")
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "Chromium") {
			t.Errorf("%d", w.Code)
		}
		h.page(t, staffPath)
	})
}
