package exchange

import (
	"openiq/internal/counselling"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/procedure"
)

// draft is a record of the bundle, merged with what is stored of it.
type draft struct {
	*parsed
	row  record.Row
	prev *record.Row
}

// take merges, checks and stores a chunk of a file.
func (r *run) take(f *file, c *chunk) error {
	r.keep(f, c.problems)
	if c.failed {
		r.lost[f.t.Name] = true
	}
	f.rows += len(c.rows)
	prev, err := r.previous(f.t, c.rows)
	if err == nil {
		err = r.lookUp(f, c.rows)
	}
	if err != nil {
		return err
	}
	drafts := make([]draft, 0, len(c.rows)) // never grows: rules keep pointers to its rows
	for i := range c.rows {
		p := &c.rows[i]
		if r.twice(f, p) {
			continue
		}
		drafts = append(drafts, draft{parsed: p, prev: prev[p.id]})
		r.merge(f, &drafts[len(drafts)-1])
	}
	for i := range drafts {
		r.check(f, &drafts[i])
	}
	if r.failure != nil {
		return r.failure
	}
	if !f.t.Tenanted() {
		openDates(f.t, drafts)
	}
	return r.store(f, drafts)
}

// previous reads what is stored of the records of a chunk.
func (r *run) previous(t *record.Type, rows []parsed) (map[string]*record.Row, error) {
	if r.empty[t.Name] {
		return nil, nil
	}
	ids := make([]string, 0, len(rows))
	for i := range rows {
		if !rows[i].badID {
			ids = append(ids, rows[i].id)
		}
	}
	return t.Find(r.ctx, r.tx, ids)
}

// twice refuses an id that an earlier record of the file has.
func (r *run) twice(f *file, p *parsed) bool {
	if p.badID {
		return false
	}
	first, ok := r.known[f.t.Name][keyOf(p.id)]
	if ok {
		r.refuse(f, p, idColumn.Name, quote(p.id)+" is in line "+itoa(int(first.line))+" already")
	}
	return ok
}

// refuse notes a problem of a record.
func (r *run) refuse(f *file, p *parsed, column, text string) {
	p.refused, r.hasErrors = true, true
	if f.t.Has(column) {
		p.broken.add(f.t.Index(column))
	}
	f.refuse(p.line, column, text)
}

// merge makes the version to store: the cells given, the rest as it was. What a cell refers to must exist.
func (r *run) merge(f *file, d *draft) {
	t := f.t
	d.row = record.Row{ID: d.id, Values: d.values}
	if d.prev != nil {
		d.row.Tenant, d.row.Recorded = d.prev.Tenant, d.prev.Recorded
		for i := range t.Columns {
			if !f.given.has(i) {
				d.row.Values[i] = d.prev.Values[i]
			}
		}
	}
	if !r.own(d) {
		d.torn = true // nothing else is said about it
		r.refuse(f, d.parsed, idColumn.Name, "unknown id "+quote(d.id))
	}
	if !d.torn {
		r.missing(f, d)
		r.references(f, d)
		r.occupation(f, d)
		r.recorded(f, d)
	}
	if t.Tenanted() {
		r.settle(f, d)
	}
	if d.badID {
		return
	}
	if !t.Tenanted() {
		r.world.put(t, &d.row)
	}
	r.remember(t, d)
}

// missing refuses a new record where the header lacks a required column; once a file is enough.
func (r *run) missing(f *file, d *draft) {
	if d.prev != nil || f.gap {
		return
	}
	for i, c := range f.t.Columns {
		if c.Required && !f.given.has(i) {
			f.gap, r.hasErrors = true, true
			f.refuse(1, c.Name, "the column is missing; new records need it")
		}
	}
}

// recorded decides since when a new record is known.
func (r *run) recorded(f *file, d *draft) {
	at, given := d.recorded.(int64)
	if given && at > int64(r.tx.Now()) {
		r.refuse(f, d.parsed, recordedColumn.Name, recordedColumn.Format(at)+" is in the future")
	}
	if d.prev != nil {
		return
	}
	d.row.Recorded = 0
	switch {
	case given:
		d.row.Recorded = instant(at)
	case f.t.Known == record.OnImport:
		d.row.Recorded = r.tx.Now()
	}
}

// settle gives a new record of case data its tenant, and keeps an old one in its own.
func (r *run) settle(f *file, d *draft) {
	t := f.t
	to := t.Str(&d.row, t.Tenant)
	of := t.Column(t.Tenant).Of
	tenant, ok := "", false
	if to != "" {
		tenant, ok = r.tenant(of, to)
	}
	switch {
	case d.prev == nil:
		d.row.Tenant = tenant
	case ok && !d.torn && tenant != d.prev.Tenant && typeOf(of).Tenanted():
		r.refuse(f, d.parsed, t.Tenant, quote(to)+" belongs to another network; a record stays in the one in which it was made")
	}
	if t.Has("case_tenant") {
		r.followCase(t, &d.row)
	}
}

