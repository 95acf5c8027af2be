package occupation

import (
	"net/url"
	"regexp"
	"slices"
	"unicode/utf8"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Groups are the groups of occupations that have the same competent authorities.
var Groups = []string{"health_academic", "health_care", "health_therapy", "health_technical", "psychotherapy", "pharmacy", "veterinary",
	"medical_specialist", "teaching", "early_education", "social_work", "curative", "engineering", "architecture", "law", "tax", "audit", "ihk", "hwk",
	"agriculture", "home_economics", "medical_assistant", "dental_assistant", "veterinary_assistant", "pharmacy_assistant", "legal_assistant",
	"tax_assistant", "public_service", "maritime", "aviation", "rail", "driving_instructor", "interpreter", "food_chemistry", "school_assistant",
	"academic", "other"}

// Procedures are the procedures that an occupation can have.
var Procedures = []string{"sectoral", "specialist", "psychotherapist", "nurse_midwife", "health", "health_land", "teacher", "early_education", "social",
	"engineer", "architect", "lawyer", "tax_audit", "interpreter", "training", "master", "master_regulated", "school_assistant", "other_regulated",
	"academic"}

var (
	codePattern = regexp.MustCompile(`^[a-z0-9_-]{1,40}$`) // exchange.md section 1
	kldbPattern = regexp.MustCompile(`^[0-9]{5}$`)
	uuidPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

const (
	maxTitle = 200 // characters
	maxDoes  = 300
	maxWord  = 120
	maxWords = 60 // everyday words in a language
)

// The faults of a field.
const (
	errRequired = "error.required"
	errChoice   = "error.code"
	errTooLong  = "error.too_long"
)

// check says what is wrong with an entry, field by field; nil when nothing is.
func check(o *Occupation, c *Catalogue) error {
	var wrong errs.Fields
	if !codePattern.MatchString(o.Code) || uuidPattern.MatchString(o.Code) {
		wrong.Add("code", "occupation.error.code")
	}
	for _, t := range []struct {
		name, text string
		most       int
	}{{"title_m", o.TitleM, maxTitle}, {"title_f", o.TitleF, maxTitle}, {"does", o.Does, maxDoes}, {"law", o.Law, maxTitle}} {
		switch n := utf8.RuneCountInString(t.text); {
		case n == 0:
			wrong.Add(t.name, errRequired)
		case n > t.most:
			wrong.Add(t.name, errTooLong, "Max", t.most)
		}
	}
	for _, k := range []struct {
		name  string
		known bool
	}{{"kind", slices.Contains(Kinds, o.Kind)}, {"authority_group", slices.Contains(Groups, o.Group)}, {"procedure", slices.Contains(Procedures, o.Procedure)}} {
		if !k.known {
			wrong.Add(k.name, errChoice)
		}
	}
	if u, err := url.Parse(o.Source); err != nil || u.Scheme != "https" || u.Host == "" {
		wrong.Add("source", "occupation.error.source")
	}
	checkDates(o, &wrong)
	checkLinks(o, c, &wrong)
	checkNames(o, &wrong)
	return wrong.Err()
}

func checkDates(o *Occupation, wrong *errs.Fields) {
	for _, d := range []struct{ name, text string }{{"checked_on", o.CheckedOn}, {"valid_from", o.ValidFrom}, {"valid_to", o.ValidTo}} {
		if _, err := clock.ParseDay(d.text); d.text != "" && err != nil {
			wrong.Add(d.name, "error.date")
		}
	}
	if o.ValidFrom != "" && o.ValidTo != "" && o.ValidTo < o.ValidFrom {
		wrong.Add("valid_to", "occupation.error.ends_before")
	}
}

// checkLinks looks at what points elsewhere. A concept is one occupation only, or an older and a newer form of it.
func checkLinks(o *Occupation, c *Catalogue, wrong *errs.Fields) {
	if slices.ContainsFunc(o.KldB, func(unit string) bool { return !kldbPattern.MatchString(unit) }) {
		wrong.Add("kldb", "occupation.error.kldb")
	}
	for _, id := range o.ESCO {
		if !uuidPattern.MatchString(id) {
			wrong.Add("esco", "occupation.error.esco")
			return
		}
		for _, other := range c.StandsFor(id) {
			if other.Code != o.Code && !succession(o, other) {
				wrong.Add("esco", "occupation.error.esco_taken", "Code", other.Code)
				return
			}
		}
	}
	if o.Succeeds != "" && (c.Get(o.Succeeds) == nil || o.Succeeds == o.Code) {
		wrong.Add("succeeds", "occupation.error.succeeds")
	}
}

// succession says whether one of two occupations came after the other, so that both may be the same concept.
func succession(a, b *Occupation) bool {
	return a.Succeeds == b.Code || b.Succeeds == a.Code || a.ValidTo != "" || b.ValidTo != ""
}

func checkNames(o *Occupation, wrong *errs.Fields) {
	for lang, n := range o.Names {
		long := func(s string) bool { return utf8.RuneCountInString(s) > maxWord }
		switch {
		case n.Title == "":
			wrong.Add("title_"+lang, errRequired)
		case long(n.Title) || long(n.TitleF):
			wrong.Add("title_"+lang, errTooLong, "Max", maxWord)
		case len(n.Words) > maxWords || slices.ContainsFunc(n.Words, long):
			wrong.Add("words_"+lang, "occupation.error.words", "Max", maxWords)
		}
	}
}
