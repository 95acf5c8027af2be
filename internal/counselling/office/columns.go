package office

import (
	"slices"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/sheet"
	"openiq/internal/platform/web/ui"
)

// column is one of a list's: what stands in a row of the page, and what in a file.
type column struct {
	label   string // message key
	numeric bool
	wide    bool // it holds sentences
	more    bool // a phone has no room for it; see [listView.columns]
	html    func(r *rowWriter, c *counselling.Summary)
	cells   []cell // none: it names somebody and stands in no file
}

// cell is a column of a file.
type cell struct {
	label string // message key
	of    func(p *i18n.Printer, today clock.Day, c *counselling.Summary) sheet.Cell
}

// open is the beginning of a cell on the page.
func (c *column) open() string {
	switch {
	case c.numeric && c.more:
		return `<td class="number more">`
	case c.numeric:
		return `<td class="number">`
	case c.more:
		return `<td class="more">`
	case c.wide:
		return `<td class="wide">`
	}
	return "<td>"
}

func codeCell(label, list string, code func(c *counselling.Summary) string) cell {
	return cell{label, func(p *i18n.Printer, _ clock.Day, c *counselling.Summary) sheet.Cell {
		if code(c) == "" {
			return sheet.Cell{}
		}
		return sheet.Text(plain(p.Code(list, code(c))))
	}}
}

// plain is a text without soft hyphens, which are for pages.
func plain(s string) string { return strings.ReplaceAll(s, "\u00AD", "") }

func dayCell(label string, day func(c *counselling.Summary) clock.Day) cell {
	return cell{label, func(_ *i18n.Printer, _ clock.Day, c *counselling.Summary) sheet.Cell {
		if d := day(c); d != clock.NoDay {
			return sheet.Day(d)
		}
		return sheet.Cell{}
	}}
}

func numberCell(label string, number func(c *counselling.Summary) int) cell {
	return cell{label, func(_ *i18n.Printer, _ clock.Day, c *counselling.Summary) sheet.Cell {
		return sheet.Number(int64(number(c)))
	}}
}

// lastContactDay is the day of the newest contact; none where there is no contact.
func lastContactDay(c *counselling.Summary) clock.Day {
	if c.Contacts == 0 {
		return clock.NoDay
	}
	return c.LastContact
}

func registeredDay(c *counselling.Summary) clock.Day {
	if c.Registered == 0 {
		return clock.NoDay
	}
	return c.Registered.Day()
}

var (
	contactColumn = column{label: "counselling.column.last_contact", html: func(r *rowWriter, c *counselling.Summary) {
		r.day(lastContactDay(c))
		if r.v.records[c.Site] {
			r.raw(`<br><a href="`)
			r.text(caseURL(c.CaseID, "contacts", "new"))
			r.raw(`">`, r.newContact, `</a>`)
		}
	}, cells: []cell{dayCell("counselling.column.last_contact", lastContactDay)}}

	lightColumn = column{label: "worklist.column.light", html: (*rowWriter).light, cells: []cell{
		codeCell("worklist.column.light_only", "light", func(c *counselling.Summary) string { return c.Light.String() }),
		numberCell("worklist.column.missing", func(c *counselling.Summary) int { return c.Missing }),
	}}

	learnedColumn = column{label: "worklist.column.learned", html: func(r *rowWriter, c *counselling.Summary) {
		if c.Qualifications == 0 {
			r.raw(`<span class="kern-badge kern-badge--small kern-badge--warning"><span class="kern-label">`, r.noQualification, `</span></span>`)
			return
		}
		r.code("country", c.Country)
		r.raw("<br>")
		r.code("reference_occupation", c.Occupation)
	}, cells: []cell{
		codeCell("counselling.column.country", "country", func(c *counselling.Summary) string { return c.Country }),
		codeCell("counselling.column.occupation", "reference_occupation", func(c *counselling.Summary) string { return c.Occupation }),
	}}

	personColumn = column{label: "worklist.column.person", html: func(r *rowWriter, c *counselling.Summary) {
		r.code("sex", c.Sex)
		if c.Age >= 0 {
			r.raw(", ")
			r.number(c.Age)
		}
		r.raw("<br>")
		r.code("nationality", c.Nationality)
	}, cells: []cell{
		codeCell("column.sex", "sex", func(c *counselling.Summary) string { return c.Sex }),
		{"column.age", func(_ *i18n.Printer, _ clock.Day, c *counselling.Summary) sheet.Cell {
			if c.Age < 0 {
				return sheet.Cell{}
			}
			return sheet.Number(int64(c.Age))
		}},
		codeCell("column.nationality", "nationality", func(c *counselling.Summary) string { return c.Nationality }),
	}}

	contactsColumn = column{label: "counselling.column.contacts", numeric: true,
		html:  func(r *rowWriter, c *counselling.Summary) { r.number(c.Contacts) },
		cells: []cell{numberCell("counselling.column.contacts", func(c *counselling.Summary) int { return c.Contacts })}}

	registeredColumn = column{label: "worklist.column.registered",
		html:  func(r *rowWriter, c *counselling.Summary) { r.day(registeredDay(c)) },
		cells: []cell{dayCell("worklist.column.registered", registeredDay)}}

	dueColumn = column{label: "worklist.column.due", wide: true, html: func(r *rowWriter, c *counselling.Summary) {
		r.text(dueText(r.p, c.DueRule))
		r.raw("<br>")
		r.day(c.Due)
		r.raw("<br>")
		r.away(c.Due)
	}, cells: []cell{
		dayCell("worklist.column.due_on", func(c *counselling.Summary) clock.Day { return c.Due }),
		{"worklist.column.due_what", func(p *i18n.Printer, _ clock.Day, c *counselling.Summary) sheet.Cell {
			return sheet.Text(dueText(p, c.DueRule))
		}},
	}}

	followUpColumn = column{label: "worklist.column.follow_up", wide: true, html: func(r *rowWriter, c *counselling.Summary) {
		r.day(c.FollowUp)
		r.raw("<br>")
		r.away(c.FollowUp)
	}, cells: []cell{dayCell("worklist.column.follow_up", func(c *counselling.Summary) clock.Day { return c.FollowUp })}}

	closedColumn = column{label: "worklist.column.closed",
		html:  func(r *rowWriter, c *counselling.Summary) { r.day(c.Closed) },
		cells: []cell{dayCell("worklist.column.closed", func(c *counselling.Summary) clock.Day { return c.Closed })}}

	// occasion says why a case stands in the list of today.
	occasionColumn = column{label: "worklist.column.occasion", wide: true, html: func(r *rowWriter, c *counselling.Summary) {
		line := func(words string, day clock.Day) {
			r.raw("<p>")
			r.text(words)
			r.raw(": ")
			r.away(day)
			r.raw("</p>")
		}
		if c.Due != clock.NoDay && c.Due <= r.v.Today {
			line(dueText(r.p, c.DueRule), c.Due)
		}
		if c.FollowUp != clock.NoDay && c.FollowUp <= r.v.Today {
			line(r.p.T("worklist.column.follow_up"), c.FollowUp)
		}
		if lastContactDay(c) == r.v.Today {
			line(r.p.T("column.contact"), r.v.Today)
		}
	}, cells: slices.Concat(dueColumn.cells, followUpColumn.cells)}

	chargeColumn = column{label: "counselling.in_charge", html: func(r *rowWriter, c *counselling.Summary) {
		switch name, known := r.v.staffNames[c.Counsellor]; {
		case known:
			r.raw("<bdi>")
			r.text(name)
			r.raw("</bdi>")
		case c.Counsellor == "":
			r.raw(nothing)
		default: // somebody who does not work here any more
			r.text(r.p.T("worklist.former"))
		}
	}}

	siteColumn = column{label: "column.site", html: func(r *rowWriter, c *counselling.Summary) { r.text(r.v.siteNames[c.Site]) }}
)

