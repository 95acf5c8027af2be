package office

import (
	"slices"
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// answers are what was typed, as a bundle would have it. What fits no code stays as it was typed, for the rules to
// refuse; where several fit or none was valid then, the form says so. A question that the form did not ask is left out.
func (f form) answers(questions ...question) counselling.Input {
	in := counselling.Input{}
	for _, q := range questions {
		if q.control == ticks { // a browser sends nothing at all for a list without a tick
			f.checkValid(q, f.All(q.field())...)
			in[q.column] = joined(in[q.column], f.All(q.field()))
			continue
		}
		if !f.Values.Has(q.field()) {
			continue
		}
		value := f.Get(q.field())
		switch q.control {
		case typed, centre:
			value = f.meant(q, value)
		case tongues:
			value = f.tags(value)
		case date:
			value = f.dayOf(q, isoDate(value))
		}
		if q.control == typed || q.control == choice || q.control == radio {
			f.checkValid(q, value)
		}
		in[q.column] = value
	}
	return in
}

// meant is the code that somebody meant; what fits none stays as it was typed.
func (f form) meant(q question, typed string) string {
	if typed == "" {
		return ""
	}
	if q.column == "reference_occupation" {
		return f.occupation(q, typed)
	}
	found := ui.Candidates(f.options(q), typed)
	if len(found) == 1 {
		return found[0].Value
	}
	if len(found) > 1 {
		f.Fault(q.field(), "counselling.error.ambiguous", "Candidates", names(found))
	}
	return typed
}

// mostNamed is how many candidates an error names; more would be no help.
const mostNamed = 6

func names(options []ui.Option) string {
	labels := make([]string, 0, mostNamed+1)
	for i, o := range options {
		if i == mostNamed {
			labels = append(labels, "…")
			break
		}
		labels = append(labels, o.Label)
	}
	return strings.Join(labels, " · ")
}

// checkValid notes a code of the question's list that may not be chosen.
func (f form) checkValid(q question, codes ...string) {
	for _, code := range codes {
		known := q.list != "country" && q.column != "reference_occupation" && slices.Contains(codelist.Codes(q.codes()), code)
		if known && !f.valid(q, code) {
			f.Fault(q.field(), "counselling.error.not_then", "Date", f.p.Date(f.day()))
			return
		}
	}
}

// tags are languages typed one after the other, as a bundle has them.
func (f form) tags(typed string) string {
	options := languageOptions(f.p)
	var tags []string
	for _, word := range strings.FieldsFunc(typed, func(c rune) bool { return strings.ContainsRune(",;/،、", c) }) {
		if word = strings.TrimSpace(word); word != "" {
			tags = append(tags, codeOf(options, word))
		}
	}
	return strings.Join(tags, " ")
}

// languages are languages as one types them; what is none stays as it is.
func (f form) languages(cell string) string {
	if _, err := columnOf("languages").Parse(cell); cell == "" || err != nil {
		return cell
	}
	words := strings.Fields(cell)
	for i, tag := range words {
		words[i] = f.p.Language(tag)
	}
	return strings.Join(words, ", ")
}

// dayOf is a typed day. Of an instant only the day is asked for; as long as that stays, the instant does.
func (f form) dayOf(q question, typed string) string {
	if stored := f.stored[q.column]; q.instant() && dayOfInstant(stored) == typed {
		return stored
	}
	return typed
}

func (q question) instant() bool { return !q.text && columnOf(q.column).Kind == record.Instant }

// dayOfInstant is the day of an instant as a bundle has it.
func dayOfInstant(cell string) string {
	at, err := clock.ParseInstant(cell)
	if err != nil {
		return cell
	}
	return at.Day().String()
}

// codeOf is the code that somebody meant; what fits none stays as it was typed.
func codeOf(options []ui.Option, typed string) string {
	if code, ok := ui.CodeOf(options, typed); ok {
		return code
	}
	return typed
}

// joined adds codes to a cell, each once.
func joined(cell string, codes []string) string {
	all := strings.Fields(cell)
	for _, code := range codes {
		if !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return strings.Join(all, " ")
}

// fill is the form as it would be typed to get what is stored.
func fill(questions []question, stored counselling.Input) *web.Form {
	f := web.NewForm()
	for _, q := range questions {
		switch {
		case q.control == ticks:
			for _, code := range strings.Fields(q.of(stored)) {
				f.Values.Add(q.field(), code)
			}
		case q.instant():
			f.Set(q.field(), dayOfInstant(stored[q.column]))
		default:
			f.Set(q.field(), stored[q.column])
		}
	}
	return f
}

// isoDate reads a day the German way, as somebody types it where the browser has no calendar: 30.9.2018.
func isoDate(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 {
		return s
	}
	two := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	return strings.TrimSpace(parts[2]) + "-" + two(parts[1]) + "-" + two(parts[0])
}
