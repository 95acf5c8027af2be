package postcode

import (
	"context"

	"openiq/internal/platform/db"
)

var (
	selectNumber = db.SQL(`SELECT n FROM postcode_change WHERE id = 1`)
	raiseNumber  = db.SQL(`UPDATE postcode_change SET n = n + 1 WHERE id = 1`)
	selectPlaces = db.SQL(`SELECT postcode, district, state, place, lat, lon, company FROM postcode_place`)
	deletePlace  = db.SQL(`DELETE FROM postcode_place WHERE postcode = $1 AND district = $2 AND state = $3 AND place = $4`)
)

var placeColumns = []string{"postcode", "district", "state", "place", "lat", "lon", "company"}

func readNumber(ctx context.Context, r db.Reader) (n int64, err error) {
	err = r.Row(ctx, selectNumber).Scan(&n)
	return n, err
}

func readPlaces(ctx context.Context, r db.Reader) ([]Place, error) {
	var all []Place
	rows, err := r.Query(ctx, selectPlaces)
	err = db.Each(rows, err, func() error {
		var p Place
		var company int
		err := rows.Scan(&p.Postcode, &p.District, &p.State, &p.Name, &p.Lat, &p.Lon, &company)
		p.Company = company == 1
		all = append(all, p)
		return err
	})
	return all, err
}

func (p Place) row() []any {
	company := 0
	if p.Company {
		company = 1
	}
	return []any{p.Postcode, p.District, p.State, p.Name, p.Lat, p.Lon, company}
}
