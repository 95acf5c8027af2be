package postcode

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is what is wrong with a line of a file.
type Problem struct {
	File   string
	Line   int // 0: the whole file
	Column string
	What   string
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

const (
	mostProblems = 20
	mostBytes    = 64 << 20 // of the file unpacked; GeoNames' has about 2 MB
	mostPlaces   = 200_000
	maxName      = 200 // characters
)

// Read reads the places of a file: GeoNames' DE.zip or DE.txt, or a CSV with the columns plz, ags5, land, place, lat and lon.
// What GeoNames lists twice is one place. The error joins the first problems, each with its line.
func Read(name string) ([]Place, error) {
	if strings.EqualFold(filepath.Ext(name), ".zip") {
		return readZip(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parse(filepath.Base(name), f)
}

func readZip(name string) ([]Place, error) {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer archive.Close()
	i := slices.IndexFunc(archive.File, func(f *zip.File) bool { return strings.EqualFold(path.Base(f.Name), "DE.txt") })
	if i < 0 {
		return nil, &Problem{File: filepath.Base(name), What: "there is no DE.txt in it; download the postal codes of Germany (zip/DE.zip)"}
	}
	f, err := archive.File[i].Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer f.Close()
	return parse("DE.txt", f)
}

// line is the fields of a place as they stand in a file.
type line struct{ postcode, name, state, district, lat, lon string }

// parse reads either format; the first line tells which it is.
func parse(name string, r io.Reader) ([]Place, error) {
	in := bufio.NewReader(io.LimitReader(r, mostBytes))
	if bom, _ := in.Peek(3); string(bom) == "\ufeff" {
		_, _ = in.Discard(len(bom))
	}
	start, _ := in.Peek(in.Size())
	first, _, _ := strings.Cut(string(start), "\n")
	c := &collector{file: name, seen: map[Place]bool{}}
	var err error
	if strings.Contains(first, "\t") {
		err = readTabs(in, c)
	} else {
		err = readCSV(in, c)
	}
	if err = errors.Join(append(c.problems, err)...); err != nil {
		return nil, err
	}
	if len(c.places) == 0 {
		return nil, &Problem{File: name, What: "no place in it"}
	}
	slices.SortFunc(c.places, compare)
	return c.places, nil
}

// readTabs reads GeoNames' format: no header, 12 columns. The district stands in the eleventh or, seen from the front, as
// the third administrative code.
func readTabs(r io.Reader, c *collector) error {
	const columns = 12
	lines := bufio.NewScanner(r)
	for c.line = 1; lines.Scan() && c.more(); c.line++ {
		text := strings.TrimRight(lines.Text(), "\r")
		if text == "" {
			continue
		}
		f := strings.Split(text, "\t")
		if len(f) != columns {
			c.wrong("", fmt.Sprintf("%d columns instead of %d", len(f), columns))
			continue
		}
		if f[0] != "DE" {
			c.wrong("country code", fmt.Sprintf("%q instead of DE", f[0]))
			continue
		}
		c.add(line{postcode: f[1], name: f[2], state: f[4], district: f[8], lat: f[9], lon: f[10]})
	}
	if err := lines.Err(); err != nil {
		return &Problem{File: c.file, Line: c.line, What: err.Error()}
	}
	return nil
}

var csvColumns = []string{"plz", "ags5", "land", "place", "lat", "lon"}

// readCSV reads comma-separated values by their header.
func readCSV(r io.Reader, c *collector) error {
	in := csv.NewReader(r)
	header, err := in.Read()
	if err != nil {
		return &Problem{File: c.file, Line: 1, What: "neither GeoNames' 12 columns with tabs between them nor a header of comma-separated values"}
	}
	at := map[string]int{}
	for _, column := range csvColumns {
		if at[column] = slices.Index(header, column); at[column] < 0 {
			return &Problem{File: c.file, Line: 1, Column: column, What: "there is no such column"}
		}
	}
	for c.more() {
		row, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.file, err)
		}
		c.line, _ = in.FieldPos(0)
		c.add(line{postcode: row[at["plz"]], name: row[at["place"]], state: row[at["land"]], district: row[at["ags5"]], lat: row[at["lat"]], lon: row[at["lon"]]})
	}
	return nil
}

// collector gathers the places of a file and what is wrong with it.
type collector struct {
	file     string
	line     int
	places   []Place
	seen     map[Place]bool // without positions
	problems []error
}

func (c *collector) more() bool { return len(c.problems) < mostProblems }

func (c *collector) wrong(column, what string) {
	c.problems = append(c.problems, &Problem{File: c.file, Line: c.line, Column: column, What: what})
}

// add checks a line and takes it in.
func (c *collector) add(l line) {
	before := len(c.problems)
	p := Place{Postcode: l.postcode, Name: strings.TrimSpace(l.name), State: l.state, District: l.district}
	if !postcodePattern.MatchString(p.Postcode) {
		c.wrong("postcode", fmt.Sprintf("%q instead of five digits", l.postcode))
	}
	if !isName(p.Name) {
		c.wrong("place", fmt.Sprintf("%.40q is no name of a place", l.name))
	}
	c.checkState(&p)
	p.Lat = c.degrees("latitude", l.lat, 47, 56) // Germany, with room
	p.Lon = c.degrees("longitude", l.lon, 5, 16)
	p.Company = companyPattern.MatchString(p.Name)
	key := p
	key.Lat, key.Lon = 0, 0
	if len(c.problems) > before || c.seen[key] {
		return
	}
	if len(c.places) == mostPlaces {
		c.wrong("", fmt.Sprintf("more than %d places", mostPlaces))
		return
	}
	c.seen[key] = true
	c.places = append(c.places, p)
}

// checkState looks whether Land and district agree. GeoNames leaves either out where it does not know.
func (c *collector) checkState(p *Place) {
	if p.State != "" && !slices.Contains(states, p.State) {
		c.wrong("Land", fmt.Sprintf("%.20q is no Land", p.State))
	}
	if p.District == "" {
		if p.State == "" {
			c.wrong("Land", "neither Land nor district")
		}
		return
	}
	if !postcodePattern.MatchString(p.District) || stateOf(p.District) == "" {
		c.wrong("district", fmt.Sprintf("%.20q is no key of a district", p.District))
		return
	}
	switch state := stateOf(p.District); {
	case p.State == "":
		p.State = state
	case p.State != state:
		c.wrong("district", fmt.Sprintf("%s lies in %s, not in %.20s", p.District, state, p.State))
	}
}

func (c *collector) degrees(column, text string, from, to float64) float64 {
	d, err := strconv.ParseFloat(text, 64)
	if err != nil || !(d >= from && d <= to) {
		c.wrong(column, fmt.Sprintf("%.20q is not in Germany", text))
		return 0
	}
	return d
}

func isName(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= maxName && !strings.ContainsFunc(s, unicode.IsControl)
}
