package indicator_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"openiq/internal/counselling"
	"openiq/internal/fairintegration"
	"openiq/internal/measure"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
	"openiq/internal/training"
)

// types are all record types in the order of a bundle.
var types = slices.Concat(programme.Types(), counselling.Types(), measure.Types(), training.Types(), fairintegration.Types())

// change is a row as it is stored by a step; without cells it is a deletion.
type change struct {
	typ      *record.Type
	id       string
	cells    cells
	recorded time.Time // of a new record; zero: not given
}

// step is what is stored at one instant, as by an import or by people in the office.
type step struct {
	at      time.Time
	imports bool // as an import; else as people in the office do, naming each record in the audit trail
	changes []change
}

// network is a random small network in the making, with everything that was ever stored of it.
type network struct {
	t       *rapid.T
	history history
}

// pool is how many records of a type there are at most.
var pool = map[string]int{
	"rounds": 3, "priority_areas": 2, "networks": 3, "competence_centres": 2, "organisations": 2, "projects": 4,
	"project_transfers": 4, "sites": 4, "cases": 4, "qualifications": 5, "contacts": 9, "measures": 3, "participations": 5,
	"trainings": 3, "fair_services": 7,
}

// days are those on which things happen: few, so that they meet, and many at the ends of rounds and years.
var days = []string{"2017-12-31", "2018-01-01", "2018-01-10", "2018-02-15", "2018-03-31", "2018-04-01", "2018-05-20", "2018-06-15", "2018-06-30",
	"2018-07-01", "2018-07-10", "2018-08-05", "2018-09-30", "2018-10-01", "2018-11-11", "2018-12-31", "2019-01-01", "2019-02-02"}

func (n *network) roll(sides int) int          { return rapid.IntRange(0, sides-1).Draw(n.t, "") }
func (n *network) oneOf(list ...string) string { return list[n.roll(len(list))] }

// instant is one on a day, sometimes at an hour at which Berlin and Greenwich disagree about it.
func (n *network) instant(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.Add([]time.Duration{0, 8 * time.Hour, 22*time.Hour + 30*time.Minute, 23*time.Hour + 30*time.Minute}[n.roll(4)])
}

// grow draws the next step, some time after the one before: of everything, or of some types only.
func (n *network) grow(after time.Time, only ...*record.Type) step {
	first := after.IsZero()
	s := step{at: n.instant(days[3+n.roll(len(days)-3)]), imports: first || n.roll(2) == 0}
	if !s.at.After(after) {
		s.at = after.Add(time.Duration(1+n.roll(100)) * 7 * time.Hour)
	}
	for _, t := range types {
		if len(only) > 0 && !slices.Contains(only, t) {
			continue
		}
		for i := range pool[t.Name] {
			if n.roll(4) < 1 || first && n.roll(4) < 3 {
				n.alter(&s, t, fmt.Sprintf("%s%d", t.Name[:2], i+1))
			}
		}
	}
	return s
}

// alter draws a new record, a correction or a deletion.
func (n *network) alter(s *step, t *record.Type, id string) {
	c := change{typ: t, id: id}
	f := n.history[t.Name][id]
	switch {
	case f == nil:
		c.cells = cells{}
		for i := range t.Columns {
			if !n.draw(s, t, c.cells, id, &t.Columns[i]) {
				return // nothing to refer to
			}
		}
		if n.roll(3) == 0 {
			if c.recorded = n.instant(days[n.roll(len(days))]); c.recorded.After(s.at) {
				c.recorded = time.Time{}
			}
		}
	case t.Tenanted() && n.roll(6) == 0:
	default:
		c.cells = maps.Clone(f.versions[len(f.versions)-1].cells)
		if c.cells == nil {
			return
		}
		for range 1 + n.roll(3) {
			if !n.draw(s, t, c.cells, id, &t.Columns[n.roll(len(t.Columns))]) {
				return
			}
		}
	}
	if c.cells != nil {
		n.mend(t, c.cells)
	}
	if n.remember(s.at, c) {
		s.changes = append(s.changes, c)
	}
}

// remember keeps a change in the history; false when it changes nothing.
func (n *network) remember(at time.Time, c change) bool {
	f := n.history[c.typ.Name][c.id]
	if f == nil {
		f = &fact{recorded: c.recorded}
		if c.recorded.IsZero() && c.typ.Known == record.OnImport {
			f.recorded = at
		}
		n.history[c.typ.Name][c.id] = f
	} else if last := f.versions[len(f.versions)-1]; last.deleted == (c.cells == nil) && maps.Equal(last.cells, c.cells) {
		return false
	}
	f.versions = append(f.versions, version{stored: at, cells: c.cells, deleted: c.cells == nil})
	return true
}

