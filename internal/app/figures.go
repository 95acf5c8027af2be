package app

import (
	"bytes"
	"fmt"
	"strings"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/pdf"
)

type indicatorCommand struct {
	database
	ID     string   `arg:"" help:"The indicator's id; see: openiq indicators."`
	From   *dayFlag `placeholder:"D" help:"First day of the period."`
	To     *dayFlag `placeholder:"D" help:"Last day of the period."`
	Round  string   `placeholder:"R" help:"A round whose dates are the period."`
	Cutoff *dayFlag `placeholder:"D" help:"Cut-off day: as known at its end; today when left out."`
	By     []string `placeholder:"DIM[,DIM]" help:"Break down by one or two dimensions."`
	Where  []string `sep:"none" placeholder:"DIM=VALUE" help:"Count only what has the value; may be repeated."`
	Format string   `enum:"table,csv,json" default:"table" help:"table, csv or json."`
}

// Run computes an indicator.
func (c *indicatorCommand) Run(e *environment) error {
	q := indicator.Query{ID: c.ID, From: c.From.day(), To: c.To.day(), Round: c.Round, Cutoff: c.Cutoff.day(), By: c.By, Limit: authz.System()}
	for _, w := range c.Where {
		dimension, value, ok := strings.Cut(w, "=")
		if !ok {
			return fmt.Errorf("--where %s: expected DIM=VALUE", w)
		}
		q.Where = append(q.Where, indicator.Condition{Dimension: dimension, Value: value})
	}
	return e.with(c.DB, func(d *db.DB) error {
		answer, err := indicator.New(d).Answer(e.ctx, q)
		if err != nil {
			return err
		}
		switch c.Format {
		case "json":
			return report.JSON(e.out, answer)
		case "csv":
			return report.CSV(e.out, answer, report.Plain)
		}
		words, err := e.words(d, "en")
		if err != nil {
			return err
		}
		return report.Table(e.out, words, answer)
	})
}

// words are the words of a language with the names of the structure.
func (e *environment) words(d *db.DB, lang string) (report.Words, error) {
	bundle, err := i18n.New()
	if err != nil {
		return report.Words{}, err
	}
	if !bundle.Has(lang) {
		return report.Words{}, fmt.Errorf("--lang %s: there is no such language", lang)
	}
	names, err := report.Structure{DB: d}.Names(e.ctx)
	return report.Words{P: bundle.Printer(lang), Names: names}, err
}

type indicatorsCommand struct {
	DB     string `name:"db" env:"OPENIQ_DB" placeholder:"DB" help:"Not needed: the definitions are part of the program."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Run lists the indicators.
func (c *indicatorsCommand) Run(e *environment) error {
	bundle, err := i18n.New()
	if err != nil {
		return err
	}
	words := report.Words{P: bundle.Printer("en")}
	if c.Format == "json" {
		return report.ListJSON(e.out, words)
	}
	return report.List(e.out, words)
}

type factsheetCommand struct {
	database
	Sheet  string   `arg:"" help:"The sheet, for example at-a-glance-2018."`
	Cutoff *dayFlag `required:"" placeholder:"D" help:"The cut-off day."`
	Lang   string   `default:"de" help:"The sheet's language."`
	Format string   `enum:"html,pdf,json" default:"html" help:"html, pdf or json."`
}

// Run computes a fact sheet.
func (c *factsheetCommand) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error {
		sheet, err := indicator.SheetNamed(c.Sheet)
		if err != nil {
			return err
		}
		computed, err := indicator.New(d).Compute(e.ctx, sheet, clock.Day(*c.Cutoff))
		if err != nil {
			return err
		}
		words, err := e.words(d, c.Lang)
		if err != nil {
			return err
		}
		return e.writeSheet(words, report.Preview(computed), c.Format)
	})
}

func (e *environment) writeSheet(words report.Words, s report.Sheet, format string) error {
	switch format {
	case "json":
		return report.SheetJSON(e.out, words, s)
	case "html":
		return report.SheetHTML(e.ctx, e.out, words, s)
	}
	var html bytes.Buffer
	if err := report.SheetHTML(e.ctx, &html, words, s); err != nil {
		return err
	}
	file, err := pdf.FromHTML(e.ctx, html.Bytes())
	if err != nil {
		return err
	}
	_, err = e.out.Write(file)
	return err
}
