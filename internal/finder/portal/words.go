package portal

import (
	"net/url"
	"strings"

	"openiq/internal/authority"
	"openiq/internal/centre"
	"openiq/internal/finder"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/recognition"
)

// title is the occupation in a language; German names keep their direction in it.
func title(p *i18n.Printer, a *finder.Answer) string { return a.Occupation.TitleIn(base(p.Lang())) }

// headline is the answer in a sentence.
func headline(p *i18n.Printer, a *finder.Answer) string {
	return p.T("portal.finder.need."+string(a.Need), "Title", isolated(title(p, a)))
}

// isolated keeps the direction of a text apart from the one around it, as bdi does where there is no element.
func isolated(text string) string { return "\u2068" + text + "\u2069" }

// notes are what is special about the procedure. What the headline has said already is left out.
func notes(p *i18n.Printer, a *finder.Answer) []string {
	var all []string
	for _, note := range a.Plan.Notes {
		if !said[note] {
			all = append(all, p.Code("procedure_note", note))
		}
	}
	return all
}

var said = map[string]bool{"title_only": true, "court_only": true, "own_business": true, "voluntary": true, "no_recognition_needed": true}

// when is the day of a step in words.
func when(p *i18n.Printer, m *recognition.Moment) string {
	switch {
	case m.Step.After == "" && m.Step.Step == "":
		return p.T("portal.finder.time.before")
	case m.Latest == 0:
		return p.T("portal.finder.time.open")
	case m.Earliest == m.Latest:
		return p.T("portal.finder.time.at", "Day", m.Latest)
	case m.Usual():
		return p.T("portal.finder.time.usually", "Day", m.Latest)
	}
	return p.T("portal.finder.time.until", "Day", m.Latest)
}

// euro is an amount of cents in words.
func euro(p *i18n.Printer, cents int64) string {
	amount := p.Number(int(cents / 100))
	if cents%100 != 0 {
		amount = p.Decimal(float64(cents)/100, 2)
	}
	return p.T("portal.finder.euro", "Amount", amount)
}

// cost is what something costs in words.
func cost(p *i18n.Printer, a *finder.Answer, c recognition.PlanCost) string {
	words := p.T("portal.finder.cost.exactly", "Amount", euro(p, c.Least))
	if c.Most > c.Least {
		words = p.T("portal.finder.cost.range", "Least", euro(p, c.Least), "Most", euro(p, c.Most))
	}
	if c.State != "" && c.State != a.Place.State {
		words += " (" + p.T("portal.finder.cost.example", "Land", p.Code("state", c.State)) + ")"
	}
	return words
}

// helper is who helps with costs in words.
func helper(p *i18n.Printer, h recognition.Help) string {
	if h.Help == "land" && h.State != "" {
		return p.T("portal.finder.help.land.of", "Land", p.Code("state", h.State))
	}
	return p.T("portal.finder.help." + h.Help)
}

// help is how much of a help there is, for whom; empty where nothing is fixed.
func help(p *i18n.Printer, h recognition.Help) string {
	var words []string
	if h.Most > 0 {
		words = append(words, p.T("portal.finder.help.most", "Amount", euro(p, h.Most)))
	}
	if h.IncomeSingle > 0 {
		words = append(words, p.T("portal.finder.help.income", "Single", euro(p, h.IncomeSingle), "Couple", euro(p, h.IncomeCouple)))
	}
	return strings.Join(words, ", ")
}

// level is German that is asked for in words.
func level(p *i18n.Printer, l recognition.Language) string {
	use, what := p.Code("language_use", l.Use), p.Code("language_for", l.For)
	if l.Most != "" {
		return p.T("portal.finder.language.levels", "Use", use, "Level", l.Least, "Most", l.Most, "For", what)
	}
	return p.T("portal.finder.language.level", "Use", use, "Level", l.Least, "For", what)
}

// document is something to bring in words, with its condition.
func document(p *i18n.Printer, d recognition.Document) string {
	if d.When == "" {
		return p.Code("document", d.Code)
	}
	return p.Code("document", d.Code) + " (" + p.Code("document_condition", d.When) + ")"
}

// where is the place of the answer in words; empty where it is not known.
func where(p *i18n.Printer, a *finder.Answer) string {
	if a.Place == (finder.Place{}) {
		return a.Question.Place
	}
	x := a.Place
	if x.Name == "" && a.Question.Place != "" {
		x.Name, x.Postcode = a.Question.Place, ""
	}
	return called(p, x)
}

// away is a distance in words; it is the way as the crow flies, so no more exact than a kilometre.
func away(p *i18n.Printer, km float64) string {
	if km < 1 {
		return p.T("portal.finder.near.very_near")
	}
	return p.T("portal.finder.near.km", "Km", int(km+0.5))
}

// visit is a mobile date in words.
func visit(p *i18n.Printer, v *centre.Visit) string {
	return p.T("portal.finder.near.mobile", "Weekday", weekday(p, v.Day), "Day", v.Day, "From", v.From.String(), "To", v.To.String(),
		"Place", isolated(strings.TrimSpace(v.Postcode+" "+v.Place)))
}

func weekday(p *i18n.Printer, day clock.Day) string {
	return p.Code("weekday", string(rune('1'+(int(day.Weekday())+6)%7)))
}

// address is where an authority is, in one line; empty where that is not known.
func address(a *authority.Authority) string {
	town := strings.TrimSpace(a.Postcode + " " + a.Place)
	if a.Street == "" {
		return town
	}
	return a.Street + ", " + town
}

// laws are the legal bases of the answer, each once, as they are cited in German.
func laws(a *finder.Answer) []string {
	all := []string{a.Plan.Law}
	for _, r := range a.Decides.Reasons[:min(len(a.Decides.Reasons), mostNamed)] {
		if r.Law != "" && r.Law != a.Plan.Law {
			all = append(all, r.Law)
		}
	}
	return all
}

// query writes names and values in turn, without empty ones.
func query(pairs ...string) string {
	all := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all.Set(pairs[i], pairs[i+1])
		}
	}
	return all.Encode()
}

// appointmentURL is where one asks for an appointment: at a centre, with a code, or either.
func appointmentURL(p *i18n.Printer, centre, code string) string {
	return p.Local("/appointments/new?") + query("centre", centre, "code", code)
}

// host is the name of a site, as one reads it.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// town is the postcode and place of a centre.
func town(c centre.Found) string { return strings.TrimSpace(c.Postcode + " " + c.Place) }
