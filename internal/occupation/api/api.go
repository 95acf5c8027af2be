// Package api lets other programs read the catalogue of occupations and search in it.
package api

import (
	"context"
	"slices"

	"openiq/internal/occupation"
	"openiq/internal/occupation/esco"
	"openiq/internal/occupation/report"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web/openapi"
)

// Tag groups these operations in the description.
const Tag = "occupations"

// face answers with what the service knows.
type face struct{ occupations *occupation.Service }

// Register adds the operations to the API.
func Register(a *openapi.API, occupations *occupation.Service) {
	f := face{occupations}
	openapi.Get(a, openapi.Operation{ID: "listOccupations", Path: "/occupations", Tag: Tag, Summary: "List reference occupations",
		Description: "The German reference occupations by code, page by page."}, f.list)
	openapi.Get(a, openapi.Operation{ID: "searchOccupations", Path: "/occupations/search", Tag: Tag, Summary: "Search occupations",
		Description: "Finds what somebody learned, in their words, in any language and script, with typing errors. Reference occupations come before mere occupations of ESCO."}, f.search)
	openapi.Get(a, openapi.Operation{ID: "getOccupation", Path: "/occupations/{code}", Tag: Tag, Summary: "Read a reference occupation",
		Description: "A reference occupation with its legal basis and its place in other classifications.", Missing: true}, f.one)
	openapi.Get(a, openapi.Operation{ID: "listOccupationWords", Path: "/occupations/{code}/words", Tag: Tag, Summary: "Read the words for an occupation",
		Description: "What people call a reference occupation: titles and everyday words by language.", Missing: true}, f.words)
}

// Occupation is a reference occupation.
type Occupation struct {
	Code      string   `json:"code" doc:"Its code, which never changes"`
	Title     string   `json:"title" doc:"Title in both genders, in the language asked for where there is one"`
	Lang      string   `json:"lang" doc:"Language of the title"`
	TitleM    string   `json:"title_m" doc:"Official German title, male form"`
	TitleF    string   `json:"title_f" doc:"Official German title, female form"`
	Does      string   `json:"does" doc:"What one does, in German"`
	Kind      string   `json:"kind" enum:"federal,land,training,master,academic" doc:"By which law it is what it is: regulated by the Federation or by the Laender, a training occupation, a master craftsman, a field of study"`
	Regulated bool     `json:"regulated" doc:"Whether one may practise only with the recognition"`
	Group     string   `json:"authority_group" doc:"Group of occupations with the same competent authorities"`
	Procedure string   `json:"procedure" doc:"Key of the procedure of recognition"`
	Law       string   `json:"law" doc:"Legal basis"`
	Source    string   `json:"source" format:"uri" doc:"Where the legal basis can be read"`
	CheckedOn string   `json:"checked_on,omitempty" format:"date" doc:"When this was last compared with its source; absent: not yet"`
	KldB      []string `json:"kldb" doc:"Units of the KldB 2010"`
	ESCO      []string `json:"esco" doc:"URIs of the concepts of ESCO that are this occupation"`
	ValidFrom string   `json:"valid_from,omitempty" format:"date" doc:"First day on which it exists in law; absent: longer than this catalogue looks back"`
	ValidTo   string   `json:"valid_to,omitempty" format:"date" doc:"Last day; absent: it goes on"`
	Succeeds  string   `json:"succeeds,omitempty" doc:"Code of the occupation that it replaced"`
}

// Occupations are a page of the list.
type Occupations struct {
	Total  int          `json:"total" doc:"How many there are in all with these filters"`
	Offset int          `json:"offset" doc:"How many come before these"`
	Items  []Occupation `json:"items" doc:"These"`
}

type listInput struct {
	Lang      string `query:"lang" default:"de" maxLength:"35" pattern:"^[A-Za-z0-9-]+$" doc:"Language of the titles (BCP 47)" example:"en"`
	Kind      string `query:"kind" enum:"federal,land,training,master,academic" doc:"Only of this kind"`
	Regulated string `query:"regulated" enum:"true,false" doc:"Only those that are regulated, or that are not"`
	Group     string `query:"authority_group" maxLength:"40" pattern:"^[a-z0-9_-]+$" doc:"Only of this group" example:"health_care"`
	ValidOn   string `query:"valid_on" format:"date" doc:"Only those that exist in law on this day" example:"2026-11-22"`
	Offset    int    `query:"offset" default:"0" minimum:"0" maximum:"1000000" doc:"Leave out so many from the beginning"`
	Limit     int    `query:"limit" default:"100" minimum:"1" maximum:"500" doc:"At most so many"`
}

