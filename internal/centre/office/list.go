package office

import (
	"net/http"

	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// listView is the list of one's centres.
type listView struct {
	scene
	query   *web.Form
	centres []*centre.Centre
	all     int
	lacking int
}

// lacking is the filter that leaves the centres that lack something.
const lacking = "lacking"

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	mine, err := o.centres.Mine(r.Context())
	if err != nil {
		return err
	}
	v := listView{scene: o.scene(r, web.P(r).T("centre.list.title")), query: web.ReadQuery(r), all: len(mine)}
	for _, c := range mine {
		lacks := len(c.Gaps(v.today)) > 0
		if lacks {
			v.lacking++
		}
		if lacks || v.query.Get("show") != lacking {
			v.centres = append(v.centres, c)
		}
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// Reminder says on the start page how many of somebody's centres lack something; nothing to who is in charge of none.
func Reminder(centres *centre.Service) func(r *http.Request) (ui.NavItem, error) {
	return func(r *http.Request) (ui.NavItem, error) {
		if !authz.From(r.Context()).May(centre.ActionEdit) {
			return ui.NavItem{}, nil
		}
		mine, err := centres.Mine(r.Context())
		if err != nil {
			return ui.NavItem{}, err
		}
		n := 0
		for _, c := range mine {
			if len(c.Gaps(centres.Today())) > 0 {
				n++
			}
		}
		if n == 0 {
			return ui.NavItem{}, nil
		}
		return ui.NavItem{Label: web.P(r).N("centre.reminder", n), URL: base + "?show=" + lacking, Icon: "map"}, nil
	}
}
