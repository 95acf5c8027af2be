package recognition

import (
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/platform/clock"
)

func TestPeriodsEndAsTheCodeSays(t *testing.T) {
	for _, test := range []struct {
		period     Period
		event, end string
	}{
		{Period{Months: 1}, "2024-01-15", "2024-02-15"},
		{Period{Months: 1}, "2024-01-31", "2024-02-29"}, // § 188 (3) BGB, a leap year
		{Period{Months: 1}, "2023-01-31", "2023-02-28"},
		{Period{Months: 3}, "2023-11-30", "2024-02-29"},
		{Period{Months: 3}, "2024-11-30", "2025-02-28"},
		{Period{Months: 3}, "2024-02-29", "2024-05-29"}, // not the month's last day
		{Period{Months: 12}, "2024-02-29", "2025-02-28"},
		{Period{Months: 14}, "2023-12-31", "2025-02-28"},
		{Period{Weeks: 2}, "2024-03-15", "2024-03-29"},
		{Period{Days: 3}, "2024-02-27", "2024-03-01"},
		{Period{Months: 1, Weeks: 2}, "2024-01-31", "2024-03-14"},
		{Period{}, "2024-01-31", "2024-01-31"},
	} {
		if got := test.period.After(clock.MustDay(test.event)); got.String() != test.end {
			t.Errorf("%+v after %s ends on %s, want %s", test.period, test.event, got, test.end)
		}
	}
}

func TestALaterEventNeverEndsAPeriodEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Period{Months: rapid.IntRange(0, 36).Draw(t, "months"), Weeks: rapid.IntRange(0, 8).Draw(t, "weeks"), Days: rapid.IntRange(0, 40).Draw(t, "days")}
		d := clock.Day(rapid.IntRange(10000, 30000).Draw(t, "day"))
		if p.After(d+1) < p.After(d) || p.After(d) < d {
			t.Fatalf("%+v after %s ends on %s, a day later on %s", p, d, p.After(d), p.After(d+1))
		}
	})
}

func TestANoticeCountsAsNotifiedDaysAfterPosting(t *testing.T) {
	for posted, want := range map[string]string{
		"2024-12-31": "2025-01-03", // the third day
		"2025-01-01": "2025-01-05", // the fourth, a Sunday all the same
		"2018-06-01": "2018-06-04",
	} {
		if got := Deemed(clock.MustDay(posted)); got.String() != want {
			t.Errorf("posted on %s counts as notified on %s, want %s", posted, got, want)
		}
	}
}
