package app

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"

	"openiq/internal/platform/web"
)

// urlSet is a site map as search engines read it (sitemaps.org, with the alternates of Google's extension).
type urlSet struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string   `xml:"xmlns:xhtml,attr"`
	URLs    []mapURL `xml:"url"`
}

type mapURL struct {
	Location   string      `xml:"loc"`
	Alternates []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Relation string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Address  string `xml:"href,attr"`
}

// sitemap lists every public page in every language.
func (p *Program) sitemap(w http.ResponseWriter, r *http.Request) error {
	if r.URL.RawQuery != "" { // there is one map, and one copy of it is kept
		web.Redirect(w, r, r.URL.Path)
		return nil
	}
	paths, err := p.publicPaths(r.Context())
	if err != nil {
		return err
	}
	set := urlSet{XHTML: "http://www.w3.org/1999/xhtml"}
	base := strings.TrimSuffix(web.URL(r, "/"), "/")
	for _, path := range paths {
		var others []alternate
		for _, l := range p.public.Languages() {
			others = append(others, alternate{"alternate", l.Tag, base + "/" + l.Tag + path})
		}
		for _, o := range others {
			set.URLs = append(set.URLs, mapURL{o.Address, others})
		}
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(set)
}

// publicPaths are the addresses of public pages that anybody may find, without the language.
func (p *Program) publicPaths(ctx context.Context) ([]string, error) {
	all, err := p.pages.Paths(ctx)
	for _, route := range p.PortalRoutes() {
		path, isGet := strings.CutPrefix(route.Pattern, "GET ")
		if isGet && route.Shared && !route.Hidden && !strings.Contains(strings.TrimSuffix(path, "{$}"), "{") {
			all = append(all, strings.TrimSuffix(path, "{$}"))
		}
	}
	if err != nil {
		return nil, err
	}
	centres, err := p.centres.Open(ctx)
	for _, c := range centres {
		all = append(all, "/centres/"+url.PathEscape(c.ID))
	}
	return all, err
}

// robots tells search engines what to leave alone: the office, and answers made for one person.
func robots(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := io.WriteString(w, "User-agent: *\nDisallow: /signin\nDisallow: /api/\nDisallow: /*/appointments/\nDisallow: /*/finder/answer\nDisallow: /*/feedback\n\nSitemap: "+web.URL(r, "/sitemap.xml")+"\n")
	return err
}
