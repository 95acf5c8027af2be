package postcode

import (
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"openiq/internal/platform/geo"
)

const (
	// MostFound is how many places a name or the beginning of a postcode gives at most.
	MostFound = 50
	// MaxText is how many characters of a text are looked at.
	MaxText = 200
)

// index is the places of a moment. It never changes.
type index struct {
	places []Place // by postcode
	names  []named // by name
}

// named is a place under its folded name: all postcodes of a name in a district are one.
type named struct {
	folded string
	place  Place
}

func newIndex(places []Place) *index {
	slices.SortFunc(places, compare)
	x := &index{places: places}
	type area struct{ folded, district, state string }
	at, count := map[area]int{}, map[area]float64{}
	for _, p := range places {
		if p.Company {
			continue
		}
		key := area{geo.Fold(p.Name), p.District, p.State}
		i, known := at[key]
		if !known {
			at[key], count[key] = len(x.names), 1
			x.names = append(x.names, named{key.folded, p})
			continue
		}
		one := &x.names[i].place
		count[key]++
		one.Lat += (p.Lat - one.Lat) / count[key] // the mean
		one.Lon += (p.Lon - one.Lon) / count[key]
		if one.Postcode != p.Postcode {
			one.Postcode = ""
		}
	}
	slices.SortStableFunc(x.names, func(a, b named) int { return cmp.Or(strings.Compare(a.folded, b.folded), compare(a.place, b.place)) })
	return x
}

// written is how people write a postcode, alone or before the name of its place; other digits are none.
var written = regexp.MustCompile(`^(?:[Dd](?:[Ee])?[ -]*)?([0-9]{3,5})(?:[^0-9].*)?$`)

func (x *index) find(text string) []Place {
	text = norm.NFKC.String(short(strings.TrimSpace(text)))
	digits := strings.Map(westernDigit, text)
	if match := written.FindStringSubmatch(digits); match != nil {
		return x.byPostcode(match[1], geo.Fold(strings.TrimLeft(digits[strings.Index(digits, match[1])+len(match[1]):], " ,-")))
	}
	return x.byName(geo.Fold(text))
}

// short is the beginning of a text.
func short(text string) string {
	n := 0
	for i := range text {
		if n == MaxText {
			return text[:i]
		}
		n++
	}
	return text
}

// westernDigit writes the digits of any script as ours: Unicode has them in tens, from nought.
func westernDigit(r rune) rune {
	if r < 128 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	zero := r
	for i := 0; i < 9 && unicode.Is(unicode.Nd, zero-1); i++ {
		zero--
	}
	return '0' + (r-zero)%10
}

// byPostcode are the places of a postcode or its beginning, those with the name that stood behind it where there are any;
// else its region.
func (x *index) byPostcode(code, name string) []Place {
	from := sort.Search(len(x.places), func(i int) bool { return x.places[i].Postcode >= code })
	var all, same []Place
	for _, p := range x.places[from:] {
		if !strings.HasPrefix(p.Postcode, code) || len(code) < 5 && len(all) == MostFound {
			break
		}
		all = append(all, p)
		if name != "" && strings.HasPrefix(geo.Fold(p.Name), name) {
			same = append(same, p)
		}
	}
	switch {
	case len(same) > 0:
		return same
	case len(all) > 0:
		return all
	}
	return slices.Clone(regions()[code[:3]])
}

func (x *index) byName(name string) []Place {
	if name == "" {
		return nil
	}
	from := sort.Search(len(x.names), func(i int) bool { return x.names[i].folded >= name })
	var all []Place
	for _, n := range x.names[from:] {
		if !strings.HasPrefix(n.folded, name) || len(all) == MostFound {
			break
		}
		all = append(all, n.place)
	}
	return all
}
