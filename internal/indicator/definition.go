package indicator

import (
	_ "embed"
	"encoding/json"
)

// Definition says what an indicator counts. Its label and the sentence that explains it are in the locale, under
// indicator.ID.label and indicator.ID.definition.
type Definition struct {
	ID         string              `json:"id"`
	Unit       string              `json:"unit"`
	Population string              `json:"population"`
	Count      string              `json:"count,omitempty"` // what of the population, where there is a choice
	Where      map[string][]string `json:"where,omitempty"` // dimension → the codes of which one must hold
}

//go:embed definitions.json
var definitionsFile []byte

var definitions = func() []Definition {
	var list []Definition
	if err := json.Unmarshal(definitionsFile, &list); err != nil {
		panic("indicator: definitions.json: " + err.Error())
	}
	for _, d := range list {
		if populations[d.Population] == nil {
			panic("indicator: " + d.ID + " is about an unknown population")
		}
	}
	return list
}()

// Definitions are all indicators in their order.
func Definitions() []Definition { return definitions }

// Defined finds an indicator by id.
func Defined(id string) (*Definition, bool) {
	for i := range definitions {
		if definitions[i].ID == id {
			return &definitions[i], true
		}
	}
	return nil, false
}

// Dimensions are the names by which an indicator can be broken down.
func (d *Definition) Dimensions() []string { return populations[d.Population].dimensions() }