// followCase keeps the tenant of the case a row refers to beside its id.
func (r *run) followCase(t *record.Type, row *record.Row) {
	var tenant any
	if id := t.Str(row, "case_id"); id != "" {
		if name, ok := r.tenant("cases", id); ok && name != "" {
			tenant = name
		}
	}
	row.Values[t.Index("case_tenant")] = tenant
}

// remember keeps what later rows must know of this one.
func (r *run) remember(t *record.Type, d *draft) {
	e := entry{line: int32(d.line), tenant: unknownTenant, site: -1, fresh: d.prev == nil}
	if d.row.Tenant != "" {
		e.tenant = r.names.number(d.row.Tenant)
	}
	switch t {
	case counselling.Cases:
		if site := t.Str(&d.row, "site_id"); site != "" {
			e.site = r.names.number(site)
		}
	case counselling.Contacts:
		r.advise(t.Str(&d.row, "case_id"))
	}
	r.known[t.Name][keyOf(d.id)] = e
}

// advise notes that a case of the bundle has a contact.
func (r *run) advise(caseID string) {
	cases := r.known["cases"]
	if e, ok := cases[keyOf(caseID)]; ok && !e.advised {
		e.advised = true
		cases[keyOf(caseID)] = e
	}
}

// check applies the rules of the type. A cell that is broken is not complained about again.
func (r *run) check(f *file, d *draft) {
	if d.torn {
		return
	}
	r.ownStructure(f, d)
	if f.t.Check == nil {
		return
	}
	place := r.place(f.t, &d.row)
	for _, p := range f.t.Check(&d.row, r.world) {
		switch {
		case p.Warning:
			f.warn(d.line, p.Column, p.Message)
		case d.broken.has(f.t.Index(p.Column)):
		default:
			r.refuse(f, d.parsed, p.Column, p.Message)
		}
	}
	place()
}

// place shows the rules of a contact without a site that of its case, as derived when counting; the function it
// returns takes it away again.
func (r *run) place(t *record.Type, row *record.Row) func() {
	if t != counselling.Contacts || t.Str(row, "site_id") != "" {
		return func() {}
	}
	i := t.Index("site_id")
	if site := r.siteOf(t.Str(row, "case_id")); site != "" {
		row.Values[i] = site
	}
	return func() { row.Values[i] = nil }
}

// openDates clears the dates and the refused cells of refused rows, so that what depends on them is not refused as well: an
// open date contains all days.
func openDates(t *record.Type, drafts []draft) {
	for i := range drafts {
		d := &drafts[i]
		for j, c := range t.Columns {
			if d.refused && (d.broken.has(j) || c.Kind == record.Date) {
				d.row.Values[j] = nil
			}
		}
	}
}

// store writes a chunk, unless the bundle is refused anyway.
func (r *run) store(f *file, drafts []draft) error {
	if r.hasErrors {
		return nil
	}
	fresh := make([]record.Row, 0, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		change := record.New
		if d.prev == nil {
			fresh = append(fresh, d.row)
		} else {
			var err error
			if change, err = f.t.Put(r.tx, d.row, d.prev); err != nil {
				return err
			}
		}
		r.count(f, d, change)
	}
	return f.t.Insert(r.tx, fresh)
}

func (r *run) count(f *file, d *draft, change record.Change) {
	tenant := d.row.Tenant
	if tenant == "" {
		tenant = db.Federal
	}
	n := f.counts[tenant]
	if n == nil {
		n = &FileReport{}
		f.counts[tenant] = n
	}
	switch change {
	case record.New:
		n.New++
	case record.Changed:
		n.Changed++
	case record.Unchanged:
		n.Unchanged++
	}
	if change != record.Unchanged {
		r.touch(f.t, d)
	}
	r.meet(f, d)
}

// touch notes the cases whose summary changes with a row, and the procedures whose due days do.
func (r *run) touch(t *record.Type, d *draft) {
	switch t {
	case counselling.Cases:
		r.touched.Add(d.id)
	case counselling.Qualifications, counselling.Contacts:
		r.touched.Add(t.Str(&d.row, "case_id"))
		if d.prev != nil {
			r.touched.Add(t.Str(d.prev, "case_id"))
		}
	case procedure.Procedures:
		r.moved.Add(d.id)
	case procedure.Steps, procedure.Costs:
		r.moved.Add(t.Str(&d.row, "procedure_id"))
		if d.prev != nil {
			r.moved.Add(t.Str(d.prev, "procedure_id"))
		}
	}
}
