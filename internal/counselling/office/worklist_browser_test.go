package office_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestWorkListsInTheBrowser looks at the lists and what belongs to them as TestPagesInTheBrowser does.
func TestWorkListsInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	fillCentre(h, "s1", 20)
	h.busy()
	for range 2 {
		h.named()
	}
	if err := h.cases.SaveView(casetest.As(bremen), "Wartende aus Syrien", "country=SY&list=waiting"); err != nil {
		t.Fatal(err)
	}
	page, err := h.cases.List(casetest.As(bremen), counselling.Query{})
	if err != nil {
		t.Fatal(err)
	}
	chosen := url.Values{"do": {"assign"}}
	for _, c := range page.Cases[:3] {
		chosen.Add("case", c.CaseID)
	}
	actor := bremen
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.served.ServeHTTP(w, r.WithContext(casetest.As(actor)))
	}))
	t.Cleanup(server.Close)
	b := browser.New(t)
	look := func(name, path string) {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+path+query(path)+"lang=ar", browser.View{Width: 360, NoJS: true})
			narrow.Screenshot("worklist-" + name + "-ar-360")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := b.Open(server.URL+path+query(path)+"lang=de", browser.View{Width: 1280})
			wide.Screenshot("worklist-" + name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()))
			if wide.Status() == http.StatusOK {
				browser.Clean(t, wide.Console())
			}
			narrow.Close()
			wide.Close()
		})
	}
	for name, path := range map[string]string{
		"all": "/cases?pick=page", "today": "/cases?list=today", "waiting": "/cases?list=waiting", "due": "/cases?list=due", "follow-up": "/cases?list=follow_up",
		"incomplete": "/cases?list=incomplete&gap=cases.sex", "closed": "/cases?list=closed", "empty": "/cases?list=closed&sex=diverse",
		"together": "/cases/together?" + chosen.Encode(), "views": "/views?country=SY", "calendar": "/calendar", "overview": "/cases/overview?from=2018-01-01",
	} {
		look(name, path)
	}
	// An e-mail address has no place to break at, and yet makes no table broader.
	for name, path := range map[string]string{"long-all": "/cases?pick=page&", "long-overview": "/cases/overview?from=2018-01-01&"} {
		p := b.Open(server.URL+path+"lang=de", browser.View{Width: 1280})
		const breadth = `document.querySelector(".kern-table-responsive").scrollWidth`
		before := browser.Evaluate[int](p, breadth)
		after := browser.Evaluate[int](p, `document.querySelectorAll("tbody bdi").forEach((name) => {
			name.textContent = "maria-magdalena.von-der-hohenstein@beratungszentrum-anerkennung.demo.example" }), `+breadth)
		if p.Screenshot("worklist-" + name + "-de-1280"); after > before {
			t.Errorf("%s: the table of %d px is %d px broad", name, before, after)
		}
		p.Close()
	}
	actor = analyst
	look("centres", "/cases/overview?from=2018-01-01")
	look("read-only", "/cases?list=due")
}
