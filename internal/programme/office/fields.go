package office

import (
	"context"
	"slices"
	"strings"

	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// field is a column as a question.
type field struct {
	ui.Field
	column  *record.Column
	options []ui.Option
	typed   bool // the list is long: one types some letters of an entry
}

// columnsFor are the columns of a kind that who asks may fill in.
func columnsFor(ctx context.Context, k programme.Kind) []*record.Column {
	var out []*record.Column
	columns := k.Type().Columns
	for i := range columns {
		coordinates := k == programme.KindOrganisation && slices.Contains([]string{"network_id", "coordinates_from", "coordinates_to"}, columns[i].Name)
		if !coordinates || programme.MayEditAll(ctx) {
			out = append(out, &columns[i])
		}
	}
	return out
}

// fieldsFor are the questions of a kind's form, with what was typed.
func fieldsFor(ctx context.Context, p *i18n.Printer, d *programme.Directory, k programme.Kind, f *web.Form) []field {
	var out []field
	for _, c := range columnsFor(ctx, k) {
		x := field{Field: f.Field(p, c.Name, label(p, c.Name)), column: c}
		x.Required = c.Required
		if hint := "programme.hint." + string(k) + "." + c.Name; p.Has(hint) {
			x.Hint = p.T(hint)
		}
		x.options = options(ctx, p, d, c, x.Value)
		x.typed = c.Kind == record.Ref && (c.Of == "organisations" || c.Of == "projects")
		if x.typed && x.Hint == "" {
			x.Hint = p.T("ui.type_to_search")
		}
		out = append(out, x)
	}
	return out
}

// options are what may be chosen in a column. What is stored stays on offer even where one could not choose it anew.
func options(ctx context.Context, p *i18n.Printer, d *programme.Directory, c *record.Column, stored string) []ui.Option {
	var out []ui.Option
	switch c.Kind {
	case record.Bool:
		out = yesNo(p)
	case record.Code, record.Codes:
		out = ui.CodeOptions(p, strings.TrimSuffix(c.Name, "s"), c.Codes)
	case record.Ref:
		out = references(ctx, p, d, kindOf(c.Of))
	}
	if stored == record.Declined && c.Kind == record.Code && !c.Required {
		out = append(out, ui.Option{Value: stored, Label: p.Code(c.Name, stored)})
	}
	if known := func(o ui.Option) bool { return o.Value == stored }; c.Kind == record.Ref && !slices.ContainsFunc(out, known) {
		if _, exists := d.Record(kindOf(c.Of), stored); exists {
			out = append(out, ui.Option{Value: stored, Label: d.Name(kindOf(c.Of), stored)})
		}
	}
	return out
}

// references are the records to choose from: of projects and networks those where one may change something.
func references(ctx context.Context, p *i18n.Printer, d *programme.Directory, k programme.Kind) []ui.Option {
	switch k {
	case programme.KindRound:
		return roundOptions(d)
	case programme.KindNetwork:
		return slices.DeleteFunc(networkOptions(p, d), func(o ui.Option) bool { return !programme.MayEditIn(ctx, o.Value) })
	case programme.KindCompetenceCentre:
		return named(d.CompetenceCentres, func(c *programme.CompetenceCentre) (string, string) { return c.ID, c.Name })
	case programme.KindPriorityArea:
		return named(d.PriorityAreas, func(a *programme.PriorityArea) (string, string) {
			return a.ID, d.Name(programme.KindRound, a.RoundID) + ": " + a.Name
		})
	case programme.KindOrganisation:
		return named(d.Organisations, func(o *programme.Organisation) (string, string) { return o.ID, o.Name })
	case programme.KindProject:
		var mine []*programme.Project
		for _, x := range d.Projects {
			if d.MayEdit(ctx, programme.KindProject, x.ID) {
				mine = append(mine, x)
			}
		}
		return named(mine, func(x *programme.Project) (string, string) { return x.ID, x.Name })
	}
	return nil
}

// named are options by id and name; the id stands beside a name that occurs twice.
func named[T any](all []*T, of func(*T) (id, name string)) []ui.Option {
	times := map[string]int{}
	for _, x := range all {
		_, name := of(x)
		times[name]++
	}
	out := make([]ui.Option, len(all))
	for i, x := range all {
		id, name := of(x)
		if times[name] > 1 {
			name += " [" + id + "]"
		}
		out[i] = ui.Option{Value: id, Label: name}
	}
	return out
}

// formOf is a form filled with a stored record.
func formOf(rec programme.Record) *web.Form {
	f := web.NewForm()
	columns := rec.Kind.Type().Columns
	for i := range columns {
		cell := rec.Cells[columns[i].Name]
		if columns[i].Kind == record.Codes {
			f.Values[columns[i].Name] = strings.Fields(cell)
		} else {
			f.Set(columns[i].Name, cell)
		}
	}
	return f
}

// cellsOf are the cells that somebody typed.
func cellsOf(ctx context.Context, p *i18n.Printer, d *programme.Directory, k programme.Kind, f *web.Form) map[string]string {
	out := map[string]string{}
	for _, c := range columnsFor(ctx, k) {
		typed := f.Get(c.Name)
		switch {
		case c.Kind == record.Codes:
			typed = strings.Join(f.All(c.Name), " ")
		case c.Kind == record.Date:
			typed = isoDay(typed)
		case c.Kind == record.Ref:
			if id, ok := ui.CodeOf(options(ctx, p, d, c, typed), typed); ok {
				typed = id
			}
		}
		out[c.Name] = typed
	}
	return out
}
