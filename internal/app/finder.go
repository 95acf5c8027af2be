package app

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/text/language"

	"openiq/internal/occupation"
	"openiq/internal/occupation/esco"
	"openiq/internal/occupation/report"
	"openiq/internal/platform/db"
)

type importESCO struct {
	database
	Path string `arg:"" help:"The official CSV download (a folder or a zip, any languages), or files of labels."`
}

// Run imports the labels of ESCO.
func (c *importESCO) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error {
		languages, err := esco.Read(c.Path)
		if err != nil {
			return err
		}
		report, err := occupation.New(d).ImportESCO(e.ctx, languages, e.progress)
		for _, change := range report {
			e.changed(change)
		}
		return err
	})
}

type importCrosswalk struct {
	database
	File string `arg:"" help:"The official crosswalk from ESCO to the KldB 2010."`
}

// Run imports the crosswalk.
func (c *importCrosswalk) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error {
		mappings, groups, err := esco.ReadCrosswalk(c.File)
		if err != nil {
			return err
		}
		change, unknown, err := occupation.New(d).ImportCrosswalk(e.ctx, mappings, e.progress)
		if err != nil {
			return err
		}
		e.changed(change)
		fmt.Fprintf(e.out, "left out: %d rows about ISCO groups\n", groups)
		if unknown > 0 {
			fmt.Fprintf(e.errOut, "%d occupations are not in the imported ESCO; their rows wait for it\n", unknown)
		}
		return nil
	})
}

// progress says on standard error how far long work is.
func (e *environment) progress(what string, done, of int) {
	fmt.Fprintf(e.errOut, "%s (%d of %d)\n", what, done+1, of)
}

func (e *environment) changed(c occupation.Change) {
	fmt.Fprintf(e.out, "%s: %d new, %d changed, %d unchanged, %d gone\n", c.What, c.New, c.Changed, c.Unchanged, c.Gone)
}

type findCommand struct {
	database
	Lang   string `default:"de" placeholder:"L" help:"The reader's language; queries may be in any."`
	Limit  int    `default:"10" placeholder:"N" help:"At most so many results, up to 50."`
	Format string `enum:"table,json" default:"table" help:"table or json."`
	Stdin  bool   `help:"Answer one query a line of standard input: LANG TAB QUERY."`
	Query  string `arg:"" optional:"" help:"What somebody learned, in their words."`
}

// Validate refuses wrong usage.
func (c *findCommand) Validate() error {
	if c.Limit < 1 || c.Limit > occupation.MostFound {
		return fmt.Errorf("--limit %d: expected 1 to %d", c.Limit, occupation.MostFound)
	}
	if _, err := language.Parse(c.Lang); err != nil {
		return fmt.Errorf("--lang %s: expected a language such as de or ar", c.Lang)
	}
	if c.Stdin == (c.Query != "") {
		return errors.New("expected either a query or --stdin")
	}
	return nil
}

// Run finds occupations.
func (c *findCommand) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error {
		s := occupation.New(d)
		if c.Stdin {
			return c.answer(e, s)
		}
		found, err := s.Find(e.ctx, c.Query, c.Lang, c.Limit)
		if err != nil {
			return err
		}
		if c.Format == "json" {
			return json.NewEncoder(e.out).Encode(report.Results(found))
		}
		w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
		for _, f := range found {
			fmt.Fprintf(w, "%s\t%s\t%s\t%.3f\t%s: %s\n", f.Code, f.Title, strings.Join(f.KldB, " "), f.Score, f.Reason.How, f.Reason.Label)
		}
		return w.Flush()
	})
}

// answer reads queries line by line and answers each at once, as NDJSON.
func (c *findCommand) answer(e *environment, s *occupation.Service) error {
	in, out := bufio.NewReader(e.in), json.NewEncoder(e.out)
	out.SetEscapeHTML(false)
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			lang, query, ok := strings.Cut(line, "\t")
			if !ok {
				lang, query = c.Lang, line
			}
			began := time.Now()
			found, err := s.Find(e.ctx, query, lang, c.Limit)
			if err != nil {
				return err
			}
			micros := time.Since(began).Microseconds()
			if err := out.Encode(report.Answer{Query: query, Lang: lang, Results: report.Results(found), Micros: micros}); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
