// Package office opens the codes that people bring from the portal: what they asked there, and a case with it.
package office

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"openiq/internal/finder"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// URL is where codes are opened.
const URL = "/finder"

// rate is how often one account may try a code: as fast as people read them out, not as fast as one guesses.
var rate = web.Rate{PerSecond: 1.0 / 5, Burst: 15}

// Office opens codes.
type Office struct {
	finder *finder.Service
	tries  *web.Limiter // by account
}

// New makes the pages.
func New(s *finder.Service, c clock.Clock) *Office { return &Office{s, web.NewLimiter(rate, c)} }

// Routes are this room's addresses with what each needs.
func (o *Office) Routes() []web.Route {
	return []web.Route{{Pattern: "GET " + URL, Action: finder.ActionRecord, Handler: o.show}}
}

// view is the field for a code, with what it opened.
type view struct {
	page   ui.Page
	p      *i18n.Printer
	form   *web.Form
	kept   finder.Kept
	answer *finder.Answer // nil: nothing opened
}

func (o *Office) show(w http.ResponseWriter, r *http.Request) error {
	v := &view{page: web.Page(r, web.P(r).T("finder.title")), p: web.P(r), form: web.ReadQuery(r)}
	status := http.StatusOK
	if typed := v.form.Get("code"); typed != "" {
		kept, answer, err := o.open(r, typed)
		switch {
		case errs.KindOf(err) == errs.NotFound:
			v.form.Fault("code", "finder.error.code")
			status = http.StatusNotFound
		case err != nil:
			return err
		default:
			v.kept, v.answer = kept, answer
		}
	}
	return web.Render(w, r, status, codePage(v))
}

// open is the question of a code with today's answer. Where there is none any more, as its occupation is gone, it is unknown.
func (o *Office) open(r *http.Request, typed string) (finder.Kept, *finder.Answer, error) {
	if o.tries.Wait("account:"+authz.From(r.Context()).ID) > 0 {
		return finder.Kept{}, nil, errs.New(errs.RateLimited, "error.rate_limited")
	}
	kept, err := o.finder.Open(r.Context(), typed)
	if err != nil {
		return kept, nil, err
	}
	answer, err := o.finder.Answer(r.Context(), kept.Question)
	if errs.KindOf(err) == errs.Invalid {
		err = errs.Wrap(err, errs.NotFound, "finder.error.code")
	}
	return kept, answer, err
}

// Prefill fills in a new case what somebody told the portal, for /cases/new?finder=CODE. A code that does not open anything
// leaves the form empty.
func (o *Office) Prefill(r *http.Request) (url.Values, error) {
	typed := r.URL.Query().Get("finder")
	if typed == "" {
		return nil, nil
	}
	_, answer, err := o.open(r, typed)
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Forbidden:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	q := answer.Question
	known := url.Values{"themes": {"recognition"}, "reference_occupation": {q.Occupation}, "country": {q.Country}, "wish": {wish(web.P(r), answer)}}
	if q.Lang != "" && q.Lang != i18n.Source {
		known.Set("languages", q.Lang)
	}
	return known, nil
}

// wish is in words where somebody wants to work.
func wish(p *i18n.Printer, a *finder.Answer) string {
	var words []string
	if place := place(p, a); place != "" {
		words = append(words, p.T("finder.wish", "Place", place))
	}
	if a.Question.Abroad {
		words = append(words, p.T("finder.wish.abroad"))
	}
	return strings.Join(words, "\n")
}

// place is where somebody wants to work in words; empty where that is not known.
func place(p *i18n.Printer, a *finder.Answer) string {
	words := strings.TrimSpace(a.Place.Postcode + " " + a.Place.Name)
	if a.Place.Name == "" && a.Question.Place != "" {
		words = a.Question.Place
	}
	land := ""
	if a.Place.State != "" {
		land = p.Code("state", a.Place.State)
	}
	return strings.Trim(words+", "+land, ", ")
}

// rows are the facts of an answer.
func (v *view) rows() []ui.Row {
	a := v.answer
	row := func(field, value string) ui.Row { return ui.Row{Label: v.p.T("finder.field." + field), Value: value} }
	where := place(v.p, a)
	if where == "" {
		where = v.p.T("finder.no_place")
	}
	rows := []ui.Row{row("occupation", v.p.Code("reference_occupation", a.Occupation.Code)), row("country", v.p.Country(a.Question.Country)), row("place", where)}
	if a.Question.Resettler {
		rows = append(rows, row("resettler", v.p.T("ui.yes")))
	}
	if a.Question.Abroad {
		rows = append(rows, row("abroad", v.p.T("ui.yes")))
	}
	if a.Question.Lang != "" {
		rows = append(rows, row("language", v.p.Language(a.Question.Lang)))
	}
	return append(rows, row("need", v.p.T("finder.need."+string(a.Need))), row("kind", v.p.Code("procedure_kind", a.Plan.Kind)),
		row("authority", v.authority()), row("law", a.Plan.Law))
}

// authority is who decides in words.
func (v *view) authority() string {
	switch all := v.answer.Decides.Authorities; {
	case len(all) == 1:
		return all[0].Name
	case len(all) > 1:
		return v.p.T("finder.several", "Count", strconv.Itoa(len(all)))
	}
	return v.p.T("finder.no_authority")
}

func (v *view) code() ui.Field {
	f := v.form.Field(v.p, "code", v.p.T("finder.code"))
	f.Hint, f.Autofocus = v.p.T("finder.code.hint"), v.answer == nil
	return f
}
