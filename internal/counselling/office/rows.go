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
)

// nothing stands in a table where nothing is filled in.
const nothing = "–"

// rows is the one part of the office that is made thousands of times a second. It is written by hand, because a
// template's expressions go through fmt one by one.
func (v listView) rows(p *i18n.Printer) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		row := rowWriter{p: p, newContact: unbroken(templ.EscapeString(p.T("shell.new_contact"))), noQualification: templ.EscapeString(p.T("counselling.no_qualification"))}
		for i := range v.Cases {
			row.out = row.out[:0]
			v.row(&row, &v.Cases[i])
			if _, err := w.Write(row.out); err != nil {
				return err
			}
		}
		return nil
	})
}

// row writes a case in the order of [listView.columns].
func (v listView) row(r *rowWriter, c *counselling.Summary) {
	address, code := templ.EscapeString(caseURL(c.CaseID)), templ.EscapeString(c.CaseID)
	r.raw(`<tr><th scope="row"><a href="`, address, `">`, code, `</a></th>`)
	r.raw("<td>")
	r.day(c, c.LastContact)
	if v.records[c.Site] {
		r.raw(`<br><a href="`, address, `/contacts/new">`, r.newContact, `</a>`)
	}
	r.raw("</td>")
	if c.Qualifications == 0 {
		r.raw(`<td colspan="2"><span class="kern-badge kern-badge--small kern-badge--warning"><span class="kern-label">`, r.noQualification, `</span></span></td>`)
	} else {
		r.code("country", c.Country)
		r.code("reference_occupation", c.Occupation)
	}
	r.person(c)
	r.code("nationality", c.Nationality)
	r.raw(`<td class="number">`)
	r.out = strconv.AppendInt(r.out, int64(c.Contacts), 10)
	r.raw("</td><td>")
	r.day(c, c.FirstContact)
	r.raw("</td>")
	if len(v.names) > 0 {
		r.text(v.names[c.Site])
	}
	r.raw("</tr>\n")
}

// rowWriter writes the cells of a row.
type rowWriter struct {
	p                           *i18n.Printer
	newContact, noQualification string // escaped
	out                         []byte
}

// raw writes parts that are HTML already.
func (r *rowWriter) raw(parts ...string) {
	for _, part := range parts {
		r.out = append(r.out, part...)
	}
}

func (r *rowWriter) text(s string) { r.raw("<td>", templ.EscapeString(s), "</td>") }

func (r *rowWriter) code(list, code string) {
	if code == "" {
		r.raw("<td>", nothing, "</td>")
		return
	}
	r.text(r.p.Code(list, code))
}

// day writes the day of a contact of a case, if it has one.
func (r *rowWriter) day(c *counselling.Summary, day clock.Day) {
	if c.Contacts == 0 {
		r.raw(nothing)
		return
	}
	r.raw(unbroken(r.p.DateShort(day)))
}

// unbroken keeps a few words on one line.
func unbroken(s string) string { return strings.ReplaceAll(s, " ", "\u00A0") }

// person writes sex and age.
func (r *rowWriter) person(c *counselling.Summary) {
	switch {
	case c.Age < 0:
		r.code("sex", c.Sex)
	case c.Sex == "":
		r.text(strconv.Itoa(c.Age))
	default:
		r.text(r.p.Code("sex", c.Sex) + ", " + strconv.Itoa(c.Age))
	}
}
