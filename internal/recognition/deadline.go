package recognition

import (
	"slices"

	"openiq/internal/platform/clock"
)

// State is how a deadline stands.
type State string

// The states.
const (
	NotStarted State = "not_started" // something that starts it has not happened yet
	Running    State = "running"
	Suspended  State = "suspended" // it stands still
	Met        State = "met"       // done in time
	Late       State = "late"      // done after the due day
	Overdue    State = "overdue"
	Lapsed     State = "lapsed" // it is over; nothing can be done any more
)

// The notes on a deadline: what its due day rests on.
const (
	NoteAssumed  = "assumed"  // nobody recorded the notification: the notice is taken as posted on its day
	NoteExtended = "extended" // the authority extended it
	NoteCapped   = "capped"   // by more than the law allows: the longest extension allowed counts
	NoteTooLate  = "too_late" // the extension came when the period was over and does not count
)

// Deadline is a deadline of a procedure.
type Deadline struct {
	Rule  *Rule
	Start clock.Day // the day of the event; 0 unless started
	End   clock.Day // the last day as it is counted; 0 while that is not known
	Due   clock.Day // the same, or the next working day; 0 while that is not known
	State State
	Left  int      // days from today to Due, negative when overdue; while suspended those that remain afterwards
	Waits []string // kinds of steps that have to happen until it starts
	Notes []string
}

// Deadlines computes the deadlines of a procedure as they stand on a day, in the order of the file. After a withdrawal only
// what was done before is left.
func Deadlines(p Procedure, today clock.Day) []Deadline {
	c := calculation{Procedure: p, today: today}
	c.Steps = InOrder(p.Steps)
	withdrawn := slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Kind == Withdrawn })
	var all []Deadline
	seen := map[string]bool{}
	for i := range rules {
		r := &rules[i]
		if seen[r.What] || !r.fits(&c.Procedure, today) {
			continue
		}
		d, ok := c.deadline(r, all)
		if !ok {
			continue
		}
		seen[r.What] = true
		if !withdrawn || d.State == Met || d.State == Late {
			all = append(all, d)
		}
	}
	return all
}

// calculation is a procedure with its steps in order.
type calculation struct {
	Procedure
	today clock.Day
}

// deadline computes one rule; before are the deadlines computed already. It is not ok where nothing started it.
func (c *calculation) deadline(r *Rule, before []Deadline) (d Deadline, ok bool) {
	start, at, waits := c.start(r)
	end := c.end(r, at)
	if at < 0 {
		// What is over without having begun is of no interest any more.
		return Deadline{Rule: r, State: NotStarted, Waits: waits}, len(waits) < len(r.Starts) && end == nil
	}
	d = Deadline{Rule: r, Start: start.On}
	if r.Notice {
		var assumed bool
		if d.Start, assumed = notifiedOn(c.Steps, start); assumed {
			d.Notes = append(d.Notes, NoteAssumed)
		}
	}
	switch {
	case r.Until && start.Until == 0:
		return d, false
	case r.Until:
		d.End = start.Until
	case !c.follows(r, before, &d):
		d.End = r.Length.After(d.Start)
	}
	frozen := 0
	if r.Suspended || r.Extension != "" {
		frozen = c.move(r, &d, at)
	}
	if d.End != 0 {
		d.Due = Workday(c.State, d.End)
	}
	c.settle(&d, end, frozen)
	return d, true
}

// follows lets a deadline follow on the due day of another one, if that is known.
func (c *calculation) follows(r *Rule, before []Deadline, d *Deadline) bool {
	for _, other := range before {
		if r.After != "" && other.Rule.What == r.After && other.Due != 0 {
			d.End = r.Margin.After(other.Due)
			return true
		}
	}
	return false
}

// start finds the step that starts a rule and its place; -1 and the kinds that are missing where it has not started.
func (c *calculation) start(r *Rule) (start Step, at int, waits []string) {
	at = -1
	for _, p := range r.Starts {
		i := slices.IndexFunc(c.Steps, p.matches)
		for j := i + 1; r.Last && i >= 0 && j < len(c.Steps); j++ {
			if p.matches(c.Steps[j]) {
				i = j
			}
		}
		if i < 0 {
			waits = append(waits, string(p))
		}
		at = max(at, i)
	}
	if len(waits) > 0 || at < 0 {
		return Step{}, -1, waits
	}
	return c.Steps[at], at, nil
}

// end finds the step that ends a rule: the first one after its start, or any where it has not started.
func (c *calculation) end(r *Rule, at int) *Step {
	for i := at + 1; i < len(c.Steps); i++ {
		for _, p := range r.Ends {
			if p.matches(c.Steps[i]) {
				return &c.Steps[i]
			}
		}
	}
	return nil
}

// settle finds out how a deadline stands. frozen are the days that remain of one that stands still; 0 when it runs.
func (c *calculation) settle(d *Deadline, end *Step, frozen int) {
	d.Left = int(d.Due - c.today)
	switch {
	case end != nil && (d.Due == 0 || end.On <= d.Due):
		d.State = Met
	case end != nil && !d.Rule.Lapses:
		d.State = Late
	case frozen > 0:
		d.State, d.Left = Suspended, frozen
	case c.today <= d.Due:
		d.State = Running
	case d.Rule.Lapses:
		d.State = Lapsed
	default:
		d.State = Overdue
	}
	if d.State == Met || d.State == Late {
		d.Left = 0
	}
}
