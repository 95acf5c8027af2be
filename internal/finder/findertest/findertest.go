// Package findertest has a finder over a few centres, for the tests of this room and its faces.
package findertest

import (
	"testing"

	"openiq/internal/authority"
	"openiq/internal/centre"
	"openiq/internal/centre/centretest"
	"openiq/internal/finder"
	"openiq/internal/occupation"
	"openiq/internal/platform/db"
	"openiq/internal/postcode"
)

// Rooms are the services of a test.
type Rooms struct {
	Finder      *finder.Service
	Occupations *occupation.Service
}

// places have a postcode in two districts, a name in two Laender, and two cities.
var places = []postcode.Place{
	{Postcode: "86150", Name: "Augsburg", State: "BY", District: "09761", Lat: 48.37, Lon: 10.89},
	{Postcode: "86199", Name: "Augsburg", State: "BY", District: "09761", Lat: 48.33, Lon: 10.87},
	{Postcode: "28195", Name: "Bremen", State: "HB", District: "04011", Lat: 53.08, Lon: 8.81},
	{Postcode: "91281", Name: "Kirchenthumbach", State: "BY", District: "09371", Lat: 49.75, Lon: 11.72},
	{Postcode: "91281", Name: "Speichersdorf", State: "BY", District: "09472", Lat: 49.87, Lon: 11.78},
	{Postcode: "96465", Name: "Neustadt", State: "BY", District: "09473", Lat: 50.33, Lon: 11.12},
	{Postcode: "23730", Name: "Neustadt", State: "SH", District: "01055", Lat: 54.1, Lon: 10.81},
}

// Open fills an empty database with centres and places, and gives the services over it.
func Open(t testing.TB, d *db.DB) Rooms {
	t.Helper()
	centres := centretest.Found(t, d)
	centretest.Tell(t, centres)
	if _, err := postcode.New(d).Import(centretest.Machine, places); err != nil {
		t.Fatal(err)
	}
	return Over(d, centres)
}

// Over gives the services over a database.
func Over(d *db.DB, centres *centre.Service) Rooms {
	occupations := occupation.New(d)
	return Rooms{finder.New(d, finder.Needs{Occupations: occupations, Authorities: authority.New(d, occupations), Postcodes: postcode.New(d), Centres: centres}), occupations}
}
