package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// event is one line of "go test -json"; see "go doc test2json".
type event struct {
	Action      string
	Package     string
	Test        string
	Output      string
	Elapsed     float64 // seconds
	ImportPath  string  // of build output
	FailedBuild string  // of a package that was not built
}

// report is what ran.
type report struct {
	passed, failed int
	packages       []packageReport
}

// packageReport is what ran in one package.
type packageReport struct {
	path           string
	passed, failed int
	seconds        float64
	coverage       string // as in "81.2%", empty if not measured
}

func (r *report) add(other report) {
	r.passed += other.passed
	r.failed += other.failed
	r.packages = append(r.packages, other.packages...)
}

// ok tells whether something ran and nothing failed.
func (r report) ok() bool { return r.passed > 0 && r.failed == 0 }

func (r report) closingLine() string {
	return fmt.Sprintf("%d passed, %d failed", r.passed, r.failed)
}

// running is a package whose tests are under way.
type running struct {
	order   []string // tests in the order of their first line; "" is the package itself
	output  map[string]*strings.Builder
	results map[string]string // pass, fail, skip
}

// summariser reads events and tells the story as it goes.
type summariser struct {
	out     io.Writer
	report  report
	running map[string]*running
	builds  map[string]*strings.Builder
}

// summarise reads the events of "go test -json" and writes one line a package,
// followed by the output of what failed.
func summarise(events io.Reader, out io.Writer) (report, error) {
	s := summariser{out: out, running: map[string]*running{}, builds: map[string]*strings.Builder{}}
	lines := bufio.NewReader(events)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			s.line(line)
		}
		if err == io.EOF {
			return s.report, nil
		}
		if err != nil {
			return s.report, fmt.Errorf("read the events of go test: %w", err)
		}
	}
}

// line takes one line; what is no event is shown as it is.
func (s *summariser) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		fmt.Fprintf(s.out, "%s", line)
		return
	}
	switch {
	case e.Action == "build-output":
		s.build(e.ImportPath).WriteString(e.Output)
	case e.Action == "output":
		s.at(e.Package).write(e.Test, e.Output)
	case slices.Contains([]string{"pass", "fail", "skip"}, e.Action):
		if e.Test != "" {
			s.at(e.Package).results[e.Test] = e.Action
		} else {
			s.finish(e)
		}
	}
}

func (s *summariser) build(path string) *strings.Builder {
	if s.builds[path] == nil {
		s.builds[path] = &strings.Builder{}
	}
	return s.builds[path]
}

func (s *summariser) at(path string) *running {
	if s.running[path] == nil {
		s.running[path] = &running{output: map[string]*strings.Builder{}, results: map[string]string{}}
	}
	return s.running[path]
}

func (r *running) write(test, text string) {
	if r.output[test] == nil {
		r.output[test] = &strings.Builder{}
		r.order = append(r.order, test)
	}
	r.output[test].WriteString(text)
}

var coverage = regexp.MustCompile(`coverage: ([0-9.]+%) of statements`)

// finish counts the package's tests and tells how it went.
func (s *summariser) finish(e event) {
	r := s.at(e.Package)
	delete(s.running, e.Package)
	p := packageReport{path: e.Package, seconds: e.Elapsed}
	for _, result := range r.results {
		if result == "pass" {
			p.passed++
		} else {
			p.failed++
		}
	}
	if e.Action == "fail" && p.failed == 0 {
		p.failed++ // It was not built, or ended outside of a test.
	}
	if own := r.output[""]; own != nil {
		if found := coverage.FindStringSubmatch(own.String()); found != nil {
			p.coverage = found[1]
		}
	}
	if p.passed+p.failed == 0 {
		return // A package without tests.
	}
	s.report.add(report{passed: p.passed, failed: p.failed, packages: []packageReport{p}})
	s.tell(p, r, e.FailedBuild)
}

func (s *summariser) tell(p packageReport, r *running, failedBuild string) {
	if p.failed == 0 {
		fmt.Fprintf(s.out, "ok    %-50s %5d tests %6.1f s %6s\n", p.path, p.passed, p.seconds, p.coverage)
		return
	}
	fmt.Fprintf(s.out, "FAIL  %-50s %5d of %d tests failed\n", p.path, p.failed, p.passed+p.failed)
	if built := s.builds[failedBuild]; built != nil {
		fmt.Fprint(s.out, built.String())
	}
	for _, test := range r.order {
		switch r.results[test] {
		case "pass":
		case "skip":
			fmt.Fprintf(s.out, "%s    skipped tests count as failed\n", r.output[test])
		default:
			fmt.Fprint(s.out, r.output[test].String())
		}
	}
}
