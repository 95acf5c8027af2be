package recognition

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"openiq/internal/platform/clock"
)

var (
	someState = rapid.SampledFrom(append(strings.Fields(allStates), ""))
	someDay   = rapid.Map(rapid.Int32Range(16000, 22000), func(n int32) clock.Day { return clock.Day(n) }) // 2013 to 2030
	kinds     = []string{Equivalence, Automatic, Statement}
)

// someProcedure has any steps in any order, as an import may bring them.
func someProcedure(t *rapid.T) Procedure {
	p := Procedure{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), State: someState.Draw(t, "state"), Accelerated: rapid.Bool().Draw(t, "accelerated"),
		OriginEU: Answer(rapid.IntRange(0, 2).Draw(t, "eu")), Regulated: Answer(rapid.IntRange(0, 2).Draw(t, "regulated")), Granted: rapid.Bool().Draw(t, "granted")}
	first := someDay.Draw(t, "first")
	for range rapid.IntRange(0, 12).Draw(t, "steps") {
		rule := rapid.SampledFrom(stepRules).Draw(t, "step")
		s := Step{Kind: rule.Kind, On: first + clock.Day(rapid.IntRange(0, 500).Draw(t, "on"))}
		if slices.Contains(rule.Asks, "until_day") && rapid.Bool().Draw(t, "set") {
			s.Until = s.On + clock.Day(rapid.IntRange(0, 120).Draw(t, "until"))
		}
		if results := Results(p.Kind, s.Kind, p.Regulated); results != nil {
			s.Result = rapid.SampledFrom(results).Draw(t, "result")
		}
		if s.Kind == "compensation_chosen" {
			s.Compensation = rapid.SampledFrom([]string{"adaptation_course", "aptitude_test", "knowledge_test"}).Draw(t, "compensation")
		}
		p.Steps = append(p.Steps, s)
	}
	return p
}

func TestWhatIsDueIsDueOnAWorkingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := someProcedure(t)
		today := someDay.Draw(t, "today")
		for _, d := range Deadlines(p, today) {
			switch {
			case d.Due != 0 && (d.Due.Weekday() == time.Saturday || d.Due.Weekday() == time.Sunday || IsHoliday(p.State, d.Due)):
				t.Fatalf("%s is due on %s", d.Rule.ID, d.Due)
			case d.Due != 0 && (d.Due < d.End || d.Due > d.End+7):
				t.Fatalf("%s ends on %s and is due on %s", d.Rule.ID, d.End, d.Due)
			case d.Start != 0 && d.End != 0 && d.End < d.Start:
				t.Fatalf("%s starts on %s and ends on %s", d.Rule.ID, d.Start, d.End)
			case d.State == Running && d.Left < 0, d.State == Overdue && d.Left >= 0, d.State == Suspended && d.Left < 1:
				t.Fatalf("%s is %s with %d days left", d.Rule.ID, d.State, d.Left)
			case d.Due == 0 && d.State != NotStarted && d.State != Suspended && d.State != Met:
				t.Fatalf("%s is %s without a day", d.Rule.ID, d.State)
			}
		}
	})
}

func TestTheOrderOfRecordingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := someProcedure(t)
		for i := range p.Steps {
			p.Steps[i].ID = string(rune('a' + i))
		}
		today := someDay.Draw(t, "today")
		shuffled := p
		shuffled.Steps = rapid.Permutation(p.Steps).Draw(t, "shuffled")
		a, b := Deadlines(p, today), Deadlines(shuffled, today)
		if !slices.EqualFunc(a, b, func(x, y Deadline) bool {
			return x.Rule == y.Rule && x.Due == y.Due && x.State == y.State && x.Left == y.Left
		}) {
			t.Fatalf("%+v\n%+v", a, b)
		}
	})
}

// decision is the deadline of a decision whose documents were complete on a day.
func decision(p Procedure, complete, today clock.Day, more ...Step) Deadline {
	p.Steps = append([]Step{{Kind: Applied, On: complete}, {Kind: DocumentsComplete, On: complete}}, more...)
	for _, d := range Deadlines(p, today) {
		if d.Rule.What == "decision" {
			return d
		}
	}
	panic("no decision")
}

func TestASuspensionMovesTheEndByItsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Procedure{Kind: Equivalence, State: someState.Draw(t, "state"), Accelerated: rapid.Bool().Draw(t, "accelerated")}
		complete := someDay.Draw(t, "complete")
		plain := decision(p, complete, complete)
		from := clock.Day(rapid.Int32Range(int32(complete)+1, int32(plain.End)).Draw(t, "from"))
		n := clock.Day(rapid.Int32Range(1, 400).Draw(t, "days"))
		moved := decision(p, complete, complete, Step{Kind: DocumentsRequested, On: from}, Step{Kind: DocumentsComplete, On: from + n - 1})
		analysed := decision(p, complete, complete, Step{Kind: AnalysisStarted, On: from}, Step{Kind: AnalysisEnded, On: from + n - 1})
		if moved.End != plain.End+n || analysed.End != plain.End+n {
			t.Fatalf("%d days move %s to %s and %s", n, plain.End, moved.End, analysed.End)
		}
		frozen := decision(p, complete, from+n-1, Step{Kind: DocumentsRequested, On: from})
		if frozen.State != Suspended || frozen.Due != 0 || frozen.Left != int(plain.End-from)+1 || moved.End != from+n-1+clock.Day(frozen.Left) {
			t.Fatalf("%+v, and goes on to %s", frozen, moved.End)
		}
	})
}

func TestLaterDocumentsNeverMakeADecisionDueEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Procedure{Kind: rapid.SampledFrom(kinds[:2]).Draw(t, "kind"), State: someState.Draw(t, "state"), OriginEU: Yes, Regulated: Yes}
		complete := someDay.Draw(t, "complete")
		if a, b := decision(p, complete, complete), decision(p, complete+1, complete); b.Due < a.Due {
			t.Fatalf("complete on %s due on %s, a day later on %s", complete, a.Due, b.Due)
		}
	})
}

func TestAnExtensionNeverMakesADecisionDueEarlierAndIsLimitedInTheEU(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Procedure{Kind: Equivalence, State: someState.Draw(t, "state"), Regulated: Yes, OriginEU: Answer(rapid.IntRange(1, 2).Draw(t, "eu"))}
		complete := someDay.Draw(t, "complete")
		plain := decision(p, complete, complete)
		told := clock.Day(rapid.Int32Range(int32(complete), int32(plain.Due)).Draw(t, "told"))
		until := told + clock.Day(rapid.Int32Range(0, 300).Draw(t, "until"))
		extended := decision(p, complete, complete, Step{Kind: Extended, On: told, Until: until})
		again := decision(p, complete, complete, Step{Kind: Extended, On: told, Until: until}, Step{Kind: Extended, On: told + 1, Until: until + 100})
		longest := Workday(p.State, Period{Months: 1}.After(plain.Due))
		switch {
		case extended.Due < plain.Due || again.Due != extended.Due:
			t.Fatalf("due on %s, extended on %s, twice on %s", plain.Due, extended.Due, again.Due)
		case p.OriginEU == Yes && extended.Due > longest:
			t.Fatalf("due on %s, extended to %s in the EU", plain.Due, extended.Due)
		case p.OriginEU == No && until > plain.Due && extended.End != until:
			t.Fatalf("extended to %s instead of %s", extended.End, until)
		}
	})
}
