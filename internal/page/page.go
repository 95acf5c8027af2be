package page

import (
	"regexp"
	"slices"
	"strings"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
)

// ActionEdit is the right to write pages and news, and to approve what others wrote.
const ActionEdit authz.Action = "page.edit"

// Slugs are the standard pages, in the order of the menu.
var Slugs = []string{"about", "plain", "employers", "authorities", "imprint", "privacy", "accessibility"}

// Source is the language from which others are translated.
const Source = "de"

// Chain is a page or a piece of news in a language, with all its versions.
type Chain struct{ Slug, Lang string }

// ID names a chain in addresses: about.de.
func (c Chain) ID() string { return c.Slug + "." + c.Lang }

// IsNews tells news from standard pages.
func (c Chain) IsNews() bool { return !slices.Contains(Slugs, c.Slug) }

var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// chainOf reads an ID.
func (s *Service) chainOf(id string) (Chain, bool) {
	slug, lang, _ := strings.Cut(id, ".")
	return Chain{slug, lang}, len(slug) <= maxSlug && slugPattern.MatchString(slug) && slices.Contains(s.langs, lang)
}

// Content is what somebody reads.
type Content struct {
	Title   string
	Summary string    // a sentence or two, for lists and search engines
	Body    string    // Markdown
	Day     clock.Day // the date of a piece of news; 0 of a page
}

// State is how far a version has come.
type State string

// The states.
const (
	Draft     State = "draft"
	Review    State = "review"    // submitted: another editor looks at it
	Approved  State = "approved"  // waits for its time
	Published State = "published" // was shown from its time on, until a later one was
	Withdrawn State = "withdrawn" // is shown no longer
)

// Version is one state of a chain's text.
type Version struct {
	Chain
	Content
	Number    int64 // from 1; 0: the text that ships with the program
	State     State
	Source    int64         // number of the published German version from which it was translated
	Stored    clock.Instant // when it was saved
	Actor     string        // who saved it: an account's id
	Submitter string        // who submitted it; empty: nobody yet
	Approver  string        // who approved it; empty: nobody yet
	PublishAt clock.Instant // when it is or was published, once it is approved
}

var blank = regexp.MustCompile(`\[[^\]\n]+\](\(?)`)

// Blanks are the places of a text that wait to be filled in, as "[Name der Stelle]".
func (c Content) Blanks() []string {
	var all []string
	for _, m := range blank.FindAllStringSubmatch(c.Body, -1) {
		if m[1] == "" && !slices.Contains(all, m[0]) {
			all = append(all, m[0])
		}
	}
	return all
}
