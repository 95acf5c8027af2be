package recognition

import (
	"fmt"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
)

// procedure reads facts like "equivalence BY regulated eu accelerated" and steps like
// "applied 2024-01-02, documents_requested 2024-02-01 until 2024-02-20, decided 2024-05-02 partial".
func procedure(facts, steps string) Procedure {
	words := strings.Fields(facts)
	p := Procedure{Kind: words[0], State: words[1]}
	for _, word := range words[2:] {
		switch word {
		case "regulated":
			p.Regulated = Yes
		case "free":
			p.Regulated = No
		case "eu":
			p.OriginEU = Yes
		case "third":
			p.OriginEU = No
		case "accelerated":
			p.Accelerated = true
		case "granted":
			p.Granted = true
		default:
			panic(word)
		}
	}
	for i, text := range strings.Split(steps, ", ") {
		words := strings.Fields(text)
		s := Step{ID: fmt.Sprint(i), Kind: words[0], On: clock.MustDay(words[1])}
		for j := 2; j < len(words); j++ {
			switch {
			case words[j] == "until":
				j++
				s.Until = clock.MustDay(words[j])
			case s.Kind == "compensation_chosen":
				s.Compensation = words[j]
			default:
				s.Result = words[j]
			}
		}
		p.Steps = append(p.Steps, s)
	}
	return p
}

// said is a deadline in words: its due day, its state, the days left and the notes.
func said(p Procedure, today, what string) string {
	for _, d := range Deadlines(p, clock.MustDay(today)) {
		if d.Rule.What != what {
			continue
		}
		due := "open"
		if d.Due != 0 {
			due = d.Due.String()
		}
		words := []string{due, string(d.State), fmt.Sprint(d.Left)}
		if d.State == NotStarted {
			words = append(words[1:2], d.Waits...)
		}
		return strings.Join(append(words, d.Notes...), " ")
	}
	return "none"
}

