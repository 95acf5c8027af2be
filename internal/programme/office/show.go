package office

import (
	"cmp"
	"net/http"
	"slices"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// recordView is one record with what belongs to it.
type recordView struct {
	page    ui.Page
	d       *programme.Directory
	kind    programme.Kind
	id      string
	facts   []ui.Row
	on      clock.Day
	past    bool // on is another day than today
	mayEdit bool
	mayAll  bool // split, change the coordinator, …
	history []programme.Revision
}

func (o *office) show(k programme.Kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("id")
		d, err := o.programme.Directory(r.Context())
		if err != nil {
			return err
		}
		rec, ok := d.Record(k, id)
		if !ok {
			return errs.Missing()
		}
		past, err := o.programme.History(r.Context(), k, id)
		if err != nil {
			return err
		}
		v := recordView{d: d, kind: k, id: id, facts: facts(web.P(r), d, rec), history: past,
			mayEdit: d.MayEdit(r.Context(), k, id), mayAll: programme.MayEditAll(r.Context())}
		v.on = dayIn(web.ReadQuery(r), d.Today())
		v.past = v.on != d.Today()
		v.page = inner(r, k, d.Name(k, id))
		return web.Render(w, r, http.StatusOK, recordPage(v))
	}
}

// coordinatorsOf are the organisations that ever coordinated a network, the latest first.
func coordinatorsOf(d *programme.Directory, network string) []*programme.Organisation {
	var out []*programme.Organisation
	for _, x := range d.Organisations {
		if x.NetworkID == network {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b *programme.Organisation) int { return cmp.Compare(b.Coordinates.From, a.Coordinates.From) })
	return out
}

// sitesOfNetwork are the sites open in a network on a day.
func sitesOfNetwork(d *programme.Directory, network string, on clock.Day) []*programme.Site {
	var out []*programme.Site
	for _, s := range d.Sites {
		if d.Open(s, on) && d.NetworkOfProject(s.ProjectID, on) == network {
			out = append(out, s)
		}
	}
	return out
}
