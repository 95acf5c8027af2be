package office

import (
	"net/http"
	"net/url"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// asking is the page on which a case is offered to another centre.
type asking struct {
	form
	*counselling.Detail
	centres []ui.Option
}

// known says whether it is known who the person is, so that a consent is needed.
func (v asking) known() bool { return v.Who != nil && v.Who.Identity != nil }

// allowed are the centres to which the person agreed already, by name.
func (v asking) allowed() (names []string) {
	if v.Who == nil {
		return nil
	}
	for i := range v.Who.Consents {
		if c := &v.Who.Consents[i]; c.Valid && c.Purpose == person.PurposeHandover {
			names = append(names, consentTo(v.Structure, c))
		}
	}
	return names
}

func (o *office) handoverForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	beginConsent(f.Form, person.PurposeHandover, f.today, languagesOf(d)...)
	return o.showAsking(w, r, http.StatusOK, asking{form: f, Detail: d})
}

func (o *office) showAsking(w http.ResponseWriter, r *http.Request, status int, v asking) error {
	v.centres = o.handoverCentres(v.Detail)
	page := web.Page(r, v.p.T("counselling.handover.new"))
	page.Crumbs = caseCrumbs(v.p, v.ID)
	return web.Render(w, r, status, v.view(page))
}

func (o *office) askHandover(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	v := asking{form: f, Detail: d}
	f.Set("to", codeOf(o.handoverCentres(d), f.Get("to")))
	f.Set(person.FieldOf(person.PurposeHandover, recipient), f.Get("to"))
	in := counselling.NewHandover{To: f.Get("to"), Message: f.Get("message"), Agreed: f.Get("agreed") == "true"}
	if v.known() {
		in.Consent = consentOf(f.Form, person.PurposeHandover)
	}
	if f.OK() {
		_, err = o.cases.AskHandover(r.Context(), d.ID, in, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showAsking(w, r, http.StatusBadRequest, v)
	case v.conflicts(err):
		return o.showAsking(w, r, http.StatusConflict, v)
	}
	return done(w, r, err, d.ID, "counselling.handover.asked")
}

// destination asks for the centre; where there are many, one types.
func (v asking) destination(p *i18n.Printer) ui.Field {
	if len(v.centres) <= counselling.MostCentres {
		return v.Field(p, "to", label(p, "to"))
	}
	return v.hinted(p, "to")
}

// handoverList is the page of all handovers of one's centres.
type handoverList struct {
	counselling.Handovers
	structure *programme.Directory
}

func (o *office) handovers(w http.ResponseWriter, r *http.Request) error {
	all, err := o.cases.Handovers(r.Context())
	if err != nil {
		return err
	}
	structure, err := o.structure.Directory(r.Context())
	if err != nil {
		return err
	}
	page := web.Page(r, web.P(r).T("counselling.handover.list"))
	return web.Render(w, r, http.StatusOK, handoverList{all, structure}.view(page))
}

// waits are the days since a handover was asked.
func (v handoverList) waits(h *counselling.Handover) int {
	return int(v.structure.Today() - h.AskedAt.Day())
}

// shownHandover is the page of one handover.
type shownHandover struct {
	form
	*counselling.ShownHandover
	structure *programme.Directory
}

func (o *office) handover(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	return o.showHandover(w, r, http.StatusOK, f)
}

func (o *office) showHandover(w http.ResponseWriter, r *http.Request, status int, f form) error {
	h, err := o.cases.ShowHandover(r.Context(), r.PathValue("handover"))
	if err != nil {
		return err
	}
	structure, err := o.structure.Directory(r.Context())
	if err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.handover.title", "Code", h.CaseID))
	page.Crumbs = []ui.NavItem{{Label: f.p.T("counselling.handover.list"), URL: HandoversURL}}
	return web.Render(w, r, status, shownHandover{f, h, structure}.view(page))
}

// What the buttons of a handover's page ask for, in their field "do".
const (
	doAccept   = "accept"
	doDecline  = "decline"
	doWithdraw = "withdraw"
	doReturn   = "return"
)

// answerHandover does what the button says. Whoever came second is told what happened, on the same page.
func (o *office) answerHandover(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	ctx, id, message := r.Context(), r.PathValue("handover"), "counselling.handover."+f.Get("do")+"_done"
	if f.OK() {
		switch f.Get("do") {
		case doAccept:
			err = o.cases.AcceptHandover(ctx, id, f.Get("answer"), f.Get("key"))
		case doDecline:
			err = o.cases.DeclineHandover(ctx, id, f.Get("answer"), f.Get("key"))
		case doWithdraw:
			err = o.cases.WithdrawHandover(ctx, id, f.Get("key"))
		case doReturn:
			err = o.cases.ReturnHandover(ctx, id, f.Get("key"))
		default:
			err = o.unknownHandover(r)
		}
	}
	switch {
	case f.refused(err):
		return o.showHandover(w, r, http.StatusBadRequest, f)
	case f.conflicts(err):
		return o.showHandover(w, r, http.StatusConflict, f)
	}
	return doneAt(w, r, err, HandoversURL, message)
}

// unknownHandover is the error for a button that there is not; a handover of others stays unknown all the same.
func (o *office) unknownHandover(r *http.Request) error {
	if _, err := o.cases.ShowHandover(r.Context(), r.PathValue("handover")); err != nil {
		return err
	}
	return errs.New(errs.Invalid, "error.bad_request")
}

// centreName is what a centre is called.
func (v shownHandover) centreName(id string) string { return v.structure.Name(programme.KindSite, id) }

// rows say what happened to a handover.
func (v shownHandover) rows(p *i18n.Printer) []ui.Row {
	rows := []ui.Row{
		{Label: p.T("counselling.handover.from"), Value: v.centreName(v.From)},
		{Label: p.T("counselling.handover.to"), Value: v.centreName(v.To)},
		{Label: p.T("counselling.handover.state.asked"), Value: p.Instant(v.AskedAt)},
	}
	if v.AnsweredAt != 0 {
		answered := v.State
		if answered == counselling.HandoverReturned {
			answered = counselling.HandoverAccepted
		}
		rows = append(rows, ui.Row{Label: p.T("counselling.handover.state." + answered), Value: p.Instant(v.AnsweredAt)})
	}
	if v.ReturnedAt != 0 {
		rows = append(rows, ui.Row{Label: p.T("counselling.handover.state.returned"), Value: p.Instant(v.ReturnedAt)})
	}
	if v.Agreed {
		rows = append(rows, ui.Row{Label: p.T("counselling.handover.agreed_row"), Value: p.Code("bool", "true")})
	}
	return rows
}

// caseView is the case as the other centre sees it: facts only.
func (v shownHandover) facts() caseView { return caseView{Detail: v.Case, structure: v.structure} }

// handoverTone is how much a state asks for attention.
func handoverTone(state string) ui.Kind {
	switch state {
	case counselling.HandoverAsked:
		return ui.Warning
	case counselling.HandoverAccepted:
		return ui.Success
	}
	return ui.Info
}

// handoverEvents are what the timeline tells of a handover.
func handoverEvents(d *counselling.Detail, h *counselling.Handover) []Event {
	at := func(state string, when clock.Instant) Event {
		return Event{On: when.Day(), At: when, ID: h.ID + state, Body: handoverEvent(d, h, state, when.Day())}
	}
	events := []Event{at(counselling.HandoverAsked, h.AskedAt)}
	if h.AnsweredAt != 0 {
		answered := h.State
		if answered == counselling.HandoverReturned {
			answered = counselling.HandoverAccepted
		}
		events = append(events, at(answered, h.AnsweredAt))
	}
	if h.ReturnedAt != 0 {
		events = append(events, at(counselling.HandoverReturned, h.ReturnedAt))
	}
	return events
}

func handoverURL(id string) string { return HandoversURL + "/" + url.PathEscape(id) }

// handoverLabel names the fields of the forms of a handover.
func handoverLabel(p *i18n.Printer) func(string) string {
	return func(field string) string { return label(p, field) }
}

// hinted is a field with its words of advice.
func (f form) hinted(p *i18n.Printer, name string) ui.Field {
	field := f.Field(p, name, label(p, name))
	field.Hint = p.T("counselling.hint." + name)
	return field
}
