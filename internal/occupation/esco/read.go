package esco

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// Prefix is what the URI of every occupation of ESCO begins with; the rest is its id.
const Prefix = "http://data.europa.eu/esco/occupation/"

// Label is a name of an occupation in a language.
type Label struct {
	ID   string // of the occupation, without Prefix
	N    int    // 0: the preferred label; others in their order
	Text string
}

// Language is what a file says about the occupations in one language.
type Language struct {
	File   string
	Tag    string            // BCP 47
	Labels []Label           // by id and N
	ISCO   map[string]string // the ISCO-08 group of each id; empty in a file of labels
}

// Problem is what is wrong with a file.
type Problem struct {
	File, Column string
	Line         int // where the record begins; 0: the whole file
	What         string
}

// Error is the problem as file:line: column: what.
func (p *Problem) Error() string {
	s := p.File
	if p.Line > 0 {
		s += ":" + strconv.Itoa(p.Line)
	}
	if p.Column != "" {
		s += ": " + p.Column
	}
	return s + ": " + p.What
}

// Read reads a folder, a zip file or a single file: every language that is there. Other files of the download, such as
// skills and ISCO groups, are left out. The error joins all problems; no labels at all are one, too.
func Read(name string) ([]Language, error) {
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if info.IsDir() {
		return readAll(os.DirFS(name), ".")
	}
	if strings.EqualFold(filepath.Ext(name), ".zip") {
		archive, err := zip.OpenReader(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		defer archive.Close()
		return readAll(archive, ".")
	}
	return readAll(os.DirFS(filepath.Dir(name)), filepath.Base(name))
}

// fileName is how the publisher names the files with occupations, by language.
var fileName = regexp.MustCompile(`(?i)^(?:occupations_([a-z]{2,3}(?:-[a-z]+)?)\.csv|esco_labels_([a-z]{2,3}(?:-[a-z]+)?)\.tsv)$`)

func readAll(files fs.FS, root string) ([]Language, error) {
	var all []Language
	var problems []error
	err := fs.WalkDir(files, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		match := fileName.FindStringSubmatch(path.Base(name))
		if match == nil {
			return nil
		}
		l, err := readFile(files, name, match[1]+match[2], match[1] == "")
		if err != nil {
			problems = append(problems, err)
			return nil
		}
		all = append(all, *l)
		return nil
	})
	problems = append(problems, err)
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &Problem{File: root, What: "no file named occupations_XX.csv or esco_labels_XX.tsv"}
	}
	return merged(all)
}

// merged refuses two files of the same language.
func merged(all []Language) ([]Language, error) {
	slices.SortFunc(all, func(a, b Language) int { return strings.Compare(a.Tag, b.Tag) })
	for i := 1; i < len(all); i++ {
		if all[i].Tag == all[i-1].Tag {
			return nil, &Problem{File: all[i].File, What: "the same language as " + all[i-1].File + "; import one after the other"}
		}
	}
	return all, nil
}

func readFile(files fs.FS, name, lang string, labelsOnly bool) (*Language, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, &Problem{File: name, What: "unknown language " + lang}
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := openTable(f, name, labelsOnly)
	if err != nil {
		return nil, err
	}
	l := &Language{File: name, Tag: tag.String(), ISCO: map[string]string{}}
	if labelsOnly {
		err = l.readLabels(t)
	} else {
		err = l.readOccupations(t)
	}
	if err == nil && len(l.Labels) == 0 {
		err = &Problem{File: name, What: "no occupation in it"}
	}
	slices.SortFunc(l.Labels, func(a, b Label) int {
		if c := strings.Compare(a.ID, b.ID); c != 0 {
			return c
		}
		return a.N - b.N
	})
	return l, err
}

