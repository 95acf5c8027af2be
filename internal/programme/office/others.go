package office

import (
	"net/http"

	"openiq/internal/platform/web"
	"openiq/internal/programme"
)

func (o *office) organisations(w http.ResponseWriter, r *http.Request) error {
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	f := web.ReadQuery(r)
	l := listing[programme.Organisation]{frame: newFrame(r, web.P(r).T("programme.organisations.title")), form: f, d: d,
		mayAdd: programme.MayAdd(r.Context(), programme.KindOrganisation)}
	var found []*programme.Organisation
	for _, x := range d.Organisations {
		if fits(f.Get("kind"), x.Kind) && has(f.Get("q"), x.Name, x.ID) && (f.Get("coordinates") == "" || x.NetworkID != "") {
			found = append(found, x)
		}
	}
	l.turn(r, d.Organisations, found, func(x *programme.Organisation) string { return x.ID })
	return web.Render(w, r, http.StatusOK, organisationsPage(l))
}

func (o *office) rounds(w http.ResponseWriter, r *http.Request) error {
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	f := newFrame(r, web.P(r).T("programme.rounds.title"))
	return web.Render(w, r, http.StatusOK, roundsPage(f, d, programme.MayEditAll(r.Context())))
}

// areasOf are the priority areas of a round, by number.
func areasOf(d *programme.Directory, round string) []*programme.PriorityArea {
	var out []*programme.PriorityArea
	for _, a := range d.PriorityAreas {
		if a.RoundID == round {
			out = append(out, a)
		}
	}
	return out
}

// projectsIn counts the projects of a round.
func projectsIn(d *programme.Directory, round string) int {
	n := 0
	for _, x := range d.Projects {
		n += one(x.RoundID == round)
	}
	return n
}

func (o *office) centres(w http.ResponseWriter, r *http.Request) error {
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	f := newFrame(r, web.P(r).T("programme.centres.title"))
	return web.Render(w, r, http.StatusOK, centresPage(f, d, programme.MayEditAll(r.Context())))
}
