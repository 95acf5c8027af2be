package centre

import (
	"context"
	"slices"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/programme"
)

// Places finds where a postcode, its beginning, or the name of a place or its beginning may lie: the best first, nothing
// where it is not known.
type Places func(ctx context.Context, text string) ([]Place, error)

// Place is where a text may lie.
type Place struct {
	Name     string // empty for a region of postcodes
	Postcode string // empty where a place has several; three digits of a region
	State    string // the Land, code list state
	Lat, Lon float64
}

// Service keeps what the public is told about the centres and finds them. It is safe for concurrent use, also beside other
// instances on the same database.
type Service struct {
	db        *db.DB
	structure *programme.Service
	places    Places
	state     db.Kept[mark, *state]
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB, structure *programme.Service, places Places) *Service {
	return &Service{db: d, structure: structure, places: places}
}

// mark is the number of the last change and the structure, which is another one on every day.
type mark struct {
	number    int64
	directory *programme.Directory
}

// state is the centres of a moment; it is made anew when the number in the database, the structure or the day is another.
type state struct {
	directory *programme.Directory
	all       []*Centre          // every site of the structure, by name
	open      []*Centre          // those that are open today
	byID      map[string]*Centre // of all
	places    []namedPlace       // of those that are open
}

// Open are the centres that are open today, by name. They are kept in memory and must not be changed.
func (s *Service) Open(ctx context.Context) ([]*Centre, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	return now.open, nil
}

// Centre is an open centre; NotFound when there is none of that id today.
func (s *Service) Centre(ctx context.Context, id string) (*Centre, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	c := now.byID[id]
	if c == nil || !now.isOpen(c) {
		return nil, errs.Missing()
	}
	return c, nil
}

// Today is the day.
func (s *Service) Today() clock.Day { return clock.Today(s.db.Clock()) }

func (s *Service) now(ctx context.Context) (*state, error) {
	directory, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	now, _, err := s.state.Now(ctx, s.db, func(ctx context.Context, r db.Reader) (mark, error) {
		number, err := readNumber(ctx, r)
		return mark{number, directory}, err
	}, func(ctx context.Context, r db.Reader) (*state, error) {
		told, err := readNewest(ctx, r)
		return newState(directory, told), err
	})
	return now, err
}

func newState(d *programme.Directory, told map[string]stored) *state {
	s := &state{directory: d, byID: make(map[string]*Centre, len(d.Sites))}
	for _, site := range d.Sites {
		c := newCentre(d, site, told[site.ID])
		s.all, s.byID[c.ID] = append(s.all, c), c
		if s.isOpen(c) {
			s.open = append(s.open, c)
		}
	}
	s.places = placesOf(s.open)
	return s
}

func (s *state) isOpen(c *Centre) bool {
	return s.directory.Open(s.directory.Site(c.ID), s.directory.Today())
}

func newCentre(d *programme.Directory, site *programme.Site, told stored) *Centre {
	c := &Centre{ID: site.ID, Name: site.Name, Mobile: site.Kind == "mobile", Postcode: site.Postcode, Place: site.Place, State: site.State,
		Lat: site.Lat, Lon: site.Lon, Located: site.Located, Told: told.Told, Version: told.version, ChangedAt: told.at, Target: d.PlaceOfSite(site.ID)}
	if p := d.Project(site.ProjectID); p != nil {
		c.Organisation = p.OrganisationID
		c.Carrier = d.Name(programme.KindOrganisation, p.OrganisationID)
	}
	if len(c.Forms) == 0 {
		c.Forms = []Form{InPerson}
		if c.Mobile {
			c.Forms = []Form{Mobile}
		}
	}
	if len(c.Languages) == 0 {
		c.Languages = slices.Clone(site.Languages)
	}
	c.Visits = visits(c.Stops, d.Today())
	return c
}

// Languages are those in which the open centres counsel, each once.
func (s *Service) Languages(ctx context.Context) ([]string, error) {
	open, err := s.Open(ctx)
	var all []string
	for _, c := range open {
		all = append(all, c.Languages...)
	}
	slices.SortFunc(all, strings.Compare)
	return slices.Compact(all), err
}
