package portal

import (
	"strings"

	"openiq/internal/appointment"
	"openiq/internal/platform/i18n"
)

// Writer writes the mails, in the language in which somebody asked.
type Writer struct{ Bundle *i18n.Bundle }

// Write implements [appointment.Writer]. A mail holds what it must: which centre, when, and the link; neither a name nor
// what anybody wrote.
func (w Writer) Write(f appointment.Facts) (subject, text string) {
	d := f.Request.Details
	lang := d.Lang
	if !w.Bundle.Has(lang) {
		lang = i18n.Source
	}
	p := w.Bundle.Printer(lang)
	key := "portal.appointment.letter." + string(f.News) + "."
	lines := []string{p.T("portal.appointment.letter.hello"), p.T(key+"text", "Centre", f.Centre)}
	link := d.Base + p.Local(ownPath(f.Token))
	switch f.News {
	case appointment.NewsConfirm:
		lines = append(lines, link, p.T(key+"code", "Code", f.Code), p.T(key+"not_you"))
	case appointment.NewsOffered:
		lines = append(lines, when(p, f.Request.Starts)+"\n"+p.Code("centre_form", string(f.Request.Form)), p.T(key+"link"), link)
	case appointment.NewsDeclined:
		lines = append(lines, p.Code("appointment_reason", f.Request.Reason))
		if f.Other != "" {
			lines = append(lines, p.T(key+"other", "Centre", f.Other))
		}
		lines = append(lines, p.T(key+"link"), link)
	}
	lines = append(lines, p.T("portal.appointment.letter.foot"))
	return p.T(key + "subject"), strings.Join(lines, "\n\n") + "\n"
}
