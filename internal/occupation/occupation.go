package occupation

import (
	"slices"
	"strings"

	"openiq/internal/platform/clock"
)

// Kind says by which law an occupation is what it is.
type Kind string

// The kinds.
const (
	Federal  Kind = "federal"  // regulated by federal law
	Land     Kind = "land"     // regulated by the Laender
	Training Kind = "training" // a recognised training occupation (BBiG, HwO)
	Master   Kind = "master"   // a master craftsman or another Meister
	Academic Kind = "academic" // a field of study that is not regulated
)

// Kinds are all kinds.
var Kinds = []Kind{Federal, Land, Training, Master, Academic}

// Occupation is a German reference occupation.
type Occupation struct {
	Code      string   `json:"code"`
	TitleM    string   `json:"title_m"` // official German title, male form
	TitleF    string   `json:"title_f"` // the same where there is one form
	Does      string   `json:"does"`    // what one does, one German sentence
	Kind      Kind     `json:"kind"`
	Regulated bool     `json:"regulated"`       // § 3 (5) BQFG
	Group     string   `json:"authority_group"` // decides who is competent
	Procedure string   `json:"procedure"`
	Law       string   `json:"law"`
	Source    string   `json:"source"`
	CheckedOn string   `json:"checked_on,omitempty"` // when the row was compared with its source; empty: not yet
	KldB      []string `json:"kldb"`                 // units of five digits
	ESCO      []string `json:"esco,omitempty"`       // ids of the concepts that are this occupation
	ValidFrom string   `json:"valid_from,omitempty"`
	ValidTo   string   `json:"valid_to,omitempty"`
	Succeeds  string   `json:"succeeds,omitempty"` // the code of what it replaced

	Names map[string]Names `json:"names,omitempty"` // by language
}

// Names are what people call an occupation in a language.
type Names struct {
	Title  string   `json:"title"`
	TitleF string   `json:"title_f,omitempty"` // empty where there is one form
	Words  []string `json:"words,omitempty"`   // everyday words, older and foreign titles
}

// Title is the official German title in both genders.
func (o *Occupation) Title() string {
	if o.TitleF == "" || o.TitleF == o.TitleM {
		return o.TitleM
	}
	return o.TitleM + " / " + o.TitleF
}

// TitleIn is the title in a language, in both genders; the German one where there is no other.
func (o *Occupation) TitleIn(lang string) string {
	n, ok := o.Names[lang]
	if !ok || lang == "de" {
		return o.Title()
	}
	if n.TitleF == "" || n.TitleF == n.Title {
		return n.Title
	}
	return n.Title + " / " + n.TitleF
}

// ValidOn says whether the occupation exists in law on a day.
func (o *Occupation) ValidOn(day clock.Day) bool {
	d := day.String()
	return (o.ValidFrom == "" || o.ValidFrom <= d) && (o.ValidTo == "" || d <= o.ValidTo)
}

// clone is a copy that shares nothing.
func (o *Occupation) clone() *Occupation {
	c := *o
	c.KldB, c.ESCO = slices.Clone(o.KldB), slices.Clone(o.ESCO)
	c.Names = make(map[string]Names, len(o.Names))
	for lang, n := range o.Names {
		n.Words = slices.Clone(n.Words)
		c.Names[lang] = n
	}
	return &c
}

// fields splits a cell with several values.
func fields(cell string) []string { return strings.Fields(cell) }

// Languages are those in which the most asked-for occupations have titles and everyday words.
var Languages = []string{"de", "en", "ar", "uk", "ru", "tr", "fa", "fr", "es", "pl", "ro"}
