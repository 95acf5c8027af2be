package office

import (
	"net/http"

	"openiq/internal/centre"
	"openiq/internal/platform/web"
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
