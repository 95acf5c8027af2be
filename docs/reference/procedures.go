package reference

import (
	"strings"

	"openiq/internal/platform/i18n"
	"openiq/internal/recognition"
)

// proceduresPage has what happens when somebody applies for recognition, from the file of procedures.
func proceduresPage(words *i18n.Printer) []byte {
	p := newPage("Recognition procedures")
	for _, line := range proceduresIntroduction {
		p.line(line)
	}
	f := recognition.PlanRows()
	p.courses(&f, words)
	p.planSteps(&f, words)
	p.documents(&f, words)
	p.languages(&f, words)
	p.planCosts(&f, words)
	p.nexts(&f, words)
	p.helps(&f, words)
	return p.bytes()
}

var proceduresIntroduction = []string{
	"What happens when somebody applies: the rows of `procedures.json` in `internal/recognition`. A plan for an occupation's procedure,",
	"an origin of the qualification and a day of application takes the first course that fits, and every other row that applies.",
	"Applications before 2012-04-01 have no plan: the law on recognition did not exist. What the Laender regulate is told once for",
	"all of them; rows with a note about the law of the Land send people to the authority for the details.",
	"",
	"The dates of a course come from the rules of [deadlines](deadlines.md), the same that work in the cases: steps that are still",
	"to come are taken as done on their last days. Lengths in this page hold only where there is no such deadline; those marked as",
	"usual are no law.",
}

// section begins a part of the page with a table.
func (p *page) section(title string, heads ...string) {
	p.line("")
	p.line("## " + title)
	p.line("")
	p.table(heads...)
}

func (p *page) courses(f *recognition.PlanFile, words *i18n.Printer) {
	p.section("Courses", "course", "applies to", "kind", "needed to practise", "compensation", "notes", "law", "source")
	for _, c := range f.Courses {
		needed := "no"
		if c.Demanded {
			needed = "yes"
		}
		p.row(code(c.ID), planApplies(&c.Applies, words), words.Code("procedure_kind", c.Kind), needed, dash(codesInWords("compensation", c.Compensation, " or ", words)),
			dash(codesInWords("procedure_note", c.Notes, " ", words)), c.Law, source(c.Source, false))
	}
}

func (p *page) planSteps(f *recognition.PlanFile, words *i18n.Printer) {
	p.section("Steps", "step", "meaning", "follows", "who", "when", "due", "applies to", "law", "source")
	for _, s := range f.Steps {
		p.row(code(s.Code), words.Code("procedure_step", s.Code), dash(s.After), string(s.Who), stepWhen(&s, words), stepDue(&s, words),
			planApplies(&s.Applies, words), s.Law, source(s.Source, false))
	}
}

// stepWhen says in which cases a step belongs to a course.
func stepWhen(s *recognition.PlanStep, words *i18n.Printer) string {
	var out []string
	switch s.If {
	case "incomplete":
		out = append(out, "documents are missing")
	case "no_papers":
		out = append(out, "certificates are lost")
	case "accelerated":
		out = append(out, "accelerated")
	}
	if len(s.Outcomes) > 0 {
		out = append(out, "decision: "+codesInWords("step_result", s.Outcomes, " or ", words))
	}
	if s.Optional {
		out = append(out, "not needed to go on")
	}
	if len(out) == 0 {
		return "always"
	}
	return strings.Join(out, "; ")
}

func stepDue(s *recognition.PlanStep, words *i18n.Printer) string {
	var out []string
	if s.Deadline != "" {
		out = append(out, "deadline “"+words.T("due."+s.Deadline)+"”")
	}
	if !s.Length.IsZero() {
		out = append(out, usually(period(s.Length), s.Usual))
	}
	if !s.Sets.IsZero() {
		out = append(out, usually("gives "+period(s.Sets), s.Usual))
	}
	return dash(strings.Join(out, ", else "))
}

func usually(length string, usual bool) string {
	if usual {
		return length + " (usual)"
	}
	return length
}

