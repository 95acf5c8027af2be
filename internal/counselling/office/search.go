package office

import (
	"net/http"
	"unicode/utf8"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// SearchURL is where the search at the top of each page is sent. What is searched for is posted, so that it stands in no
// address, no log and no saved view.
const SearchURL = "/search"

// searchView is what was found.
type searchView struct {
	*web.Form
	structure *programme.Directory
	found     *counselling.Matches // nil: nothing was asked
	named     bool                 // the reader may know names
}

// mostAsked is how many characters a search may have.
const mostAsked = 200

func (o *office) search(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm()
	if r.Method == http.MethodPost {
		var err error
		if f, err = web.ReadForm(r); err != nil {
			return err
		}
	}
	v, status := searchView{Form: f, named: authz.From(r.Context()).May(person.ActionRead)}, http.StatusOK
	var err error
	switch asked := f.Get("q"); {
	case utf8.RuneCountInString(asked) > mostAsked:
		f.Fault("q", "error.too_long", "Max", mostAsked)
		status = http.StatusBadRequest
	case asked != "":
		v.found, err = o.cases.Search(r.Context(), asked)
	}
	if err == nil {
		v.structure, err = o.structure.Directory(r.Context())
	}
	if err != nil {
		return err
	}
	page := web.Page(r, web.P(r).T("counselling.search.title"))
	page.Search = nil // the page has it, larger
	return web.Render(w, r, status, v.view(page))
}

func (v searchView) field(p *i18n.Printer) ui.Field {
	field := v.Field(p, "q", p.T("counselling.search.label"))
	field.Key = "/"
	if field.Hint = p.T("counselling.search.hint"); !v.named {
		field.Label, field.Hint = p.T("counselling.search.label_code"), ""
	}
	return field
}

// locateView is in which centres somebody has a case.
type locateView struct {
	*web.Form
	structure *programme.Directory
	asked     bool
	found     []counselling.Located
	more      bool
}

func (o *office) locate(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm()
	if r.Method == http.MethodPost {
		var err error
		if f, err = web.ReadForm(r); err != nil {
			return err
		}
	}
	v, status := locateView{Form: f, asked: r.Method == http.MethodPost}, http.StatusOK
	var err error
	switch asked := f.Get("query"); {
	case !v.asked:
	case utf8.RuneCountInString(asked) > mostAsked:
		f.Fault("query", "error.too_long", "Max", mostAsked)
	default:
		v.found, v.more, err = o.cases.Locate(r.Context(), asked)
	}
	if f.Absorb(err) {
		err = nil
	}
	if !f.OK() {
		status = http.StatusBadRequest
	}
	if err == nil {
		v.structure, err = o.structure.Directory(r.Context())
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, status, v.view(web.Page(r, web.P(r).T("counselling.locate.title"))))
}

// networkOf is the network of a centre in words; of a centre without one there is nothing to say.
func (v locateView) networkOf(site string) string {
	return v.structure.Name(programme.KindNetwork, v.structure.PlaceOfSite(site).Network)
}

func siteNameOf(d *programme.Directory, site string) string { return d.Name(programme.KindSite, site) }
