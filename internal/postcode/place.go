package postcode

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"openiq/internal/codelist"
)

// Place is where a postcode or a name lies.
type Place struct {
	Postcode string  // five digits; the first three of a region; empty where a place has several
	Name     string  // empty for a region
	State    string  // the Land, code list state
	District string  // official key of the district, five digits; empty where it is not known
	Lat, Lon float64 // degrees, of the middle; of a region to 0.05
	Company  bool    // the postcode of a single large customer; Name is the customer's
}

// States are the Laender of places, each once, in the order of the code list: more than one means that somebody has to ask.
func States(places []Place) []string {
	var all []string
	for _, state := range states {
		if slices.ContainsFunc(places, func(p Place) bool { return p.State == state }) {
			all = append(all, state)
		}
	}
	return all
}

// states are the codes of the 16 Laender.
var states = codelist.Codes("state")

// byNumber are the Laender in the order of their official numbers, the first two digits of a district key.
var byNumber = []string{"SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW", "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH"}

// stateOf is the Land of a district key; empty when there is none.
func stateOf(district string) string {
	n := 10*int(district[0]-'0') + int(district[1]-'0')
	if n < 1 || n > len(byNumber) {
		return ""
	}
	return byNumber[n-1]
}

var (
	postcodePattern = regexp.MustCompile(`^[0-9]{5}$`)
	// companyPattern finds what no village is called. It only keeps customers out of the search by name, so one missed does
	// no harm.
	companyPattern = regexp.MustCompile(`\b(AG|[gG]?[Gg]mb[Hh]|KG|KGaA|eG|SE|OHG|oHG|LLP|AOK|IKK|BKK|DAK|Agentur f|Jobcenter|Job-Center|Klinik|Klinikum|Abt|Stiftung)\b|` +
		`e\. ?V|[Vv]ersicherung|parkasse|olksbank|[Bb]ank\b|kasse\b|[Vv]erlag\b|[a-z]amt\b|ämter\b|Universität\b|gericht\b|[Vv]erwaltung\b|` +
		`Deutsche |Telekom|[&+0-9]|kammer\b|Zentrale\b|[Mm]inister|[Gg]enossenschaft|gesellschaft|Anstalt|krankenhaus|Service|Geschäftsstelle`)
)

// compare orders places by postcode, district and name.
func compare(a, b Place) int {
	return cmp.Or(strings.Compare(a.Postcode, b.Postcode), strings.Compare(a.District, b.District), strings.Compare(a.Name, b.Name), strings.Compare(a.State, b.State))
}
