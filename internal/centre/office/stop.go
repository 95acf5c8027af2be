package office

import (
	"net/http"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// stopView is the form of a stop.
type stopView struct {
	scene
	*centre.Centre
	id      string // empty: a new one
	form    *web.Form
	changed bool // somebody else saved something meanwhile
}

// stopOf opens the form of a stop, a new one where the address names none.
func (o *office) stopOf(r *http.Request) (*stopView, error) {
	c, err := o.centres.Editable(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	v := &stopView{Centre: c, id: r.PathValue("stop"), form: web.NewForm("repeat", string(centre.Once))}
	title := "centre.stop.new"
	if v.id != "" {
		s := c.Stop(v.id)
		if s == nil {
			return nil, errs.Missing()
		}
		title = "centre.stop.edit"
		v.form = web.NewForm("street", s.Street, "postcode", s.Postcode, "place", s.Place, "on", s.On.String(), "from", s.From.String(), "to", s.To.String(),
			"repeat", string(s.Repeat))
		if s.Repeat != centre.Once {
			v.form.Set("until", s.Until.String())
		}
	}
	begin(v.form, c.Version)
	v.scene = o.of(r, c, web.P(r).T(title))
	return v, nil
}

func (o *office) stopForm(w http.ResponseWriter, r *http.Request) error {
	v, err := o.stopOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, stopPage(v))
}

func (o *office) saveStop(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := o.stopOf(r)
	if err != nil {
		return err
	}
	v.form = f
	stop := readStop(f)
	stop.ID = v.id
	if err = f.Err(); err == nil {
		_, err = o.centres.SaveStop(r.Context(), change(v.ID, f), stop)
	} else if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	switch {
	case err == nil:
		web.Flash(w, r, ui.Success, "centre.stop.saved")
		web.Redirect(w, r, centreURL(v.ID))
		return nil
	case !f.OK() || f.Absorb(err):
		return web.Render(w, r, http.StatusBadRequest, stopPage(v))
	case errs.KindOf(err) == errs.Conflict:
		c, err := o.centres.Editable(r.Context(), v.ID)
		if err != nil {
			return err
		}
		v.changed = true
		begin(f, c.Version)
		return web.Render(w, r, http.StatusConflict, stopPage(v))
	}
	return err
}

// readStop is the stop that a form describes; what cannot be read is noted in the form.
func readStop(f *web.Form) centre.Stop {
	s := centre.Stop{Street: f.Get("street"), Postcode: f.Get("postcode"), Place: f.Get("place"), Repeat: centre.Repeat(f.Get("repeat"))}
	day := func(name string, must bool) clock.Day {
		f.Set(name, isoDay(f.Get(name)))
		if f.Get(name) == "" && !must {
			return 0
		}
		d, err := clock.ParseDay(f.Get(name))
		if err != nil {
			f.Fault(name, "error.date")
		}
		return d
	}
	at := func(name string) centre.Time {
		t, ok := centre.ParseTime(f.Get(name))
		if !ok {
			f.Fault(name, "centre.error.time")
		}
		return t
	}
	s.On, s.From, s.To, s.Until = day("on", true), at("from"), at("to"), day("until", false)
	return s
}

func (o *office) removeStop(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	return done(w, r, id, "centre.stop.removed", o.centres.RemoveStop(r.Context(), change(id, f), r.PathValue("stop")))
}

// cancel calls a single date of a stop off, or takes that back.
func (o *office) cancel(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	id, off, message := r.PathValue("id"), f.Get("off") == "true", "centre.date.cancelled"
	if !off {
		message = "centre.date.held"
	}
	day, err := clock.ParseDay(f.Get("day"))
	if err != nil {
		return errs.Missing()
	}
	return done(w, r, id, message, o.centres.Cancel(r.Context(), change(id, f), r.PathValue("stop"), day, off))
}
