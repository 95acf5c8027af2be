package office

import (
	"strings"

	"openiq/internal/person"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
)

// whoRows are what the page of a case has about who somebody is, some of the fields; those that are empty are left out.
func whoRows(p *i18n.Printer, i *person.Identity, names ...string) []ui.Row {
	var rows []ui.Row
	for _, name := range names {
		value := *i.Field(name)
		if value == "" {
			continue
		}
		part := bdi(whoValue(p, name, value))
		switch name {
		case "phone":
			part = reach("tel:"+dialled(value), value)
		case "email":
			part = reach("mailto:"+value, value)
		}
		rows = append(rows, ui.Row{Label: label(p, name), Part: part})
	}
	return rows
}

// addressOf is where somebody lives, in one line.
func addressOf(i *person.Identity) string {
	var parts []string
	for _, part := range []string{i.Street, strings.TrimSpace(i.Postcode + " " + i.Place)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// dialled is a phone number as a phone takes it.
func dialled(number string) string {
	return strings.Map(func(c rune) rune {
		if c == '+' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ReplaceAll(number, "(0)", ""))
}

// whoTop are the rows that one needs to reach somebody.
func (v caseView) whoTop(p *i18n.Printer) []ui.Row {
	rows := whoRows(p, v.Who.Identity, "phone", "email")
	if address := addressOf(v.Who.Identity); address != "" {
		rows = append(rows, ui.Row{Label: p.T("counselling.who.address"), Part: bdi(address)})
	}
	if spoken := languagesOf(v.Detail); len(spoken) > 0 {
		rows = append(rows, ui.Row{Label: p.T("column.languages"), Value: spokenWords(p, spoken)})
	}
	return append(rows, whoRows(p, v.Who.Identity, "remark")...)
}

// whoRest are the rows that few need.
func (v caseView) whoRest(p *i18n.Printer) []ui.Row {
	return whoRows(p, v.Who.Identity, "born_on", "birth_place", "customer_number", "adviser_name", "adviser_contact")
}

// whoLinks lead to what there is about the person; more where the reader may record.
func (v caseView) whoLinks(p *i18n.Printer) []ui.NavItem {
	links := []ui.NavItem{
		{Label: p.N("counselling.consent.count", validConsents(v.Who)), URL: v.url("consents")},
		{Label: p.N("counselling.document.count", len(v.Who.Documents)), URL: v.url("documents")},
	}
	if !v.MayRecord {
		return links
	}
	edit := ui.NavItem{Label: p.T("counselling.who.edit"), URL: v.url("person")}
	if v.Who.Identity == nil {
		edit.Label = p.T("counselling.who.add")
	}
	links = append([]ui.NavItem{edit}, links...)
	if v.Who.Identity != nil || len(v.Who.Texts) > 0 || validConsents(v.Who) > 0 {
		links = append(links, ui.NavItem{Label: p.T("counselling.forget.title"), URL: v.url("forget")})
	}
	return links
}

// spokenWords are languages in words.
func spokenWords(p *i18n.Printer, tags []string) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = p.Language(tag)
	}
	return strings.Join(names, ", ")
}

func validConsents(who *person.Person) (n int) {
	for i := range who.Consents {
		if who.Consents[i].Valid {
			n++
		}
	}
	return n
}
