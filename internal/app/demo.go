package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"openiq/internal/account"
	"openiq/internal/centre"
	"openiq/internal/counselling"
	"openiq/internal/demo"
	"openiq/internal/exchange"
	"openiq/internal/indicator"
	"openiq/internal/occupation"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/postcode"
	"openiq/internal/programme"
	"openiq/internal/translation"
)

type demoCommand struct {
	DB      string   `name:"db" env:"OPENIQ_DB" default:"openiq-demo.db" placeholder:"DB" help:"A SQLite file's path or a postgres:// URL."`
	Listen  string   `default:"127.0.0.1:8080" placeholder:"ADDR" help:"Where to serve."`
	NoServe bool     `help:"Only fill the database."`
	Today   *dayFlag `placeholder:"D" help:"The day up to which the network is invented; today when left out."`
	Scale   int      `default:"1" placeholder:"N" help:"Multiplies cases and contacts, for benchmarks."`
}

// Run fills a new database and serves it.
func (c *demoCommand) Run(e *environment) error {
	today := clock.Today(e.clock)
	if c.Today != nil {
		today = clock.Day(*c.Today)
	}
	if today < clock.MustDay(demo.Earliest) {
		return fmt.Errorf("--today: expected %s or later", demo.Earliest)
	}
	if c.Scale < 1 || c.Scale > 100 {
		return errors.New("--scale: expected a number from 1 to 100")
	}
	if !db.IsPostgres(c.DB) {
		if err := os.MkdirAll(filepath.Dir(c.DB), 0o755); err != nil {
			return err
		}
	}
	keys, err := ensureKeys(c.DB)
	if err != nil {
		return err
	}
	if err := c.fill(e, keys, today); err != nil {
		return err
	}
	printSignIns(e.out, c.Listen)
	if c.NoServe {
		return nil
	}
	sender, dir, err := demoSender(c.DB)
	if err != nil {
		return err
	}
	if dir != "" {
		fmt.Fprintf(e.out, "Mails are written into the folder %s\n", dir)
	}
	return e.with(c.DB, func(d *db.DB) error { return serve(e, d, keys, sender, c.Listen, "") })
}

// fill imports the invented network unless that was done before. Each import is a whole, so a fill that was broken off
// goes on where it ended; the accounts come last and mark it as finished.
func (c *demoCommand) fill(e *environment, keys *crypt.Keys, today clock.Day) error {
	steps := demo.Steps(today, c.Scale)
	// The last import is of this morning, whatever the time is now.
	d, err := db.Open(e.ctx, c.DB, notBefore(e.clock, steps[len(steps)-1].At))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := upgrade(e.ctx, d); err != nil {
		return err
	}
	accounts := account.New(d, keys)
	if existing, err := accounts.List(e.ctx, "", 1); err != nil || len(existing) > 0 {
		return err
	}
	done, err := lastStored(e, d)
	if err != nil {
		return err
	}
	known, err := occupation.New(d).Has(e.ctx)
	if err != nil {
		return err
	}
	bar := newBar(e.errOut, len(steps))
	for _, step := range steps {
		at := clock.InstantOf(step.At)
		if at > done {
			options := exchange.Options{At: &at, Occupation: known, Progress: bar.rows}
			if _, err := exchange.Import(e.ctx, d, stepFiles(step), options); err != nil {
				return err
			}
		}
		bar.step()
	}
	structure, vault := programme.New(d), person.New(d, keys, programme.New(d))
	bar.Describe("naming invented persons")
	if err := nameDemo(e.ctx, d, vault, structure, demo.People(today, c.Scale)); err != nil {
		return err
	}
	if err := tellDemo(e.ctx, centre.New(d, structure, centrePlaces(postcode.New(d))), structure); err != nil {
		return err
	}
	// The old round's sheet is published, so that the difference to what is known today can be looked at.
	if _, err := indicator.New(d).Publish(e.ctx, indicator.Sheets()[0], clock.MustDay(demo.Cutoff), "demo"); err != nil {
		return err
	}
	if err := signUp(e, accounts, translation.New(d)); err != nil {
		return err
	}
	cases := counselling.New(d, structure, vault)
	cases.SetStaff(accounts)
	if err := shareOut(e.ctx, d, cases, accounts, structure); err != nil {
		return err
	}
	if err := askDemo(e.ctx, demoAppointments(d, keys, structure), demo.Examples().Site); err != nil {
		return err
	}
	bar.done()
	return nil
}

// lastStored is when something was stored last, 0 for a new database. Somebody's own network is left alone.
func lastStored(e *environment, d *db.DB) (clock.Instant, error) {
	last, err := db.LastChange(e.ctx, d)
	if err != nil || last == 0 {
		return 0, err
	}
	rounds, err := programme.Rounds.Find(e.ctx, d, []string{demo.Round})
	if err == nil && len(rounds) == 0 {
		err = errors.New("the database already holds something else; the demo needs a new one")
	}
	return last, err
}

// notBefore is a clock that shows at least t.
func notBefore(c clock.Clock, t time.Time) clock.Clock { return floorClock{c, t} }

type floorClock struct {
	clock.Clock
	floor time.Time
}

func (c floorClock) Now() time.Time {
	if now := c.Clock.Now(); now.After(c.floor) {
		return now
	}
	return c.floor
}
