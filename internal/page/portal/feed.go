package portal

import (
	"encoding/xml"
	"net/http"

	"openiq/internal/page"
	"openiq/internal/page/markdown"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/web"
)

// feed is the news as Atom (RFC 4287).
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"xml:lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  author   `xml:"author"`
	Links   []link   `xml:"link"`
	Entries []entry  `xml:"entry"`
}

type author struct {
	Name string `xml:"name"`
}

type link struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type entry struct {
	Lang      string  `xml:"xml:lang,attr"`
	Base      string  `xml:"xml:base,attr"`
	ID        string  `xml:"id"`
	Title     string  `xml:"title"`
	Published string  `xml:"published"`
	Updated   string  `xml:"updated"`
	Link      link    `xml:"link"`
	Summary   string  `xml:"summary"`
	Content   content `xml:"content"`
}

type content struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// mostInFeed is how many pieces of news a feed has: readers keep what they have seen.
const mostInFeed = 30

// nothingYet is when a feed without news was changed last: it must say some instant.
var nothingYet = clock.MustDay("2026-01-01").Start()

func (o *portal) feed(w http.ResponseWriter, r *http.Request) error {
	p := web.P(r)
	news, err := o.pages.News(r.Context(), p.Lang())
	if err != nil {
		return err
	}
	at := func(path string) string { return web.URL(r, p.Local(path)) }
	f := feed{Lang: p.Lang(), ID: at("/news/feed"), Title: p.T("portal.page.news") + " – " + p.T("shell.product"), Author: author{p.T("portal.name")},
		Links: []link{{"self", at("/news/feed")}, {"alternate", at("/news")}}}
	latest := nothingYet
	for _, n := range news[:min(len(news), mostInFeed)] {
		f.Entries = append(f.Entries, entryOf(n, at("/news/"+n.Slug), p.Lang()))
		latest = max(latest, n.PublishAt)
	}
	f.Updated = latest.String()
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	if _, err := w.Write([]byte(xml.Header)); err != nil {
		return nil // the reader went away
	}
	return xml.NewEncoder(w).Encode(f)
}

func entryOf(n *page.Shown, address, lang string) entry {
	return entry{Lang: n.Lang, Base: address, ID: address, Title: n.Title, Published: n.Day.Start().String(), Updated: n.PublishAt.String(),
		Link: link{"alternate", address}, Summary: n.Summary, Content: content{"html", markdown.Local(n.HTML, lang)}}
}
