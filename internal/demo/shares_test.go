package demo

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"openiq/internal/platform/clock"
)

// TestPublishedShares compares the first import with what the published reports say of the years 2012 to 2018.
func TestPublishedShares(t *testing.T) {
	bundle := Steps(today, 1)[0].Files
	cases, qualifications, contacts := column(t, bundle, "cases.csv"), column(t, bundle, "qualifications.csv"), column(t, bundle, "contacts.csv")
	ages := cases("age")
	for i, a := range ages {
		if n, err := strconv.Atoi(a); err == nil {
			ages[i] = strconv.FormatBool(n >= 25 && n < 45)
		}
	}
	academics := qualifications("kind")
	for i, k := range academics {
		academics[i] = map[string]string{"bachelor": "academic", "master": "academic", "doctorate": "academic"}[k]
		if academics[i] == "" {
			academics[i] = k
		}
	}
	refugeesHomes := slices.DeleteFunc(pairs(cases("refugee"), cases("nationality")), func(p string) bool { return p[0] != 't' })
	for _, want := range []struct {
		what, code string
		values     []string
		percent    float64
	}{
		{"women", "female", cases("sex"), 52}, {"25 to 44", "true", ages, 77.5}, {"advised by job centre", "job_centre", cases("access_route"), 24},
		{"sent by employment agency", "employment_agency", cases("access_route"), 15}, {"recommended", "recommendation", cases("access_route"), 16},
		{"asked themselves", "self", cases("asked_by"), 73}, {"asked by others near", "social_environment", cases("asked_by"), 11},
		{"without work", "not_employed", cases("employment"), 66}, {"refugees", "true", cases("refugee"), 26}, {"Syrian refugees", "true SY", refugeesHomes, 59},
		{"abroad", "resident_abroad", cases("residence_title"), 3.7}, {"from Syria", "SY", qualifications("country"), 20},
		{"from Poland", "PL", qualifications("country"), 8}, {"from Ukraine", "UA", qualifications("country"), 5}, {"vocational", "vocational", academics, 38},
		{"academic", "academic", academics, 59}, {"teachers", "teacher", qualifications("reference_occupation"), 10},
		{"engineers", "engineer", qualifications("reference_occupation"), 10}, {"at a centre or mobile", "at_centre", contacts("form"), 60},
	} {
		if got := percent(want.values, want.code); math.Abs(got-want.percent) > 2 {
			t.Errorf("%s: %.1f %%, want about %.1f", want.what, got, want.percent)
		}
	}
}

// column reads a table and gives its columns by name.
func column(t *testing.T, files []File, name string) func(string) []string {
	t.Helper()
	header, rows := parse(t, files[slices.IndexFunc(files, func(f File) bool { return f.Name == name })])
	return func(column string) []string {
		values, i := make([]string, len(rows)), slices.Index(header, column)
		for n, row := range rows {
			values[n] = row[i]
		}
		return values
	}
}

func pairs(a, b []string) []string {
	both := make([]string, len(a))
	for i := range a {
		both[i] = a[i] + " " + b[i]
	}
	return both
}

// percent is the share of the code among the valid values.
func percent(values []string, code string) float64 {
	valid, hits := 0, 0
	for _, v := range values {
		if v != "" && v != "declined" {
			valid++
		}
		if v == code {
			hits++
		}
	}
	return 100 * float64(hits) / float64(valid)
}

func TestBeforeTheCurrentRound(t *testing.T) {
	for day, want := range map[string]int{"2018-06-01": 0, "2018-09-29": 2, "2019-12-31": 4, "2025-12-31": 5, "2026-01-04": 6, "2026-01-05": 7, "2026-01-16": 8} {
		if got := len(Steps(clock.MustDay(day), 1)); got != want {
			t.Errorf("%s: %d imports, want %d", day, got, want)
		}
	}
}
