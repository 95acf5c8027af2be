// Package api lets other programs ask who decides about recognition.
package api

import (
	"context"

	"openiq/internal/authority"
	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web/openapi"
)

// Tag groups these operations in the description.
const Tag = "authorities"

type face struct {
	authorities *authority.Service
	occupations *occupation.Service
}

// Register adds the operations to the API.
func Register(a *openapi.API, authorities *authority.Service, occupations *occupation.Service) {
	f := face{authorities, occupations}
	openapi.Get(a, openapi.Operation{ID: "listAuthorities", Path: "/authorities", Tag: Tag, Summary: "List authorities",
		Description: "The bodies that decide about recognition, or guide to the one that does."}, f.list)
	openapi.Get(a, openapi.Operation{ID: "getAuthority", Path: "/authorities/{id}", Tag: Tag, Summary: "Read an authority",
		Description: "An authority with its address and the source of what is said about it.", Missing: true}, f.one)
	openapi.Get(a, openapi.Operation{ID: "decide", Path: "/decide", Tag: Tag, Summary: "Ask who decides",
		Description: "Who decides about the recognition of a qualification. What is left out of the question makes the answer name all who may be meant. " +
			"An answer that is not certain says so and names the official portal. It binds nobody."}, f.decide)
}

// Authority is a body that decides about recognition, or guides to the one that does.
type Authority struct {
	ID        string   `json:"id" doc:"Its id, which never changes"`
	Name      string   `json:"name" doc:"Its name, in German"`
	Kind      string   `json:"kind" enum:"chamber,land,federal,court,central" doc:"What it is"`
	States    []string `json:"states" doc:"The Laender it works for; none: all"`
	Street    string   `json:"street,omitempty" doc:"Street and number"`
	Postcode  string   `json:"postcode,omitempty" doc:"Postcode"`
	Place     string   `json:"place,omitempty" doc:"Place"`
	Phone     string   `json:"phone,omitempty" doc:"Telephone number"`
	Web       string   `json:"web,omitempty" format:"uri" doc:"Its pages"`
	Source    string   `json:"source" format:"uri" doc:"Where this can be read"`
	CheckedOn string   `json:"checked_on,omitempty" format:"date" doc:"When this was last compared with its source; absent: not yet"`
	Note      string   `json:"note,omitempty" doc:"What else there is to know, in German"`
}

// Authorities are all authorities, with the filters.
type Authorities struct {
	Items []Authority `json:"items" doc:"These"`
}

type listInput struct {
	Kind  string `query:"kind" enum:"chamber,land,federal,court,central" doc:"Only of this kind"`
	State string `query:"state" enum:"BB,BE,BW,BY,HB,HE,HH,MV,NI,NW,RP,SH,SL,SN,ST,TH" doc:"Only those that work for this Land"`
}

func (f face) list(ctx context.Context, in *listInput) (*Authorities, error) {
	t, err := f.authorities.Table(ctx)
	if err != nil {
		return nil, err
	}
	all := &Authorities{Items: []Authority{}}
	for _, a := range t.Authorities() {
		if (in.Kind == "" || a.Kind == in.Kind) && (in.State == "" || a.In(in.State)) {
			all.Items = append(all.Items, written(a))
		}
	}
	return all, nil
}

type oneInput struct {
	ID string `path:"id" maxLength:"40" pattern:"^[a-z0-9_-]+$" doc:"Id of the authority" example:"zsba"`
}

func (f face) one(ctx context.Context, in *oneInput) (*Authority, error) {
	t, err := f.authorities.Table(ctx)
	if err != nil {
		return nil, err
	}
	a := t.Authority(in.ID)
	if a == nil {
		return nil, errs.Missing()
	}
	w := written(a)
	return &w, nil
}

func written(a *authority.Authority) Authority {
	return Authority{a.ID, a.Name, a.Kind, append([]string{}, a.States...), a.Street, a.Postcode, a.Place, a.Phone, a.Web, a.Source, a.CheckedOn, a.Note}
}

// Decision says who decides.
type Decision struct {
	Authorities []Authority `json:"authorities" doc:"One; several who may be meant; none where nobody is known"`
	Certain     bool        `json:"certain" doc:"Whether the answer is certain"`
	Reasons     []Ground    `json:"reasons" doc:"Why"`
	Guide       *Authority  `json:"guide,omitempty" doc:"Who leads applicants abroad through the procedure"`
	Portal      string      `json:"portal,omitempty" format:"uri" doc:"Where to look further when the answer is not certain"`
}

// Ground is a rule that the answer follows from.
type Ground struct {
	Law       string `json:"law" doc:"Legal basis"`
	Source    string `json:"source" format:"uri" doc:"Where this can be read"`
	CheckedOn string `json:"checked_on,omitempty" format:"date" doc:"When this was last compared with its source; absent: not yet"`
	Certain   bool   `json:"certain" doc:"Whether the rule is certain"`
	Note      string `json:"note,omitempty" doc:"What else there is to know, in German"`
}

type decideInput struct {
	Occupation string `query:"occupation" required:"true" maxLength:"40" pattern:"^[a-z0-9_-]+$" doc:"Code of the reference occupation" example:"nurse"`
	State      string `query:"state" enum:"BB,BE,BW,BY,HB,HE,HH,MV,NI,NW,RP,SH,SL,SN,ST,TH" doc:"The Land where somebody is going to work"`
	District   string `query:"district" pattern:"^[0-9]{5}$" doc:"The same more closely: official key of the district" example:"04011"`
	Origin     string `query:"origin" enum:"eu,third" doc:"Where the qualification was gained: in the European Economic Area or Switzerland, or in a third country"`
	Abroad     bool   `query:"abroad" default:"false" doc:"Somebody applies from abroad"`
	On         string `query:"on" format:"date" doc:"The day; today when absent" example:"2026-11-22"`
}

func (f face) decide(ctx context.Context, in *decideInput) (*Decision, error) {
	q := authority.Question{State: in.State, District: in.District, Origin: in.Origin, Abroad: in.Abroad, On: clock.NoDay}
	var wrong errs.Fields
	c, err := f.occupations.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	if q.Occupation = c.Get(in.Occupation); q.Occupation == nil {
		wrong.Add("occupation", "error.unknown_id")
	}
	if in.On != "" {
		if q.On, err = clock.ParseDay(in.On); err != nil {
			wrong.Add("on", "error.date")
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	answer, err := f.authorities.Decide(ctx, q)
	if err != nil {
		return nil, err
	}
	return decided(answer), nil
}

func decided(answer authority.Answer) *Decision {
	d := &Decision{Authorities: []Authority{}, Certain: answer.Certain, Reasons: []Ground{}, Portal: answer.Portal}
	for _, a := range answer.Authorities {
		d.Authorities = append(d.Authorities, written(a))
	}
	for _, r := range answer.Reasons {
		d.Reasons = append(d.Reasons, Ground{r.Law, r.Source, r.CheckedOn, r.Certain, r.Note})
	}
	if answer.Guide != nil {
		guide := written(answer.Guide)
		d.Guide = &guide
	}
	return d
}
