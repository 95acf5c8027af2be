package counselling

import (
	"context"
	"slices"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
)

// Letter is what somebody takes along from a counselling. The face has the words for it, in many languages.
type Letter struct {
	*Detail
	Topics    []string     // contents talked about, each once; where nobody ticked any, the themes
	Pending   []record.Row // referrals of which nothing came yet, by day
	Measures  map[string]string
	Lines     []LetterLine // what other rooms add
	Steps     []string     // of LetterSteps, those that fit
	Documents []string     // of LetterDocuments, those that fit
}

// LetterLine is a sentence that another room adds to the letter: the message "letter.KEY" of its languages.
type LetterLine struct {
	Key string    // for example "procedure.step.applied"
	On  clock.Day // {{.Date}}; clock.NoDay where the sentence has none

	Documents []string // of LetterDocuments, that an authority asked for
}

// LetterPart gives the sentences of another room about a case, in the order in which they are told.
type LetterPart func(ctx context.Context, h *Held) ([]LetterLine, error)

// LetterSteps are the next steps that a letter can name, in the order in which one takes them.
var LetterSteps = []string{"documents", "translate", "funding", "grant", "apply", "statement", "submit_missing", "wait", "notice",
	"compensation", "measure", "german", "work", "residence"}

// LetterDocuments are the documents that a letter can ask for (domain/practice.md 3.2).
var LetterDocuments = []string{"identity", "cv", "certificates", "contents", "experience", "declaration", "entitlement", "intention",
	"translations", "certified_copies", "letters"}

// Letter collects what the letter of a case tells and which steps and documents fit; the counsellor decides.
func (s *Service) Letter(ctx context.Context, d *Detail) (*Letter, error) {
	l := &Letter{Detail: d, Topics: topicsOf(d)}
	var err error
	l.Pending = slices.DeleteFunc(slices.Clone(d.Referrals), func(r record.Row) bool { return Referrals.Str(&r, "outcome") != "" })
	if l.Measures, err = s.MeasureNames(ctx, l.Pending); err != nil {
		return nil, err
	}
	for _, part := range s.beside.Letters {
		lines, err := part(ctx, d.Held)
		if err != nil {
			return nil, err
		}
		l.Lines = append(l.Lines, lines...)
	}
	l.suggest()
	return l, nil
}

// topicsOf are the contents of all conversations in the order of the list; the themes where there are none.
func topicsOf(d *Detail) []string {
	said := func(codes func(*Contact) []string, list []string) (topics []string) {
		for _, code := range list {
			if slices.ContainsFunc(d.Contacts, func(c Contact) bool { return slices.Contains(codes(&c), code) }) {
				topics = append(topics, code)
			}
		}
		return topics
	}
	if topics := said(func(c *Contact) []string { return c.Contents }, Contacts.Column("contents").Codes); len(topics) > 0 {
		return topics
	}
	return said(func(c *Contact) []string { return c.Themes }, Contacts.Column("themes").Codes)
}

// suggest picks the steps and documents that fit to what is recorded.
func (l *Letter) suggest() {
	fits := l.stepRules()
	for _, step := range LetterSteps {
		if fits[step] {
			l.Steps = append(l.Steps, step)
		}
	}
	wanted := l.documentRules(fits["documents"])
	for _, document := range LetterDocuments {
		if wanted[document] {
			l.Documents = append(l.Documents, document)
		}
	}
}

// stepRules says which next steps fit.
func (l *Letter) stepRules() map[string]bool {
	applied, decided := l.tells("procedure.step."), l.tells("procedure.result.")
	regulated, free := l.anyDegree("regulated", "1"), l.anyDegree("regulated", "0")
	recognition := l.saw("recognition")
	return map[string]bool{
		"documents":      recognition && !applied,
		"translate":      recognition && !applied && l.foreignLanguage(),
		"funding":        !applied && (l.talked("r4", "j3") || slices.Contains([]string{"sgb2", "sgb3", "sgb2_sgb3"}, Cases.Str(l.Row, "benefits"))),
		"grant":          !applied && l.talked("r5", "j4"),
		"apply":          !applied && recognition && (regulated || l.talked("r3") && !l.statementOnly()),
		"statement":      !applied && recognition && l.statementOnly(),
		"submit_missing": l.tells("procedure.due.documents"),
		"wait":           applied && !decided && !l.tells("procedure.due.documents"),
		"notice":         applied && !decided,
		"compensation":   l.tells("procedure.result.compensation"),
		"measure":        l.talked("j5") || slices.ContainsFunc(l.Pending, func(r record.Row) bool { return Referrals.Str(&r, "kind") == "measure" }),
		"german":         slices.Contains([]string{"none", "a1", "a2", "b1"}, Cases.Str(l.Row, "german_level")),
		"work":           free,
		"residence":      l.talked("r2", "j2"),
	}
}

// documentRules says which documents fit: those that an authority asked for, and where any are to be collected the usual ones.
func (l *Letter) documentRules(collect bool) map[string]bool {
	wanted := map[string]bool{
		"identity":     collect,
		"cv":           collect,
		"certificates": collect,
		"translations": collect && l.foreignLanguage(),
		"experience":   collect && (l.anyDegree("experience", "abroad") || l.anyDegree("experience", "germany") || l.anyDegree("experience", "both")),
		"declaration":  collect && !l.statementOnly(),
		"entitlement":  collect && l.anyDegree("regulated", "1"),
		"letters":      len(l.Lines) > 0,
	}
	for _, line := range l.Lines {
		for _, document := range line.Documents {
			wanted[document] = true
		}
	}
	return wanted
}

// tells says whether another room has a sentence that begins like this.
func (l *Letter) tells(prefix string) bool {
	return slices.ContainsFunc(l.Lines, func(line LetterLine) bool { return strings.HasPrefix(line.Key, prefix) })
}

// talked says whether one of some contents was talked about.
func (l *Letter) talked(codes ...string) bool {
	return slices.ContainsFunc(codes, func(code string) bool { return slices.Contains(l.Topics, code) })
}

// saw says whether any conversation had a theme.
func (l *Letter) saw(theme string) bool {
	return slices.ContainsFunc(l.Contacts, func(c Contact) bool { return slices.Contains(c.Themes, theme) })
}

// anyDegree says whether a column of any qualification has a value, written as the database does.
func (l *Letter) anyDegree(column, value string) bool {
	return slices.ContainsFunc(l.Qualifications, func(q record.Row) bool {
		switch v := q.Values[Qualifications.Index(column)].(type) {
		case string:
			return v == value
		case int64:
			return text(v) == value
		}
		return false
	})
}

// statementOnly says that degrees are in no regulated occupation: there is no recognition for them, but a statement of
// comparability (domain/practice.md 3.1).
func (l *Letter) statementOnly() bool {
	academic := l.anyDegree("kind", "bachelor") || l.anyDegree("kind", "master") || l.anyDegree("kind", "doctorate") || l.anyDegree("kind", "higher_education")
	return academic && l.anyDegree("regulated", "0") && !l.anyDegree("regulated", "1")
}

// germanSpeaking are the countries whose certificates are in German.
var germanSpeaking = []string{"AT", "CH", "DE", "LI"}

// foreignLanguage says whether a certificate is probably not in German.
func (l *Letter) foreignLanguage() bool {
	return slices.ContainsFunc(l.Qualifications, func(q record.Row) bool {
		country := Qualifications.Str(&q, "country")
		return country != "" && country != "declined" && !slices.Contains(germanSpeaking, country)
	})
}
