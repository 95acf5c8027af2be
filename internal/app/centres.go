package app

import (
	"context"

	"openiq/internal/centre"
	"openiq/internal/postcode"
)

// centrePlaces lets the centres ask where a postcode or the name of a place may lie.
func centrePlaces(postcodes *postcode.Service) centre.Places {
	return func(ctx context.Context, text string) ([]centre.Place, error) {
		found, err := postcodes.Find(ctx, text)
		places := make([]centre.Place, len(found))
		for i, p := range found {
			places[i] = centre.Place{Name: p.Name, Postcode: p.Postcode, State: p.State, Lat: p.Lat, Lon: p.Lon}
		}
		return places, err
	}
}
