// Package report writes what the search for occupations found, as other programs read it (exchange.md section 3).
package report

import "openiq/internal/occupation"

// Result is one entry of an answer.
type Result struct {
	Code      string   `json:"code" doc:"Code of the reference occupation; of a mere occupation of ESCO its id"`
	Title     string   `json:"title" doc:"Title in both genders, in the language asked for where there is one"`
	TitleDE   string   `json:"title_de" doc:"Official German title"`
	Lang      string   `json:"lang" doc:"Language of the title"`
	Regulated *bool    `json:"regulated" doc:"Whether one may practise only with the recognition; null where the entry is not a reference occupation"`
	ESCO      []string `json:"esco" doc:"Concepts of ESCO that are this occupation, at most 10"`
	KldB      []string `json:"kldb" doc:"Units of the KldB 2010"`
	Nearest   []string `json:"nearest,omitempty" doc:"Of a mere occupation of ESCO: the nearest reference occupations"`
	Score     float64  `json:"score" doc:"0 to 1.2; above 1 the query is one of its names"`
	Reason    Reason   `json:"reason" doc:"Why it was found"`
}

// Reason says why an entry was found.
type Reason struct {
	Label string `json:"label" doc:"The name that fits the query"`
	Lang  string `json:"lang" doc:"Language of that name"`
	How   string `json:"how" enum:"exact,gender,beginning,typo,compound,sound" doc:"The boldest way that was needed"`
}

// Answer is the answer to one query of several.
type Answer struct {
	Query   string   `json:"query"`
	Lang    string   `json:"lang"`
	Results []Result `json:"results"`
	Micros  int64    `json:"micros"` // the search alone
}

// Results are found entries as they are written; never nil.
func Results(found []occupation.Found) []Result {
	all := make([]Result, 0, len(found))
	for _, f := range found {
		r := Result{Code: f.Code, Title: f.Title, TitleDE: f.TitleDE, Lang: f.Lang, ESCO: list(f.ESCO), KldB: list(f.KldB), Nearest: f.Nearest,
			Score: f.Score, Reason: Reason{Label: f.Reason.Label, Lang: f.Reason.Lang, How: f.Reason.How.String()}}
		if f.Reference != nil {
			r.Regulated = &f.Reference.Regulated
		}
		all = append(all, r)
	}
	return all
}

func list(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}
