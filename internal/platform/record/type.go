package record

import (
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// Known says what an empty recorded_at means.
type Known int

// The two meanings (exchange.md section 1).
const (
	Ever     Known = iota // structure and cases: known since ever
	OnImport              // what happened on a day: known from the instant of the first import
)

// Type is a record type. Make it with [Define].
type Type struct {
	Name    string // of the table and, with ".csv", of the bundle's file
	Tenant  string // column that leads to the tenant: a Ref to a tenanted type or to "sites" or "projects"; empty: structure, which belongs to no tenant
	Known   Known
	Added   bool                          // not in the first bundle format: a bundle has its file only where there are records
	Columns []Column                      // without id, which every type has
	Check   func(*Row, Context) []Problem // rules beyond single cells; nil: none

	index   map[string]int
	columns []string // of the table, in the order of a stored row
	sql     statements
}

type statements struct{ keep, update string }

// Row is one version of a record.
type Row struct {
	Tenant   string // empty for structure
	ID       string
	Values   []any         // one for each of Type.Columns
	Recorded clock.Instant // 0: known since ever; never changes
	Stored   clock.Instant // when this version was stored
	Version  int64         // 1 for the first
	Deleted  bool
}

// KnownFrom is the instant from which this version is known.
func (r *Row) KnownFrom() clock.Instant {
	if r.Version == 1 {
		return r.Recorded
	}
	return r.Stored
}

// Define completes a type. It is called when the program starts.
func Define(t Type) *Type {
	t.index = make(map[string]int, len(t.Columns))
	if t.Tenanted() {
		t.columns = append(t.columns, "tenant")
	}
	t.columns = append(t.columns, "id")
	var set []string
	for i, c := range t.Columns {
		t.index[c.Name] = i
		t.columns = append(t.columns, c.Name)
		set = append(set, c.Name+" = "+placeholder(i+1))
	}
	t.columns = append(t.columns, "recorded_at", "stored_at", "version", "deleted")
	n := len(t.Columns)
	list := strings.Join(t.columns, ", ")
	t.sql = statements{
		keep: db.SQL("INSERT INTO " + t.Name + "_history (" + list + ", replaced_at) SELECT " + list + ", " +
			"CAST($1 AS BIGINT) FROM " + t.Name + " WHERE id = $2 AND version = $3"),
		update: db.SQL("UPDATE " + t.Name + " SET " + strings.Join(set, ", ") + ", stored_at = " + placeholder(n+1) +
			", version = version + 1, deleted = " + placeholder(n+2) +
			" WHERE id = " + placeholder(n+3) + " AND version = " + placeholder(n+4)),
	}
	if t.Tenanted() {
		t.sql.keep = db.SQL(t.sql.keep + " AND tenant = $4")
		t.sql.update = db.SQL(t.sql.update + " AND tenant = " + placeholder(n+5))
	}
	return &t
}

// Tenanted says that records of this type belong to a tenant.
func (t *Type) Tenanted() bool { return t.Tenant != "" }

// Index is the position of a column's value in Row.Values. An unknown name is a mistake of the program.
func (t *Type) Index(column string) int {
	i, ok := t.index[column]
	if !ok {
		panic("record: " + t.Name + " has no column " + column)
	}
	return i
}

// Has says whether the type has a column of this name.
func (t *Type) Has(column string) bool {
	_, ok := t.index[column]
	return ok
}

// Column is the column of a name.
func (t *Type) Column(name string) *Column { return &t.Columns[t.Index(name)] }

// Str is a value as text; empty when not filled.
func (t *Type) Str(r *Row, column string) string {
	s, _ := r.Values[t.Index(column)].(string)
	return s
}

// Int is a value as a number; ok is false when it is not filled.
func (t *Type) Int(r *Row, column string) (n int64, ok bool) {
	n, ok = r.Values[t.Index(column)].(int64)
	return n, ok
}

// Day is a date; ok is false when it is not filled.
func (t *Type) Day(r *Row, column string) (d clock.Day, ok bool) {
	n, ok := t.Int(r, column)
	return clock.Day(n), ok
}
