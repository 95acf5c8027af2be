package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"openiq/internal/exchange"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/i18n"
)

// The exit statuses (exchange.md section 3).
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// commands is the whole command line.
type commands struct {
	Init       initCommand       `cmd:"" help:"Create or upgrade the schema; safe to repeat."`
	Import     importCommands    `cmd:"" help:"Import a bundle or a publisher's file."`
	Export     exportCommands    `cmd:"" help:"Export a bundle."`
	Indicator  indicatorCommand  `cmd:"" help:"Compute one indicator, or its table."`
	Indicators indicatorsCommand `cmd:"" help:"List the indicators with their definitions."`
	Find       findCommand       `cmd:"" help:"Find the occupation that somebody learned, in any language."`
	Factsheet  factsheetCommand  `cmd:"" help:"Compute a fact sheet."`
	Key        keyCommand        `cmd:"" help:"The file with the master key."`
	User       userCommands      `cmd:"" help:"Staff accounts."`
	Audit      auditCommands     `cmd:"" help:"The audit trail."`
	Serve      serveCommand      `cmd:"" help:"Serve the office."`
	Demo       demoCommand       `cmd:"" help:"Fill a new database with an invented network and serve it; on an existing one, only serve."`
}

// database is the flag that every command has.
type database struct {
	DB string `name:"db" env:"OPENIQ_DB" required:"" placeholder:"DB" help:"A SQLite file's path or a postgres:// URL."`
}

// environment is what a command needs from outside.
type environment struct {
	ctx         context.Context
	in          io.Reader
	out, errOut io.Writer
	clock       clock.Clock
}

// Main runs the program with its arguments and gives the exit status.
func Main(args []string, in io.Reader, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	env := &environment{ctx: db.WithActor(authz.AsSystem(ctx, "cli"), "cli"), in: in, out: out, errOut: errOut, clock: clock.System}
	return env.run(args)
}

func (e *environment) run(args []string) int {
	status := -1
	var c commands
	parser, err := kong.New(&c, kong.Name("openiq"), kong.Writers(e.out, e.errOut), kong.Exit(func(code int) { status = code }),
		kong.Description("OpenIQ runs a network of recognition counselling."), kong.UsageOnError(), kong.Bind(e))
	if err != nil {
		fmt.Fprintln(e.errOut, "openiq:", err)
		return exitFailed
	}
	if len(args) == 0 {
		_, _ = parser.Parse([]string{"--help"})
		return exitUsage
	}
	chosen, err := parser.Parse(args)
	if status >= 0 { // help was asked for
		return status
	}
	if err != nil {
		fmt.Fprintln(e.errOut, "openiq:", err)
		return exitUsage
	}
	if err := chosen.Run(); err != nil {
		e.explain(err)
		return exitFailed
	}
	return exitOK
}

// explain says what went wrong: all problems of a refused bundle, or the message of an error in plain words.
func (e *environment) explain(err error) {
	var refused *exchange.Refused
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			fmt.Fprintln(e.errOut, p)
		}
		fmt.Fprintf(e.errOut, "openiq: refused, nothing was stored (%d problems)\n", len(refused.Problems))
		return
	}
	fmt.Fprintln(e.errOut, "openiq:", inWords(err))
}

// inWords translates an error's message; the command line speaks English.
func inWords(err error) string {
	bundle, berr := i18n.New()
	if berr != nil {
		return err.Error()
	}
	return words(bundle.Printer("en"), err)
}

// open opens a database that must be there, with its schema.
func (e *environment) open(dsn string) (*db.DB, error) {
	if _, err := os.Stat(dsn); err != nil && !db.IsPostgres(dsn) {
		return nil, fmt.Errorf("there is no database %s; make one with: openiq init --db %s", dsn, dsn)
	}
	d, err := db.Open(e.ctx, dsn, e.clock)
	if err != nil {
		return nil, err
	}
	if err := d.Ready(e.ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// with runs fn on an opened database.
func (e *environment) with(dsn string, fn func(*db.DB) error) error {
	d, err := e.open(dsn)
	if err != nil {
		return err
	}
	return errors.Join(fn(d), d.Close())
}

// dayFlag is a date given as YYYY-MM-DD.
type dayFlag clock.Day

// UnmarshalText reads the date.
func (d *dayFlag) UnmarshalText(text []byte) error {
	day, err := clock.ParseDay(string(text))
	*d = dayFlag(day)
	return err
}

func (d *dayFlag) day() *clock.Day { return (*clock.Day)(d) }

// instantFlag is an instant given in RFC 3339.
type instantFlag clock.Instant

// UnmarshalText reads the instant.
func (i *instantFlag) UnmarshalText(text []byte) error {
	at, err := clock.ParseInstant(string(text))
	*i = instantFlag(at)
	return err
}
