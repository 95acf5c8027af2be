package office

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
)

// nothing stands in a table where nothing is filled in.
const nothing = "–"

// rows is the one part of the office that is made thousands of times a second. It is written by hand, because a
// template's expressions go through fmt one by one.
func (v listView) rows(p *i18n.Printer) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		r := rowWriter{v: &v, p: p, days: map[clock.Day]string{}, pick: templ.EscapeString(p.T("worklist.pick")), out: make([]byte, 0, 2<<10),
			newContact: unbroken(templ.EscapeString(p.T("shell.new_contact"))), noQualification: templ.EscapeString(p.T("counselling.no_qualification"))}
		columns, picks := v.columns(), v.picks()
		for i := range v.Cases {
			r.out = r.out[:0]
			r.row(&v.Cases[i], columns, picks)
			if _, err := w.Write(r.out); err != nil {
				return err
			}
		}
		return nil
	})
}

// rowWriter writes the rows of a list.
type rowWriter struct {
	v                                 *listView
	p                                 *i18n.Printer
	pick, newContact, noQualification string               // escaped
	days                              map[clock.Day]string // how far away they are
	out                               []byte
}

// row writes a case: who it is about, with its number, then the columns.
func (r *rowWriter) row(c *counselling.Summary, columns []column, picks bool) {
	name, known := r.v.people[c.Subject()]
	r.raw("<tr>")
	if picks {
		r.pickCell(c, name)
	}
	r.raw(`<th scope="row"`)
	if known {
		r.raw(` class="named"`)
	}
	r.raw(`><a href="`)
	r.text(caseURL(c.CaseID))
	r.raw(`">`)
	if known {
		r.raw("<bdi>")
		r.text(name)
		r.raw(`</bdi></a> <br><span class="muted">`)
		r.text(c.CaseID)
		r.raw("</span></th>")
	} else {
		r.text(c.CaseID)
		r.raw("</a></th>")
	}
	for i := range columns {
		r.raw(columns[i].open())
		columns[i].html(r, c)
		r.raw("</td>")
	}
	r.raw("</tr>\n")
}

// pickCell lets the reader choose the case together with others.
func (r *rowWriter) pickCell(c *counselling.Summary, name string) {
	if !r.v.records[c.Site] {
		r.raw("<td></td>")
		return
	}
	r.raw(`<td class="pick"><input type="checkbox" name="case" value="`)
	r.text(c.CaseID)
	r.raw(`" aria-label="`, r.pick, " ")
	if name != "" {
		r.text(name)
		r.raw(" ")
	}
	r.text(c.CaseID)
	r.raw(`"`)
	if r.v.picked {
		r.raw(" checked")
	}
	r.raw("></td>")
}

// raw writes parts that are HTML already.
func (r *rowWriter) raw(parts ...string) {
	for _, part := range parts {
		r.out = append(r.out, part...)
	}
}

// text writes words. Hardly any of them have a sign to escape.
func (r *rowWriter) text(s string) {
	if strings.ContainsAny(s, `&<>"'`) {
		s = templ.EscapeString(s)
	}
	r.out = append(r.out, s...)
}

func (r *rowWriter) number(n int) { r.out = strconv.AppendInt(r.out, int64(n), 10) }

func (r *rowWriter) code(list, code string) {
	if code == "" {
		r.raw(nothing)
		return
	}
	r.text(r.p.Code(list, code))
}

func (r *rowWriter) day(d clock.Day) {
	if d == clock.NoDay {
		r.raw(nothing)
		return
	}
	r.raw(unbroken(r.p.DateShort(d)))
}

// unbroken keeps a few words on one line.
func unbroken(s string) string { return strings.ReplaceAll(s, " ", "\u00A0") }

// away writes how far away a day is that something waits for: days that have passed stand out by words, not by colour alone.
func (r *rowWriter) away(d clock.Day) {
	words, known := r.days[d]
	if !known {
		words = templ.EscapeString(awayText(r.p, d, r.v.Today))
		if d < r.v.Today {
			words = `<strong class="overdue">` + words + `</strong>`
		}
		r.days[d] = words
	}
	r.raw(words)
}

// awayText says how far a day is from today.
func awayText(p *i18n.Printer, d, today clock.Day) string {
	switch {
	case d < today:
		return p.N("worklist.overdue", int(today-d))
	case d == today:
		return p.T("worklist.today")
	}
	return p.N("worklist.in_days", int(d-today))
}

// light writes how complete a case is.
func (r *rowWriter) light(c *counselling.Summary) {
	r.raw(lightBadges[c.Light])
	r.text(r.p.Code("light", c.Light.String()))
	if c.Missing > 0 {
		r.raw(": ")
		r.number(c.Missing)
	}
	r.raw("</span></span>")
}

// lightKinds are the tones of the lights.
var lightKinds = [3]ui.Kind{counselling.Red: ui.Danger, counselling.Yellow: ui.Warning, counselling.Green: ui.Success}

// gapTone is the tone in which a case says what it lacks: without the gravest facts nothing can be said about it at all.
func (v caseView) gapTone() ui.Kind {
	if v.Light() == counselling.Red {
		return ui.Warning
	}
	return ui.Info
}

// lightBadges are the beginnings of the badges, up to their words; the icons stand on the page once, see lightIcons.
var lightBadges = func() (all [3]string) {
	for light, kind := range lightKinds {
		all[light] = `<span class="kern-badge kern-badge--small kern-badge--` + string(kind) + `"><svg class="icon" aria-hidden="true"><use href="#light-` +
			lights[light] + `"></use></svg><span class="kern-label">`
	}
	return all
}()
