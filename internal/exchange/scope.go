package exchange

import (
	"slices"

	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// An upload can be limited to one regional network. What belongs to another network, or to the nation, is then as good
// as unknown: nobody learns from an answer which ids exist.

// mine says whether a record may be referred to. A tenant that a broken row keeps unknown is no reason for a second
// complaint.
func (r *run) mine(of, id, tenant string) bool {
	if r.opt.Network == "" || tenant == "" {
		return true
	}
	switch of {
	case "networks":
		return id == r.opt.Network
	case "rounds", "priority_areas", "competence_centres", "organisations":
		return true // common ground, and public
	}
	return tenant == r.opt.Network
}

// own says whether an upload may touch a record: case data of another network is as if its id did not exist.
func (r *run) own(d *draft) bool {
	return r.opt.Network == "" || d.prev == nil || d.prev.Tenant == "" || d.prev.Tenant == r.opt.Network
}

// ownStructure refuses rows of the structure that are not of the network. A row of the common ground may be there if it
// changes nothing.
func (r *run) ownStructure(f *file, d *draft) {
	if r.opt.Network == "" || f.t.Tenanted() {
		return
	}
	before := d.prev != nil && r.ownsStructure(f.t, d.prev)
	unchanged := d.prev != nil && !d.prev.Deleted && slices.Equal(d.prev.Values, d.row.Values)
	switch {
	case d.refused || unchanged && common(f.t):
	case d.prev == nil && r.ownsStructure(f.t, &d.row):
	case before && r.ownsStructure(f.t, &d.row):
	default:
		r.refuse(f, d.parsed, idColumn.Name, "unknown id "+quote(d.id))
	}
}

// common says that a type's rows belong to no network.
func common(t *record.Type) bool {
	switch t {
	case programme.Rounds, programme.PriorityAreas, programme.CompetenceCentres, programme.Transfers:
		return true
	}
	return false
}

// ownsStructure says whether a row of the structure belongs to the network of the upload.
func (r *run) ownsStructure(t *record.Type, row *record.Row) bool {
	switch t {
	case programme.Networks:
		return row.ID == r.opt.Network
	case programme.Organisations:
		return t.Str(row, "network_id") == r.opt.Network
	case programme.Projects:
		return t.Str(row, "network_id") == r.opt.Network && r.world.network(row.ID) == r.opt.Network
	case programme.Sites:
		return r.world.network(t.Str(row, "project_id")) == r.opt.Network
	}
	return false
}
