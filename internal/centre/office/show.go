package office

import (
	"net/http"
	"reflect"
	"strings"

	"openiq/internal/centre"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// showView is what the public is told about a centre, for those in charge.
type showView struct {
	scene
	*centre.Centre
	key    string
	edits  []edit
	dates  []centre.Visit // with cancelled ones
	public string         // address of the public page; empty: the centre is not public today
}

// edit is a change with who made it and what it changed.
type edit struct {
	centre.Edit
	who  string
	what []string
}

func (o *office) show(w http.ResponseWriter, r *http.Request) error {
	c, err := o.centres.Editable(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := showView{scene: o.scene(r, c.Name), Centre: c, key: ident.Token(), dates: c.Dates(o.centres.Today())}
	v.page.Crumbs = []ui.NavItem{{Label: v.p.T("centre.list.title"), URL: base}}
	if _, err := o.centres.Centre(r.Context(), c.ID); err == nil {
		v.public = publicURL(v.p, c.ID)
	}
	if v.edits, err = o.edits(r, v.scene, c.ID); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showPage(v))
}

// edits are the changes of a centre, the latest first. What is no account was done by the machine.
func (o *office) edits(r *http.Request, s scene, id string) ([]edit, error) {
	history, err := o.centres.History(r.Context(), id)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(history))
	for i, e := range history {
		ids[i] = e.Actor
	}
	names, err := o.names.Names(r.Context(), ids)
	all := make([]edit, len(history))
	for i, e := range history {
		before := centre.Told{}
		if i+1 < len(history) {
			before = history[i+1].Told
		}
		if all[i] = (edit{e, names[e.Actor], s.changed(before, e.Told)}); all[i].who == "" {
			all[i].who = e.Actor
		}
	}
	return all, err
}

// changed are the fields that differ between two states, by name.
func (s scene) changed(before, after centre.Told) []string {
	var names []string
	hours := false
	old, now := s.formOf(before), s.formOf(after)
	for _, name := range fields {
		if s.words(name, old) == s.words(name, now) {
			continue
		}
		if !strings.HasPrefix(name, hoursOf) {
			names = append(names, s.label(name))
		} else if !hours {
			hours = true
			names = append(names, s.p.T("centre.hours"))
		}
	}
	if !reflect.DeepEqual(before.Stops, after.Stops) {
		names = append(names, s.p.T("centre.stops"))
	}
	if before.CheckedOn != after.CheckedOn {
		names = append(names, s.label("checked_on"))
	}
	return names
}

// facts are what the public is told beside the mobile dates.
func (v showView) facts() []ui.Row {
	f := v.formOf(v.Told)
	rows := []ui.Row{{Label: v.label("checked_on"), Part: v.checkedOn(v.Centre)}, {Label: v.label("address"), Part: german(address(v.Street, v.Postcode, v.Place))}}
	for _, name := range fields {
		if words := v.words(name, f); words != "" && name != "street" {
			rows = append(rows, ui.Row{Label: v.label(name), Value: words})
		}
	}
	return rows
}

// checked notes that somebody looked at everything today and found it right.
func (o *office) checked(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	return done(w, r, id, "centre.checked_today", o.centres.Confirm(r.Context(), change(id, f)))
}
