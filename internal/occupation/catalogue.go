package occupation

import (
	"slices"
	"strings"
)

// Catalogue is the reference occupations as they are at a moment. It never changes.
type Catalogue struct {
	all       []*Occupation // by code
	byCode    map[string]*Occupation
	byConcept map[string][]*Occupation
	versions  map[string]int64 // of entries that the office changed
}

// edited is an entry as the office has it.
type edited struct {
	occupation *Occupation
	version    int64
}

// newCatalogue lays what the office changed over what ships with the program.
func newCatalogue(shipped []*Occupation, edits map[string]edited) *Catalogue {
	c := &Catalogue{byCode: make(map[string]*Occupation, len(shipped)), byConcept: map[string][]*Occupation{}, versions: map[string]int64{}}
	for _, o := range shipped {
		c.byCode[o.Code] = o
	}
	for code, e := range edits {
		c.byCode[code], c.versions[code] = e.occupation, e.version
	}
	for _, o := range c.byCode {
		c.all = append(c.all, o)
	}
	slices.SortFunc(c.all, func(a, b *Occupation) int { return strings.Compare(a.Code, b.Code) })
	for _, o := range c.all {
		for _, id := range o.ESCO {
			c.byConcept[id] = append(c.byConcept[id], o)
		}
	}
	return c
}

// All are the occupations by code.
func (c *Catalogue) All() []*Occupation { return c.all }

// Get is the occupation with a code; nil when there is none.
func (c *Catalogue) Get(code string) *Occupation { return c.byCode[code] }

// Version is the version of an entry that the office changed or made; 0 of one that is as it ships.
func (c *Catalogue) Version(code string) int64 { return c.versions[code] }

// Changed says whether the office changed an entry or made it.
func (c *Catalogue) Changed(code string) bool { return c.versions[code] > 0 }

// Successors are the occupations that replaced one, by code.
func (c *Catalogue) Successors(code string) []*Occupation {
	var all []*Occupation
	for _, o := range c.all {
		if o.Succeeds == code {
			all = append(all, o)
		}
	}
	return all
}

// StandsFor are the occupations that a concept of ESCO is: none, one, or an older and a newer one.
func (c *Catalogue) StandsFor(concept string) []*Occupation { return c.byConcept[concept] }
