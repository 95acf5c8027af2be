package recognition

import (
	"slices"

	"openiq/internal/platform/clock"
)

// span is a time in which a period stands still, both days included (§ 209 BGB); to 0: nobody knows until when.
type span struct{ from, to clock.Day }

// spans are the times in which a period that the step at a place started stood still, because the authority waited for
// supplementary documents or analysed skills (§ 6 (4), § 13 (4), § 14a (4) BQFG). A request ends with the documents or with
// the day that was set for them, whichever is first.
func (c *calculation) spans(at int) []span {
	first := c.Steps[at].On + 1 // of the period
	var all []span
	for i, s := range c.Steps {
		one := span{from: max(s.On, first)}
		switch {
		case s.Kind == DocumentsRequested && i > at:
			one.to = earlier(c.next(i, DocumentsComplete), s.Until)
		case s.Kind == AnalysisStarted:
			one.to = c.next(i, AnalysisEnded)
		default:
			continue
		}
		if one.to == 0 || one.to >= one.from {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b span) int { return int(a.from - b.from) })
	return merged(all)
}

// next is the day of the next step of a kind; 0 when there is none. A decision ends all waiting.
func (c *calculation) next(i int, kind string) clock.Day {
	for _, s := range c.Steps[i+1:] {
		if s.Kind == kind || s.Kind == Decided {
			return s.On
		}
	}
	return 0
}

// earlier is the earlier of two days, of which each may be unknown.
func earlier(a, b clock.Day) clock.Day {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// merged makes one span of those that overlap or touch. They come in the order of their beginnings.
func merged(spans []span) []span {
	var out []span
	for _, s := range spans {
		last := len(out) - 1
		switch {
		case last < 0 || out[last].to != 0 && s.from > out[last].to+1:
			out = append(out, s)
		case out[last].to != 0 && (s.to == 0 || s.to > out[last].to):
			out[last].to = s.to
		}
	}
	return out
}

// move lets the end of a period move by what happened since the step at its start: each suspension by its days, the first
// extension to the day that was set. What begins after the period is over moves nothing. It returns the days that remain
// while the period stands still; then Due stays unknown unless the authority set a day.
func (c *calculation) move(r *Rule, d *Deadline, at int) (frozen int) {
	extension := c.extension(r, at)
	spans := []span(nil)
	if r.Suspended {
		spans = c.spans(at)
	}
	for _, s := range spans {
		if extension != nil && extension.On <= s.from {
			c.extend(r, d, extension)
			extension = nil
		}
		if s.from > Workday(c.State, d.End) {
			break
		}
		remaining := int(d.End-s.from) + 1
		if s.to == 0 || s.from <= c.today && c.today <= s.to {
			frozen = max(remaining, 1)
		}
		if s.to == 0 {
			d.End = 0
			return frozen
		}
		d.End += s.to - s.from + 1
	}
	if extension != nil {
		c.extend(r, d, extension)
	}
	return frozen
}

// extension is the first extension after a step; nil where there is none or the rule knows none. A second one does not count.
func (c *calculation) extension(r *Rule, at int) *Step {
	i := slices.IndexFunc(c.Steps, func(s Step) bool { return s.Kind == Extended })
	if r.Extension == "" || i < at || c.Steps[i].Until == 0 {
		return nil
	}
	return &c.Steps[i]
}

// extend moves the end to the day that the authority set, if it did so in time. The longest extension is counted from the
// end of the period before (§ 190 BGB). No extension makes a period shorter.
func (c *calculation) extend(r *Rule, d *Deadline, extension *Step) {
	end := Workday(c.State, d.End)
	if extension.On > end {
		d.Notes = append(d.Notes, NoteTooLate)
		return
	}
	until := extension.Until
	if most := r.ExtensionMost.After(end); !r.ExtensionMost.IsZero() && until > most {
		until = most
		d.Notes = append(d.Notes, NoteCapped)
	}
	if until > d.End {
		d.End = until
	}
	d.Notes = append(d.Notes, NoteExtended)
}