// readOccupations reads the official CSV: one record an occupation, alternative labels one a line in one cell.
func (l *Language) readOccupations(t *table) error {
	if err := t.need("conceptUri", "iscoGroup", "preferredLabel", "altLabels"); err != nil {
		return err
	}
	seen := map[string]bool{} // some releases have an occupation twice
	return t.each(func() error {
		id, ok := strings.CutPrefix(t.cell("conceptUri"), Prefix)
		if kind := t.cell("conceptType"); kind != "" && kind != "Occupation" || t.cell("status") == "obsolete" {
			return nil
		}
		preferred := t.cell("preferredLabel")
		switch {
		case !ok || !isID(id):
			return t.problem("conceptUri", "not an occupation of ESCO: "+t.cell("conceptUri"))
		case preferred == "":
			return t.problem("preferredLabel", "empty")
		case seen[id]:
			return nil
		}
		seen[id] = true
		l.ISCO[id] = t.cell("iscoGroup")
		l.add(id, preferred, t.cell("altLabels")+"\n"+t.cell("hiddenLabels"))
		return nil
	})
}

// add stores the labels of an occupation, each once.
func (l *Language) add(id, preferred, others string) {
	texts := []string{preferred}
	for line := range strings.Lines(others) {
		if text := clean(line); text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	for n, text := range texts {
		l.Labels = append(l.Labels, Label{ID: id, N: n, Text: text})
	}
}

// readLabels reads a file of labels: one record a label. Labels of ISCO groups are left out.
func (l *Language) readLabels(t *table) error {
	if err := t.need("uri", "n", "label"); err != nil {
		return err
	}
	type place struct {
		id string
		n  int
	}
	seen := map[place]bool{}
	return t.each(func() error {
		id, ok := strings.CutPrefix(t.cell("uri"), Prefix)
		if !ok {
			return nil
		}
		n, err := strconv.Atoi(t.cell("n"))
		text := t.cell("label")
		switch {
		case !isID(id):
			return t.problem("uri", "not an occupation of ESCO: "+t.cell("uri"))
		case err != nil || n < 0:
			return t.problem("n", "not a number: "+t.cell("n"))
		case text == "":
			return t.problem("label", "empty")
		case seen[place{id, n}]:
			return t.problem("n", "the label is there twice")
		}
		seen[place{id, n}] = true
		l.Labels = append(l.Labels, Label{ID: id, N: n, Text: text})
		return nil
	})
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func isID(id string) bool { return uuid.MatchString(id) }

// clean takes spaces and line ends off a cell.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// table reads a file with a header, comma- or tab-separated.
type table struct {
	file    string
	r       *csv.Reader
	columns map[string]int
	record  []string
	line    int
	above   int // lines of the file before the header
}

// openTable reads the header of a CSV file, or of a file of labels whose columns are separated by tabs and never quoted.
func openTable(f io.Reader, name string, tabs bool) (*table, error) {
	t := &table{file: name, r: csv.NewReader(withoutBOM(f)), columns: map[string]int{}}
	t.r.ReuseRecord = true
	if tabs {
		t.r.Comma, t.r.LazyQuotes = '\t', true
	}
	header, err := t.r.Read()
	if err != nil {
		return nil, t.broken(err)
	}
	for i, column := range header {
		t.columns[strings.TrimSpace(column)] = i
	}
	return t, nil
}

// need refuses a file without a column: of another version or of another kind.
func (t *table) need(columns ...string) error {
	for _, c := range columns {
		if _, ok := t.columns[c]; !ok {
			return &Problem{File: t.file, Line: 1, Column: c, What: "the column is missing; is this the file of another version or of something else?"}
		}
	}
	return nil
}

// each calls for each record and stops at the first problem.
func (t *table) each(do func() error) error {
	for {
		record, err := t.r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return t.broken(err)
		}
		t.line, _ = t.r.FieldPos(0)
		t.record = record
		if err := do(); err != nil {
			return err
		}
	}
}

// cell is the value of a column, cleaned but for line ends; empty where the file does not have it.
func (t *table) cell(column string) string {
	i, ok := t.columns[column]
	if !ok || i >= len(t.record) {
		return ""
	}
	return strings.ToValidUTF8(strings.TrimSpace(t.record[i]), "\uFFFD")
}

func (t *table) problem(column, what string) error {
	return &Problem{File: t.file, Line: t.above + t.line, Column: column, What: what}
}

func (t *table) broken(err error) error {
	if err == io.EOF {
		return &Problem{File: t.file, What: "the file is empty"}
	}
	if p := new(csv.ParseError); errors.As(err, &p) {
		return &Problem{File: t.file, Line: t.above + p.StartLine, What: p.Err.Error()}
	}
	return fmt.Errorf("%s: %w", t.file, err)
}
