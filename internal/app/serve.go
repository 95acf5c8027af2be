package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"openiq/internal/platform/audit"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/mail"
	"openiq/internal/platform/web"
)

type serveCommand struct {
	database
	Listen  string `default:"127.0.0.1:8080" placeholder:"ADDR" help:"Where to serve."`
	BaseURL string `placeholder:"URL" help:"The address at which readers reach the office, for example https://iq.example.org."`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(e *environment) error {
	keys, err := loadKeys()
	if err != nil {
		return err
	}
	sender, err := mail.FromEnv()
	if err != nil {
		return err
	}
	return e.with(c.DB, func(d *db.DB) error { return serve(e, d, keys, sender, c.Listen, c.BaseURL) })
}

// serve answers until the context ends. The figures are loaded beside the first requests.
func serve(e *environment, d *db.DB, keys *crypt.Keys, sender mail.Sender, listen, base string) error {
	CollectLess()
	log := slog.New(slog.NewJSONHandler(e.errOut, nil))
	p, err := New(d, keys, log, base)
	if err != nil {
		return err
	}
	if err := p.prepare(e.ctx); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(e.ctx)
	defer stop()
	var jobs sync.WaitGroup
	defer jobs.Wait()
	defer stop()
	jobs.Go(func() { audit.Run(ctx, d, log) })
	jobs.Go(func() { p.NoteReads(ctx) })
	jobs.Go(func() { p.tidy(ctx) })
	jobs.Go(func() { p.outbox.Run(ctx, sender, log) })
	jobs.Go(func() { p.publishDue(ctx) })
	jobs.Go(func() {
		if err := p.warmFinder(ctx); err != nil && ctx.Err() == nil {
			log.Error("loading what the finder knows", "error", err)
		}
	})
	jobs.Go(func() {
		if err := p.indicators.Warm(ctx); err != nil && ctx.Err() == nil {
			log.Error("loading the figures", "error", err)
		}
	})
	fmt.Fprintf(e.out, "Serving on http://%s\n", listener.Addr())
	return web.Serve(ctx, web.NewServer(p.Handler(), log), listener)
}

// warmFinder reads what the finder knows, so that the first visitor need not wait for it.
func (p *Program) warmFinder(ctx context.Context) error {
	if _, err := p.occupations.Find(ctx, "a", i18n.Source, 1); err != nil {
		return err
	}
	if _, err := p.authorities.Table(ctx); err != nil {
		return err
	}
	_, err := p.centres.Open(ctx)
	return err
}

// CollectLess lets the garbage grow to three times what is in use before it is collected, where the environment does not say
// otherwise: that costs some 100 MB and gives a quarter more pages a second.
func CollectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
}

// NoteReads stores who saw which names in lists, several at a time, until the context ends; without it each look is stored
// at once.
func (p *Program) NoteReads(ctx context.Context) { p.persons.RunReadLog(ctx, p.log) }

// prepare does what must be done before anybody is served: lists follow the rules of this version, the key file fits, and
// whoever was forgotten stays so in a backup that was restored.
func (p *Program) prepare(ctx context.Context) error {
	if err := ready(ctx, p.db); err != nil {
		return err
	}
	return p.persons.Start(ctx, p.log)
}

// tidy removes ended sessions, old drafts, what lay in the bin for long and old idempotency keys every hour.
func (p *Program) tidy(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		for _, job := range []func(context.Context) error{p.accounts.Tidy, p.drafts.Tidy, p.counselling.EmptyBin, p.procedures.Tidy, p.feedback.Tidy, p.finder.Tidy, p.appointments.Tidy, p.db.ForgetKeys} {
			if err := job(ctx); err != nil && ctx.Err() == nil {
				p.log.Error("tidying up", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
