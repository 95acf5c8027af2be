package authority

import (
	"slices"

	"openiq/internal/codelist"
)

// Kinds are the kinds of authorities.
var Kinds = []string{"chamber", "land", "federal", "court", "central"}

// Authority is a body that decides about recognition, or guides to the one that does.
type Authority struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Kind      string   `json:"kind"`             // one of Kinds
	States    []string `json:"states,omitempty"` // the Laender it works for; none: all
	Street    string   `json:"street,omitempty"`
	Postcode  string   `json:"postcode,omitempty"`
	Place     string   `json:"place,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	Web       string   `json:"web,omitempty"`
	Source    string   `json:"source"`
	CheckedOn string   `json:"checked_on,omitempty"` // when the row was compared with its source; empty: not yet
	Note      string   `json:"note,omitempty"`
}

// The origins that a rule may name: where the qualification was gained. The EU stands for the states of the European
// Economic Area and Switzerland, too.
const (
	EU    = "eu"
	Third = "third"
)

// Origins are both origins.
var Origins = []string{EU, Third}

// ByDistrict stands in a rule for the chamber of crafts in whose district somebody is going to work.
const ByDistrict = "by_district"

// Rule says who decides about some occupations in some Laender.
type Rule struct {
	ID        string   `json:"id"`
	Groups    []string `json:"groups,omitempty"`    // of occupations, see occupation.Groups
	Codes     []string `json:"codes,omitempty"`     // single occupations: these count before groups
	States    []string `json:"states,omitempty"`    // none: all Laender
	Origin    string   `json:"origin,omitempty"`    // empty: any
	Authority string   `json:"authority,omitempty"` // an id, ByDistrict, or empty where nothing is certain
	Certain   bool     `json:"certain"`
	Law       string   `json:"law"`
	Source    string   `json:"source"`
	CheckedOn string   `json:"checked_on,omitempty"`
	ValidFrom string   `json:"valid_from,omitempty"`
	ValidTo   string   `json:"valid_to,omitempty"`
	Note      string   `json:"note,omitempty"`
}

// In says whether the authority works for a Land.
func (a *Authority) In(state string) bool { return covers(a.States, state) }

// In says whether the rule counts in a Land.
func (r *Rule) In(state string) bool { return covers(r.States, state) }

func covers(states []string, state string) bool {
	return len(states) == 0 || slices.Contains(states, state)
}

// States are the 16 Laender.
var States = codelist.Codes("state")

// places are where the Laender stand in States.
var places = func() map[string]int {
	all := map[string]int{}
	for i, state := range States {
		all[state] = i
	}
	return all
}()

// stateOfDistrict is the Land of a district by its official key, whose first two digits are the Land's.
func stateOfDistrict(district string) string {
	const landKeys = "SHHHNIHBNWHERPBWBYSLBEBBMVSNSTTH" // 01 to 16
	if !districtPattern.MatchString(district) {
		return ""
	}
	n := 10*int(district[0]-'0') + int(district[1]-'0')
	if n < 1 || n > len(States) {
		return ""
	}
	return landKeys[2*n-2 : 2*n]
}
