package finder

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"openiq/internal/centre"
	"openiq/internal/codelist"
	"openiq/internal/platform/errs"
	"openiq/internal/postcode"
)

// Place is where somebody is going to work.
type Place struct {
	Name     string // empty for one of the Laender or a region of postcodes
	Postcode string // empty where the place has several
	State    string // the Land, code list state; empty: not known
	District string // official key; empty: not known
	Lat, Lon float64
	Located  bool // Lat and Lon are known
}

// mostPlaces is how many places a text gives at most.
const mostPlaces = 20

// Places are where a text may lie: a postcode, its beginning, or the name of a place or its beginning; each Land and district
// once, as they decide who is competent, exact names before others. Nothing found is an empty list and no error.
func (s *Service) Places(ctx context.Context, text string) ([]Place, error) {
	text = strings.TrimSpace(text)
	if text == "" || foreign(text) {
		return nil, nil
	}
	found, err := s.postcodes.Find(ctx, text)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(found, func(p postcode.Place) bool { return strings.EqualFold(p.Name, text) }) {
		found = slices.DeleteFunc(found, func(p postcode.Place) bool { return !strings.EqualFold(p.Name, text) })
	}
	var all []Place
	for _, p := range found {
		all = addArea(all, Place{Name: p.Name, Postcode: p.Postcode, State: p.State, District: p.District, Lat: p.Lat, Lon: p.Lon, Located: true})
	}
	if len(all) > 0 {
		return all, nil
	}
	known, err := s.centres.Find(ctx, text) // where Germany's places are not imported, those of the centres are known, and the Laender
	for _, w := range known {
		all = addArea(all, Place{Name: w.Name, Postcode: w.Postcode, State: w.State, Lat: w.Lat, Lon: w.Lon, Located: w.Located})
	}
	return all, err
}

// foreign says whether a text has a number that is no German postcode, which has five digits.
func foreign(text string) bool {
	digits := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits != 0 && digits != 5
}

// addArea adds a place unless one of its district, or where that is not known of its Land and name, is there.
func addArea(all []Place, p Place) []Place {
	same := func(x Place) bool {
		return x.State == p.State && x.District == p.District && (p.District != "" || x.Name == p.Name)
	}
	if len(all) == mostPlaces || slices.ContainsFunc(all, same) {
		return all
	}
	return append(all, p)
}

// place is where a question asks about. Of several places the first one counts for the way to a centre; Land and district
// only where they agree about them.
func (s *Service) place(ctx context.Context, q *Question, wrong *errs.Fields) (Place, error) {
	if q.Place == "" {
		return Place{State: q.State}, nil
	}
	all, err := s.Places(ctx, q.Place)
	if err != nil {
		return Place{}, err
	}
	all = slices.DeleteFunc(all, func(p Place) bool {
		return q.State != "" && p.State != q.State || q.District != "" && p.District != q.District
	})
	if len(all) == 0 {
		wrong.Add("place", "finder.error.place")
		return Place{}, nil
	}
	where := all[0]
	for _, p := range all[1:] {
		if p.State != where.State {
			where.State = ""
		}
		if p.District != where.District {
			where.District = ""
		}
	}
	return where, nil
}

// near is the place as the centres ask for it.
func (p Place) near() centre.Where {
	return centre.Where{Name: p.Name, Postcode: p.Postcode, State: p.State, Lat: p.Lat, Lon: p.Lon, Located: p.Located}
}

// States are the 16 Laender.
var States = codelist.Codes("state")
