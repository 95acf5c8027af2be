// Package api lets other programs ask what happens when somebody applies for recognition.
package api

import (
	"context"
	"errors"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web/openapi"
	"openiq/internal/recognition"
)

// Tag groups these operations in the description.
const Tag = "procedures"

type face struct{ clock clock.Clock }

// Register adds the operations to the API.
func Register(a *openapi.API, c clock.Clock) {
	f := face{c}
	openapi.Get(a, openapi.Operation{ID: "listProcedures", Path: "/procedures", Tag: Tag, Summary: "List procedures",
		Description: "The keys of the procedures that occupations have."}, f.list)
	openapi.Get(a, openapi.Operation{ID: "getProcedure", Path: "/procedures/{key}", Tag: Tag, Summary: "Read a procedure",
		Description: "What happens when somebody applies on a day: steps with the days by which they happen at the latest, documents, German, costs, outcomes and what follows them, help with costs. It binds nobody.",
		Missing:     true}, f.one)
}

// Procedures are the keys of all procedures.
type Procedures struct {
	Keys []string `json:"keys" doc:"As procedure of an occupation names them"`
}

func (f face) list(context.Context, *struct{}) (*Procedures, error) {
	return &Procedures{recognition.PlanKeys()}, nil
}

type input struct {
	Key         string `path:"key" maxLength:"40" pattern:"^[a-z0-9_-]+$" doc:"Key of the procedure" example:"nurse_midwife"`
	Origin      string `query:"origin" default:"third" enum:"eu,third,resettler" doc:"Where the qualification was gained: in the European Economic Area or Switzerland, in a third country, or there by a resettler (§ 10 BVFG)"`
	AppliedOn   string `query:"applied_on" format:"date" doc:"Day of the application; today when absent" example:"2026-11-22"`
	State       string `query:"state" enum:"BB,BE,BW,BY,HB,HE,HH,MV,NI,NW,RP,SH,SL,SN,ST,TH" doc:"The Land whose holidays count"`
	Complete    bool   `query:"complete" default:"false" doc:"All documents come with the application"`
	NoPapers    bool   `query:"no_papers" default:"false" doc:"Documents are lost: skills are analysed instead"`
	Accelerated bool   `query:"accelerated" default:"false" doc:"The employer applies for the accelerated procedure (§ 81a AufenthG)"`
	Outcome     string `query:"outcome" maxLength:"40" pattern:"^[a-z_]+$" doc:"The decision that is looked at; the best one when absent"`
}

func (f face) one(_ context.Context, in *input) (*Procedure, error) {
	on := clock.Today(f.clock)
	var wrong errs.Fields
	if in.AppliedOn != "" {
		var err error
		if on, err = clock.ParseDay(in.AppliedOn); err != nil {
			wrong.Add("applied_on", "error.date")
			return nil, wrong.Err()
		}
	}
	plan, err := recognition.ProcedureFor(in.Key, recognition.Origin(in.Origin), on)
	switch {
	case errors.Is(err, recognition.ErrNoKey):
		return nil, errs.Missing()
	case errors.Is(err, recognition.ErrNoLaw):
		wrong.Add("applied_on", "api.error.before_law")
		return nil, wrong.Err()
	case err != nil:
		return nil, err
	}
	w := written(plan)
	if in.Outcome != "" && !contains(w.Outcomes, in.Outcome) {
		wrong.Add("outcome", "error.code")
		return nil, wrong.Err()
	}
	w.Timeline = moments(plan.Timeline(recognition.Case{AppliedOn: on, State: in.State, Complete: in.Complete, NoPapers: in.NoPapers,
		Accelerated: in.Accelerated, Outcome: in.Outcome}))
	return w, nil
}

func contains(outcomes []Outcome, code string) bool {
	for _, o := range outcomes {
		if o.Outcome == code {
			return true
		}
	}
	return false
}
