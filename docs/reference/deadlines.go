package reference

import (
	"fmt"
	"strconv"
	"strings"

	"openiq/internal/platform/i18n"
	"openiq/internal/recognition"
)

// deadlinesPage has the deadlines of recognition procedures, the steps and the amounts, from the files of rules.
func deadlinesPage(words *i18n.Printer) []byte {
	p := newPage("Deadlines of recognition procedures")
	for _, line := range deadlinesIntroduction {
		p.line(line)
	}
	p.deadlines(words)
	p.steps(words)
	p.amounts(words)
	return p.bytes()
}

var deadlinesIntroduction = []string{
	"What is due in a procedure is computed from its steps; nobody types a due day. The rules are data: `deadlines.json`,",
	"`steps.json` and `amounts.json` in `internal/recognition`. Law is cited as it is in German. Sources are the texts of the law,",
	"the pages named below and `domain/practice.md` section 3. The computation helps to ask in time; it binds nobody.",
	"",
	"## How is counted",
	"",
	"* The day of the event does not count. A period of months ends on the day with the same number, or on the last day of a month",
	"  that has no such day (§§ 187, 188 BGB, § 31 VwVfG).",
	"* What ends on a Saturday, a Sunday or a public holiday of the Land of the procedure is due on the next working day (§ 193 BGB,",
	"  § 31 Abs. 3 VwVfG). Without a Land only the holidays of the whole country count. Holidays of some municipalities only are",
	"  left out (Assumption Day in Bavaria, Corpus Christi in parts of Saxony and Thuringia): the earlier day is the safe one.",
	"  Holidays that a Land got later count from then on: Frauentag (BE 2019, MV 2023), Reformationstag (HB, HH, NI, SH 2018),",
	"  Weltkindertag (TH 2019); 31 October 2017 everywhere; 8 May 2020 and 2025 and 17 June 2028 in Berlin.",
	"* A decision's period stands still while the authority waits for supplementary documents and while skills are analysed. Both the",
	"  first and the last day of that time are added to its end. A request ends with the documents, or with the day set for them",
	"  when that comes first. Documents that were missing from the beginning suspend nothing: the period starts with them.",
	"* It can be extended once, if the authority says so before it is over; for qualifications from the EU, the EEA or Switzerland in",
	"  regulated occupations by at most a month (§ 13 Abs. 3 BQFG), counted from the end of the period before (§ 190 BGB). An",
	"  extension that comes too late, goes too far or is the second one does not count, as far as that is so.",
	"* The period for an objection starts with the notification. Where nobody recorded it, the notice is taken as posted on its day and",
	"  as notified on the third day after that, on the fourth from 2025 on (§ 41 Abs. 2 VwVfG). That day does not move. Some Laender",
	"  changed their own acts later; where it matters, record the day on which the notice came.",
	"* A withdrawal ends everything that was still open.",
	"",
	"Of the rules for the same thing the first one counts that fits to the procedure.",
}

// deadlines has a table for each thing that is due.
func (p *page) deadlines(words *i18n.Printer) {
	p.line("")
	p.line("## Deadlines")
	last := ""
	for _, r := range recognition.Rules() {
		if r.What != last {
			last = r.What
			p.line("")
			p.line("### " + words.T("due."+r.What))
			p.line("")
			p.table("rule", "who", "applies to", "starts with", "ends with", "length", "law", "source")
		}
		p.row(code(r.ID), string(r.Who), appliesTo(&r, words), stepsInWords(patterns(r.Starts), " and ", words), stepsInWords(patterns(r.Ends), " or ", words),
			lengthOf(&r, words), dash(r.Law), source(r.Source, r.Usual))
	}
}

// appliesTo says to which procedures a rule applies.
func appliesTo(r *recognition.Rule, words *i18n.Printer) string {
	var out []string
	for _, kind := range r.Kinds {
		out = append(out, words.Code("procedure_kind", kind))
	}
	yes := func(answer *bool, is, isNot string) {
		switch {
		case answer != nil && *answer:
			out = append(out, is)
		case answer != nil:
			out = append(out, isNot)
		}
	}
	yes(r.Accelerated, "accelerated", "not accelerated")
	yes(r.Regulated, "regulated", "not regulated")
	yes(r.OriginEU, "from the EU, EEA or Switzerland", "from elsewhere")
	yes(r.Granted, "with a recognition grant", "without a recognition grant")
	if day := r.AppliedFrom.String(); day != "" {
		out = append(out, "applied from "+day)
	}
	if day := r.AppliedTo.String(); day != "" {
		out = append(out, "applied until "+day)
	}
	if len(out) == 0 {
		return "all"
	}
	return strings.Join(out, ", ")
}

func patterns[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = string(p)
	}
	return out
}

