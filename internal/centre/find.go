package centre

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"openiq/internal/platform/geo"
)

// Where is a place near which somebody looks for a centre. The zero Where is nowhere in particular.
type Where struct {
	Name     string // of the place; empty for a Land or a region of postcodes
	Postcode string
	State    string // the Land, code list state; empty where it is not known
	Lat, Lon float64
	Located  bool // Lat and Lon are known
}

// Filter is what a centre must offer; the zero Filter lets all pass.
type Filter struct {
	Language string // counselled in
	Forms    []Form // all of them
	StepFree bool   // at least partly
}

// Passes says whether a centre offers what the filter asks for.
func (f Filter) Passes(c *Centre) bool {
	return (f.Language == "" || slices.Contains(c.Languages, f.Language)) &&
		!slices.ContainsFunc(f.Forms, func(form Form) bool { return !c.Offers(form) }) &&
		(!f.StepFree || c.Access == AccessYes || c.Access == AccessPartly)
}

// Found is a centre that was looked for.
type Found struct {
	*Centre
	Km     float64 // as the crow flies to the centre; counts when Known
	Known  bool
	Near   *Visit  // the next mobile date near the place, or of the Land, or at all; nil: none is known
	NearKm float64 // as the crow flies to Near; counts near a located place
}

// mobileNear is how far, in kilometres, a mobile date may be to be called near.
const mobileNear = 30

// Nearest are the open centres that pass a filter. Near a located place: all, the nearest first, those without known
// coordinates last. In a Land: those that lie in it or stop there, by name. Nowhere in particular: all, by name.
func (s *Service) Nearest(ctx context.Context, near Where, filter Filter) ([]Found, error) {
	open, err := s.Open(ctx)
	if err != nil {
		return nil, err
	}
	var all []Found
	for _, c := range open {
		if f, in := found(c, near); in && filter.Passes(c) {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b Found) int { return cmp.Compare(a.distance(), b.distance()) })
	return all, nil
}

// distance is by what one sorts: the nearer of the centre and its next mobile date; far away where neither is known.
func (f Found) distance() float64 {
	d := math.Inf(1)
	if f.Known {
		d = f.Km
	}
	if f.Near != nil && f.Known {
		d = min(d, f.NearKm)
	}
	return d
}

// found is a centre as seen from a place; not in: it has nothing to do with the Land that was asked for.
func found(c *Centre, near Where) (f Found, in bool) {
	f = Found{Centre: c}
	if near.Located && c.Located {
		f.Km, f.Known = geo.Distance(near.Lat, near.Lon, c.Lat, c.Lon), true
	}
	for i := range c.Visits {
		v := &c.Visits[i]
		switch {
		case near.Located && v.Located:
			km := geo.Distance(near.Lat, near.Lon, v.Lat, v.Lon)
			if km > mobileNear {
				continue
			}
			f.NearKm = km
		case near.Located, near.State != "" && v.State != near.State:
			continue
		}
		f.Near = v
		break
	}
	return f, near.Located || near.State == "" || c.State == near.State || f.Near != nil
}

// mostPlaces is how many places a text gives at most.
const mostPlaces = 10

// Find says where a text may lie: a postcode, its beginning of three digits, the name of a place or its beginning, or the
// German name or code of a Land; the best first. Where the program does not know the places of Germany, those of the centres
// and of their mobile dates are known. Nothing found is an empty list and no error.
func (s *Service) Find(ctx context.Context, text string) ([]Where, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	places, err := s.places(ctx, text)
	if err != nil {
		return nil, err
	}
	var all []Where
	if state := landOf(text); state != "" {
		all = append(all, Where{State: state})
	}
	whole := slices.ContainsFunc(places, func(p Place) bool { return p.Name != "" })
	if !whole {
		all = append(all, now.named(text)...)
	}
	if whole || len(all) == 0 {
		for _, p := range places {
			all = append(all, Where{Name: p.Name, Postcode: p.Postcode, State: p.State, Lat: p.Lat, Lon: p.Lon, Located: true})
		}
	}
	return all[:min(len(all), mostPlaces)], nil
}

// namedPlace is a place of a centre or of a mobile date, under its folded name.
type namedPlace struct {
	Where
	folded string
}

// placesOf are the located places of centres and their mobile dates by name, each once.
func placesOf(open []*Centre) []namedPlace {
	var all []namedPlace
	seen := map[[3]string]bool{}
	add := func(w Where) {
		key := [3]string{w.Name, w.State, w.Postcode}
		if w.Located && !seen[key] {
			seen[key] = true
			all = append(all, namedPlace{w, geo.Fold(w.Name)})
		}
	}
	for _, c := range open {
		add(Where{Name: c.Place, Postcode: c.Postcode, State: c.State, Lat: c.Lat, Lon: c.Lon, Located: c.Located})
		for _, v := range c.Visits {
			add(Where{Name: v.Place, Postcode: v.Postcode, State: v.State, Lat: v.Lat, Lon: v.Lon, Located: v.Located})
		}
	}
	slices.SortStableFunc(all, func(a, b namedPlace) int { return strings.Compare(a.folded, b.folded) })
	return all
}

// named are the places that have a postcode or a name that begins with a text, each name of a Land once.
func (s *state) named(text string) []Where {
	var all []Where
	if text = geo.Fold(text); text == "" {
		return nil
	}
	for _, p := range s.places {
		fits := p.Postcode == text || len(text) >= shortestName && strings.HasPrefix(p.folded, text)
		if fits && !slices.ContainsFunc(all, func(x Where) bool { return x.Name == p.Name && x.State == p.State }) {
			all = append(all, p.Where)
		}
	}
	return all
}

// shortestName is from how many letters on the beginning of a name counts.
const shortestName = 3

// lands are the Laender by code and German name, folded, as people write them.
var lands = map[string]string{
	"baden wuerttemberg": "BW", "bayern": "BY", "berlin": "BE", "brandenburg": "BB", "bremen": "HB", "hamburg": "HH", "hessen": "HE",
	"mecklenburg vorpommern": "MV", "niedersachsen": "NI", "nordrhein westfalen": "NW", "nrw": "NW", "rheinland pfalz": "RP", "saarland": "SL",
	"sachsen": "SN", "sachsen anhalt": "ST", "schleswig holstein": "SH", "thueringen": "TH",
	"bw": "BW", "by": "BY", "be": "BE", "bb": "BB", "hb": "HB", "hh": "HH", "he": "HE", "mv": "MV", "ni": "NI", "nw": "NW", "rp": "RP", "sl": "SL",
	"sn": "SN", "st": "ST", "sh": "SH", "th": "TH",
}

// landOf is the Land that a text names; empty for none.
func landOf(text string) string { return lands[geo.Fold(text)] }
