package main

import (
	"strings"
	"testing"
)

// story joins events and says how they are told.
func story(t *testing.T, events ...string) (report, string) {
	t.Helper()
	var out strings.Builder
	r, err := summarise(strings.NewReader(strings.Join(events, "\n")), &out)
	if err != nil {
		t.Fatal(err)
	}
	return r, out.String()
}

func TestPassingPackage(t *testing.T) {
	r, told := story(t,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN\n"}`,
		`{"Action":"pass","Package":"p","Test":"TestA/one"}`,
		`{"Action":"pass","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Output":"coverage: 81.2% of statements\n"}`,
		`{"Action":"pass","Package":"p","Elapsed":1.5}`,
		`{"Action":"skip","Package":"without-tests"}`)
	if !r.ok() || r.closingLine() != "2 passed, 0 failed" {
		t.Errorf("ok %v, %s", r.ok(), r.closingLine())
	}
	if len(r.packages) != 1 || r.packages[0].coverage != "81.2%" || r.packages[0].seconds != 1.5 {
		t.Errorf("packages %+v", r.packages)
	}
	if strings.Contains(told, "=== RUN") {
		t.Errorf("what passes is silent, but it said %q", told)
	}
}

func TestFailureIsCountedAndShown(t *testing.T) {
	for _, c := range []struct {
		name, closing, shown string
		events               []string
	}{
		{"a test", "1 passed, 1 failed", "want 3", []string{
			`{"Action":"output","Package":"p","Test":"TestA","Output":"quiet\n"}`,
			`{"Action":"pass","Package":"p","Test":"TestA"}`,
			`{"Action":"output","Package":"p","Test":"TestB","Output":"got 2, want 3\n"}`,
			`{"Action":"fail","Package":"p","Test":"TestB"}`,
			`{"Action":"fail","Package":"p"}`}},
		{"a skipped test", "0 passed, 1 failed", "skipped tests count as failed", []string{
			`{"Action":"output","Package":"p","Test":"TestA","Output":"no database\n"}`,
			`{"Action":"skip","Package":"p","Test":"TestA"}`,
			`{"Action":"pass","Package":"p"}`}},
		{"the build", "0 passed, 1 failed", "undefined: x", []string{
			`{"ImportPath":"p [p.test]","Action":"build-output","Output":"undefined: x\n"}`,
			`{"ImportPath":"p [p.test]","Action":"build-fail"}`,
			`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`}},
		{"the end of the process", "1 passed, 1 failed", "panic: lost", []string{
			`{"Action":"pass","Package":"p","Test":"TestA"}`,
			`{"Action":"output","Package":"p","Output":"panic: lost\n"}`,
			`{"Action":"fail","Package":"p"}`}},
		{"a test that never ended", "1 passed, 1 failed", "panic: timed out", []string{
			`{"Action":"pass","Package":"p","Test":"TestA"}`,
			`{"Action":"output","Package":"p","Test":"TestB","Output":"panic: timed out\n"}`,
			`{"Action":"fail","Package":"p"}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, told := story(t, c.events...)
			if r.ok() || r.closingLine() != c.closing {
				t.Errorf("ok %v, %q, want %q", r.ok(), r.closingLine(), c.closing)
			}
			if !strings.Contains(told, c.shown) || strings.Contains(told, "quiet") {
				t.Errorf("told %q, want the failure (%q) and nothing else", told, c.shown)
			}
		})
	}
}

func TestNothingRanIsNoSuccess(t *testing.T) {
	if r, _ := story(t, `{"Action":"skip","Package":"p"}`); r.ok() {
		t.Error("a run without a test counts as success")
	}
}

func TestWhatIsNoEventIsShown(t *testing.T) {
	if _, told := story(t, "go: downloading something"); told != "go: downloading something" {
		t.Errorf("told %q", told)
	}
}

func TestFuzzTargetsBelongToTheirPackage(t *testing.T) {
	got := parseTargets("FuzzA\nFuzzB\nok  \topeniq/a\t0.1s\n?   \topeniq/b\t[no test files]\nFuzzC\nok  \topeniq/c\t0.2s\n")
	want := []target{{"openiq/a", "FuzzA"}, {"openiq/a", "FuzzB"}, {"openiq/c", "FuzzC"}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}

func TestQualityReportListsCoverageByPackage(t *testing.T) {
	page := qualityReport(report{passed: 3, packages: []packageReport{
		{path: "openiq/internal/b", passed: 1, coverage: "50.0%"},
		{path: "openiq/internal/a", passed: 2, coverage: "100.0%"},
		{path: "openiq/internal/a", passed: 2},
	}}, []string{"Fuzzed `FuzzA`."})
	const table = "| `internal/a` | 2 | 100.0% |\n| `internal/b` | 1 | 50.0% |\n"
	if !strings.HasSuffix(page, table) || !strings.Contains(page, "3 passed, 0 failed") || !strings.Contains(page, "* Fuzzed") {
		t.Errorf("the page is:\n%s", page)
	}
}
