package app

import (
	"fmt"

	"openiq/internal/platform/db"
	"openiq/internal/postcode"
)

type importPostcodes struct {
	database
	File string `arg:"" help:"DE.zip or DE.txt of GeoNames' postal codes, or a CSV with the columns plz, ags5, land, place, lat, lon."`
}

// Run imports the places of postcodes.
func (c *importPostcodes) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error {
		places, err := postcode.Read(c.File)
		if err != nil {
			return err
		}
		change, err := postcode.New(d).Import(e.ctx, places)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "postcodes: %s\n", change)
		return nil
	})
}
