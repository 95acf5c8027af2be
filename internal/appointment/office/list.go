package office

import (
	"net/http"

	"openiq/internal/appointment"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// listView has the requests of a site.
type listView struct {
	*scene
	ended    bool
	requests []*appointment.Request
}

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	q := web.ReadQuery(r)
	s, err := o.newScene(r, "appointment.title", q.Get("site"))
	if err != nil {
		return err
	}
	v := listView{scene: s, ended: q.Get("list") == "ended"}
	if s.site != nil {
		if v.requests, err = o.service.List(r.Context(), s.site.ID, v.ended); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, v.view())
}

// tab is the list's name among the tabs.
func (v listView) tab() string {
	if v.ended {
		return "ended"
	}
	return "open"
}

func (v listView) columns() []ui.Column {
	columns := []ui.Column{{Label: v.t("head.asked")}, {Label: v.t("head.state")}}
	if !v.ended {
		columns = append(columns, ui.Column{Label: v.t("head.waits"), Numeric: true})
	}
	return append(columns, ui.Column{Label: v.t("head.form")}, ui.Column{Label: v.t("head.language")}, ui.Column{Label: v.t("head.starts")},
		ui.Column{Label: v.t("head.wishes"), More: true}, ui.Column{Label: v.t("head.code"), More: true})
}

// finderCode is the code that somebody gave; empty: none.
func finderCode(r *appointment.Request) string {
	if r.Details == nil {
		return ""
	}
	return r.Details.Code
}
