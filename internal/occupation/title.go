package occupation

import (
	"context"
	"strings"

	"openiq/internal/occupation/finder"
	"openiq/internal/platform/clock"
)

// Title is the title of an occupation in a language, in both genders, and the official German one where there is no other;
// ok is false where the catalogue has no such code. It is made for lists with many codes and looks into memory only: the
// catalogue is the one that was last read, which every search, every change here and every page of the catalogue renew.
func (s *Service) Title(lang, code string) (title string, ok bool) {
	known := s.latest()
	if known == nil {
		return "", false
	}
	o := known.catalogue.Get(code)
	if o == nil {
		return "", false
	}
	return o.TitleIn(lang), true
}

// latest is the state that was read last; nil when none can be read.
func (s *Service) latest() *state {
	if known := s.state.Load(); known != nil {
		return known
	}
	known, err := s.now(context.Background())
	if err != nil {
		return nil
	}
	return known
}

// Has says of a moment which codes the catalogue has.
func (s *Service) Has(ctx context.Context) (func(code string) bool, error) {
	c, err := s.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return func(code string) bool { return c.Get(code) != nil }, nil
}

const mostMeant = 8

// Meant are the codes of the reference occupations that a text in any language may mean, the best first, at most 8; sure
// says that it is one and no other: its code, its title, or a name that of the occupations of today only it has. Like Title it
// looks into memory only.
func (s *Service) Meant(text, lang string) (codes []string, sure bool) {
	known := s.latest()
	if known == nil {
		return nil, false
	}
	if o := known.catalogue.named(text, lang); o != nil {
		return []string{o.Code}, true
	}
	at := clock.InstantOf(s.db.Clock().Now())
	var named, current []string
	for _, f := range known.find(text, lang, MostFound, at) {
		if f.Reference == nil {
			continue
		}
		codes = append(codes, f.Code)
		if f.Score > 1 && f.Reason.How <= finder.Gender {
			named = append(named, f.Code)
			if f.Reference.ValidOn(at.Day()) {
				current = append(current, f.Code)
			}
		}
	}
	switch {
	case len(current) == 1:
		return current, true
	case len(named) == 1:
		return named, true
	case len(named) > 1:
		codes = named
	}
	return codes[:min(len(codes), mostMeant)], false
}

// named is the occupation with a code or a title, as lists write it; nil when there is none.
func (c *Catalogue) named(text, lang string) *Occupation {
	if o := c.byCode[strings.Join(strings.Fields(strings.ToLower(text)), "_")]; o != nil {
		return o
	}
	for _, o := range c.all {
		if text == o.TitleIn(lang) || text == o.Title() {
			return o
		}
	}
	return nil
}