// draw fills a cell; false when it must refer to a record and there is none.
func (n *network) draw(s *step, t *record.Type, row cells, id string, c *record.Column) bool {
	value := ""
	missing := n.roll(4) // 0: not filled in, 1: declined, where that is allowed
	switch {
	case c.Required:
		missing = 3
	case missing == 1 && !slices.Contains([]record.Kind{record.Code, record.Codes, record.Slug}, c.Kind):
		missing = 3
	}
	switch {
	case c.Hidden:
	case missing == 0:
	case missing == 1:
		value = "declined"
	case c.Kind == record.Ref:
		ids := n.existing(c.Of, tenantOf(t, id), t == counselling.Contacts || t == counselling.Qualifications)
		if len(ids) == 0 && c.Required {
			return false
		}
		if len(ids) > 0 {
			value = n.oneOf(ids...)
		}
	default:
		value = n.value(s, t, id, c)
	}
	if delete(row, c.Name); value != "" {
		row[c.Name] = value
	}
	return true
}

// existing are the ids to which a row may refer; those of cases only within a tenant.
func (n *network) existing(typ, tenant string, sameTenant bool) []string {
	var out []string
	for id, f := range n.history[typ] {
		if !f.versions[len(f.versions)-1].deleted && (typ != "cases" || !sameTenant || tenantOf(counselling.Cases, id) == tenant) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// tenantOf spreads the records of cases over two tenants; the rest of the case data is in one.
func tenantOf(t *record.Type, id string) string {
	if slices.Contains(counselling.Types(), t) && strings.ContainsAny(id, "13579") {
		return "ne1"
	}
	return db.Federal
}

// value draws a valid value.
func (n *network) value(s *step, t *record.Type, id string, c *record.Column) string {
	switch t.Name + "." + c.Name {
	case "rounds.starts_on":
		return map[string][]string{"ro1": {"2018-01-01", "2018-01-10"}, "ro2": {"2018-07-01", "2018-07-10"}, "ro3": {"2019-01-01", "2019-01-20"}}[id][n.roll(2)]
	case "rounds.ends_on":
		return map[string][]string{"ro1": {"2018-06-30", "2018-06-15"}, "ro2": {"2018-12-31", "2018-11-30"}, "ro3": {"2020-12-31", "2019-06-30"}}[id][n.roll(2)]
	case "projects.kind":
		return n.oneOf("counselling", "counselling", "supporting", "fair_integration")
	case "cases.scope":
		return n.oneOf("professional", "professional", "professional", "school_or_academic_only", "no_formal_qualification")
	case "cases.age":
		return n.oneOf("0", "24", "25", "34", "35", "44", "45", "54", "55", "99")
	}
	switch c.Kind {
	case record.Code:
		if len(c.Codes) > 200 {
			return n.oneOf("DE", "DE", "SY", "TR", "XK")
		}
		return n.oneOf(c.Codes[:min(3, len(c.Codes))]...)
	case record.Codes:
		return n.some(c.Codes[:min(3, len(c.Codes))])
	case record.Slug:
		return n.oneOf("nurse", "teacher", "not_listed")
	case record.ID:
		return n.oneOf("a", "b", "c")
	case record.Int:
		return n.oneOf("0", "1", "7", "12")
	case record.Bool:
		return n.oneOf("true", "false")
	case record.Date:
		day := n.oneOf(days...)
		if c.Name == "held_on" {
			day = min(day, dayIn(s.at))
		}
		return day
	case record.Text:
		return n.oneOf("x", "y")
	}
	return "" // positions, languages and times of registration are not counted
}

// some is a part of a list, not empty.
func (n *network) some(list []string) string {
	first := n.roll(len(list))
	return strings.Join(list[first:first+1+n.roll(len(list)-first)], " ")
}

// mend puts dates in order, as the rules of the records demand.
func (n *network) mend(t *record.Type, row cells) {
	for _, pair := range [][2]string{{"valid_from", "valid_to"}, {"starts_on", "ends_on"}, {"entered_on", "left_on"}} {
		from, to := row[pair[0]], row[pair[1]]
		if from != "" && to != "" && to < from {
			row[pair[0]], row[pair[1]] = to, from
		}
	}
}

var ctx = db.WithActor(context.Background(), "tester")

// require is what fails a test.
type require interface {
	Helper()
	Fatal(args ...any)
}

// kinds are the audit entries' names of records that have their own; of a case's the case is named.
var kinds = map[string]string{"measures": "measure", "participations": "participation", "trainings": "training", "fair_services": "fair_service"}

// note leaves the audit entries that the rooms leave. cases are those touched, before and after.
func note(tx *db.Tx, c change, cases ...string) {
	for _, id := range cases {
		tx.Audit(db.Entry{Tenant: tenantOf(counselling.Cases, id), Kind: "case", ID: id})
	}
	if len(cases) == 0 {
		kind := kinds[c.typ.Name]
		if kind == "" {
			kind = "structure"
		}
		tx.Audit(db.Entry{Tenant: db.Federal, Kind: kind, ID: c.id})
	}
}

// put stores a step.
func (s *step) put(t require, d *db.DB) {
	t.Helper()
	command := db.Command{Name: "test.store", Tenant: db.Federal, Alone: true}
	_, err := d.Write(ctx, command, func(tx *db.Tx) (string, error) {
		tx.At(clock.InstantOf(s.at))
		for _, c := range s.changes {
			cases, err := c.put(tx)
			if err != nil {
				return "", fmt.Errorf("%s %s: %w", c.typ.Name, c.id, err)
			}
			if !s.imports {
				note(tx, c, cases...)
			}
		}
		if s.imports {
			tx.Audit(db.Entry{Kind: "import", ID: "x.csv"})
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// put stores a change and names the cases that it touches.
func (c *change) put(tx *db.Tx) (cases []string, err error) {
	prev, err := c.typ.Get(ctx, tx, c.id)
	if err != nil {
		return nil, err
	}
	row := record.Row{ID: c.id, Values: make([]any, len(c.typ.Columns)), Deleted: c.cells == nil}
	if c.typ.Tenanted() {
		row.Tenant = tenantOf(c.typ, c.id)
	}
	switch {
	case prev != nil && row.Deleted:
		row.Values = prev.Values
	default:
		if err := c.parse(row.Values); err != nil {
			return nil, err
		}
	}
	if prev == nil && !c.recorded.IsZero() {
		row.Recorded = clock.InstantOf(c.recorded)
	} else if prev == nil && c.typ.Known == record.OnImport {
		row.Recorded = tx.Now()
	}
	_, err = c.typ.Put(tx, row, prev)
	return c.touched(&row, prev), err
}

func (c *change) parse(values []any) error {
	for i := range c.typ.Columns {
		column := &c.typ.Columns[i]
		value, err := column.Parse(c.cells[column.Name])
		if err != nil {
			return fmt.Errorf("%s: %w", column.Name, err)
		}
		values[i] = value
	}
	return nil
}

func (c *change) touched(row, prev *record.Row) []string {
	switch c.typ {
	case counselling.Cases:
		return []string{c.id}
	case counselling.Qualifications, counselling.Contacts:
		out := []string{c.typ.Str(row, "case_id")}
		if prev != nil && c.typ.Str(prev, "case_id") != out[0] {
			out = append(out, c.typ.Str(prev, "case_id"))
		}
		return out
	}
	return nil
}

// empty removes everything, so that the next random network can begin.
func empty(t require, d *db.DB) {
	t.Helper()
	_, err := d.Write(ctx, db.Command{Name: "test.empty", Tenant: db.Federal, Alone: true}, func(tx *db.Tx) (string, error) {
		for _, table := range types {
			for _, suffix := range []string{"", "_history"} {
				if _, err := tx.Exec("DELETE FROM " + table.Name + suffix); err != nil {
					return "", err
				}
			}
		}
		tx.Audit(db.Entry{Kind: "import", ID: "nothing"})
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func newNetwork(t *rapid.T) *network {
	n := &network{t: t, history: history{}}
	for _, typ := range types {
		n.history[typ.Name] = map[string]*fact{}
	}
	return n
}

// String lists everything ever stored, for whoever looks for the reason of a failure.
func (h history) String() string {
	var out strings.Builder
	for _, typ := range types {
		for _, id := range slices.Sorted(maps.Keys(h[typ.Name])) {
			f := h[typ.Name][id]
			fmt.Fprintf(&out, "%s %s", typ.Name, id)
			if !f.recorded.IsZero() {
				fmt.Fprintf(&out, " recorded %s", f.recorded.Format(time.RFC3339))
			}
			for _, v := range f.versions {
				fmt.Fprintf(&out, "\n\t%s %v", v.stored.Format(time.RFC3339), map[string]string(v.cells))
			}
			out.WriteByte('\n')
		}
	}
	return out.String()
}
