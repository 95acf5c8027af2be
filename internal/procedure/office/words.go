package office

import (
	"strings"

	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/procedure"
	"openiq/internal/recognition"
)

// title is what a procedure is called: its kind and what is to be recognised.
func (s *scene) title(of *procedure.Procedure) string {
	title := s.p.Code("procedure_kind", of.Kind())
	if what := s.qualificationTitle(of.Qualification()); what != "" {
		title += ": " + what
	}
	return title
}

// status is how far a procedure is, in a word, with its tone.
func (s *scene) status(of *procedure.Procedure) (ui.Kind, string) {
	outcome := of.Outcome()
	switch {
	case of.Withdrawn():
		return ui.Info, s.p.T("procedure.status.withdrawn")
	case outcome == "full" || outcome == "positive":
		return ui.Success, s.p.Code("step_result", outcome)
	case outcome != "":
		return ui.Warning, s.p.Code("step_result", outcome)
	case of.AppliedOn() == 0:
		return ui.Info, s.p.T("procedure.status.planned")
	}
	for _, d := range of.Deadlines {
		switch {
		case d.Rule.What != "decision":
		case d.State == recognition.Suspended:
			return ui.Warning, s.p.T("procedure.status.suspended")
		case d.State == recognition.Overdue:
			return ui.Danger, s.p.T("procedure.status.overdue")
		case d.State != recognition.NotStarted:
			return ui.Info, s.p.T("procedure.status.examined")
		}
	}
	return ui.Info, s.p.T("procedure.status.applied")
}

// open are the deadlines of which something is still to come.
func open(of *procedure.Procedure) []recognition.Deadline {
	var out []recognition.Deadline
	for _, d := range of.Deadlines {
		switch d.State {
		case recognition.Running, recognition.Overdue, recognition.Suspended, recognition.NotStarted:
			out = append(out, d)
		}
	}
	return out
}

// over are those that are done or cannot be done any more.
func over(of *procedure.Procedure) []recognition.Deadline {
	var out []recognition.Deadline
	for _, d := range of.Deadlines {
		switch d.State {
		case recognition.Met, recognition.Late, recognition.Lapsed:
			out = append(out, d)
		}
	}
	return out
}

// tone says how urgent a deadline is: soon is within two weeks.
func tone(d recognition.Deadline) ui.Kind {
	const soon = 14
	switch {
	case d.State == recognition.Overdue:
		return ui.Danger
	case d.State == recognition.Running && d.Left <= soon:
		return ui.Warning
	case d.State == recognition.Met:
		return ui.Success
	case d.State == recognition.Late || d.State == recognition.Lapsed:
		return ui.Warning
	}
	return ui.Info
}

// how says how a deadline stands.
func (s *scene) how(d recognition.Deadline) string {
	switch d.State {
	case recognition.Running:
		if d.Left == 0 {
			return s.p.T("procedure.due.today")
		}
		return s.p.N("procedure.due.left", d.Left)
	case recognition.Overdue:
		return s.p.N("procedure.due.over", -d.Left)
	case recognition.Suspended:
		return s.p.N("procedure.due.suspended", d.Left)
	case recognition.NotStarted:
		waits := make([]string, len(d.Waits))
		for i, kind := range d.Waits {
			kind, _, _ = strings.Cut(kind, "|")
			kind, _, _ = strings.Cut(kind, ":")
			waits[i] = s.p.Code("step_kind", kind)
		}
		return s.p.T("procedure.due.waits", "Steps", strings.Join(waits, ", "))
	}
	return s.p.T("procedure.due." + string(d.State))
}

// why explains a due day: who has to act, from when it was counted, what moved it, by which law.
func (s *scene) why(d recognition.Deadline) []string {
	why := []string{s.p.T("procedure.who." + string(d.Rule.Who))}
	if d.Start != 0 {
		why = append(why, s.p.T("procedure.why.start", "Day", s.p.Date(d.Start)))
	}
	if d.End != 0 && d.Due != d.End {
		why = append(why, s.p.T("procedure.why.workday", "Day", s.p.Date(d.End)))
	}
	for _, note := range d.Notes {
		why = append(why, s.p.T("procedure.why."+note))
	}
	if d.Rule.Usual {
		why = append(why, s.p.T("procedure.why.usual"))
	}
	if d.Rule.Law != "" {
		why = append(why, d.Rule.Law)
	}
	return why
}

// follows says in plain words what an outcome means and what one can do now; nothing while there is none.
func (s *scene) follows(of *procedure.Procedure) string {
	outcome := of.Outcome()
	if outcome == "" || of.Withdrawn() {
		return ""
	}
	key := "procedure.follows." + outcome
	switch {
	case of.Kind() == recognition.Statement && outcome == "refused":
		key += "_statement"
	case outcome == "full" && (of.Regulated() == recognition.Yes || of.Kind() == recognition.Automatic):
		key += "_regulated"
	}
	if !s.p.Has(key) {
		return ""
	}
	return s.p.T(key)
}

// sums are what the costs come to: in all, and what others pay of it.
func sums(costs []procedure.Cost) (total, granted int64) {
	for _, c := range costs {
		total += c.Amount
		granted += c.Granted
	}
	return total, granted
}

// warnings are what is implausible about costs, each once.
func (s *scene) warnings(costs []procedure.Cost) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range costs {
		for _, w := range c.Warnings {
			if !seen[w] {
				seen[w] = true
				out = append(out, s.p.T("procedure.warning."+w))
			}
		}
	}
	return out
}

// facts are the rows about a procedure; what is not filled in is left out.
func (s *scene) facts(of *procedure.Procedure) []ui.Row {
	first, more := s.aboutProcedure()
	stored := cells(procedure.Procedures, of.Row)
	f := form{Form: web.NewForm(), scene: s}
	var rows []ui.Row
	for _, q := range append(first[1:len(first):len(first)], more...) {
		if cell := stored[q.name]; cell != "" {
			rows = append(rows, ui.Row{Label: s.labelOf(q), Value: f.inForm(q, cell)})
		}
	}
	return rows
}

// text is what the vault has about a step, for those who may know it.
func (s *scene) text(step *procedure.Step, name string) string {
	if s.Who == nil {
		return ""
	}
	return s.Who.Text(step.ID, name)
}

// help says who helps with a cost and what came of it.
func (s *scene) help(c *procedure.Cost) string {
	words := []string{s.p.Code("cost_help", c.Help)}
	switch decision := procedure.Costs.Str(c.Row, "decision"); {
	case decision == "granted" && c.Granted > 0:
		words = append(words, s.p.T("procedure.help.granted", "Granted", s.euros(c.Granted)))
	case decision != "":
		words = append(words, s.p.Code("cost_decision", decision))
	case c.AppliedOn != 0:
		words = append(words, s.p.T("procedure.help.applied", "Day", s.p.DateShort(c.AppliedOn)))
	}
	return strings.Join(words, ", ")
}
