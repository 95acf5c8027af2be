package programme

import (
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
)

// The rules refer to their types and so are attached when both exist.
func init() {
	Rounds.Check = checkRound
	Networks.Check = checkNetwork
	CompetenceCentres.Check = checkCompetenceCentre
	Organisations.Check = checkOrganisation
	Projects.Check = checkProject
	Sites.Check = checkSite
}

// checkRound refuses rounds that end before they start or overlap: held_on must decide the round.
func checkRound(r *record.Row, ctx record.Context) []record.Problem {
	problems := Rounds.InOrder(r, "starts_on", "ends_on")
	mine := Rounds.Span(r, "starts_on", "ends_on")
	if isOpen(mine) {
		return problems
	}
	for _, other := range ctx.Rows("rounds") {
		theirs := Rounds.Span(other, "starts_on", "ends_on")
		if other.ID == r.ID || other.Deleted || isOpen(theirs) {
			continue
		}
		if mine.From <= theirs.To && theirs.From <= mine.To {
			problems = append(problems, record.Refuse("starts_on", "error.overlap", "overlaps round "+other.ID+" ("+theirs.From.String()+" to "+theirs.To.String()+")"))
		}
	}
	return problems
}

// isOpen says that a required date is missing, which was refused already: nothing follows from what is left.
func isOpen(s record.Span) bool { return s.From == record.Always.From || s.To == record.Always.To }

func checkNetwork(r *record.Row, _ record.Context) []record.Problem {
	return Networks.InOrder(r, "valid_from", "valid_to")
}

func checkCompetenceCentre(r *record.Row, _ record.Context) []record.Problem {
	return CompetenceCentres.InOrder(r, "valid_from", "valid_to")
}

func checkOrganisation(r *record.Row, _ record.Context) []record.Problem {
	return Organisations.InOrder(r, "coordinates_from", "coordinates_to")
}

func checkProject(r *record.Row, ctx record.Context) []record.Problem {
	problems := Projects.InOrder(r, "starts_on", "ends_on")
	if round := ctx.Row("rounds", Projects.Str(r, "round_id")); round != nil {
		span := Rounds.Span(round, "starts_on", "ends_on")
		for _, column := range []string{"starts_on", "ends_on"} {
			if d, ok := Projects.Day(r, column); ok && !span.Contains(d) {
				problems = append(problems, record.Warn(column, d.String()+" is outside round "+round.ID))
			}
		}
	}
	return problems
}

func checkSite(r *record.Row, ctx record.Context) []record.Problem {
	problems := Sites.InOrder(r, "valid_from", "valid_to")
	if span, ok := ProjectSpan(ctx, Sites.Str(r, "project_id")); ok {
		for _, column := range []string{"valid_from", "valid_to"} {
			if d, ok := Sites.Day(r, column); ok && !span.Contains(d) {
				problems = append(problems, record.Warn(column, d.String()+" is outside its project's dates"))
			}
		}
	}
	return problems
}

// ProjectSpan is the time in which a project runs: its own dates, for an empty one its round's.
func ProjectSpan(ctx record.Context, id string) (record.Span, bool) {
	p := ctx.Row("projects", id)
	if p == nil {
		return record.Always, false
	}
	return projectSpan(p, ctx.Row("rounds", Projects.Str(p, "round_id"))), true
}

// projectSpan is a project's own dates, where open those of its round, which may be nil.
func projectSpan(project, round *record.Row) record.Span {
	span := Projects.Span(project, "starts_on", "ends_on")
	if round == nil {
		return span
	}
	return span.Or(Rounds.Span(round, "starts_on", "ends_on"))
}

// InProject warns about a day on which the project did not run.
func InProject(ctx record.Context, project, column string, d clock.Day) []record.Problem {
	if span, ok := ProjectSpan(ctx, project); ok && !span.Contains(d) {
		return []record.Problem{record.Warn(column, d.String()+" is outside its project's dates")}
	}
	return nil
}

// AtSite warns about a day on which the site or its project did not run.
func AtSite(ctx record.Context, site, column string, d clock.Day) []record.Problem {
	s := ctx.Row("sites", site)
	if s == nil {
		return nil
	}
	if !Sites.Span(s, "valid_from", "valid_to").Contains(d) {
		return []record.Problem{record.Warn(column, d.String()+" is outside its site's dates")}
	}
	return InProject(ctx, Sites.Str(s, "project_id"), column, d)
}

// InRound refuses a day outside every round: held_on decides the round in which something counts.
func InRound(ctx record.Context, column string, d clock.Day) []record.Problem {
	for _, round := range ctx.Rows("rounds") {
		if !round.Deleted && Rounds.Span(round, "starts_on", "ends_on").Contains(d) {
			return nil
		}
	}
	return []record.Problem{record.Refuse(column, "error.outside_rounds", d.String()+" is outside every round")}
}
