package office_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/internal/procedure"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	full := h.open(bremen, "s1", "sex", "female", "age", "34", "nationality", "SY", "regulated", "true", "title", "Magister der Ingenieurwissenschaften")
	rich := h.start(bremen, full, "kind=equivalence state=HB regulated=true origin_eu=false on_day=2018-03-01",
		"acknowledged 2018-03-20", "documents_requested 2018-03-20 until_day=2018-05-02 documents=cv+translations+experience note=Lebenslauf+auf+Deutsch+fehlt",
		"documents_complete 2018-04-23", "extended 2018-07-16 until_day=2018-09-28", "decided 2018-10-01 result=compensation differences=Statik+und+Bauphysik+fehlen", "notified 2018-10-04")
	waiting := h.start(bremen, full, "kind=statement state=HB on_day=2018-09-20", "documents_requested 2018-10-01 until_day=2018-10-26 documents=certificates")
	if _, err := h.procedures.AddCost(casetest.As(bremen), full, procedure.Input{"kind": "fee", "amount": "45000", "help": "recognition_grant", "applied_on": "2018-03-05",
		"procedure_id": rich}, ident.Token()); err != nil {
		t.Fatal(err)
	}
	cost := h.all(bremen, full).Of(rich).Costs[0].Row.ID
	step := h.all(bremen, full).Of(rich).Steps[2].ID
	base := "/cases/" + full + "/procedures/"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.served.ServeHTTP(w, r.WithContext(casetest.As(bremen)))
	}))
	t.Cleanup(server.Close)
	b := browser.New(t)
	for name, path := range map[string]string{
		"procedure-case": "/cases/" + full + "?", "procedure-new": base + "new?", "procedure": base + rich + "?", "procedure-waiting": base + waiting + "?",
		"procedure-edit": base + rich + "/edit?", "procedure-delete": base + rich + "/delete?", "procedure-choose": base + rich + "/steps/new?",
		"procedure-step-documents": base + rich + "/steps/new?kind=documents_requested&", "procedure-step-decided": base + rich + "/steps/new?kind=decided&",
		"procedure-step-edit": base + rich + "/steps/" + step + "/edit?", "procedure-step-delete": base + rich + "/steps/" + step + "/delete?",
		"procedure-cost": "/cases/" + full + "/costs/new?", "procedure-cost-edit": "/cases/" + full + "/costs/" + cost + "/edit?", "procedure-missing": base + "none?",
	} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+path+"lang=ar", browser.View{Width: 320, NoJS: true})
			narrow.Screenshot(name + "-ar-320")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := b.Open(server.URL+path+"lang=de", browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()))
			if wide.Status() == http.StatusOK {
				browser.Clean(t, wide.Console())
			}
			narrow.Close()
			wide.Close()
		})
	}
}
