package page_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/page"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// watch is a clock that a test moves on.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func person(id string) context.Context {
	return db.WithActor(authz.With(context.Background(), &authz.Actor{ID: id, Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, page.ActionEdit)}}), id)
}

var (
	ann, bob = person("ann"), person("bob")
	reader   = authz.With(context.Background(), &authz.Actor{ID: "reader"})
	public   = context.Background()
	langs    = []string{"de", "de-simple", "en", "ar", "xx"}

	about   = page.Chain{Slug: "about", Lang: "de"}
	aboutEN = page.Chain{Slug: "about", Lang: "en"}
	words   = page.Content{Title: "Neu", Summary: "Kurz.", Body: "Ein [Link](/centres)."}
)

type room struct {
	*page.Service
	t     *testing.T
	db    *db.DB
	watch *watch
}

func each(t *testing.T, fn func(t *testing.T, r *room)) {
	t.Helper()
	w := &watch{now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) { fn(t, &room{page.New(d, langs), t, d, w}) })
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// save stores a text as the next version and says its number.
func (r *room) save(who context.Context, c page.Chain, content page.Content) int64 {
	r.t.Helper()
	e, err := r.Entry(who, c.ID())
	r.must(err)
	read := int64(0)
	if e.Head != nil {
		read = e.Head.Number
	}
	source, err := r.SourceNumber(who, c.Slug)
	r.must(err)
	r.must(r.Save(who, c.ID(), content, read, source, ident.Token()))
	return read + 1
}

// publish saves, submits and approves a text.
func (r *room) publish(c page.Chain, content page.Content) int64 {
	r.t.Helper()
	n := r.save(ann, c, content)
	r.must(r.Submit(ann, c, n, ident.Token()))
	r.must(r.Approve(bob, c, n, 0, ident.Token()))
	return n
}

func (r *room) shown(slug, lang string) *page.Shown {
	r.t.Helper()
	s, err := r.Page(public, slug, lang)
	r.must(err)
	return s
}

func (r *room) refuses(what string, err error, kind errs.Kind) {
	r.t.Helper()
	if err == nil || errs.KindOf(err) != kind {
		r.t.Errorf("%s: %v", what, err)
	}
}

func TestAPageIsWrittenApprovedAndShown(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		other := page.New(r.db, langs)
		shipped := r.shown("about", "de").Title
		n := r.save(ann, about, words)
		r.refuses("approved before it was submitted", r.Approve(bob, about, n, 0, ident.Token()), errs.Conflict)
		key := ident.Token()
		r.must(r.Submit(ann, about, n, key))
		r.must(r.Submit(ann, about, n, key)) // sent twice
		if r.shown("about", "de").Title != shipped {
			t.Error("shown before it was approved")
		}
		r.refuses("approved by its author", r.Approve(ann, about, n, 0, ident.Token()), errs.Forbidden)
		r.must(r.Approve(bob, about, n, 0, ident.Token()))
		for _, s := range []*page.Service{r.Service, other} {
			if shown, err := s.Page(public, "about", "de"); err != nil || shown.Title != "Neu" || !strings.Contains(shown.HTML, `href="/centres"`) {
				t.Errorf("shown %+v, %v", shown, err)
			}
		}
		r.must(r.Withdraw(ann, about, ident.Token()))
		if r.shown("about", "de").Title != shipped {
			t.Error("shown though withdrawn")
		}
		r.refuses("withdrawn twice", r.Withdraw(ann, about, ident.Token()), errs.NotFound)
	})
}

// Whoever submitted a text may not approve it either, and an edited text needs a new approval.
func TestFourEyes(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		n := r.save(ann, about, words)
		r.must(r.Submit(bob, about, n, ident.Token()))
		r.refuses("approved by who submitted it", r.Approve(bob, about, n, 0, ident.Token()), errs.Forbidden)
		r.refuses("approved by its author", r.Approve(ann, about, n, 0, ident.Token()), errs.Forbidden)
		changed := words
		changed.Body = "Etwas anderes."
		second := r.save(bob, about, changed)
		r.refuses("an older version", r.Approve(person("cleo"), about, n, 0, ident.Token()), errs.Conflict)
		r.refuses("a draft", r.Approve(person("cleo"), about, second, 0, ident.Token()), errs.Conflict)
		r.must(r.Submit(ann, about, second, ident.Token()))
		r.must(r.Return(bob, about, second, ident.Token()))
		r.refuses("returned", r.Approve(person("cleo"), about, second, 0, ident.Token()), errs.Conflict)
		r.must(r.Submit(ann, about, second, ident.Token()))
		r.must(r.Approve(person("cleo"), about, second, 0, ident.Token()))
		history, err := r.History(ann, about)
		if err != nil || len(history) != 2 || history[0].Approver != "cleo" || history[0].State != page.Published || history[1].State != page.Review || history[1].Body != words.Body {
			t.Errorf("%+v, %v", history, err)
		}
	})
}