func (p *page) documents(f *recognition.PlanFile, words *i18n.Printer) {
	p.section("Documents", "document", "meaning", "when", "applies to", "law", "source")
	for _, d := range f.Documents {
		when := "always"
		if d.When != "" {
			when = words.Code("document_condition", d.When)
		}
		p.row(code(d.Code), words.Code("document", d.Code), when, planApplies(&d.Applies, words), d.Law, source(d.Source, false))
	}
}

func (p *page) languages(f *recognition.PlanFile, words *i18n.Printer) {
	p.section("German", "level", "what", "needed", "applies to", "law", "source")
	for _, l := range f.Languages {
		level := l.Least
		if l.Most != "" {
			level += " to " + l.Most
		}
		p.row(level, words.Code("language_use", l.Use), words.Code("language_for", l.For), planApplies(&l.Applies, words), l.Law, source(l.Source, false))
	}
}

func (p *page) planCosts(f *recognition.PlanFile, words *i18n.Printer) {
	p.section("Costs", "cost", "euros", "Land", "applies to", "checked on", "law", "source")
	for _, c := range f.Costs {
		sum := "see [deadlines](deadlines.md#amounts)"
		if c.Fee == "" {
			sum = euros(c.Least)
			if c.Most > c.Least {
				sum += " to " + euros(c.Most)
			}
		}
		address := "–"
		if c.Source != "" {
			address = source(c.Source, false)
		}
		p.row(words.Code("cost_kind", c.Kind), sum, dash(c.State), planApplies(&c.Applies, words), dash(c.CheckedOn.String()), dash(c.Law), address)
	}
	p.line("")
	p.line("Fees of a Land are examples. Where no fee is named it differs by Land and work, and the authority must be asked.")
}

func (p *page) nexts(f *recognition.PlanFile, words *i18n.Printer) {
	p.section("What follows a decision", "decision", "applies to", "what can be done", "law", "source")
	for _, n := range f.Next {
		p.row(words.Code("step_result", n.Outcome), planApplies(&n.Applies, words), codesInWords("procedure_next", n.Codes, "; ", words), n.Law, source(n.Source, false))
	}
}

func (p *page) helps(f *recognition.PlanFile, words *i18n.Printer) {
	p.section("Help with costs", "help", "Land", "pays", "at most", "applies to", "law", "source")
	for _, h := range f.Helps {
		most := "as needed"
		if h.Most > 0 {
			most = euros(h.Most)
		}
		p.row(words.Code("cost_help", h.Help), dash(h.State), codesInWords("cost_kind", h.Covers, ", ", words), most, planApplies(&h.Applies, words), h.Law, source(h.Source, false))
	}
	p.line("")
	p.line("The recognition grant with its dates and limits is among the [amounts](deadlines.md#amounts).")
}

// planApplies says for which procedures a row counts.
func planApplies(a *recognition.Applies, words *i18n.Printer) string {
	var out []string
	if a.Keys != nil {
		out = append(out, codesInWords("recognition_procedure", a.Keys, ", ", words))
	}
	if a.Origins != nil {
		out = append(out, codesInWords("qualification_origin", patterns(a.Origins), " or ", words))
	}
	if a.Kinds != nil {
		out = append(out, codesInWords("procedure_kind", a.Kinds, " or ", words))
	}
	switch {
	case a.Regulated != nil && *a.Regulated:
		out = append(out, "needed to practise")
	case a.Regulated != nil:
		out = append(out, "not needed to practise")
	}
	if dates := span(a.AppliedFrom.String(), a.AppliedTo.String()); dates != "–" {
		out = append(out, "applied "+dates)
	}
	if len(out) == 0 {
		return "all"
	}
	return strings.Join(out, "; ")
}

func codesInWords(list string, codes []string, between string, words *i18n.Printer) string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = words.Code(list, c)
	}
	return strings.Join(out, between)
}
