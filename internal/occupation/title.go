package occupation

import "context"

// Title is the title of an occupation in a language, in both genders, and the official German one where there is no other;
// ok is false where the catalogue has no such code. It is made for lists with many codes and looks into memory only: the
// catalogue is the one that was last read, which every search, every change here and every page of the catalogue renew.
func (s *Service) Title(lang, code string) (title string, ok bool) {
	known := s.state.Load()
	if known == nil {
		var err error
		if known, err = s.now(context.Background()); err != nil {
			return "", false
		}
	}
	o := known.catalogue.Get(code)
	if o == nil {
		return "", false
	}
	return o.TitleIn(lang), true
}

// Has says of a moment which codes the catalogue has.
func (s *Service) Has(ctx context.Context) (func(code string) bool, error) {
	c, err := s.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return func(code string) bool { return c.Get(code) != nil }, nil
}
