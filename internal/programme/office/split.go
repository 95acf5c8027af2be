package office

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// splitView is the form with which a network splits.
type splitView struct {
	page        ui.Page
	form        *web.Form
	network     *programme.Network
	parts       []partView
	projects    []assignment
	choices     []ui.Option // the parts by number
	coordinator []ui.Option
	wrong       []ui.Field
	changed     bool
}

// partView are the questions about one successor.
type partView struct {
	number                    int
	name, states, coordinator ui.Field
}

// assignment asks in which part a project goes on.
type assignment struct {
	project *programme.Project
	part    ui.Field
}

// partName is the name of the field that assigns a project; ids may contain what an HTML id may not.
func partName(project string) string { return "part_" + url.QueryEscape(project) }

// partsOf is the number of successors that the form asks for.
func partsOf(f *web.Form) int {
	n, err := strconv.Atoi(f.Get("parts"))
	if err != nil {
		return programme.MinParts
	}
	return min(max(n, programme.MinParts), programme.MaxParts)
}

func (o *office) splitForm(w http.ResponseWriter, r *http.Request) error {
	return o.showSplit(w, r, http.StatusOK, web.NewForm(), false)
}

func (o *office) showSplit(w http.ResponseWriter, r *http.Request, status int, f *web.Form, changed bool) error {
	rec, err := o.programme.Open(r.Context(), programme.KindNetwork, r.PathValue("id"))
	if err != nil {
		return err
	}
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	p := web.P(r)
	f.Set("version", strconv.FormatInt(rec.Version, 10))
	f.Set("parts", strconv.Itoa(partsOf(f)))
	v := splitView{form: withKey(f), network: d.Network(rec.ID), coordinator: freeOrganisations(d), changed: changed}
	for n := 1; n <= partsOf(f); n++ {
		v.parts = append(v.parts, newPart(r, f, n))
		name := f.Get("name_" + strconv.Itoa(n))
		if name == "" {
			name = p.T("programme.split.part", "Number", n)
		}
		v.choices = append(v.choices, ui.Option{Value: strconv.Itoa(n), Label: name})
	}
	from, _ := parseDay(f.Get("from")) // one that cannot be read is noted elsewhere
	if from == clock.NoDay {
		from = d.Today()
	}
	for _, x := range d.GoingOn(rec.ID, from) {
		field := f.Field(p, partName(x.ID), x.Name)
		field.Required = true
		v.projects = append(v.projects, assignment{x, field})
	}
	v.wrong = f.Wrong(p, func(name string) string { return splitLabel(r, d, name) })
	v.page = inner(r, rec.Kind, p.T("programme.split.title"), ui.NavItem{Label: v.network.Name, URL: address(rec.Kind, rec.ID)})
	return web.Render(w, r, status, splitPage(v))
}

func newPart(r *http.Request, f *web.Form, n int) partView {
	p, number := web.P(r), strconv.Itoa(n)
	x := partView{number: n, name: f.Field(p, "name_"+number, p.T("column.name")), states: f.Field(p, "states_"+number, p.T("column.states")),
		coordinator: f.Field(p, "coordinator_"+number, p.T("programme.coordinator"))}
	x.name.Required, x.states.Required = true, true
	x.coordinator.Hint, x.coordinator.List = p.T("programme.split.coordinator_hint"), "coordinators"
	return x
}

// splitLabel names a field for the summary of errors.
func splitLabel(r *http.Request, d *programme.Directory, name string) string {
	p := web.P(r)
	what, rest, _ := strings.Cut(name, "_")
	switch {
	case name == "from":
		return p.T("programme.from")
	case what == "part":
		id, err := url.QueryUnescape(rest)
		if err != nil {
			id = rest
		}
		return d.Name(programme.KindProject, id)
	case what == "coordinator":
		return p.T("programme.split.part", "Number", rest) + ", " + p.T("programme.coordinator")
	}
	return p.T("programme.split.part", "Number", rest) + ", " + label(p, what)
}

func (o *office) split(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if f.Get("do") == "part" {
		f.Set("parts", strconv.Itoa(partsOf(f)+1))
		return o.showSplit(w, r, http.StatusOK, f, false)
	}
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	split := splitOf(d, r.PathValue("id"), f)
	if f.OK() {
		_, err = o.programme.SplitNetwork(r.Context(), split)
	}
	var stale *programme.Stale
	switch {
	case err == nil && f.OK():
		web.Flash(w, r, ui.Success, "programme.split.done")
		web.Redirect(w, r, "/network?on="+split.From.String())
		return nil
	case errors.As(err, &stale):
		return o.showSplit(w, r, http.StatusConflict, f, true)
	case absorb(f, escaped(err)):
		return o.showSplit(w, r, http.StatusBadRequest, f, false)
	}
	return err
}

// splitOf reads the form.
func splitOf(d *programme.Directory, network string, f *web.Form) programme.Split {
	version, _ := strconv.ParseInt(f.Get("version"), 10, 64) // a broken one is no version that is stored
	split := programme.Split{Network: network, Version: version, From: fromDay(f), Key: withKey(f).Get("key")}
	for n := 1; n <= partsOf(f); n++ {
		number := strconv.Itoa(n)
		part := programme.Part{Name: f.Get("name_" + number), States: f.All("states_" + number), Coordinator: f.Get("coordinator_" + number)}
		if id, ok := ui.CodeOf(freeOrganisations(d), part.Coordinator); ok {
			part.Coordinator = id
		}
		if split.From != clock.NoDay {
			for _, x := range d.GoingOn(network, split.From) {
				if f.Get(partName(x.ID)) == number {
					part.Projects = append(part.Projects, x.ID)
				}
			}
		}
		split.Parts = append(split.Parts, part)
	}
	return split
}

// escaped names the fields of projects as the form does.
func escaped(err error) error {
	var e *errs.Error
	if !errors.As(err, &e) {
		return err
	}
	renamed := *e
	renamed.Fields = nil
	for _, f := range e.Fields {
		if id, ok := strings.CutPrefix(f.Name, "part_"); ok {
			f.Name = partName(id)
		}
		renamed.Fields = append(renamed.Fields, f)
	}
	return &renamed
}
