package exchange

import (
	"slices"
	"strconv"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

func itoa(n int) string { return strconv.Itoa(n) }

func instant(n int64) clock.Instant { return clock.Instant(n) }

// lookUp reads the case data that a chunk refers to and that is not in the bundle.
func (r *run) lookUp(f *file, rows []parsed) error {
	r.stored = map[string]map[string]*record.Row{}
	for i, c := range f.t.Columns {
		if c.Kind != record.Ref || !typeOf(c.Of).Tenanted() || r.empty[c.Of] {
			continue
		}
		var ids []string
		asked := map[string]bool{}
		for _, p := range rows {
			id, _ := p.values[i].(string)
			if _, here := r.known[c.Of][keyOf(id)]; id != "" && !here && !asked[id] {
				asked[id] = true
				ids = append(ids, id)
			}
		}
		found, err := typeOf(c.Of).Find(r.ctx, r.tx, ids)
		if err != nil {
			return err
		}
		for id, row := range found {
			if row.Deleted {
				found[id] = nil
			}
		}
		r.stored[c.Of] = found
	}
	return nil
}

// references refuses cells that refer to what does not exist, what is deleted or, in an upload for one network, what
// belongs to another.
func (r *run) references(f *file, d *draft) {
	for i, c := range f.t.Columns {
		id, _ := d.row.Values[i].(string)
		if c.Kind != record.Ref || id == "" || !f.given.has(i) || d.broken.has(i) {
			continue
		}
		tenant, ok := r.tenant(c.Of, id)
		kept := d.prev != nil && d.prev.Values[i] == d.row.Values[i]
		if ok && !kept && !r.mine(c.Of, id, tenant) {
			ok = false
		}
		if !ok {
			r.refuse(f, d.parsed, c.Name, "unknown id "+quote(id))
			d.row.Values[i] = nil
		}
	}
}

// occupation refuses a reference occupation that the catalogue does not have.
func (r *run) occupation(f *file, d *draft) {
	if f.t != counselling.Qualifications || r.opt.Occupation == nil {
		return
	}
	const column = "reference_occupation"
	i := f.t.Index(column)
	code, _ := d.row.Values[i].(string)
	if code == "" || !f.given.has(i) || d.broken.has(i) || code == record.Declined || slices.Contains(counselling.SpecialOccupations, code) {
		return
	}
	if !r.opt.Occupation(code) {
		r.refuse(f, d.parsed, column, quote(code)+" is neither an occupation of the catalogue nor one of "+strings.Join(counselling.SpecialOccupations, ", "))
		d.row.Values[i] = nil
	}
}

// tenant says whether a record exists and to which tenant it belongs, or what is made at it: a site's, a project's is
// the network in which the project works today. It is empty where a broken row of the bundle keeps it unknown.
func (r *run) tenant(of, id string) (tenant string, ok bool) {
	switch {
	case of == "sites" && r.world.Row(of, id) != nil:
		return r.world.siteNetwork(id), true
	case of == "projects" && r.world.Row(of, id) != nil:
		return r.world.network(id), true
	case !typeOf(of).Tenanted():
		return db.Federal, r.world.Row(of, id) != nil || r.lost[of]
	}
	if e, here := r.known[of][keyOf(id)]; here {
		if e.tenant == unknownTenant {
			return "", true
		}
		return r.names.list[e.tenant], true
	}
	if row := r.stored[of][id]; row != nil {
		return row.Tenant, true
	}
	return "", r.lost[of]
}

// siteOf is the site in charge of a case.
func (r *run) siteOf(caseID string) string {
	if e, here := r.known["cases"][keyOf(caseID)]; here {
		if e.site < 0 {
			return ""
		}
		return r.names.list[e.site]
	}
	if row := r.stored["cases"][caseID]; row != nil {
		return typeOf("cases").Str(row, "site_id")
	}
	return ""
}
