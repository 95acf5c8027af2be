package page

import (
	"context"
	"slices"
	"strings"

	"openiq/internal/page/markdown"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Service keeps the pages and shows them.
type Service struct {
	db    *db.DB
	langs []string // of the portal
	state db.Kept[int64, *state]
}

// New makes a service for the languages of the portal, by tag. It reads nothing before it is asked.
func New(d *db.DB, langs []string) *Service { return &Service{db: d, langs: langs} }

// Languages are those of the portal.
func (s *Service) Languages() []string { return s.langs }

// Shown is what the portal shows of a page.
type Shown struct {
	Version
	HTML     string // of the body, safe; see markdown.Local
	Outdated bool   // the German text has changed since
}

// state is what is published at a moment; it is made anew when the number in the database is another.
type state struct {
	pages map[Chain]*Shown
	news  []string // slugs, the latest first
}

// Page is a standard page in a language, or in another one that has it: the Lang of the result says which. NotFound when
// there is no such page.
func (s *Service) Page(ctx context.Context, slug, lang string) (*Shown, error) {
	if (Chain{Slug: slug}).IsNews() {
		return nil, errs.Missing()
	}
	return s.find(ctx, slug, lang)
}

// Item is a piece of news in a language, or in another one that has it.
func (s *Service) Item(ctx context.Context, slug, lang string) (*Shown, error) {
	if !(Chain{Slug: slug}).IsNews() {
		return nil, errs.Missing()
	}
	return s.find(ctx, slug, lang)
}

// News are all pieces of news, the latest first, each in a language or in another one that has it.
func (s *Service) News(ctx context.Context, lang string) ([]*Shown, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]*Shown, len(now.news))
	for i, slug := range now.news {
		all[i] = now.find(slug, lang, s.langs)
	}
	return all, nil
}

// MenuItem is an entry of a menu.
type MenuItem struct {
	Title, Lang string
	Path        string // without the language before it
}

// Menu are the standard pages as they are called in a language.
func (s *Service) Menu(ctx context.Context, lang string) ([]MenuItem, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]MenuItem, len(Slugs))
	for i, slug := range Slugs {
		shown := now.find(slug, lang, s.langs)
		all[i] = MenuItem{shown.Title, shown.Lang, "/pages/" + slug}
	}
	return all, nil
}

func (s *Service) find(ctx context.Context, slug, lang string) (*Shown, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	if shown := now.find(slug, lang, s.langs); shown != nil {
		return shown, nil
	}
	return nil, errs.Missing()
}

// find takes the text in the language, else in the one of which it is a kind, else in English or German, else in any.
func (s *state) find(slug, lang string, langs []string) *Shown {
	base, _, _ := strings.Cut(lang, "-")
	for _, l := range slices.Concat([]string{lang, base, "en", Source}, langs) {
		if shown := s.pages[Chain{slug, l}]; shown != nil {
			return shown
		}
	}
	return nil
}

// now is the state as the database has it.
func (s *Service) now(ctx context.Context) (*state, error) {
	now, _, err := s.state.Now(ctx, s.db, readNumber, func(ctx context.Context, r db.Reader) (*state, error) {
		versions, err := readVersions(ctx, r, selectPublished)
		next := &state{}
		next.fill(versions)
		return next, err
	})
	return now, err
}

// fill lays what is published over what ships with the program.
func (s *state) fill(versions []*Version) {
	s.pages = map[Chain]*Shown{}
	for c, content := range standard() {
		s.pages[c] = &Shown{Version: Version{Chain: c, Content: content, State: Published}}
	}
	days := map[string]clock.Day{}
	for _, v := range versions {
		s.pages[v.Chain] = &Shown{Version: *v}
		if v.IsNews() {
			days[v.Slug] = max(days[v.Slug], v.Day)
		}
	}
	for c, shown := range s.pages {
		shown.HTML = markdown.ToHTML(shown.Body)
		source := s.pages[Chain{c.Slug, Source}]
		shown.Outdated = c.Lang != Source && source != nil && source.Number > shown.Source
	}
	for slug := range days {
		s.news = append(s.news, slug)
	}
	slices.SortFunc(s.news, func(a, b string) int {
		if days[a] != days[b] {
			return int(days[b] - days[a])
		}
		return strings.Compare(a, b)
	})
}

// Paths are the addresses of all pages and news on show, without the language before them.
func (s *Service) Paths(ctx context.Context) ([]string, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, slug := range Slugs {
		all = append(all, "/pages/"+slug)
	}
	for _, slug := range now.news {
		all = append(all, "/news/"+slug)
	}
	return all, nil
}
