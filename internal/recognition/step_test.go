package recognition

import (
	"slices"
	"testing"

	"openiq/internal/platform/clock"
)

func TestStepsFollowEachOther(t *testing.T) {
	const usual = "applied 2024-01-02, documents_requested 2024-01-20 until 2024-02-20, documents_complete 2024-02-10, extended 2024-04-10 until 2024-06-10, decided 2024-06-05 compensation, notified 2024-06-08"
	for _, test := range []struct{ there, step, key, other string }{
		{usual, "compensation_chosen 2024-06-20 aptitude_test", "", ""},
		{usual, "appeal_filed 2024-06-20", "", ""},
		{usual, "decided 2025-01-20 full", "", ""},
		{usual, "acknowledged 2024-01-20", "", ""},
		{usual, "applied 2024-01-03", "error.step_once", "applied"},
		{usual, "extended 2024-05-10 until 2024-07-10", "error.step_once", "extended"},
		{usual, "acknowledged 2023-12-20", "error.step_before", "applied"},
		{usual, "decided 2023-12-20 full", "error.step_before", "applied"},
		{usual, "notified 2024-06-04", "error.step_before", "decided"},
		{usual, "documents_requested 2024-06-20", "error.step_after", "decided"},
		{usual, "withdrawn 2024-06-20", "error.step_after", "decided"},
		{usual, "appeal_decided 2024-06-20 full", "error.step_missing", "appeal_filed"},
		{usual, "skills_analysis_ended 2024-03-01", "error.step_missing", "skills_analysis_started"},
		{usual, "documents_requested 2024-02-20 until 2024-02-19", "error.before_start", ""},
		{usual + ", compensation_completed 2025-01-10 passed", "documents_requested 2025-01-20", "", ""},
		{"applied 2024-01-02", "extended 2024-02-02 until 2024-03-02", "error.step_missing", "documents_complete"},
		{"applied 2024-01-02, acknowledged 2024-01-20", "withdrawn 2024-01-10", "error.step_last", ""},
		{"applied 2024-01-02, withdrawn 2024-01-20", "acknowledged 2024-01-21", "error.step_after_end", "withdrawn"},
		{"applied 2024-01-02, withdrawn 2024-01-20", "acknowledged 2024-01-10", "", ""},
		{"acknowledged 2024-01-20", "applied 2024-01-21", "error.step_too_late", "acknowledged"}, // the application is being corrected
		{"acknowledged 2024-01-20", "applied 2024-01-20", "", ""},
		{"applied 2024-01-02", "unknown 2024-01-21", "", ""},
	} {
		fault := Fits(procedure("equivalence BE", test.step).Steps[0], procedure("equivalence BE", test.there).Steps)
		if got := fault; got == nil && test.key != "" || got != nil && *got != (Fault{test.key, test.other}) {
			t.Errorf("%s among %s: %+v, want %s %s", test.step, test.there, got, test.key, test.other)
		}
	}
}

func TestWhatOthersNeedStays(t *testing.T) {
	steps := procedure("equivalence BE", "applied 2024-01-02, fee_paid 2024-01-03, decided 2024-03-01 refused, appeal_filed 2024-03-02").Steps
	for i, want := range []string{"fee_paid", "", "appeal_filed", ""} {
		fault := MayGo(steps[i], slices.Delete(slices.Clone(steps), i, i+1))
		if want == "" && fault != nil || want != "" && (fault == nil || *fault != (Fault{"error.step_needed", want})) {
			t.Errorf("%s: %+v", steps[i].Kind, fault)
		}
	}
}

func TestOnlyWhatCanFollowIsOffered(t *testing.T) {
	day := clock.MustDay("2024-06-10")
	if got := Possible(nil, day); !slices.Equal(got, []string{"applied"}) {
		t.Errorf("at the beginning %q", got)
	}
	got := Possible(procedure("equivalence BE", "applied 2024-01-02, documents_complete 2024-02-10").Steps, day)
	if slices.Contains(got, "applied") || slices.Contains(got, "notified") || !slices.Contains(got, "decided") || !slices.Contains(got, "extended") {
		t.Errorf("after complete documents %q", got)
	}
	got = Possible(procedure("equivalence BE", "applied 2024-01-02, decided 2024-02-10 full").Steps, day)
	if slices.Contains(got, "documents_requested") || !slices.Contains(got, "notified") {
		t.Errorf("after the decision %q", got)
	}
}

func TestRegulatedDecidesTheWordsForAnOutcome(t *testing.T) {
	for _, test := range []struct {
		kind, step string
		regulated  Answer
		has, not   string
	}{
		{Equivalence, Decided, Yes, "compensation", "partial"},
		{Equivalence, Decided, No, "partial", "compensation"},
		{Equivalence, Decided, Open, "partial", "positive"},
		{Automatic, AppealDecided, Open, "compensation", "partial"},
		{Statement, Decided, Yes, "positive", "full"},
		{Equivalence, CompensationDone, Yes, "passed", "full"},
	} {
		if got := Results(test.kind, test.step, test.regulated); !slices.Contains(got, test.has) || slices.Contains(got, test.not) {
			t.Errorf("%+v: %q", test, got)
		}
	}
	if got := Results(Equivalence, Applied, Yes); got != nil {
		t.Errorf("an application results in %q", got)
	}
}

func TestTheLastDecisionIsTheOutcome(t *testing.T) {
	for steps, want := range map[string]string{
		"applied 2024-01-02": "",
		"applied 2024-01-02, decided 2024-02-10 compensation":                                                        "compensation",
		"decided 2025-01-20 full, applied 2024-01-02, decided 2024-02-10 compensation":                               "full",
		"applied 2024-01-02, decided 2024-02-10 refused, appeal_filed 2024-02-20, appeal_decided 2024-05-10 partial": "partial",
		"applied 2024-01-02, decided 2024-02-10 compensation, compensation_completed 2024-12-01 passed":              "compensation",
	} {
		if got := Outcome(procedure("equivalence BE", steps).Steps); got != want {
			t.Errorf("%s: %q, want %q", steps, got, want)
		}
	}
}