func TestPublishedWhenItsTimeComes(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		n := r.save(ann, about, words)
		r.must(r.Submit(ann, about, n, ident.Token()))
		at := clock.InstantOf(r.watch.Now().Add(time.Hour))
		r.must(r.Approve(bob, about, n, at, ident.Token()))
		r.watch.pass(time.Hour - time.Second)
		r.must(r.PublishDue(public))
		if r.shown("about", "de").Title == "Neu" {
			t.Error("shown a second too early")
		}
		r.watch.pass(time.Second)
		r.must(r.PublishDue(public))
		r.must(r.PublishDue(public))
		if shown := r.shown("about", "de"); shown.Title != "Neu" || shown.PublishAt != at {
			t.Errorf("not shown in time: %+v", shown.Version)
		}
		later := words
		later.Title = "Später"
		n = r.save(ann, about, later)
		r.must(r.Submit(ann, about, n, ident.Token()))
		r.must(r.Approve(bob, about, n, clock.InstantOf(r.watch.Now().Add(time.Hour)), ident.Token()))
		r.must(r.Withdraw(ann, about, ident.Token()))
		r.watch.pass(time.Hour)
		r.must(r.PublishDue(public))
		if title := r.shown("about", "de").Title; title == "Später" || title == "Neu" {
			t.Errorf("%s is shown though it was withdrawn", title)
		}
	})
}

func TestTwoEditorsAtATime(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		key := ident.Token()
		r.must(r.Save(ann, about.ID(), words, 0, 0, key))
		r.must(r.Save(ann, about.ID(), words, 0, 0, key)) // sent twice
		r.refuses("an old version", r.Save(bob, about.ID(), words, 0, 0, ident.Token()), errs.Conflict)
		r.must(r.Save(bob, about.ID(), words, 1, 0, ident.Token()))
		if history, err := r.History(ann, about); err != nil || len(history) != 2 {
			t.Errorf("%d versions, %v", len(history), err)
		}
	})
}

func TestATranslationBecomesOutdated(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		if r.shown("about", "en").Outdated {
			t.Error("outdated as it ships")
		}
		r.publish(about, words)
		if !r.shown("about", "en").Outdated {
			t.Error("the German page changed, the English one is not outdated")
		}
		r.publish(aboutEN, page.Content{Title: "New", Summary: "Short.", Body: "Text."})
		if shown := r.shown("about", "en"); shown.Outdated || shown.Title != "New" {
			t.Errorf("%+v", shown)
		}
		r.publish(about, words)
		if !r.shown("about", "en").Outdated || r.shown("about", "de").Outdated {
			t.Error("outdated is what is older than the source")
		}
	})
}

func TestWhatALanguageLacks(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		if got := r.shown("about", "xx").Lang; got != "en" {
			t.Errorf("a language without the page falls back to %s", got)
		}
		menu, err := r.Menu(public, "en")
		if err != nil || len(menu) != len(page.Slugs) || menu[0].Path != "/pages/about" || menu[0].Title != "About us" {
			t.Errorf("%+v, %v", menu, err)
		}
		id, err := r.Add(ann, "de", page.Content{Title: "Nur auf Deutsch", Summary: "x", Body: "x", Day: clock.MustDay("2026-11-20")}, ident.Token())
		r.must(err)
		c := page.Chain{Slug: strings.TrimSuffix(id, ".de"), Lang: "de"}
		r.must(r.Submit(ann, c, 1, ident.Token()))
		r.must(r.Approve(bob, c, 1, 0, ident.Token()))
		if n, err := r.Item(public, c.Slug, "de-simple"); err != nil || n.Lang != "de" || n.Outdated {
			t.Errorf("%+v, %v", n, err)
		}
	})
}

func TestNews(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		item := page.Content{Title: "Größere Beratung: überall!", Summary: "x", Body: "x", Day: clock.MustDay("2026-11-20")}
		key := ident.Token()
		first, err := r.Add(ann, "de", item, key)
		r.must(err)
		again, err := r.Add(ann, "de", item, key)
		second, secondErr := r.Add(ann, "de", item, ident.Token())
		if err != nil || secondErr != nil || first != "2026-11-20-groessere-beratung-ueberall.de" || again != first || second != "2026-11-20-groessere-beratung-ueberall-2.de" {
			t.Errorf("%s, sent twice %s, another %s, %v, %v", first, again, second, err, secondErr)
		}
		if _, err := r.Item(public, strings.TrimSuffix(first, ".de"), "de"); errs.KindOf(err) != errs.NotFound || err == nil {
			t.Errorf("a draft is shown: %v", err)
		}
		for _, id := range []string{first, second} {
			c := page.Chain{Slug: strings.TrimSuffix(id, ".de"), Lang: "de"}
			if id == second {
				newer := item
				newer.Day++
				r.must(r.Save(ann, id, newer, 1, 0, ident.Token()))
				r.must(r.Submit(ann, c, 2, ident.Token()))
				r.must(r.Approve(bob, c, 2, 0, ident.Token()))
				continue
			}
			r.must(r.Submit(ann, c, 1, ident.Token()))
			r.must(r.Approve(bob, c, 1, 0, ident.Token()))
		}
		news, err := r.News(public, "ar")
		if err != nil || len(news) != 2 || news[0].ID() != second || news[1].ID() != first {
			t.Errorf("%d pieces of news, %v", len(news), err)
		}
		if paths, err := r.Paths(public); err != nil || len(paths) != len(page.Slugs)+2 {
			t.Errorf("%v, %v", paths, err)
		}
	})
}

