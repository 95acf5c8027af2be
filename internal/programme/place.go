package programme

import (
	"context"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/record"
)

// nation is the place of what belongs to all networks: only who may edit everywhere may edit it.
var nation = []authz.Target{{}}

// places are where a record lies today. Somebody needs the right to edit at all of them; where there is none, anywhere.
func (d *Directory) places(k Kind, row *record.Row) []authz.Target {
	switch k {
	case KindProject:
		return []authz.Target{{Network: d.networkOf(row), Project: row.ID}}
	case KindSite:
		t := d.PlaceOfProject(Sites.Str(row, "project_id"))
		t.Site = row.ID
		return []authz.Target{t}
	case KindOrganisation:
		return d.placesOfOrganisation(row)
	}
	return nation
}

// placesOfOrganisation are the network that it coordinates and those of all its projects.
func (d *Directory) placesOfOrganisation(row *record.Row) []authz.Target {
	var out []authz.Target
	if network := Organisations.Str(row, "network_id"); network != "" {
		out = append(out, authz.Target{Network: network})
	}
	for _, p := range d.runs[row.ID] {
		out = append(out, d.PlaceOfProject(p.ID))
	}
	return out
}

// networkOf is the network of a project's row today, which may not be stored yet.
func (d *Directory) networkOf(row *record.Row) string {
	p := Project{network: Projects.Str(row, "network_id")}
	if stored := d.projects[row.ID]; stored != nil {
		p.Moves = stored.Moves
	}
	return p.NetworkOn(d.today)
}

// placesOfChange are the further places of what an edit changes in a record, beside those before and after it.
func placesOfChange(k Kind, prev, row *record.Row) []authz.Target {
	t := k.Type()
	changed := func(column string) bool {
		i := t.Index(column)
		return row.Values[i] != nil && prev == nil || prev != nil && row.Values[i] != prev.Values[i]
	}
	switch {
	case k == KindOrganisation && (changed("network_id") || changed("coordinates_from") || changed("coordinates_to")):
		return nation // who coordinates is not for a coordinator to decide
	case k == KindProject && prev != nil && changed("network_id"):
		return []authz.Target{{Network: t.Str(prev, "network_id")}, {Network: t.Str(row, "network_id")}}
	}
	return nil
}

func requireAll(ctx context.Context, targets []authz.Target) error {
	for _, t := range targets {
		if err := authz.Require(ctx, ActionEdit, t); err != nil {
			return err
		}
	}
	return nil
}

// MayEdit says whether who asks may change a stored record.
func (d *Directory) MayEdit(ctx context.Context, k Kind, id string) bool {
	row := d.rows[k][id]
	return row != nil && authz.From(ctx).May(ActionEdit) && requireAll(ctx, d.places(k, row)) == nil
}

// MayAdd says whether who asks may store a new record of a kind somewhere.
func MayAdd(ctx context.Context, k Kind) bool {
	switch k {
	case KindProject, KindSite, KindOrganisation:
		return authz.From(ctx).May(ActionEdit)
	}
	return MayEditAll(ctx)
}

// MayEditAll says whether who asks may change everything: rounds, networks and who coordinates them.
func MayEditAll(ctx context.Context) bool { return authz.From(ctx).MayAt(ActionEdit, authz.Target{}) }

// MayEditIn says whether who asks may change the projects of a network; the empty id is the federal level.
func MayEditIn(ctx context.Context, networkID string) bool {
	return authz.From(ctx).MayAt(ActionEdit, authz.Target{Network: networkID})
}
