package office

import (
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// phrase is something that the letter says, in the language of a printer.
type phrase func(p *i18n.Printer) string

// say is a text of the letter.
func say(key string, args ...any) phrase {
	return func(p *i18n.Printer) string { return p.T("letter."+key, args...) }
}

// as is the same in every language.
func as(text string) phrase { return func(*i18n.Printer) string { return text } }

// passage is a titled part of the letter: lines, or a list of things.
type passage struct {
	title phrase
	lines []phrase
	list  bool
}

// passages are the letter from top to bottom; those with nothing to say are left out.
func (v letterForm) passages() []passage {
	all := []passage{v.conversation(), v.topics()}
	for i := range v.Qualifications {
		all = append(all, v.degree(&v.Qualifications[i]))
	}
	all = append(all, v.procedure(), v.listed("steps.title", "step", v.chosen("steps", counselling.LetterSteps)),
		v.listed("documents.title", "document", v.chosen("documents", counselling.LetterDocuments)), v.referred(), v.note(), v.next(), v.reach())
	var told []passage
	for _, part := range all {
		if len(part.lines) > 0 {
			told = append(told, part)
		}
	}
	return told
}

// listed is a list of things that somebody ticked.
func (v letterForm) listed(title, prefix string, codes []string) passage {
	part := passage{title: say(title), list: true}
	for _, code := range codes {
		part.lines = append(part.lines, say(prefix+"."+code))
	}
	return part
}

// conversation tells of the last conversation.
func (v letterForm) conversation() passage {
	part := passage{title: say("when.title")}
	if len(v.Contacts) == 0 {
		return part
	}
	last := v.Contacts[0]
	held := last.Site
	if held == "" {
		held = v.Site()
	}
	part.lines = []phrase{say("when."+last.Form, "Date", last.HeldOn), say("when.centre", "Centre", v.Structure.Name(programme.KindSite, held))}
	return part
}

func (v letterForm) topics() passage { return v.listed("topics.title", "topic", v.Topics) }

// degree tells of a qualification and what it means here. The German occupation keeps its German name: so it will stand in
// letters of authorities.
func (v letterForm) degree(q *record.Row) passage {
	part := passage{title: say("degree.title")}
	add := func(line phrase) { part.lines = append(part.lines, line) }
	str := func(column string) string { return counselling.Qualifications.Str(q, column) }
	if title := str("title"); title != "" {
		add(say("degree.name", "Title", title))
	}
	if kind := str("kind"); kind != "" && kind != record.Declined {
		add(say("degree.kind." + kind))
	}
	if country := str("country"); country != "" && country != record.Declined {
		add(func(p *i18n.Printer) string { return p.T("letter.degree.country", "Country", p.Country(country)) })
	}
	if year, known := counselling.Qualifications.Int(q, "completed_year"); known {
		add(say("degree.year", "Year", counselling.Qualifications.Column("completed_year").Format(year)))
	}
	switch occupation := str("reference_occupation"); occupation {
	case "", record.Declined:
	case "not_assignable", "not_listed", "land_regulated":
		add(say("occupation." + occupation))
	default:
		add(say("occupation", "Occupation", v.german.Code("reference_occupation", occupation)))
	}
	switch answer, known := counselling.Qualifications.Int(q, "regulated"); {
	case !known:
		add(say("regulated.open"))
	default:
		add(say("regulated." + counselling.Qualifications.Column("regulated").Format(answer)))
	}
	return part
}

// procedure tells what other rooms know.
func (v letterForm) procedure() passage {
	part := passage{title: say("procedure.title")}
	for _, line := range v.Lines {
		if line.On == clock.NoDay {
			part.lines = append(part.lines, say(line.Key))
		} else {
			part.lines = append(part.lines, say(line.Key, "Date", line.On))
		}
	}
	return part
}

// referred tells where else there is help.
func (v letterForm) referred() passage {
	part := passage{title: say("referrals.title"), list: true}
	for i := range v.Pending {
		r := &v.Pending[i]
		kind := counselling.Referrals.Str(r, "kind")
		var more []string
		if name := v.Measures[counselling.Referrals.Str(r, "measure_id")]; name != "" {
			more = append(more, name)
		}
		if where := v.Who.Text(r.ID, counselling.TextWhere); where != "" {
			more = append(more, where)
		}
		part.lines = append(part.lines, func(p *i18n.Printer) string {
			words := p.T("letter.referral." + kind)
			if len(more) > 0 {
				words += ": " + strings.Join(more, ", ")
			}
			return words
		})
	}
	return part
}

// note is what the counsellor wrote, in each language what was written for it.
func (v letterForm) note() passage {
	part := passage{title: say("note.title")}
	own, german := v.Get("note"), v.Get("note_de")
	if !v.translated() {
		own = german
	}
	if own != "" || german != "" {
		part.lines = []phrase{func(p *i18n.Printer) string {
			if p.Lang() == v.german.Lang() {
				return german
			}
			return own
		}}
	}
	return part
}

// next tells when one hears from each other again.
func (v letterForm) next() passage {
	part := passage{title: say("next.title")}
	if day, planned := counselling.Cases.Day(v.Row, "follow_up_on"); planned && day >= v.today {
		part.lines = append(part.lines, say("next.on", "Date", day))
	}
	part.lines = append(part.lines, say("next.open"), say("next.bring"))
	return part
}

// reach tells how to get to the centre.
func (v letterForm) reach() passage {
	part := passage{title: say("reach.title"), lines: []phrase{as(v.Structure.Name(programme.KindSite, v.Site()))}}
	if s := v.Structure.Site(v.Site()); s != nil {
		if place := strings.TrimSpace(s.Postcode + " " + s.Place); place != "" {
			part.lines = append(part.lines, as(place))
		}
	}
	if reach := v.Get("reach"); reach != "" {
		part.lines = append(part.lines, as(reach))
	}
	return part
}

// name is for whom the letter is; empty when that is not to stand on it.
func (v letterForm) name() string {
	if v.Get("name") != "true" || v.Who.Identity == nil {
		return ""
	}
	i := v.Who.Identity
	if whole := strings.TrimSpace(i.GivenName + " " + i.FamilyName); whole != "" {
		return whole
	}
	return i.NativeName
}