func TestWhatIsNotSaved(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		for name, change := range map[string]func(*page.Content){
			"title":   func(c *page.Content) { c.Title = " " },
			"summary": func(c *page.Content) { c.Summary = strings.Repeat("ä", 301) },
			"lines":   func(c *page.Content) { c.Body = strings.Repeat("a\n", 1001) },
			"long":    func(c *page.Content) { c.Body = strings.Repeat("a", 20001) },
			"script":  func(c *page.Content) { c.Body = "<script>alert(1)</script>" },
			"link":    func(c *page.Content) { c.Body = "[x](javascript:alert(1))" },
			"two":     func(c *page.Content) { c.Title = "a\nb" },
		} {
			c := words
			change(&c)
			r.refuses(name, r.Save(ann, about.ID(), c, 0, 0, ident.Token()), errs.Invalid)
		}
		long := words
		long.Body, long.Summary = strings.Repeat("a", 20000), strings.Repeat("ä", 300)
		r.must(r.Save(ann, about.ID(), long, 0, 0, ident.Token()))
		for _, id := range []string{"nothing.de", "about.zz", "about", "", "2026-01-01-x.de", "../about.de", "ABOUT.de"} {
			r.refuses(id, r.Save(ann, id, words, 0, 0, ident.Token()), errs.NotFound)
		}
		_, err := r.Add(ann, "de", words, ident.Token())
		r.refuses("news without a day", err, errs.Invalid)
		_, err = r.Add(ann, "zz", page.Content{Title: "x", Summary: "x", Body: "x", Day: 1}, ident.Token())
		r.refuses("news in no language", err, errs.Invalid)
		_, err = r.Page(public, "nothing", "de")
		r.refuses("no page", err, errs.NotFound)
		_, err = r.Item(public, "about", "de")
		r.refuses("a page is no news", err, errs.NotFound)
	})
}

func TestWhoMayNot(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		r.save(ann, about, words)
		entries, err := r.Entries(reader)
		r.refuses("entries", err, errs.Forbidden)
		if entries != nil {
			t.Error("entries are shown")
		}
		_, err = r.Get(reader, about, 1)
		r.refuses("a version", err, errs.Forbidden)
		_, err = r.History(reader, about)
		r.refuses("the history", err, errs.Forbidden)
		_, err = r.Links(reader)
		r.refuses("links", err, errs.Forbidden)
		r.refuses("saving", r.Save(reader, about.ID(), words, 1, 0, ident.Token()), errs.Forbidden)
		r.refuses("submitting", r.Submit(reader, about, 1, ident.Token()), errs.Forbidden)
		r.refuses("approving", r.Approve(reader, about, 1, 0, ident.Token()), errs.Forbidden)
		r.refuses("withdrawing", r.Withdraw(reader, about, ident.Token()), errs.Forbidden)
		r.refuses("checking", r.CheckLinks(reader, nil, nil), errs.Forbidden)
		_, err = r.Add(reader, "de", words, ident.Token())
		r.refuses("adding", err, errs.Forbidden)
	})
}

func TestLinksAreLookedAt(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		text := words
		text.Body = "[a](/centres?x=1#y) [b](/nowhere) [c](/pages/plain) [d](/pages/gone) [e](https://example.org/) [f](http://example.org/404) [g](mailto:a@example.org)"
		r.publish(about, text)
		var mu sync.Mutex
		asked := map[string]int{}
		fetch := func(_ context.Context, address string) (page.Result, int) {
			mu.Lock()
			defer mu.Unlock()
			asked[address]++
			if strings.HasSuffix(address, "404") {
				return page.LinkMissing, 404
			}
			return page.LinkFine, 200
		}
		inside := func(path string) bool { return path == "/centres" || path == "/finder" || path == "/feedback" }
		for range 2 {
			r.must(r.CheckLinks(ann, inside, fetch))
		}
		links, err := r.Links(ann)
		r.must(err)
		got := map[string]page.Result{}
		for _, l := range links {
			if l.Chain == about {
				got[l.URL] = l.Result
			} else if l.Result.Broken() {
				t.Errorf("a page that ships has a broken link: %+v", l)
			}
		}
		for address, want := range map[string]page.Result{"/centres?x=1#y": page.LinkFine, "/nowhere": page.LinkMissing, "/pages/plain": page.LinkFine, "/pages/gone": page.LinkMissing,
			"https://example.org/": page.LinkFine, "http://example.org/404": page.LinkMissing, "mailto:a@example.org": page.LinkUnchecked} {
			if got[address] != want {
				t.Errorf("%s: %q, want %q", address, got[address], want)
			}
		}
		for address, n := range asked {
			if n != 2 || !strings.HasPrefix(address, "http") {
				t.Errorf("%s was asked for %d times in two checks", address, n)
			}
		}
	})
}