func (f face) list(ctx context.Context, in *listInput) (*Occupations, error) {
	day, err := parseDay("valid_on", in.ValidOn)
	if err != nil {
		return nil, err
	}
	c, err := f.occupations.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	page := &Occupations{Offset: in.Offset, Items: []Occupation{}}
	for _, o := range c.All() {
		if !in.wants(o) || in.ValidOn != "" && !o.ValidOn(day) {
			continue
		}
		if page.Total >= in.Offset && len(page.Items) < in.Limit {
			page.Items = append(page.Items, written(o, in.Lang))
		}
		page.Total++
	}
	return page, nil
}

func (in *listInput) wants(o *occupation.Occupation) bool {
	return (in.Kind == "" || in.Kind == string(o.Kind)) && (in.Regulated == "" || (in.Regulated == "true") == o.Regulated) &&
		(in.Group == "" || in.Group == o.Group)
}

// parseDay reads a parameter with a day; the empty text is none.
func parseDay(name, text string) (clock.Day, error) {
	if text == "" {
		return clock.NoDay, nil
	}
	day, err := clock.ParseDay(text)
	if err != nil {
		var wrong errs.Fields
		wrong.Add(name, "error.date")
		return clock.NoDay, wrong.Err()
	}
	return day, nil
}

func written(o *occupation.Occupation, lang string) Occupation {
	w := Occupation{Code: o.Code, Title: o.TitleIn(lang), Lang: lang, TitleM: o.TitleM, TitleF: o.TitleF, Does: o.Does, Kind: string(o.Kind),
		Regulated: o.Regulated, Group: o.Group, Procedure: o.Procedure, Law: o.Law, Source: o.Source, CheckedOn: o.CheckedOn,
		KldB: append([]string{}, o.KldB...), ESCO: []string{}, ValidFrom: o.ValidFrom, ValidTo: o.ValidTo, Succeeds: o.Succeeds}
	if _, known := o.Names[lang]; !known {
		w.Lang = "de"
	}
	for _, id := range o.ESCO {
		w.ESCO = append(w.ESCO, esco.Prefix+id)
	}
	return w
}

type oneInput struct {
	Code string `path:"code" maxLength:"40" pattern:"^[a-z0-9_-]+$" doc:"Code of the occupation" example:"nurse"`
	Lang string `query:"lang" default:"de" maxLength:"35" pattern:"^[A-Za-z0-9-]+$" doc:"Language of the title (BCP 47)" example:"en"`
}

func (f face) one(ctx context.Context, in *oneInput) (*Occupation, error) {
	o, err := f.get(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	w := written(o, in.Lang)
	return &w, nil
}

func (f face) get(ctx context.Context, code string) (*occupation.Occupation, error) {
	c, err := f.occupations.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	if o := c.Get(code); o != nil {
		return o, nil
	}
	return nil, errs.Missing()
}

// Words are what people call an occupation.
type Words struct {
	Code  string  `json:"code" doc:"Code of the occupation"`
	Names []Names `json:"names" doc:"By language"`
}

// Names are what people call an occupation in a language.
type Names struct {
	Lang   string   `json:"lang" doc:"Language (BCP 47)"`
	Title  string   `json:"title" doc:"Title, the male form where there are two"`
	TitleF string   `json:"title_f,omitempty" doc:"Female form where there are two"`
	Words  []string `json:"words" doc:"Everyday words, older and foreign titles"`
}

type wordsInput struct {
	Code string `path:"code" maxLength:"40" pattern:"^[a-z0-9_-]+$" doc:"Code of the occupation" example:"nurse"`
}

func (f face) words(ctx context.Context, in *wordsInput) (*Words, error) {
	o, err := f.get(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	w := &Words{Code: o.Code, Names: []Names{}}
	langs := make([]string, 0, len(o.Names))
	for lang := range o.Names {
		langs = append(langs, lang)
	}
	slices.Sort(langs)
	for _, lang := range langs {
		n := o.Names[lang]
		w.Names = append(w.Names, Names{lang, n.Title, n.TitleF, append([]string{}, n.Words...)})
	}
	return w, nil
}

// Found is the answer of the search.
type Found struct {
	Results []report.Result `json:"results" doc:"What was found, the best first"`
}

type searchInput struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"What somebody learned, in their words" example:"Krankenschwester"`
	Lang  string `query:"lang" default:"de" maxLength:"35" pattern:"^[A-Za-z0-9-]+$" doc:"The reader's language (BCP 47): preferred, and that of the titles; queries may be in any" example:"en"`
	Limit int    `query:"limit" default:"10" minimum:"1" maximum:"50" doc:"At most so many"`
}

func (f face) search(ctx context.Context, in *searchInput) (*Found, error) {
	found, err := f.occupations.Find(ctx, in.Query, in.Lang, in.Limit)
	if err != nil {
		return nil, err
	}
	return &Found{report.Results(found)}, nil
}
