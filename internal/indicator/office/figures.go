package office

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"openiq/internal/account"
	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// figures shows the explorer: the overview, or one indicator by up to two dimensions.
func (o office) figures(w http.ResponseWriter, r *http.Request) error {
	q, err := o.ask(r)
	if err != nil {
		return err
	}
	page := web.Page(r, q.P.T("figures.title"))
	if !q.form.OK() {
		return web.Render(w, r, http.StatusUnprocessableEntity, wrongQuestion(page, q))
	}
	if own := q.values(); !sameQuery(r.URL.Query(), own) {
		web.Redirect(w, r, address("/figures", own))
		return nil
	}
	if q.definition == nil {
		tiles, err := o.overview(r, q)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, overviewPage(page, q, tiles))
	}
	a, err := o.engine.Answer(r.Context(), q.query)
	if err != nil {
		return err
	}
	page.Title = q.Label(q.query.ID)
	page.Crumbs = []ui.NavItem{{Label: q.P.T("figures.title"), URL: "/figures"}}
	x := o.answered(r, q, a)
	table, err := o.cross(r.Context(), x)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, answerPage(page, x, table))
}

// answered is a question with its answer and what the reader can do with it.
func (o office) answered(r *http.Request, q *question, a indicator.Answer) answered {
	return answered{q, a, web.URL(r, address("/figures", q.fixed(a))), q.definition.Listed() && authz.From(r.Context()).May(account.CaseRead)}
}

// sameQuery says that an address asks exactly this, apart from the language.
func sameQuery(asked, own url.Values) bool {
	asked.Del("lang")
	return asked.Encode() == own.Encode()
}

func address(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// group is a part of the network with its figures.
type group struct {
	ID    string
	Tiles []ui.Figure
}

// overview computes every indicator for the round of today; without a round, of all time.
func (o office) overview(r *http.Request, q *question) ([]group, error) {
	round := ""
	if now := q.structure.RoundOn(q.structure.Today()); now != nil {
		round = now.ID
	}
	var groups []group
	for _, d := range indicator.Definitions() {
		a, err := o.engine.Answer(r.Context(), indicator.Query{ID: d.ID, Round: round, Limit: q.query.Limit})
		if err != nil {
			return nil, err
		}
		v := url.Values{fieldIndicator: {d.ID}}
		if round != "" {
			v.Set(fieldRound, round)
		}
		id := report.Group(d.ID)
		i := slices.IndexFunc(groups, func(g group) bool { return g.ID == id })
		if i < 0 {
			i, groups = len(groups), append(groups, group{ID: id})
		}
		groups[i].Tiles = append(groups[i].Tiles, ui.Figure{
			Value: q.Number(a.Value), Unit: q.Unit(d.Unit, a.Value), Label: q.Label(d.ID),
			URL: address("/figures", v), About: meaning(q.Words, d.ID),
		})
	}
	return groups, nil
}

// scope names what the reader sees when that is not everything.
func (q *question) scope() string {
	f := q.query.Limit
	if f.All() {
		return ""
	}
	var names []string
	for dimension, ids := range map[string][]string{"network": f.Networks(), "project": f.Projects(), "site": f.Sites()} {
		for _, id := range ids {
			names = append(names, q.Code(dimension, id))
		}
	}
	q.P.Sort(names)
	return strings.Join(names, ", ")
}
