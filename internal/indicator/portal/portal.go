package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// Structure gives the rounds. programme.Service is one.
type Structure interface {
	Directory(ctx context.Context) (*programme.Directory, error)
}

type portal struct {
	engine    *indicator.Engine
	structure Structure
	answers   *answers
}

// Routes are the public addresses of figures, without the language before them.
func Routes(engine *indicator.Engine, structure Structure) []web.Route {
	o := &portal{engine, structure, &answers{clock: engine.Clock()}}
	return []web.Route{
		{Pattern: "GET /figures", Action: authz.Public, Handler: o.overview, Shared: true},
		{Pattern: "GET /figures/{indicator}", Action: authz.Public, Handler: o.figure, Shared: true},
	}
}

const (
	base     = "/figures"
	csvEnd   = ".csv"
	byField  = "by"
	roundKey = "round"
)

// words are the words of the portal about figures in the reader's language.
type words struct{ p *i18n.Printer }

func (w words) T(key string, args ...any) string { return w.p.T("portal.figures."+key, args...) }

func (w words) label(id string) string { return w.T(id + ".label") }

func (w words) definition(id string) string { return w.T(id + ".definition") }

func (w words) number(n int64) string { return w.p.Number(int(n)) }

// scene is a page about a period.
type scene struct {
	words
	page    ui.Page
	periods []indicator.PublicPeriod
	in      indicator.PublicPeriod // the one shown
}

// scene is a page about the period of the address, else about the newest. There are no periods before the first figures.
func (o *portal) scene(r *http.Request, title string) (*scene, error) {
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return nil, err
	}
	published, err := o.engine.Published(r.Context())
	if err != nil {
		return nil, err
	}
	s := &scene{words: words{web.P(r)}, page: web.Page(r, title), periods: indicator.PublicPeriods(d.Rounds, published, clock.Today(o.engine.Clock()))}
	asked := web.ReadQuery(r).Get(roundKey)
	if asked == "" && len(s.periods) > 0 {
		s.in = s.periods[0]
		return s, nil
	}
	i := slices.IndexFunc(s.periods, func(p indicator.PublicPeriod) bool { return p.Round.ID == asked })
	if i < 0 && asked != "" {
		return nil, errs.Missing()
	}
	if i >= 0 {
		s.in = s.periods[i]
	}
	return s, nil
}

// url is the address of figures of the period shown; pairs are further parameters.
func (s *scene) url(id, end string, pairs ...string) string {
	query := url.Values{}
	if s.in.Round != s.periods[0].Round {
		query.Set(roundKey, s.in.Round.ID)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	address := s.p.Local(base)
	if id != "" {
		address += "/" + id + end
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// roundName is what the period is called in a list.
func (s *scene) roundName(p indicator.PublicPeriod) string {
	span := s.T("period", "From", p.From, "To", p.To)
	if p.Running {
		return s.T("round.running", "Name", span)
	}
	return span
}

func (s *scene) rounds() []ui.Option {
	var all []ui.Option
	for _, p := range s.periods {
		all = append(all, ui.Option{Value: p.Round.ID, Label: s.roundName(p)})
	}
	return all
}

// overviewView is the page of all figures.
type overviewView struct {
	*scene
	tiles []ui.Figure
	parts []part // of the first indicator
}

func (o *portal) overview(w http.ResponseWriter, r *http.Request) error {
	v := overviewView{}
	var err error
	if v.scene, err = o.scene(r, web.P(r).T("portal.figures.title")); err != nil {
		return err
	}
	v.page.Describe = v.T("description")
	if len(v.periods) == 0 {
		return web.Render(w, r, http.StatusOK, nothingPage(v.scene))
	}
	for _, p := range indicator.PublicList() {
		whole, err := o.answer(r.Context(), &p, v.in)
		if err != nil {
			return err
		}
		v.tiles = append(v.tiles, ui.Figure{Value: v.total(whole), Label: v.label(p.ID), URL: v.url(p.ID, ""), About: sentence(v.definition(p.ID))})
	}
	if v.parts, err = o.parts(r.Context(), v.scene, &indicator.PublicList()[0]); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, overviewPage(v))
}

// total is a whole in words.
func (w words) total(o indicator.Outside) string {
	if o.TooFew {
		return w.T("few")
	}
	return w.number(o.Value)
}

// figureView is the page of an indicator.
type figureView struct {
	*scene
	id    string
	whole indicator.Outside
	parts []part
}

func (o *portal) figure(w http.ResponseWriter, r *http.Request) error {
	id, isFile := strings.CutSuffix(r.PathValue("indicator"), csvEnd)
	p, known := indicator.PublicNamed(id)
	if !known {
		return errs.Missing()
	}
	s, err := o.scene(r, web.P(r).T("portal.figures."+id+".label"))
	switch {
	case err != nil:
		return err
	case len(s.periods) == 0:
		return errs.Missing()
	case isFile:
		return o.file(w, r, s, p)
	}
	s.page.Describe = s.definition(id)
	s.page.Crumbs = []ui.NavItem{{Label: s.T("title"), URL: s.url("", "")}}
	v := figureView{scene: s, id: id}
	if v.whole, err = o.answer(r.Context(), p, s.in); err != nil {
		return err
	}
	if v.parts, err = o.parts(r.Context(), s, p); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, figurePage(v))
}

// parts are an indicator by each of its public dimensions.
func (o *portal) parts(ctx context.Context, s *scene, p *indicator.Public) ([]part, error) {
	var all []part
	for _, by := range p.By {
		shown, err := o.answer(ctx, p, s.in, by)
		if err != nil {
			return nil, err
		}
		all = append(all, part{scene: s, id: p.ID, by: by, shown: shown})
	}
	return all, nil
}

// answer is an indicator in a period by at most one of its public dimensions.
func (o *portal) answer(ctx context.Context, p *indicator.Public, in indicator.PublicPeriod, by ...string) (indicator.Outside, error) {
	q := asked{id: p.ID, by: strings.Join(by, " "), from: in.From, to: in.To, cutoff: in.Cutoff}
	return o.answers.of(q, func() (indicator.Outside, error) { return o.engine.Outside(ctx, p, in, by...) })
}
