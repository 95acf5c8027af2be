package occupation

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"openiq/internal/occupation/finder"
	"openiq/internal/platform/db"
)

// Service keeps the catalogue and finds occupations.
type Service struct {
	db    *db.DB
	mu    sync.Mutex // renews the state
	state atomic.Pointer[state]
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB) *Service { return &Service{db: d} }

// state is what is known at a moment, in memory: made from the program's catalogue and the database, and renewed when the
// numbers of the database are others.
type state struct {
	numbers    numbers
	catalogue  *Catalogue
	references *finder.Index // entries are places in the catalogue
	asked      map[string]int
	esco       *classification

	ofUnit, ofGroup map[string][]string // codes by unit of the KldB, and by group of ISCO-08 of their concepts
}

// numbers rise with each change of what is stored.
type numbers struct{ catalogue, esco int64 }

// classification is the imported classification.
type classification struct {
	concepts []concept
	labels   *finder.Index // entries are places in concepts
	byID     map[string]int
}

// concept is an occupation of ESCO with where it stands in other classifications.
type concept struct {
	ID   string   `json:"id"`
	ISCO string   `json:"isco,omitempty"`
	KldB []string `json:"kldb,omitempty"` // units of five digits
}

// now is the state as the database has it.
func (s *Service) now(ctx context.Context) (*state, error) {
	n, err := readNumbers(ctx, s.db)
	if err != nil {
		return nil, err
	}
	if known := s.state.Load(); known != nil && known.numbers == n {
		return known, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.state.Load()
	if known != nil && known.numbers == n {
		return known, nil
	}
	next, err := s.load(ctx, known)
	if err != nil {
		return nil, err
	}
	s.state.Store(next)
	return next, nil
}

// load makes the state anew, and takes over of the one before what has not changed.
func (s *Service) load(ctx context.Context, before *state) (*state, error) {
	next := &state{asked: asked()}
	err := s.db.Snapshot(ctx, func(r db.Reader) (err error) {
		if next.numbers, err = readNumbers(ctx, r); err != nil {
			return err
		}
		if before != nil && before.numbers.catalogue == next.numbers.catalogue {
			next.catalogue, next.references = before.catalogue, before.references
		} else {
			edits, err := readEdits(ctx, r)
			if err != nil {
				return err
			}
			next.catalogue = newCatalogue(builtin(), edits)
			next.references = finder.Build(labelsOf(next.catalogue))
		}
		if before != nil && before.numbers.esco == next.numbers.esco {
			next.esco = before.esco
			return nil
		}
		next.esco, err = readClassification(ctx, r)
		return err
	})
	if err == nil && next.esco != nil {
		next.relate()
	}
	return next, err
}

// labelsOf are the labels by which the catalogue is found: in German and in the languages of those who ask.
func labelsOf(c *Catalogue) []finder.Label {
	var all []finder.Label
	for i, o := range c.all {
		add := func(lang string, kind finder.Kind, texts ...string) {
			for _, text := range texts {
				if text != "" {
					all = append(all, finder.Label{Entry: i, Lang: lang, Kind: kind, Text: text})
				}
			}
		}
		add("de", finder.Title, o.TitleM, o.TitleF)
		for lang, names := range o.Names {
			add(lang, finder.Title, names.Title, names.TitleF)
			add(lang, finder.Word, names.Words...)
		}
	}
	slices.SortStableFunc(all, func(a, b finder.Label) int {
		if a.Entry != b.Entry {
			return a.Entry - b.Entry
		}
		return strings.Compare(a.Lang, b.Lang)
	})
	return all
}

// asked says how often occupations are asked for: their place in a list, the most frequent first.
var asked = sync.OnceValue(func() map[string]int {
	text, err := files.ReadFile("data/asked.txt")
	if err != nil {
		panic("occupation: " + err.Error()) // it is in the program
	}
	places := map[string]int{}
	for i, code := range strings.Fields(string(text)) {
		places[code] = i + 1
	}
	return places
})

// newClassification reads what makeIndex wrote.
func newClassification(concepts, index []byte) (*classification, error) {
	c := &classification{byID: map[string]int{}}
	if err := json.Unmarshal(concepts, &c.concepts); err != nil {
		return nil, err
	}
	var err error
	if c.labels, err = finder.Restore(index); err != nil {
		return nil, err
	}
	for i, concept := range c.concepts {
		c.byID[concept.ID] = i
	}
	return c, nil
}