// stepsInWords are steps as the files name them, "kind" or "kind:result", several with "|" between them.
func stepsInWords(all []string, between string, words *i18n.Printer) string {
	var out []string
	for _, p := range all {
		for one := range strings.SplitSeq(p, "|") {
			kind, detail, _ := strings.Cut(one, ":")
			text := words.Code("step_kind", kind)
			switch {
			case words.HasCode("step_result", detail):
				text += " (" + words.Code("step_result", detail) + ")"
			case detail != "":
				text += " (" + words.Code("compensation", detail) + ")"
			}
			out = append(out, text)
		}
		if between == " and " && strings.Contains(p, "|") {
			return strings.Join(out, " or ")
		}
	}
	return dash(strings.Join(out, between))
}

// lengthOf is the length of a deadline with what can move it.
func lengthOf(r *recognition.Rule, words *i18n.Printer) string {
	length := period(r.Length)
	switch {
	case r.Until:
		length = "as set"
	case r.After != "":
		length = period(r.Margin) + " after “" + words.T("due."+r.After) + "” is due, else " + length
	}
	if r.Notice {
		length += " from the notification"
	}
	if r.Suspended {
		length += "; can be suspended"
	}
	if r.Extension != "" {
		length += "; can be extended once"
	}
	if !r.ExtensionMost.IsZero() {
		length += " by at most " + period(r.ExtensionMost)
	}
	if r.Lapses {
		length += "; then it is too late"
	}
	return length
}

func period(p recognition.Period) string {
	var out []string
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Months, "month"}, {p.Weeks, "week"}, {p.Days, "day"}} {
		switch {
		case part.n == 1:
			out = append(out, "1 "+part.unit)
		case part.n > 1:
			out = append(out, strconv.Itoa(part.n)+" "+part.unit+"s")
		}
	}
	return strings.Join(out, " and ")
}

// source is where a rule comes from; usual times come from nowhere but experience.
func source(address string, usual bool) string {
	switch {
	case usual && address == "":
		return "usual time"
	case usual:
		return "usual time; <" + address + ">"
	}
	return "<" + address + ">"
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// steps has the steps in their usual order.
func (p *page) steps(words *i18n.Printer) {
	p.line("")
	p.line("## Steps")
	p.line("")
	p.line("A form refuses a step that does not fit to the others; a bundle may bring it.")
	p.line("")
	p.table("step", "meaning", "not before", "not after", "how often", "asked for")
	for _, s := range recognition.StepRules() {
		often := "any number"
		switch {
		case s.Last:
			often = "once, nothing after it"
		case s.Once:
			often = "once"
		}
		asks := make([]string, len(s.Asks))
		for i, a := range s.Asks {
			asks[i] = code(a)
		}
		p.row(code(s.Kind), words.Code("step_kind", s.Kind), stepsInWords(s.After, " or ", words), stepsInWords(s.Before, " or ", words), often, strings.Join(asks, " "))
	}
}

// amounts has the fees and the limits of grants.
func (p *page) amounts(words *i18n.Printer) {
	p.line("")
	p.line("## Amounts")
	p.line("")
	p.line("In euros. The recognition grant must be applied for before the procedure and never pays for what began before; on other days")
	p.line("than those named nothing is known, and the pages say so.")
	p.line("")
	p.table("amount", "for", "sum", "income at most", "applied for", "law", "source")
	for _, a := range recognition.Amounts() {
		p.row(code(a.ID), amountFor(&a, words), sum(&a), income(&a), span(a.ValidFrom.String(), a.ValidTo.String()), dash(a.Law), source(a.Source, false))
	}
}

func amountFor(a *recognition.Amount, words *i18n.Printer) string {
	if a.Help == "" {
		if a.Kind == recognition.Statement {
			return words.Code("procedure_kind", a.Kind)
		}
		return "accelerated procedure"
	}
	covers := make([]string, len(a.Covers))
	for i, kind := range a.Covers {
		covers[i] = words.Code("cost_kind", kind)
	}
	return words.Code("cost_help", a.Help) + ": " + strings.Join(covers, ", ")
}

func sum(a *recognition.Amount) string {
	switch {
	case a.Further > 0:
		return euros(a.Fixed) + ", each further one " + euros(a.Further)
	case a.Fixed > 0:
		return euros(a.Fixed)
	case a.Least > 0:
		return euros(a.Least) + " to " + euros(a.Most)
	}
	return "up to " + euros(a.Most)
}

func income(a *recognition.Amount) string {
	if a.IncomeSingle == 0 {
		return "–"
	}
	return euros(a.IncomeSingle) + ", as a couple " + euros(a.IncomeCouple)
}

func euros(cents int64) string { return fmt.Sprintf("%d", cents/100) }

func span(from, to string) string {
	switch {
	case from == "" && to == "":
		return "–"
	case to == "":
		return "from " + from
	case from == "":
		return "until " + to
	}
	return from + " to " + to
}
