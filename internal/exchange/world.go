package exchange

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// world is the structure of the network as it will be after the import, with the rows of the bundle merged in. It is
// what rules may look at.
type world struct {
	now   clock.Instant
	rows  map[string]map[string]*record.Row // structure by type and id; none is deleted
	lists map[string][]*record.Row          // the same as lists, made when asked for
	moves map[string][]*record.Row          // transfers by project, made when asked for
	nets  map[string]string                 // networks by project, made when asked for
	fetch func(typ, id string) *record.Row  // case data
}

// newWorld reads the structure as it is stored.
func newWorld(ctx context.Context, r db.Reader, now clock.Instant, fetch func(typ, id string) *record.Row) (*world, error) {
	w := &world{now: now, rows: map[string]map[string]*record.Row{}, fetch: fetch}
	for _, t := range programme.Types() {
		rows := map[string]*record.Row{}
		err := t.Scan(ctx, r, func(row record.Row) error {
			rows[row.ID] = &row
			return nil
		})
		if err != nil {
			return nil, err
		}
		w.rows[t.Name] = rows
	}
	w.forget()
	return w, nil
}

// put adds or replaces a row. A row that will be refused is put as well, with its sound cells: what refers to it is not
// wrong for that.
func (w *world) put(t *record.Type, row *record.Row) {
	w.rows[t.Name][row.ID] = row
	w.forget()
}

// forget drops what was derived from the rows.
func (w *world) forget() {
	w.lists = map[string][]*record.Row{}
	w.nets = map[string]string{}
	w.moves = nil
}

// Now is the instant taken as now.
func (w *world) Now() clock.Instant { return w.now }

// Row is the newest version of a record; nil when there is none.
func (w *world) Row(typ, id string) *record.Row {
	if id == "" {
		return nil
	}
	if rows, ok := w.rows[typ]; ok {
		return rows[id]
	}
	return w.fetch(typ, id)
}

// Rows are all newest versions of a structure type.
func (w *world) Rows(typ string) []*record.Row {
	list, ok := w.lists[typ]
	if !ok {
		for _, row := range w.rows[typ] {
			list = append(list, row)
		}
		w.lists[typ] = list
	}
	return list
}

// network is the network in which a project works today: its own, or that to which it was moved last. Without one it is
// the tenant of what belongs to no network.
func (w *world) network(project string) string {
	if net, ok := w.nets[project]; ok {
		return net
	}
	net := ""
	if p := w.Row("projects", project); p != nil {
		net = programme.Projects.Str(p, "network_id")
	}
	if last := w.lastMove(project); last != nil {
		net = programme.Transfers.Str(last, "network_id")
	}
	if net == "" {
		net = db.Federal
	}
	w.nets[project] = net
	return net
}

// lastMove is the transfer of a project that holds today; nil when it was never moved.
func (w *world) lastMove(project string) *record.Row {
	if w.moves == nil {
		w.moves = map[string][]*record.Row{}
		for _, t := range w.Rows("project_transfers") {
			p := programme.Transfers.Str(t, "project_id")
			w.moves[p] = append(w.moves[p], t)
		}
	}
	var last *record.Row
	latest := clock.NoDay
	for _, t := range w.moves[project] {
		from, _ := programme.Transfers.Day(t, "valid_from")
		if from > w.now.Day() || last != nil && (from < latest || from == latest && t.ID < last.ID) {
			continue
		}
		last, latest = t, from
	}
	return last
}

// siteNetwork is the network in which the project of a site works today.
func (w *world) siteNetwork(site string) string {
	project := ""
	if s := w.Row("sites", site); s != nil {
		project = programme.Sites.Str(s, "project_id")
	}
	return w.network(project)
}
