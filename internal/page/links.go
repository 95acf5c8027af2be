package page

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"openiq/internal/page/markdown"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// Result is what was found behind a link.
type Result string

// The results.
const (
	LinkFine      Result = "fine"
	LinkMissing   Result = "missing"   // there is no such page
	LinkFailing   Result = "failing"   // the other side answered with an error
	LinkSilent    Result = "silent"    // no answer
	LinkPrivate   Result = "private"   // leads into a network that is not public: it was not followed
	LinkUnchecked Result = "unchecked" // nobody can look: an e-mail address, a phone number, or there was no time
)

// Broken says whether somebody should look at a link.
func (r Result) Broken() bool { return r != LinkFine && r != LinkUnchecked }

// Link is a link of a published page with what was found behind it.
type Link struct {
	Chain
	URL     string
	Result  Result
	Status  int // of HTTP; 0: no answer
	Checked clock.Instant
}

// Fetch looks at an address out there. It ends when the context does.
type Fetch func(ctx context.Context, address string) (Result, int)

// Inside says whether there is a page of the portal at a path, other than written pages and news.
type Inside func(path string) bool

// atOnce is how many addresses are looked at together.
const atOnce = 8

// CheckLinks looks at every link of what is published, and keeps what it found.
func (s *Service) CheckLinks(ctx context.Context, inside Inside, fetch Fetch) error {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return err
	}
	now, err := s.now(ctx)
	if err != nil {
		return err
	}
	links := now.links()
	found := outside(ctx, links, fetch)
	for i := range links {
		l := &links[i]
		if markdown.Inside(l.URL) {
			l.Result = now.inside(l.URL, inside)
			continue
		}
		l.Result, l.Status = found[l.URL].Result, found[l.URL].Status
	}
	_, err = s.db.Write(ctx, db.Command{Name: "page.check_links", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "page", ID: "links", Detail: "checked"})
		return "", storeLinks(tx, links, tx.Now())
	})
	return err
}

// Links are all links as they were found last; none when nobody has looked yet.
func (s *Service) Links(ctx context.Context) ([]Link, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	return readLinks(ctx, s.db)
}

// links are those of all pages, in order.
func (s *state) links() []Link {
	var all []Link
	chains := slices.SortedFunc(maps.Keys(s.pages), func(a, b Chain) int { return strings.Compare(a.ID(), b.ID()) })
	for _, c := range chains {
		for _, address := range markdown.Links(s.pages[c].Body) {
			all = append(all, Link{Chain: c, URL: address})
		}
	}
	return all
}

// inside looks up a page of the portal.
func (s *state) inside(address string, inside Inside) Result {
	path, _, _ := strings.Cut(address, "#")
	path, _, _ = strings.Cut(path, "?")
	slug, written := strings.CutPrefix(path, "/pages/")
	if !written {
		slug, written = strings.CutPrefix(path, "/news/")
		written = written && slug != "feed"
	}
	there := func(c Chain) bool { return c.Slug == slug }
	if written && slices.ContainsFunc(slices.Collect(maps.Keys(s.pages)), there) || !written && inside(path) {
		return LinkFine
	}
	return LinkMissing
}

// outside looks at the addresses of other sites, each once.
func outside(ctx context.Context, links []Link, fetch Fetch) map[string]*Link {
	found := map[string]*Link{}
	for _, l := range links {
		found[l.URL] = &Link{Result: LinkUnchecked}
	}
	var waiting sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for address, link := range found {
		if !strings.HasPrefix(address, "http") {
			continue
		}
		waiting.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			if ctx.Err() == nil {
				link.Result, link.Status = fetch(ctx, address)
			}
		})
	}
	waiting.Wait()
	return found
}
