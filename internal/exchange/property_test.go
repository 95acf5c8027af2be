package exchange

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
	"openiq/internal/procedure"
	"openiq/internal/programme"
)

// drawn draws valid bundles: every column of every type, references to earlier rows, ids and texts of any characters.
type drawn struct {
	t   *rapid.T
	ids map[string][]string
}

// draw is a valid bundle with a few rows in each file.
func draw(t *rapid.T) bundle {
	d := &drawn{t: t, ids: map[string][]string{}}
	out := bundle{}
	for _, typ := range Types() {
		var b strings.Builder
		w := csv.NewWriter(&b)
		header := []string{"id"}
		for _, c := range typ.Columns {
			if !c.Hidden {
				header = append(header, c.Name)
			}
		}
		_ = w.Write(append(header, "recorded_at"))
		for i := range d.rows(typ) {
			_ = w.Write(d.row(typ, i))
		}
		w.Flush()
		out[FileName(typ)] = b.String()
	}
	return out
}

// rows is how many rows a file has; structure has at least one, so that there is something to refer to.
func (d *drawn) rows(typ *record.Type) int {
	if typ == programme.Rounds {
		return 2
	}
	least := 1
	if typ.Tenanted() {
		least = 0
	}
	for _, c := range typ.Columns {
		if c.Required && c.Kind == record.Ref && len(d.ids[c.Of]) == 0 {
			return 0
		}
	}
	return rapid.IntRange(least, 6).Draw(d.t, typ.Name)
}

func (d *drawn) row(typ *record.Type, i int) []string {
	id := d.id(typ.Name)
	cells := []string{id}
	for j := range typ.Columns {
		if c := &typ.Columns[j]; !c.Hidden {
			cells = append(cells, d.cell(typ, c, i))
		}
	}
	d.ids[typ.Name] = append(d.ids[typ.Name], id)
	return append(cells, d.instant(false))
}

func (d *drawn) id(typ string) string {
	return rapid.StringOfN(rapid.RuneFrom(nil, unicode.L, unicode.N, unicode.P, unicode.S), 1, 20, -1).
		Filter(func(s string) bool { return record.CheckID(s) == nil && !slices.Contains(d.ids[typ], s) }).Draw(d.t, "id")
}

func (d *drawn) instant(required bool) string {
	if !required && rapid.Bool().Draw(d.t, "empty") {
		return ""
	}
	micros := rapid.Int64Range(-3e16, now.UnixMicro()).Draw(d.t, "instant")
	return clock.Instant(micros).Time().In(clock.Berlin).Format("2006-01-02T15:04:05.999999Z07:00")
}

func (d *drawn) cell(typ *record.Type, c *record.Column, i int) string {
	if !c.Required && rapid.Bool().Draw(d.t, "empty") {
		return ""
	}
	switch c.Kind {
	case record.Text:
		return rapid.StringOfN(rapid.RuneFrom([]rune("\",;=\r\n\t' äЖ")), 1, 30, -1).Draw(d.t, c.Name)
	case record.ID:
		return d.id("")
	case record.Ref:
		if len(d.ids[c.Of]) == 0 || ofOneCase(typ, c) {
			return ""
		}
		return rapid.SampledFrom(d.ids[c.Of]).Draw(d.t, c.Name)
	case record.Code:
		if !c.Required && rapid.Bool().Draw(d.t, "declined") {
			return record.Declined
		}
		return rapid.SampledFrom(c.Codes).Draw(d.t, c.Name)
	case record.Codes:
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(c.Codes), 1, 4).Draw(d.t, c.Name), "  ")
	case record.Slug:
		return rapid.SampledFrom([]string{"engineer", "nurse_2020-a", "not_listed", "land_regulated", record.Declined}).Draw(d.t, c.Name)
	case record.Tags:
		return rapid.SampledFrom([]string{"de", "ar fa", " uk  pt-BR"}).Draw(d.t, c.Name)
	case record.Int:
		return strconv.Itoa(rapid.IntRange(0, 150).Draw(d.t, c.Name))
	case record.Float:
		return fmt.Sprint(rapid.Float64Range(c.Min, c.Max).Draw(d.t, c.Name))
	case record.Bool:
		return strconv.FormatBool(rapid.Bool().Draw(d.t, c.Name))
	case record.Instant:
		return d.instant(true)
	}
	return d.day(typ, c, i)
}

