package office

import (
	"context"
	"net/url"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/web/ui"
)

// centrePart is a centre's week.
type centrePart struct {
	Name      string
	MayRecord bool
	First     bool        // nothing was ever recorded here
	ToDo      []ui.Figure // the work lists as numbers
	Week      []ui.Figure // against the weeks before
	Trend     trend
	Quality   []ui.Figure // of the last weeks
}

// ofWeek are the figures of a centre's week.
var ofWeek = []string{contacts, recognition, jobTraining}

// centre collects what a centre's people want to know in the morning.
func (o office) centre(ctx context.Context, s *startPage, site string) (centrePart, error) {
	from, to := s.today().Monday()-7*weeksBack, s.today()
	c := centrePart{Name: s.structure.Site(site).Name, MayRecord: s.actor.MayAt(account.CaseRecord, s.structure.PlaceOfSite(site))}
	lengths, err := o.work.Lengths(ctx, site)
	if err != nil {
		return c, err
	}
	loads, err := o.work.LoadOf(ctx, site, from, to)
	if err != nil {
		return c, err
	}
	var load counselling.Load
	for _, l := range loads {
		load.Add(l)
	}
	c.First = load.Open+load.Closed == 0
	c.ToDo = s.toDo(site, lengths, load)
	if !s.actor.MayAt(account.FiguresRead, s.structure.PlaceOfSite(site)) {
		return c, nil
	}
	of := []indicator.Condition{{Dimension: "site", Value: site}}
	limit, err := authz.Rows(ctx, account.FiguresRead)
	if err != nil {
		return c, err
	}
	for i, id := range ofWeek {
		a, err := o.engine.Answer(ctx, indicator.Query{ID: id, From: &from, To: &to, By: []string{"week"}, Where: of, Limit: limit})
		if err != nil {
			return c, err
		}
		byWeek := values(a)
		now, before := byWeek[to.Week()], int64(0)
		for _, week := range weeks(to)[:weeksBack] {
			before += byWeek[week]
		}
		note := s.P.T("start.average", "Average", s.P.Decimal(float64(before)/weeksBack, 1))
		c.Week = append(c.Week, s.tile(id, now, note, s.asked(id, of, to.Monday(), to, "")))
		if i == 0 {
			c.Trend = s.trend("weeks-"+site, id, "week", weeks(to), byWeek)
		}
	}
	forms, err := o.engine.Answer(ctx, indicator.Query{ID: contacts, From: &from, To: &to, By: []string{"form"}, Where: of, Limit: limit})
	if err != nil {
		return c, err
	}
	c.Quality = s.quality(load, forms, s.asked(contacts, of, from, to, "form"))
	return c, nil
}

// toDo are the work lists of a centre as numbers, each with the way to the list.
func (s *startPage) toDo(site string, lengths map[counselling.List]int, load counselling.Load) []ui.Figure {
	lists := []counselling.List{counselling.Today, counselling.Waiting, counselling.DueDays, counselling.FollowUps, counselling.Incomplete, counselling.All}
	notes := map[counselling.List]string{}
	if longest, some := load.Waited.Longest(); some {
		median, _ := load.Waited.Median()
		notes[counselling.Waiting] = s.P.T("start.waited", "Median", s.days(median), "Longest", s.days(float64(longest)))
	}
	if load.Overdue > 0 {
		notes[counselling.DueDays] = s.P.N("start.overdue", load.Overdue)
	}
	if mine := lengths[counselling.Mine]; mine > 0 {
		notes[counselling.All] = s.P.N("start.mine", mine)
	}
	var out []ui.Figure
	for _, list := range lists {
		n := lengths[list]
		name := string(list)
		out = append(out, ui.Figure{
			Value: s.P.Number(n), Unit: s.Unit("cases", int64(n)), Label: s.P.T("start.list." + name), Note: notes[list],
			URL:   address("/cases", url.Values{"list": {name}, "site": {site}}),
			About: sentence(s.P.T("start.about." + name)),
		})
	}
	return out
}

// quality are waiting days, completeness and the share of mobile counselling, each with how many it is about.
func (s *startPage) quality(load counselling.Load, forms indicator.Answer, formsURL string) []ui.Figure {
	wait := ui.Figure{Value: "–", Label: s.P.T("start.wait"), Note: s.P.T("start.no_wait"), About: sentence(s.P.T("start.about.wait"))}
	if median, some := load.Waits.Median(); some {
		average, _ := load.Waits.Average()
		wait.Value, wait.Unit = s.decimal(median), s.dayUnit(median)
		wait.Note = s.P.N("start.wait_note", len(load.Waits), "Average", s.P.Decimal(average, 1))
	}
	complete := ui.Figure{Value: "–", Label: s.P.T("start.complete"), Note: s.P.T("start.no_complete"), About: sentence(s.P.T("start.about.complete"))}
	if share, some := load.Complete(); some {
		complete.Value = s.P.Percent(share)
		complete.Note = s.P.T("start.complete_note", "Complete", load.Lights[counselling.Green], "All", load.Advised)
	}
	mobileShare := ui.Figure{Value: "–", Label: s.P.T("start.mobile"), Note: s.P.T("start.no_mobile"), URL: "", About: sentence(s.P.T("start.about.mobile"))}
	if share, some := mobile(forms); some {
		mobileShare.Value, mobileShare.URL = s.P.Percent(share), formsURL
		mobileShare.Note = s.P.T("start.valid", "Valid", forms.Valid, "Missing", forms.Value-forms.Valid)
	}
	return []ui.Figure{wait, complete, mobileShare}
}

// decimal writes halves as they are and whole numbers without a point.
func (s *startPage) decimal(x float64) string {
	if x == float64(int(x)) {
		return s.P.Number(int(x))
	}
	return s.P.Decimal(x, 1)
}

func (s *startPage) dayUnit(x float64) string {
	n := int(x)
	if x != float64(n) {
		n = 2 // halves are many
	}
	return s.Unit("days", int64(n))
}

// days is a number of days with its unit.
func (s *startPage) days(x float64) string { return s.decimal(x) + " " + s.dayUnit(x) }