// waits says how long somebody has waited.
var waitsColumn = column{label: "worklist.column.waits", numeric: true, html: func(r *rowWriter, c *counselling.Summary) {
	r.text(r.p.N("worklist.days", c.Waited(r.v.Today)))
}, cells: []cell{{"worklist.column.waits_days", func(_ *i18n.Printer, today clock.Day, c *counselling.Summary) sheet.Cell {
	return sheet.Number(int64(c.Waited(today)))
}}}}

// columnsOf are the columns of each list behind the case; those that a phone has room for come first.
var columnsOf = map[counselling.List][]column{
	counselling.Today:      {occasionColumn, contactColumn, lightColumn, learnedColumn, personColumn, contactsColumn},
	counselling.Mine:       {contactColumn, lightColumn, learnedColumn, personColumn, contactsColumn},
	counselling.Waiting:    {waitsColumn, registeredColumn, learnedColumn, personColumn},
	counselling.DueDays:    {dueColumn, contactColumn, lightColumn, learnedColumn, personColumn},
	counselling.FollowUps:  {followUpColumn, contactColumn, lightColumn, learnedColumn, personColumn},
	counselling.Incomplete: {lightColumn, contactColumn, learnedColumn, personColumn, contactsColumn},
	counselling.All:        {contactColumn, lightColumn, learnedColumn, personColumn, contactsColumn},
	counselling.Closed:     {closedColumn, lightColumn, contactColumn, learnedColumn, personColumn, contactsColumn},
}

// dueText says what is due. The words belong to the room that computes it; of one without words one sees the day.
func dueText(p *i18n.Printer, rule string) string {
	if key := "due." + rule; p.Has(key) {
		return p.T(key)
	}
	return p.T("worklist.due")
}

// columns are those of the page. A phone has room for the first one, and for another where that is narrow.
func (v listView) columns() []column {
	columns := slices.Clone(columnsOf[v.list()])
	if !v.noStaff() && !v.list().Own() {
		columns = append(columns, chargeColumn)
	}
	if len(v.siteNames) > 0 {
		columns = append(columns, siteColumn)
	}
	room := 2
	if columns[0].wide {
		room = 1
	}
	for i := range columns[room:] {
		columns[room+i].more = true
	}
	return columns
}

// head is the head of the table.
func (v listView) head(p *i18n.Printer) []ui.Column {
	var head []ui.Column
	if v.picks() {
		head = append(head, ui.Column{Label: p.T("worklist.column.pick"), Hidden: true})
	}
	head = append(head, ui.Column{Label: p.T("column.case")})
	for _, c := range v.columns() {
		head = append(head, ui.Column{Label: p.T(c.label), Numeric: c.numeric, More: c.more})
	}
	return head
}
