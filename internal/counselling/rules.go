package counselling

import (
	"fmt"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// earliestYear is the first plausible year of entry (domain/practice.md 1.7).
const earliestYear = 1939

// The rules refer to their types and so are attached when both exist.
func init() {
	Cases.Check = checkCase
	Qualifications.Check = checkQualification
	Contacts.Check = checkContact
}

func checkCase(r *record.Row, ctx record.Context) []record.Problem {
	var problems []record.Problem
	year := int64(ctx.Now().Day().Year())
	if at, ok := Cases.Int(r, "registered_at"); ok && at > int64(ctx.Now()) {
		problems = append(problems, record.Refuse("registered_at", "error.future", "is in the future"))
	}
	if entry, ok := Cases.Int(r, "year_of_entry"); ok {
		switch born, known := bornIn(r, ctx.Now().Day()); {
		case entry < earliestYear || entry > year:
			problems = append(problems, record.Warn("year_of_entry", fmt.Sprintf("%d is not between %d and %d", entry, earliestYear, year)))
		case known && entry < born:
			problems = append(problems, record.Warn("year_of_entry", fmt.Sprintf("%d is before the year of birth", entry)))
		}
	}
	return problems
}

// askedIn is the year in which the age was asked: that of the registration, else the year that is now.
func askedIn(r *record.Row, now int64) int64 {
	if at, ok := Cases.Int(r, "registered_at"); ok {
		return int64(clock.Instant(at).Day().Year())
	}
	return now
}

func checkQualification(r *record.Row, ctx record.Context) []record.Problem {
	year := int64(ctx.Now().Day().Year())
	if done, ok := Qualifications.Int(r, "completed_year"); ok && (done < earliestYear || done > year) {
		return []record.Problem{record.Warn("completed_year", fmt.Sprintf("%d is not between %d and %d", done, earliestYear, year))}
	}
	return nil
}

func checkContact(r *record.Row, ctx record.Context) []record.Problem {
	problems := Contacts.NotFuture(r, "held_on", ctx)
	day, ok := Contacts.Day(r, "held_on")
	if !ok {
		return problems
	}
	problems = append(problems, programme.InRound(ctx, "held_on", day)...)
	return append(problems, programme.AtSite(ctx, Contacts.Str(r, "site_id"), "held_on", day)...)
}