// ofOneCase says whether a column may only refer to a record of the same case as its row, which nothing drawn does.
func ofOneCase(typ *record.Type, c *record.Column) bool {
	return typ == procedure.Procedures && c.Of == "qualifications" || typ == procedure.Costs && c.Of == "procedures"
}

// day is a date that keeps the rules on dates: rounds follow each other, starts are before ends.
func (d *drawn) day(typ *record.Type, c *record.Column, i int) string {
	first, last := clock.MustDay("2015-01-01"), clock.MustDay("2020-12-31")
	switch c.Name {
	case "ends_on", "valid_to", "coordinates_to", "left_on", "until_day", "decided_on", "outcome_on":
		first = clock.MustDay("2018-01-01")
	case "starts_on", "coordinates_from", "entered_on", "on_day", "applied_on":
		last = clock.MustDay("2017-12-31")
	case "valid_from":
		last = clock.MustDay("2017-12-31")
	}
	if typ == programme.Rounds {
		first = clock.MustDay([]string{"2015-01-01", "2018-01-01"}[i])
		if c.Name == "ends_on" {
			first = clock.MustDay([]string{"2017-12-31", "2020-12-31"}[i])
		}
		last = first
	}
	return clock.Day(rapid.Int32Range(int32(first), int32(last)).Draw(d.t, c.Name)).String()
}

// success makes a drawn participation's result fit its end, as the rule wants it.
func success(b bundle) bundle {
	file := "participations.csv"
	rows, err := csv.NewReader(strings.NewReader(b[file])).ReadAll()
	if err != nil {
		panic(err)
	}
	left, result := slices.Index(rows[0], "left_on"), slices.Index(rows[0], "result")
	var out strings.Builder
	w := csv.NewWriter(&out)
	for _, row := range rows {
		if row[left] == "" {
			row[result] = ""
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.with(one(file, out.String()))
}

func TestAnyBundleComesOutAsItWentIn(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *db.DB{
		"sqlite":   func(t *testing.T) *db.DB { return dbtest.SQLite(t, clock.Fixed(now)) },
		"postgres": func(t *testing.T) *db.DB { return dbtest.Postgres(t, clock.Fixed(now)) },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			rapid.Check(t, func(rt *rapid.T) {
				wipe(t, d)
				b := success(draw(rt))
				if _, err := Import(ctx, d, b.fs(), checked); err != nil {
					rt.Fatalf("%v", err)
				}
				first := exported(t, d)
				wipe(t, d)
				if _, err := Import(ctx, d, first.fs(), checked); err != nil {
					rt.Fatalf("again: %v", err)
				}
				again := exported(t, d)
				for file, want := range first {
					if again[file] != want {
						rt.Fatalf("%s:\n%q\nwant\n%q", file, again[file], want)
					}
				}
				report, err := Import(ctx, d, b.fs(), checked)
				if err != nil {
					rt.Fatalf("third: %v", err)
				}
				for _, f := range report.Files {
					if f.New+f.Changed > 0 {
						rt.Fatalf("not what was sent: %+v", f)
					}
				}
			})
		})
	}
}

// wipe empties the tables of all record types.
func wipe(t *testing.T, d *db.DB) {
	t.Helper()
	_, err := d.Write(ctx, db.Command{Name: "test.clear", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "test"})
		for _, typ := range Types() {
			for _, table := range []string{typ.Name, typ.Name + "_history"} {
				if _, err := tx.Exec("DELETE FROM " + table); err != nil {
					return "", err
				}
			}
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
