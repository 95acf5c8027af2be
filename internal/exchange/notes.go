package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
)

// The most problems and warnings of one file that are listed; the rest is counted.
const (
	mostProblems = 1000
	mostWarnings = 100
)

// note is a problem or a warning at a place in a file.
type note struct {
	line   int    // where the record starts; 0: the file as a whole
	column string // empty: the record as a whole
	text   string
}

func (n note) in(file string) string {
	s := file
	if n.line > 0 {
		s += ":" + strconv.Itoa(n.line)
	}
	if n.column != "" {
		s += ": " + n.column
	}
	return s + ": " + n.text
}

// notes collects notes up to a number and counts the rest; those on the file as a whole are always listed.
type notes struct {
	list  []note
	total int
}

func (n *notes) add(most int, found note) {
	n.total++
	if len(n.list) < most || found.line == 0 {
		n.list = append(n.list, found)
	}
}

// sorted are the notes by line; those of one line stay in the order in which they were found.
func (n *notes) sorted() []note {
	slices.SortStableFunc(n.list, func(a, b note) int { return a.line - b.line })
	return n.list
}

// remarks are all notes on one file.
type remarks struct {
	file     string
	problems notes
	warnings notes
}

func (r *remarks) refuse(line int, column, text string) {
	r.problems.add(mostProblems, note{line, column, text})
}

func (r *remarks) warn(line int, column, text string) {
	r.warnings.add(mostWarnings, note{line, column, "warning: " + text})
}

// lines are the problems as lines.
func (r *remarks) lines() []string {
	var out []string
	for _, n := range r.problems.sorted() {
		out = append(out, n.in(r.file))
	}
	if more := r.problems.total - len(out); more > 0 {
		out = append(out, fmt.Sprintf("%s: … and %d more", r.file, more))
	}
	return out
}

// writeWarnings prints the warnings. A reader that is gone does not stop an import.
func (r *remarks) writeWarnings(w io.Writer) {
	listed := r.warnings.sorted()
	for _, n := range listed {
		_, _ = fmt.Fprintln(w, n.in(r.file))
	}
	if more := r.warnings.total - len(listed); more > 0 {
		_, _ = fmt.Fprintf(w, "%s: … and %d more warnings\n", r.file, more)
	}
}
