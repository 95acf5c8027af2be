package esco

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Mapping says that an occupation of ESCO is, or is near, a job title of the KldB 2010.
type Mapping struct {
	ID       string // of the occupation, without Prefix
	KldB     string // unit and number of the job title, "81302-116"
	Relation string // skos:exactMatch, skos:broadMatch, …
}

// Unit is the unit of five digits.
func (m Mapping) Unit() string { return m.KldB[:unitLength] }

const unitLength = 5

// ReadCrosswalk reads the official crosswalk, each mapping once, in order. Rows from or to groups of ISCO are left out;
// groups is how many these were. The error names line and column.
func ReadCrosswalk(name string) (mappings []Mapping, groups int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	return readCrosswalk(f, filepath.Base(name))
}

// jobTitle is how the file writes a job title: "B 01104-104".
var jobTitle = regexp.MustCompile(`^B ?([0-9]{5}-[0-9]{3})$`)

// groupTitle is how it writes a group of ISCO where no job title fits: "BE 3324".
var groupTitle = regexp.MustCompile(`^BE ?[0-9]{4}$`)

func readCrosswalk(f io.Reader, name string) (mappings []Mapping, groups int, err error) {
	in := bufio.NewReader(withoutBOM(f))
	above, err := skipHead(in)
	if err != nil {
		return nil, 0, &Problem{File: name, What: "no line with the columns of the crosswalk, beginning with " + uriColumn}
	}
	t, err := openTable(in, name, false)
	if err != nil {
		return nil, 0, err
	}
	t.above = above
	t.r.FieldsPerRecord = -1
	const idColumn, relation = "Classification 2 ID", "Mapping relation"
	if err := t.need(uriColumn, idColumn, relation); err != nil {
		return nil, 0, err
	}
	err = t.each(func() error {
		id, isOccupation := strings.CutPrefix(t.cell(uriColumn), Prefix)
		title := jobTitle.FindStringSubmatch(t.cell(idColumn))
		switch {
		case !isOccupation && strings.HasPrefix(t.cell(uriColumn), groupPrefix), groupTitle.MatchString(t.cell(idColumn)):
			groups++
		case !isOccupation || !isID(id):
			return t.problem(uriColumn, "neither an occupation nor a group: "+t.cell(uriColumn))
		case title == nil:
			return t.problem(idColumn, "not a job title of the KldB 2010: "+t.cell(idColumn))
		default:
			mappings = append(mappings, Mapping{ID: id, KldB: title[1], Relation: t.cell(relation)})
		}
		return nil
	})
	if err == nil && len(mappings) == 0 {
		err = &Problem{File: name, What: "no mapping in it"}
	}
	slices.SortFunc(mappings, Mapping.compare)
	return slices.Compact(mappings), groups, err
}

const (
	uriColumn   = "Classification 1 URI"
	groupPrefix = "http://data.europa.eu/esco/isco/"
)

func (m Mapping) compare(o Mapping) int {
	if c := strings.Compare(m.ID, o.ID); c != 0 {
		return c
	}
	if c := strings.Compare(m.KldB, o.KldB); c != 0 {
		return c
	}
	return strings.Compare(m.Relation, o.Relation)
}

// skipHead reads over the lines about the file before its columns, and counts them.
func skipHead(in *bufio.Reader) (lines int, err error) {
	for {
		start, err := in.Peek(len(uriColumn))
		if string(start) == uriColumn || string(start) == `"`+uriColumn[:len(uriColumn)-1] {
			return lines, nil
		}
		if _, err2 := in.ReadString('\n'); err2 != nil {
			return lines, err2
		}
		if lines++; err != nil && err != io.EOF {
			return lines, err
		}
	}
}
