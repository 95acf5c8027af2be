// Package api lets other programs ask where a postcode or a place lies.
package api

import (
	"context"

	"openiq/internal/platform/web/openapi"
	"openiq/internal/postcode"
)

// Tag groups this operation in the description.
const Tag = "postcodes"

// Register adds the operation to the API.
func Register(a *openapi.API, postcodes *postcode.Service) {
	openapi.Get(a, openapi.Operation{ID: "findPostcodes", Path: "/postcodes", Tag: Tag, Summary: "Find postcodes and places",
		Description: "Where a postcode, its beginning of three or four digits, or a place lies. A postcode can lie in several districts and even Laender: then all are given, and who needs one has to ask."},
		func(ctx context.Context, in *input) (*Places, error) {
			found, err := postcodes.Find(ctx, in.Query)
			if err != nil {
				return nil, err
			}
			return written(found), nil
		})
}

type input struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"A postcode, its beginning, or the name of a place or its beginning" example:"28195"`
}

// Places are where a query may lie.
type Places struct {
	States  []string `json:"states" doc:"The Laender, each once: more than one means that somebody has to ask"`
	Results []Place  `json:"results" doc:"The places"`
}

// Place is a postcode, a place or a region of postcodes.
type Place struct {
	Postcode string  `json:"postcode,omitempty" doc:"Five digits, or the three of a region; absent where a place has several"`
	Name     string  `json:"name,omitempty" doc:"Name of the place; absent for a region"`
	State    string  `json:"state" enum:"BB,BE,BW,BY,HB,HE,HH,MV,NI,NW,RP,SH,SL,SN,ST,TH" doc:"The Land"`
	District string  `json:"district,omitempty" pattern:"^[0-9]{5}$" doc:"Official key of the district; absent where it is not known"`
	Lat      float64 `json:"lat" doc:"Latitude in degrees"`
	Lon      float64 `json:"lon" doc:"Longitude in degrees"`
	Company  bool    `json:"company" doc:"The postcode of a single large customer, whose name this is"`
	Region   bool    `json:"region" doc:"Only the region, the first three digits, is known; its position is rounded"`
}

func written(found []postcode.Place) *Places {
	all := &Places{States: append([]string{}, postcode.States(found)...), Results: []Place{}}
	for _, p := range found {
		all.Results = append(all.Results, Place{p.Postcode, p.Name, p.State, p.District, p.Lat, p.Lon, p.Company, p.Name == ""})
	}
	return all
}
