package app

import (
	"context"
	"errors"
	"fmt"

	"openiq/internal/counselling"
	"openiq/internal/exchange"
	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/procedure"
	"openiq/migrations"
)

type initCommand struct {
	database
}

// Run creates or upgrades the schema.
func (c *initCommand) Run(e *environment) error {
	d, err := db.Open(e.ctx, c.DB, e.clock)
	if err != nil {
		return err
	}
	return errors.Join(upgrade(e.ctx, d), d.Close())
}

// upgrade brings the schema, and what is computed from facts and kept, to this version of the program.
func upgrade(ctx context.Context, d *db.DB) error {
	if err := d.Migrate(ctx, migrations.Files); err != nil {
		return err
	}
	return ready(ctx, d)
}

// ready computes anew what is kept beside the facts, where this version of the program has other rules for it.
func ready(ctx context.Context, d *db.DB) error {
	if err := procedure.Ready(ctx, d); err != nil {
		return err
	}
	return counselling.Ready(ctx, d)
}

type importCommands struct {
	Bundle    importBundle    `cmd:"" help:"Import an exchange bundle as a whole or not at all."`
	ESCO      importESCO      `cmd:"" name:"esco" help:"Import the ESCO classification: occupations and their labels."`
	Crosswalk importCrosswalk `cmd:"" help:"Import the official crosswalk from ESCO to the KldB 2010."`
	Postcodes importPostcodes `cmd:"" help:"Import the places of postcodes: the file DE.zip or DE.txt of GeoNames."`
}

type importBundle struct {
	database
	At   *instantFlag `placeholder:"INSTANT" help:"For migrations: the instant taken as now, in RFC 3339."`
	Path string       `arg:"" help:"A directory or a .zip of CSV files."`
}

// Run imports a bundle.
func (c *importBundle) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error {
		files, closer, err := exchange.Open(c.Path)
		if err != nil {
			return err
		}
		known, err := occupation.New(d).Has(e.ctx)
		if err != nil {
			return errors.Join(err, closer.Close())
		}
		report, err := exchange.Import(e.ctx, d, files, exchange.Options{At: (*clock.Instant)(c.At), Occupation: known, Warn: e.errOut})
		if err = errors.Join(err, closer.Close()); err != nil {
			return err
		}
		for _, f := range report.Files {
			fmt.Fprintf(e.out, "%s: %d new, %d changed, %d unchanged\n", f.File, f.New, f.Changed, f.Unchanged)
		}
		if report.Warnings > 0 {
			fmt.Fprintf(e.errOut, "%d warnings\n", report.Warnings)
		}
		return nil
	})
}

type exportCommands struct {
	Bundle exportBundle `cmd:"" help:"Write the current facts as an exchange bundle."`
}

type exportBundle struct {
	database
	Path string `arg:"" help:"A .zip file, or a directory to be created."`
}

// Run exports a bundle.
func (c *exportBundle) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error { return exchange.Export(e.ctx, d, c.Path) })
}