// TestDeadlines has cases computed by hand with a calendar.
func TestDeadlines(t *testing.T) {
	for _, test := range []struct{ facts, steps, today, what, want string }{
		// Receipt is acknowledged within a month, two weeks in the accelerated procedure.
		{"equivalence BE", "applied 2024-01-31", "2024-02-01", "acknowledgement", "2024-02-29 running 28"},
		{"equivalence BE", "applied 2024-01-31", "2024-03-02", "acknowledgement", "2024-02-29 overdue -2"},
		{"equivalence BE", "applied 2024-01-31, acknowledged 2024-02-29", "2024-03-02", "acknowledgement", "2024-02-29 met 0"},
		{"equivalence BE", "applied 2024-01-31, documents_requested 2024-03-01", "2024-03-02", "acknowledgement", "2024-02-29 late 0"},
		{"equivalence BE accelerated", "applied 2024-03-15", "2024-03-20", "acknowledgement", "2024-04-02 running 13"}, // Good Friday to Easter Monday
		{"equivalence BE accelerated", "applied 2020-02-28", "2020-03-01", "acknowledgement", "2020-03-30 running 29"}, // before the law: a month, 28 March is a Saturday
		{"statement BE", "applied 2024-03-15", "2024-03-20", "acknowledgement", "none"},
		{"equivalence BE", "applied 2012-03-30", "2012-04-02", "acknowledgement", "none"}, // before the BQFG

		// The decision: three months from complete documents.
		{"equivalence BE", "applied 2023-11-02", "2023-11-10", "decision", "not_started documents_complete"},
		{"equivalence BE", "applied 2023-11-02, documents_complete 2023-11-30", "2023-12-01", "decision", "2024-02-29 running 90"},
		{"equivalence BE", "applied 2024-09-20, documents_complete 2024-10-01", "2025-01-02", "decision", "2025-01-02 running 0"}, // New Year's Day
		{"equivalence BB", "applied 2024-07-20, documents_complete 2024-07-31", "2024-10-01", "decision", "2024-11-01 running 31"},
		{"equivalence BE", "applied 2024-07-20, documents_complete 2024-07-31", "2024-10-01", "decision", "2024-10-31 running 30"},
		{"equivalence BY", "applied 2024-07-20, documents_complete 2024-08-01", "2024-11-05", "decision", "2024-11-04 overdue -1"}, // All Saints' is a Friday
		{"equivalence BY", "applied 2024-07-20, documents_complete 2024-08-01, decided 2024-11-04 full", "2024-12-01", "decision", "2024-11-04 met 0"},
		{"equivalence BY", "applied 2024-07-20, documents_complete 2024-08-01, decided 2024-11-05 full", "2024-12-01", "decision", "2024-11-04 late 0"},
		{"equivalence BY", "applied 2024-07-20, decided 2024-11-05 full", "2024-12-01", "decision", "none"},                                    // nobody knows when it began
		{"equivalence NW accelerated", "applied 2024-03-01, documents_complete 2024-03-04", "2024-03-05", "decision", "2024-05-06 running 62"}, // 4 May is a Saturday
		{"automatic NW eu regulated", "applied 2024-03-01, documents_complete 2024-03-04", "2024-03-05", "decision", "2024-06-04 running 91"},

		// It stands still while supplementary documents are asked for: 2 to 16 April are 15 days.
		{"equivalence BE", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-04-02, documents_complete 2024-04-16", "2024-05-01",
			"decision", "2024-06-19 running 49"},
		{"equivalence BE", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-04-02 until 2024-04-16", "2024-05-01",
			"decision", "2024-06-19 running 49"},
		{"equivalence BE", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-04-02 until 2024-04-30, documents_complete 2024-04-16", "2024-05-01",
			"decision", "2024-06-19 running 49"},
		{"equivalence BE", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-04-02 until 2024-04-16", "2024-04-10",
			"decision", "2024-06-19 suspended 64"},
		{"equivalence BE", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-04-02", "2024-09-10", "decision", "open suspended 64"},
		// What was missing from the beginning starts it, and suspends nothing.
		{"equivalence BE", "applied 2024-02-01, documents_requested 2024-02-20 until 2024-03-20, documents_complete 2024-03-04", "2024-03-05", "decision", "2024-06-04 running 91"},
		// A skills analysis of 31 days that overlaps with a request: 10 April to 20 May together are 41.
		{"equivalence BE", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-04-10, skills_analysis_started 2024-04-20, documents_complete 2024-04-25, skills_analysis_ended 2024-05-20",
			"2024-06-01", "decision", "2024-07-15 running 44"},
		{"equivalence BE", "applied 2024-02-20, skills_analysis_started 2024-03-01, documents_complete 2024-03-04, skills_analysis_ended 2024-03-14",
			"2024-04-01", "decision", "2024-06-14 running 74"}, // ten days of the analysis lie in the period
		{"equivalence BE", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-06-05, documents_complete 2024-07-01",
			"2024-07-02", "decision", "2024-06-04 overdue -28"}, // too late to stop anything

		// One extension, of at most a month where the qualification comes from the EU.
		{"equivalence BE regulated third", "applied 2024-02-20, documents_complete 2024-03-04, extended 2024-05-20 until 2024-09-02", "2024-06-05",
			"decision", "2024-09-02 running 89 extended"},
		{"equivalence BE regulated eu", "applied 2024-02-20, documents_complete 2024-03-04, extended 2024-05-20 until 2024-09-02", "2024-06-05",
			"decision", "2024-07-04 running 29 capped extended"},
		{"equivalence BE regulated eu", "applied 2024-02-20, documents_complete 2024-03-04, extended 2024-05-20 until 2024-06-28", "2024-06-05",
			"decision", "2024-06-28 running 23 extended"},
		{"equivalence BE regulated third", "applied 2024-02-20, documents_complete 2024-03-04, extended 2024-06-05 until 2024-09-02", "2024-06-05",
			"decision", "2024-06-04 overdue -1 too_late"},
		{"equivalence BE free", "applied 2024-02-20, documents_complete 2024-03-04, extended 2024-05-20 until 2024-09-02, extended 2024-08-20 until 2024-12-02", "2024-09-03",
			"decision", "2024-09-02 overdue -1 extended"}, // a second one does not count
		{"equivalence BE free", "applied 2024-02-20, documents_complete 2024-03-04, documents_requested 2024-04-02, documents_complete 2024-04-16, extended 2024-06-10 until 2024-07-19, documents_requested 2024-07-01, documents_complete 2024-07-05",
			"2024-07-08", "decision", "2024-07-24 running 16 extended"}, // five days more than was set
		{"automatic NW eu", "applied 2024-03-01, documents_complete 2024-03-04, extended 2024-05-20 until 2024-09-02", "2024-05-21", "decision", "2024-06-04 running 14"},

		// The ZAB begins when it has the fee.
		{"statement BE", "applied 2024-01-10, documents_complete 2024-01-15", "2024-01-20", "decision", "not_started fee_paid"},
		{"statement BE", "applied 2024-01-10, documents_complete 2024-01-15, fee_paid 2024-02-05", "2024-02-06", "decision", "2024-05-06 running 90"}, // 5 May is a Sunday
		{"statement BE accelerated", "applied 2024-01-10, fee_paid 2024-01-12, documents_complete 2024-02-05", "2024-02-06", "decision", "2024-04-05 running 59"},

		// What the person must hand in by when.
		{"equivalence BE", "applied 2024-01-02, documents_requested 2024-01-22 until 2024-03-29", "2024-02-06", "documents", "2024-04-02 running 56"},
		{"equivalence BE", "applied 2024-01-02, documents_requested 2024-01-22", "2024-02-06", "documents", "none"},
		{"equivalence BE", "applied 2024-01-02, documents_requested 2024-01-22 until 2024-02-05, documents_requested 2024-02-08 until 2024-02-20", "2024-02-09",
			"documents", "2024-02-20 running 11"},

		// An appeal within a month of the notification, which is fiction where nobody recorded it.
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial, notified 2024-05-07", "2024-05-10", "appeal", "2024-06-07 running 28"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial", "2024-05-10", "appeal", "2024-06-05 running 26 assumed"},
		{"equivalence BE", "applied 2025-01-02, decided 2025-05-02 refused", "2025-05-10", "appeal", "2025-06-06 running 27 assumed"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial, notified 2024-05-07", "2024-06-08", "appeal", "2024-06-07 lapsed -1"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial, notified 2024-05-07, appeal_filed 2024-06-07", "2024-06-08", "appeal", "2024-06-07 met 0"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial, notified 2024-05-07, appeal_filed 2024-06-10", "2024-06-18", "appeal", "2024-06-07 lapsed -11"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 full, notified 2024-05-07", "2024-05-10", "appeal", "none"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial, notified 2024-05-07, appeal_filed 2024-06-05", "2024-06-08", "appeal_decision", "2024-09-05 running 89"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial, appeal_filed 2024-06-05, appeal_decided 2024-08-01 partial", "2024-08-08", "court", "2024-09-02 running 25"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 partial, appeal_filed 2024-06-05, appeal_decided 2024-08-01 full", "2024-08-08", "court", "none"},

		// What must not be forgotten.
		{"equivalence BE", "applied 2024-01-02", "2024-01-10", "outcome", "2024-07-02 running 174"},
		{"equivalence BE", "applied 2023-11-02, documents_complete 2023-11-30", "2023-12-01", "outcome", "2024-03-14 running 104"}, // two weeks after the decision is due
		{"equivalence BE accelerated", "applied 2024-01-02", "2024-01-10", "outcome", "2024-05-02 running 113"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 full", "2024-05-10", "outcome", "2024-07-02 met 0"},
		{"equivalence BE regulated", "applied 2024-01-02, decided 2024-05-02 compensation", "2024-05-10", "choice", "2024-07-02 running 53"},
		{"equivalence BE regulated", "applied 2024-01-02, decided 2024-05-02 compensation, compensation_chosen 2024-06-03 adaptation_course", "2024-06-10", "compensation", "2025-06-03 running 358"},
		{"equivalence BE regulated", "applied 2024-01-02, decided 2024-05-02 compensation, compensation_chosen 2024-06-03 knowledge_test", "2024-06-10", "compensation", "2025-02-03 running 238"},
		{"equivalence BE regulated", "applied 2024-01-02, decided 2024-05-02 compensation, compensation_chosen 2024-06-03 knowledge_test, compensation_completed 2025-01-14 passed", "2025-01-20",
			"final", "2025-03-14 running 53"},
		{"equivalence BE regulated", "applied 2024-01-02, decided 2024-05-02 compensation, compensation_chosen 2024-06-03 knowledge_test, compensation_completed 2025-01-14 passed, decided 2025-02-14 full", "2025-02-20",
			"final", "2025-03-14 met 0"},
		{"equivalence BE granted", "applied 2024-01-02, decided 2024-05-02 full, notified 2024-05-06", "2024-05-10", "grant_invoices", "2024-08-06 running 88"},
		{"equivalence BE", "applied 2024-01-02, decided 2024-05-02 full, notified 2024-05-06", "2024-05-10", "grant_invoices", "none"},

		// Who withdraws waits for nothing.
		{"equivalence BE", "applied 2024-01-02, documents_complete 2024-01-10, withdrawn 2024-02-01", "2024-02-05", "decision", "none"},
		{"equivalence BE", "applied 2024-01-02, acknowledged 2024-01-10, withdrawn 2024-02-01", "2024-02-05", "acknowledgement", "2024-02-02 met 0"},
	} {
		if got := said(procedure(test.facts, test.steps), test.today, test.what); got != test.want {
			t.Errorf("%s; %s; on %s the %s is\n%s, want\n%s", test.facts, test.steps, test.today, test.what, got, test.want)
		}
	}
}

func TestTheLawIsCitedThatApplies(t *testing.T) {
	for facts, want := range map[string]string{
		"equivalence BE regulated": "§ 13 Abs. 3 und 4 BQFG", "equivalence BE free": "§ 6 Abs. 3 und 4 BQFG",
		"equivalence BE regulated eu accelerated": "§ 14a Abs. 3 bis 5 BQFG, § 81a AufenthG", "automatic BE regulated eu": "Art. 51 Abs. 2 Richtlinie 2005/36/EG",
		"equivalence BE": "§ 6 Abs. 3 und 4, § 13 Abs. 3 und 4 BQFG",
	} {
		got := ""
		for _, d := range Deadlines(procedure(facts, "applied 2024-01-02, documents_complete 2024-01-10"), clock.MustDay("2024-02-01")) {
			if d.Rule.What == "decision" {
				got = d.Rule.Law
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", facts, got, want)
		}
	}
}
