package portal

import (
	"net/http"

	"openiq/internal/finder"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// mostNamed is how many authorities are named: of more, where the place is not known, only their number is told, and one is asked for the place.
const mostNamed = 3

// answerView is the answer as a page tells it.
type answerView struct {
	asked
	*finder.Answer
	page   ui.Page
	p      *i18n.Printer
	german *i18n.Printer // the same where the page is in German
	word   string        // why something that was asked for beside the answer cannot be done
}

func (o *portal) answer(w http.ResponseWriter, r *http.Request) error {
	v, done, err := o.answered(w, r)
	if done || err != nil {
		return err
	}
	v.page = web.Page(r, headline(v.p, v.Answer))
	v.page.NoIndex = true
	return web.Render(w, r, http.StatusOK, answerPage(v))
}

// answered is the answer to the question of the address. What is missing or wrong in it is asked again on its own page: done.
func (o *portal) answered(w http.ResponseWriter, r *http.Request) (v *answerView, done bool, err error) {
	a := asked{web.ReadQuery(r)}
	of, done, err := o.chosen(w, r, a)
	if !done && err == nil {
		done, err = o.country(w, r, a, of)
	}
	if done || err != nil {
		return nil, true, err
	}
	p := web.P(r)
	if land := landCalled(p, a.Get("place")); land != "" {
		web.Redirect(w, r, a.address(p, r.URL.Path, "place", "", "district", "", "state", land))
		return nil, true, nil
	}
	v = &answerView{asked: a, p: p, german: o.german}
	q, dayWrong := a.question()
	v.Answer, err = o.finder.Answer(r.Context(), q)
	if finder.Invalid(err, "on") || dayWrong {
		today := o.finder.Today()
		a.Fault("on", "finder.error.on", "From", finder.FirstDay, "To", finder.LastDay(today))
		q.On = today
		v.Answer, err = o.finder.Answer(r.Context(), q)
	}
	if a.Absorb(err) {
		return nil, true, showPlace(w, r, http.StatusBadRequest, a, of, nil)
	}
	if err != nil {
		return nil, true, err
	}
	meant, err := o.several(r, a, v.Answer)
	if err != nil || len(meant) > 0 {
		if err == nil {
			err = showPlace(w, r, http.StatusOK, a, of, meant)
		}
		return nil, true, err
	}
	return v, false, nil
}

// on is the day of the application, with what was wrong about it.
func (v *answerView) on() ui.Field {
	f := v.Field(v.p, "on", v.p.T("portal.finder.time.on"))
	if f.Value == "" {
		f.Value = v.Question.On.String()
	}
	return f
}

// appointment is where one asks for an appointment at a centre.
func (v *answerView) appointment(centre string) string {
	return appointmentURL(v.p, centre, "")
}

// centresURL leads to the centres near the place.
func (v *answerView) centresURL() string {
	switch {
	case v.Place.Located && v.Question.Place != "":
		return v.p.Local("/centres?") + query("q", v.Question.Place, "land", v.Place.State)
	case v.Place.State != "":
		return v.p.Local("/centres?") + query("land", v.Place.State)
	case v.Question.Abroad:
		return v.p.Local("/centres?with=video")
	}
	return v.p.Local("/centres")
}
