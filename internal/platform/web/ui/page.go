package ui

import (
	"net/url"
	"strings"

	"openiq/internal/platform/i18n"
	"openiq/web"
)

// Page is what a layout needs to know beside the content.
type Page struct {
	Title    string    // translated; also the browser's title
	Path     string    // path and query of this page without "lang", for the language switch; empty: "/"
	Nav      []NavItem // rooms that the reader may enter
	User     *User     // nil: nobody is signed in
	SignIn   string    // where to sign in; empty: no link
	Search   *Search   // nil: no search
	Action   *NavItem  // the one thing done most often, beside the search
	Crumbs   []NavItem // the way here, without this page
	Flash    *Message  // what the previous request wants to say
	Plain    bool      // one narrow column, as for signing in
	HideName bool      // the content has its own h1
	Portal   *Portal   // a page of the public portal; nil: one of the office
	Describe string    // what a page of the portal is about, for search engines and previews; empty: what the portal is
	NoIndex  bool      // search engines leave the page out, and it has no address in other languages to tell them
	OneTime  bool      // the page holds what would be lost by asking for it again: it offers no other language
}

// Portal is what the frame of a public page needs beside the rest.
type Portal struct {
	Base     string    // scheme and host by which the reader came
	Path     string    // path and query of this page without its language
	Pages    []NavItem // at the foot: about, imprint, privacy and the like
	StaffURL string    // where counsellors sign in
	Feedback string    // where readers send what they think of the page; empty: nowhere
}

// Home is where the sign of the product leads.
func (p Page) Home(words *i18n.Printer) string {
	if p.Portal != nil {
		return words.Local("/")
	}
	return "/"
}

// NavItem is a link in the navigation.
type NavItem struct {
	Label   string
	URL     string
	Icon    string // see Icon; may be empty
	Current bool
	Key     string // access key for JavaScript, such as "n"; may be empty
}

// User says who is signed in, and where for.
type User struct {
	Name       string
	Place      string // the centre or network, or the role
	ProfileURL string // empty: no link
	Links      []NavItem
	SignOutURL string // POST
}

// Search is the form at the top. It posts, so that what is searched for stands in no address and no log.
type Search struct {
	URL   string
	Value string
	Label string
}

// Message is a short notice.
type Message struct {
	Kind Kind
	Text string
}

// Kind is the tone of an alert or badge.
type Kind string

// The tones.
const (
	Info    Kind = "info"
	Success Kind = "success"
	Warning Kind = "warning"
	Danger  Kind = "danger"
)

func (k Kind) key() string {
	if k == Danger {
		return "ui.error"
	}
	return "ui." + string(k)
}

// languageURL is this page in another language.
func (p Page) languageURL(tag string) string {
	if p.Portal != nil {
		return "/" + tag + p.Portal.Path
	}
	path := p.Path
	if path == "" {
		path = "/"
	}
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return path + separator + "lang=" + url.QueryEscape(tag)
}

// stylesheet is mirrored for languages written from right to left.
func stylesheet(dir string) string {
	if dir == "rtl" {
		return web.Assets().URL("app.rtl.css")
	}
	return web.Assets().URL("app.css")
}
