package page

import (
	"context"
	"maps"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Entry is what the office knows of a chain.
type Entry struct {
	Chain
	Head  *Version // the latest version; nil while nobody changed what ships with the program
	Shown *Shown   // what the portal shows of this very chain; nil when nothing
}

// Title is what the chain is called: in its latest version.
func (e Entry) Title() string { return e.latest().Title }

// Text is the latest text: of the head, else what the portal shows.
func (e Entry) Text() Content { return e.latest().Content }

func (e Entry) latest() Version {
	switch {
	case e.Head != nil:
		return *e.Head
	case e.Shown != nil:
		return e.Shown.Version
	}
	return Version{Chain: e.Chain}
}

// Entries are all chains by slug: the standard pages in all languages, and what there is of news.
func (s *Service) Entries(ctx context.Context) (map[string]map[string]Entry, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	heads, err := readVersions(ctx, s.db, selectHeads)
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]Entry{}
	put := func(c Chain, change func(*Entry)) {
		if all[c.Slug] == nil {
			all[c.Slug] = map[string]Entry{}
		}
		entry := all[c.Slug][c.Lang]
		entry.Chain = c
		change(&entry)
		all[c.Slug][c.Lang] = entry
	}
	for _, slug := range Slugs {
		for _, lang := range s.langs {
			put(Chain{slug, lang}, func(*Entry) {})
		}
	}
	for c, shown := range now.pages {
		put(c, func(e *Entry) { e.Shown = shown })
	}
	for _, v := range heads {
		put(v.Chain, func(e *Entry) { e.Head = v })
	}
	return all, nil
}

// NewsSlugs are the slugs of news among entries, the latest first: their names begin with the day.
func NewsSlugs(entries map[string]map[string]Entry) []string {
	slugs := slices.DeleteFunc(slices.Sorted(maps.Keys(entries)), func(slug string) bool { return !(Chain{Slug: slug}).IsNews() })
	slices.Reverse(slugs)
	return slugs
}

// Entry is a chain by its ID. NotFound when there is no such page, or no such news in any language.
func (s *Service) Entry(ctx context.Context, id string) (Entry, error) {
	c, ok := s.chainOf(id)
	if !ok {
		return Entry{}, errs.Missing()
	}
	entries, err := s.Entries(ctx)
	if err != nil {
		return Entry{}, err
	}
	if entries[c.Slug] == nil {
		return Entry{}, errs.Missing()
	}
	entry := entries[c.Slug][c.Lang]
	entry.Chain = c
	return entry, nil
}

// History is every version of a chain, the latest first.
func (s *Service) History(ctx context.Context, c Chain) ([]*Version, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	return readVersions(ctx, s.db, selectChain, c.Slug, c.Lang)
}

// Get is a version of a chain; 0 is the text that ships with the program. NotFound when there is none.
func (s *Service) Get(ctx context.Context, c Chain, number int64) (*Version, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	if number != 0 {
		return readVersion(ctx, s.db, c, number)
	}
	content, ok := standard()[c]
	if !ok {
		return nil, errs.Missing()
	}
	return &Version{Chain: c, Content: content, State: Published}, nil
}

// SourceNumber is the number of the German version of a slug that is published; 0 of one that ships or where there is none.
func (s *Service) SourceNumber(ctx context.Context, slug string) (int64, error) {
	now, err := s.now(ctx)
	if err != nil {
		return 0, err
	}
	if shown := now.pages[Chain{slug, Source}]; shown != nil {
		return shown.Number, nil
	}
	return 0, nil
}

// Now is the time by the service's clock.
func (s *Service) Now() clock.Instant { return clock.InstantOf(s.db.Clock().Now()) }
