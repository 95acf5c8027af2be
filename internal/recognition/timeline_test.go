package recognition

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/platform/clock"
)

// told is a course in words: "code earliest latest rule", days that are open as "-".
func told(moments []Moment) string {
	day := func(d clock.Day) string {
		if d == 0 {
			return "-"
		}
		return d.String()
	}
	var lines []string
	for _, m := range moments {
		words := []string{m.Step.Code, day(m.Earliest), day(m.Latest)}
		if m.Rule != nil {
			words = append(words, m.Rule.ID)
		}
		if m.Done {
			words = append(words, "done")
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, "\n")
}

func TestTimelines(t *testing.T) {
	for name, test := range map[string]struct {
		key    string
		origin Origin
		on     string
		c      Case
		want   string
	}{
		"nurse from a third country": {"nurse_midwife", FromThird, "2026-01-15", Case{State: "BY", Outcome: "compensation"}, `
			counselling - 2026-01-15
			help - 2026-01-15
			applied 2026-01-15 2026-01-15
			acknowledged 2026-01-15 2026-02-16 acknowledgement_regulated
			documents_requested 2026-01-15 2026-02-16 acknowledgement_regulated
			documents_complete 2026-01-15 2026-03-30 documents
			decided 2026-01-15 2026-06-30 decision_regulated
			notified 2026-01-15 2026-07-04
			appeal 2026-01-15 2026-08-04 appeal
			compensation_chosen 2026-01-15 2026-08-31 choice
			compensation_completed 2026-01-15 2027-08-31 compensation_course
			final 2026-01-15 2027-11-02 final
			licence 2026-01-15 -`},
		"doctor from the Union": {"sectoral", FromUnion, "2026-01-15", Case{State: "BY", Complete: true}, `
			counselling - 2026-01-15
			help - 2026-01-15
			applied 2026-01-15 2026-01-15
			acknowledged 2026-01-15 2026-02-16 acknowledgement_automatic
			decided 2026-01-15 2026-04-15 decision_automatic
			notified 2026-01-15 2026-04-19
			licence 2026-01-15 -`},
		"electrician without papers": {"training", FromThird, "2026-01-15", Case{State: "SN", Complete: true, NoPapers: true, Outcome: "partial"}, `
			counselling - 2026-01-15
			help - 2026-01-15
			applied 2026-01-15 2026-01-15
			acknowledged 2026-01-15 2026-02-16 acknowledgement_not_regulated
			skills_analysis_started 2026-01-15 2026-03-16
			skills_analysis_ended 2026-01-15 2026-06-16
			decided 2026-01-15 2026-07-17 decision_not_regulated
			notified 2026-01-15 2026-07-21
			appeal 2026-01-15 2026-08-21 appeal
			adaptation 2026-01-15 -
			follow_up 2026-01-15 -`},
		"teacher, refused": {"teacher", FromThird, "2026-01-15", Case{State: "NW", Complete: true, Outcome: "refused"}, `
			counselling - 2026-01-15
			help - 2026-01-15
			applied 2026-01-15 2026-01-15
			acknowledged 2026-01-15 2026-02-16 acknowledgement_regulated
			decided 2026-01-15 2026-04-15 decision_regulated
			notified 2026-01-15 2026-04-19
			appeal 2026-01-15 2026-05-19 appeal`},
		"statement of comparability": {"academic", FromThird, "2026-01-15", Case{Complete: true}, `
			counselling - 2026-01-15
			help - 2026-01-15
			applied 2026-01-15 2026-01-15
			fee_paid 2026-01-15 2026-01-29
			decided 2026-01-15 2026-04-29 decision_statement
			notified 2026-01-15 2026-05-03`},
		"accelerated": {"training", FromThird, "2026-01-15", Case{State: "BE", Complete: true, Accelerated: true}, `
			counselling - 2026-01-15
			help - 2026-01-15
			agreement - 2026-01-15
			applied 2026-01-15 2026-01-15
			acknowledged 2026-01-15 2026-01-29 acknowledgement_accelerated
			decided 2026-01-15 2026-03-16 decision_accelerated
			notified 2026-01-15 2026-03-20
			preapproval 2026-01-15 2026-03-27
			visa_appointment 2026-01-15 2026-04-17
			visa 2026-01-15 2026-05-08`},
		"accelerated before the law": {"training", FromThird, "2019-01-15", Case{Complete: true, Accelerated: true}, `
			counselling - 2019-01-15
			help - 2019-01-15
			applied 2019-01-15 2019-01-15
			acknowledged 2019-01-15 2019-02-15 acknowledgement_not_regulated
			decided 2019-01-15 2019-04-15 decision_not_regulated
			notified 2019-01-15 2019-04-18`},
	} {
		want := strings.TrimSpace(strings.ReplaceAll(test.want, "\t", ""))
		if got := told(must(t, test.key, test.origin, test.on).Timeline(test.c)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestWhatHappenedIsTakenAsItIs(t *testing.T) {
	today := clock.MustDay("2026-03-01")
	p := procedure("equivalence BY regulated third", "applied 2026-01-15, documents_requested 2026-02-02 until 2026-03-06")
	want := `counselling - 2026-01-15
help - 2026-01-15
applied 2026-01-15 2026-01-15 done
acknowledged 2026-01-15 2026-02-16 acknowledgement_regulated
documents_requested 2026-02-02 2026-02-02 done
documents_complete 2026-02-02 2026-03-06 documents
decided 2026-02-02 2026-06-08 decision_regulated
notified 2026-02-02 2026-06-12
licence 2026-02-02 -`
	if got := told(Expected(p, today)); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	p = procedure("equivalence BY regulated third", "applied 2026-01-15, withdrawn 2026-02-02")
	if got := Expected(p, today); got != nil {
		t.Errorf("after a withdrawal\n%s", told(got))
	}
	p = procedure("equivalence BY regulated third", "applied 2026-01-15, decided 2026-02-02 compensation, compensation_chosen 2026-02-20 knowledge_test")
	if got := told(Expected(p, today)); !strings.Contains(got, "compensation_completed 2026-02-20 2026-10-20 compensation_test") {
		t.Errorf("\n%s", got)
	}
}

// someCase is any plan with any case of it.
func someCase(t *rapid.T) (*Plan, Case) {
	p, err := ProcedureFor(rapid.SampledFrom(PlanKeys()).Draw(t, "key"), rapid.SampledFrom(Origins()).Draw(t, "origin"), someDay.Draw(t, "on"))
	if err != nil {
		t.Fatal(err)
	}
	return p, Case{State: someState.Draw(t, "state"), Complete: rapid.Bool().Draw(t, "complete"), NoPapers: rapid.Bool().Draw(t, "papers"),
		Accelerated: rapid.Bool().Draw(t, "accelerated"), Outcome: rapid.SampledFrom(append(p.Outcomes(), "")).Draw(t, "outcome"),
		Compensation: rapid.SampledFrom(append(p.Compensation, "")).Draw(t, "compensation")}
}

func TestNoStepComesBeforeTheOneThatItFollows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := someCase(t)
		moments := p.Timeline(c)
		for i, m := range moments {
			before := slices.IndexFunc(moments[:i], func(b Moment) bool { return b.Step.Code == m.After })
			switch {
			case m.Latest != 0 && m.Latest < m.Earliest:
				t.Fatalf("%s between %s and %s", m.Step.Code, m.Earliest, m.Latest)
			case m.After == "" && m.Step.After != "":
				t.Fatalf("%s follows nothing", m.Step.Code)
			case m.After == "":
				continue
			case before < 0:
				t.Fatalf("%s comes before %s", m.Step.Code, m.After)
			case m.Earliest < moments[before].Earliest || m.Latest != 0 && m.Latest < moments[before].Latest:
				t.Fatalf("%s before %s\n%s", m.Step.Code, m.After, told(moments))
			}
		}
	})
}

// TestACourseHasTheDeadlinesOfTheProcedureThatRunsSo records every step of a course on its last day and asks the engine of
// running procedures: its due days are those days.
func TestACourseHasTheDeadlinesOfTheProcedureThatRunsSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := someCase(t)
		moments := p.Timeline(c)
		run := p.facts()
		run.State, run.Accelerated = c.State, c.Accelerated
		c.Outcome, c.Compensation = cmp.Or(c.Outcome, p.Outcomes()[0]), cmp.Or(c.Compensation, append(p.Compensation, "")[0])
		for _, m := range moments {
			if m.Step.Step == "" || m.Step.Optional || m.Latest == 0 {
				continue
			}
			s := Step{ID: m.Step.Code, Kind: m.Step.Step, On: m.Latest}
			switch m.Step.Code {
			case "applied":
				if c.Complete {
					run.Steps = append(run.Steps, Step{Kind: DocumentsComplete, On: m.Latest})
				}
			case "documents_requested":
				s.Until = m.Step.Sets.After(m.Latest)
			case "decided":
				s.Result = c.Outcome
			case "compensation_chosen":
				s.Compensation = c.Compensation
			case "compensation_completed":
				s.Result = "passed"
			case "final":
				s.Result = "full"
			}
			run.Steps = append(run.Steps, s)
		}
		deadlines := Deadlines(run, p.On)
		for _, m := range moments {
			if m.Rule == nil || m.Step.Code == "appeal" { // a later decision starts it anew
				continue
			}
			i := slices.IndexFunc(deadlines, func(d Deadline) bool { return d.Rule == m.Rule })
			if i < 0 || deadlines[i].Due != m.Latest {
				t.Fatalf("%s by %s until %s, but %+v\n%s", m.Step.Code, m.Rule.ID, m.Latest, deadlines, told(moments))
			}
		}
	})
}

func TestTheCourseOfARunningProcedureHasItsDeadlines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := someProcedure(t)
		p.Steps = append(p.Steps[:0:0], Step{Kind: Applied, On: someDay.Draw(t, "applied")})
		if rapid.Bool().Draw(t, "requested") {
			on := p.Steps[0].On + clock.Day(rapid.IntRange(0, 40).Draw(t, "after"))
			p.Steps = append(p.Steps, Step{Kind: DocumentsRequested, On: on, Until: on + 30})
		}
		today := p.Steps[0].On + 60
		for _, d := range Deadlines(p, today) {
			for _, m := range Expected(p, today) {
				if m.Rule == d.Rule && !m.Done && d.State != NotStarted && m.Latest != d.Due {
					t.Fatalf("%s until %s, due on %s", m.Step.Code, m.Latest, d.Due)
				}
			}
		}
	})
}

func TestAnyProcedureHasACourse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := someProcedure(t)
		done := 0
		for _, m := range Expected(p, someDay.Draw(t, "today")) {
			if m.Done {
				done++
			}
		}
		if done > len(p.Steps) {
			t.Fatalf("%d of %d steps happened", done, len(p.Steps))
		}
	})
}
