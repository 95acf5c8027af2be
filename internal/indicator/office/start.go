package office

import (
	"context"
	"net/http"
	"net/url"

	"openiq/internal/account"
	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// sheetsInSight is how many published sheets a start page names.
const sheetsInSight = 3

// startPage is what somebody begins the day with. Each part is there for who has the right to it.
type startPage struct {
	report.Words
	structure *programme.Directory
	actor     *authz.Actor
	rtl       bool

	Reminders []ui.NavItem
	Centres   []centrePart
	Areas     []areaPart
	Sheets    []indicator.Published
}

func (s *startPage) today() clock.Day { return s.structure.Today() }

// start shows the page of who asks: the centres for which one works, the areas whose figures one sees as a whole.
func (o office) start(w http.ResponseWriter, r *http.Request) error {
	words, structure, err := o.words(r.Context())
	if err != nil {
		return err
	}
	s := &startPage{Words: words, structure: structure, actor: authz.From(r.Context()), rtl: web.P(r).Dir() == "rtl"}
	for _, remind := range o.reminders {
		reminder, err := remind(r)
		if err != nil {
			return err
		}
		if reminder.Label != "" {
			s.Reminders = append(s.Reminders, reminder)
		}
	}
	if err := o.addCentres(r.Context(), s); err != nil {
		return err
	}
	if err := o.addAreas(r.Context(), s); err != nil {
		return err
	}
	if s.actor.May(account.SheetRead) {
		published, err := o.engine.Published(r.Context())
		if err != nil {
			return err
		}
		s.Sheets = published[:min(len(published), sheetsInSight)]
	}
	return web.Render(w, r, http.StatusOK, startView(web.Page(r, s.P.T("start.title")), s))
}

// addCentres adds the centres for which somebody works. Who sees cases of larger areas has those areas' tables.
func (o office) addCentres(ctx context.Context, s *startPage) error {
	if !s.actor.May(account.CaseRead) {
		return nil
	}
	visible, err := authz.Rows(ctx, account.CaseRead)
	if err != nil {
		return err
	}
	for _, id := range visible.Sites() {
		if s.structure.Site(id) == nil {
			continue
		}
		c, err := o.centre(ctx, s, id)
		if err != nil {
			return err
		}
		s.Centres = append(s.Centres, c)
	}
	return nil
}

// addAreas adds the networks or projects of somebody, or the nation.
func (o office) addAreas(ctx context.Context, s *startPage) error {
	if !s.actor.May(account.FiguresRead) {
		return nil
	}
	limit, err := authz.Rows(ctx, account.FiguresRead)
	if err != nil {
		return err
	}
	for _, a := range areas(limit) {
		data, err := o.snapshots.of(a, s.today(), func() (*areaData, error) {
			return o.readArea(ctx, a, s.structure, limit)
		})
		if err != nil {
			return err
		}
		s.Areas = append(s.Areas, s.area(a, data))
	}
	return nil
}

// asked is the address of a figure for a part of the network and a period, by one dimension.
func (s *startPage) asked(id string, of []indicator.Condition, from, to clock.Day, by string) string {
	v := url.Values{fieldIndicator: {id}, fieldFrom: {from.String()}, fieldTo: {to.String()}}
	if by != "" {
		v.Set(fieldsBy[0], by)
	}
	for i, c := range of {
		v.Set(fieldWhere(i), c.Dimension)
		v.Set(fieldIs(i), c.Value)
	}
	return address("/figures", v)
}

// tile is a figure with its unit, its definition and the way to it.
func (s *startPage) tile(id string, n int64, note, address string) ui.Figure {
	f := ui.Figure{Value: s.Number(n), Label: s.Label(id), Note: note, URL: address, About: meaning(s.Words, id)}
	if d, ok := indicator.Defined(id); ok {
		f.Unit = s.Unit(d.Unit, n)
	}
	return f
}

// nothing says that there is no part for this reader.
func (s *startPage) nothing() bool { return len(s.Centres)+len(s.Areas) == 0 }
