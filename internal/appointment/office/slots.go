package office

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// slotsView has the slots of a site and the form for more.
type slotsView struct {
	*scene
	form  *web.Form
	slots []*appointment.Slot
}

func (o *office) slots(w http.ResponseWriter, r *http.Request) error {
	return o.showSlots(w, r, http.StatusOK, web.NewForm("site", web.ReadQuery(r).Get("site"), "minutes", "60", "form", string(centre.InPerson)))
}

func (o *office) showSlots(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	s, err := o.newScene(r, "appointment.slots", f.Get("site"))
	if err != nil {
		return err
	}
	v := slotsView{scene: s, form: f}
	if s.site != nil {
		if v.slots, err = o.service.Slots(r.Context(), s.site.ID); err != nil {
			return err
		}
	}
	if f.Get("key") == "" || status != http.StatusOK {
		f.Set("key", ident.Token())
	}
	v.page.Crumbs = []ui.NavItem{{Label: v.t("title"), URL: URL}}
	return web.Render(w, r, status, v.view())
}

func (v slotsView) field(name string) ui.Field {
	f := v.form.Field(v.p, name, v.t(name))
	if hint := "appointment." + name + ".hint"; v.p.Has(hint) {
		f.Hint = v.p.T(hint)
	}
	return f
}

// weekdays are those of an office, to choose from.
func (v slotsView) weekdays() []ui.Option {
	return ui.CodeOptions(v.p, "weekday", []string{"1", "2", "3", "4", "5", "6"})
}

// state says whether a slot is free.
func (v slotsView) state(s *appointment.Slot) (tone ui.Kind, words string) {
	switch {
	case s.Request == "":
		return ui.Success, v.t("slot.free")
	case s.Agreed():
		return ui.Info, v.t("slot.taken")
	}
	return ui.Warning, v.t("slot.held")
}

// languages are the names of the languages of a slot.
func (v slotsView) languages(s *appointment.Slot) string {
	names := make([]string, len(s.Languages))
	for i, tag := range s.Languages {
		names[i] = v.p.Language(tag)
	}
	return strings.Join(names, ", ")
}

func (o *office) createSlots(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	n, err := o.service.OfferSlots(r.Context(), offeringOf(f), f.Get("key"))
	switch {
	case err == nil:
		web.Flash(w, r, ui.Success, "appointment.done.slots", "Count", strconv.Itoa(n))
		web.Redirect(w, r, siteQuery(slotsURL, f.Get("site")))
		return nil
	case f.Absorb(err):
		return o.showSlots(w, r, http.StatusBadRequest, f)
	}
	return err
}

// offeringOf is what a form offers; what cannot be read is nothing, which the service refuses.
func offeringOf(f *web.Form) appointment.Offering {
	o := appointment.Offering{Site: f.Get("site"), From: dayOf(f, "from"), To: dayOf(f, "to"), Form: centre.Form(f.Get("form")),
		Interpreter: f.Get("interpreter") == "true", Place: f.Get("place"), Languages: words(f.Get("languages"))}
	o.Minutes, _ = strconv.Atoi(f.Get("minutes"))
	for _, day := range f.All("weekdays") {
		if n, err := strconv.Atoi(day); err == nil && n >= 1 && n <= 7 {
			o.Weekdays = append(o.Weekdays, time.Weekday(n%7))
		}
	}
	for _, text := range words(f.Get("times")) {
		t, ok := centre.ParseTime(text)
		if !ok {
			o.Times = nil
			break
		}
		if !slices.Contains(o.Times, t) {
			o.Times = append(o.Times, t)
		}
	}
	return o
}

func dayOf(f *web.Form, name string) clock.Day {
	f.Set(name, isoDay(f.Get(name)))
	day, err := clock.ParseDay(f.Get(name))
	if err != nil {
		return clock.NoDay
	}
	return day
}

// words are what commas part.
func words(text string) []string {
	var all []string
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' }) {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}
	return all
}

// isoDay reads a day the German way, as somebody types it where the browser has no calendar: 30.9.2018.
func isoDay(s string) string {
	t, err := time.Parse("2.1.2006", s)
	if err != nil {
		return s
	}
	return t.Format(time.DateOnly)
}

func (o *office) removeSlot(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	err = o.service.RemoveSlot(r.Context(), f.Get("site"), f.Get("slot"), f.Get("key"))
	kind, said := ui.Success, "appointment.done.removed"
	if errs.KindOf(err) == errs.Conflict {
		kind, said, err = ui.Warning, appointment.KeyTaken, nil
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, kind, said)
	web.Redirect(w, r, siteQuery(slotsURL, f.Get("site")))
	return nil
}
