package portal_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/page"
	"openiq/internal/page/portal"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

var now = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))

// house is the portal behind the edge.
type house struct {
	http.Handler
	t       *testing.T
	service *page.Service
	log     *bytes.Buffer
}

// newHouse opens the portal on a database.
func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.NewPortal()
	if err != nil {
		t.Fatal(err)
	}
	var langs []string
	for _, l := range bundle.Languages() {
		langs = append(langs, l.Tag)
	}
	h := &house{t: t, service: page.New(d, langs), log: new(bytes.Buffer)}
	mux := http.NewServeMux()
	for _, route := range portal.Routes(h.service) {
		mux.Handle(route.Pattern, route.Bind(route.Handler))
	}
	mux.Handle("/", web.NotFound)
	frame := func(r *http.Request) ui.Page {
		return ui.Page{Portal: &ui.Portal{Feedback: web.P(r).Local("/feedback")}}
	}
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: now, Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Portal: &web.Portal{Bundle: bundle, Handler: mux, Frame: frame}}, web.NotFound)
	return h
}

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

func (h *house) get(path string) (*httptest.ResponseRecorder, *goquery.Document) {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code >= 500 {
		h.t.Errorf("%s: %d\n%s", path, w.Code, h.log)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		h.t.Fatal(err)
	}
	return w, doc
}

func editor(id string) context.Context {
	return db.WithActor(authz.With(context.Background(), &authz.Actor{ID: id, Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, page.ActionEdit)}}), id)
}

// publish adds a piece of news in German.
func (h *house) publish(content page.Content) (slug string) {
	h.t.Helper()
	id, err := h.service.Add(editor("ann"), "de", content, ident.Token())
	if err != nil {
		h.t.Fatal(err)
	}
	slug = strings.TrimSuffix(id, ".de")
	h.approve(page.Chain{Slug: slug, Lang: "de"})
	return slug
}

func (h *house) approve(c page.Chain) {
	h.t.Helper()
	if err := h.service.Submit(editor("ann"), c, 1, ident.Token()); err != nil {
		h.t.Fatal(err)
	}
	if err := h.service.Approve(editor("bob"), c, 1, 0, ident.Token()); err != nil {
		h.t.Fatal(err)
	}
}

func TestEveryStandardPageInEveryLanguage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, lang := range h.service.Languages() {
			for _, slug := range page.Slugs {
				w, doc := h.get("/" + lang + "/pages/" + slug)
				article := doc.Find("article")
				if w.Code != http.StatusOK || doc.Find("h1").Length() != 1 || article.AttrOr("lang", "") == "" || article.AttrOr("dir", "") == "" {
					t.Errorf("%s in %s: %d", slug, lang, w.Code)
				}
				article.Find("a[href^='/']").Each(func(_ int, a *goquery.Selection) {
					if href := a.AttrOr("href", ""); !strings.HasPrefix(href, "/"+lang+"/") {
						t.Errorf("%s in %s leads to %s", slug, lang, href)
					}
				})
				if foreign := article.AttrOr("lang", "") != lang; foreign != (doc.Find("main > .kern-alert").Length() > 0) {
					t.Errorf("%s in %s is in %s, and says so or not", slug, lang, article.AttrOr("lang", ""))
				}
			}
		}
		for _, path := range []string{"/de/pages/nothing", "/de/pages/..%2Fabout", "/de/news/about", "/de/news/nothing", "/de/pages/" + strings.Repeat("a", 5000)} {
			if w, _ := h.get(path); w.Code != http.StatusNotFound {
				t.Errorf("%.40s: %d", path, w.Code)
			}
		}
	})
}

func TestAnOutdatedTranslationLeadsToTheGermanText(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if err := h.service.Save(editor("ann"), "about.de", page.Content{Title: "Neu", Summary: "x", Body: "x"}, 0, 0, ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.approve(page.Chain{Slug: "about", Lang: "de"})
		if _, doc := h.get("/en/pages/about"); doc.Find("main a[href='/de/pages/about'][hreflang=de]").Length() != 1 {
			t.Error("no way to the German text")
		}
		if _, doc := h.get("/de/pages/about"); doc.Find("h1").Text() != "Neu" || doc.Find("main a[href='/de/pages/about']").Length() != 0 {
			t.Errorf("the German page: %s", doc.Find("main").Text())
		}
	})
}

func TestNewsAndTheirFeed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if w, doc := h.get("/de/news"); w.Code != http.StatusOK || doc.Find("main p").Length() == 0 {
			t.Errorf("without news: %d", w.Code)
		}
		day := clock.MustDay("2026-11-20")
		slug := h.publish(page.Content{Title: "A & B <neu>", Summary: "Kurz", Body: "[x](/centres) ]]> <", Day: day})
		_, doc := h.get("/ar/news")
		item := doc.Find("ul.news li")
		if item.AttrOr("lang", "") != "de" || item.AttrOr("dir", "") != "ltr" || item.Find("a").AttrOr("href", "") != "/ar/news/"+slug || item.Find("a").Text() != "A & B <neu>" || item.Find("time").AttrOr("datetime", "") != "2026-11-20" {
			t.Errorf("the list: %s", item.Text())
		}
		if _, doc := h.get("/ar/news/" + slug); doc.Find("article a[href='/ar/centres']").Length() != 1 || doc.Find("h1").Text() != "A & B <neu>" {
			t.Errorf("the page: %s", doc.Find("main").Text())
		}
		w, _ := h.get("/de/news/feed")
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Entries []struct {
				Title   string `xml:"title"`
				ID      string `xml:"id"`
				Content string `xml:"content"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
			t.Fatal(err)
		}
		if feed.ID != "http://example.com/de/news/feed" || feed.Updated != "2026-11-22T10:00:00Z" || len(feed.Entries) != 1 || feed.Entries[0].Title != "A & B <neu>" ||
			feed.Entries[0].ID != "http://example.com/de/news/"+slug || !strings.Contains(feed.Entries[0].Content, `href="/de/centres"`) || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
			t.Errorf("the feed is %s", w.Body)
		}
	})
}
