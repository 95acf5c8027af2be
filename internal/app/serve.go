package app

import (
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
)

type serveCommand struct {
	database
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDR" help:"Where to serve."`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(e *environment) error {
	keys, err := loadKeys()
	if err != nil {
		return err
	}
	return e.with(c.DB, func(d *db.DB) error { return serve(e, d, keys, c.Listen) })
}

func serve(e *environment, d *db.DB, keys *crypt.Keys, listen string) error { return nil }
