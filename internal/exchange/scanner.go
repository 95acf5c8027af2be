package exchange

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"openiq/internal/platform/record"
)

// The two columns that every file may have beside those of its type.
var (
	idColumn       = record.Column{Name: "id", Kind: record.ID, Required: true}
	recordedColumn = record.Column{Name: "recorded_at", Kind: record.Instant}
)

// Places of a field that is no column of the type.
const (
	inID = -1 - iota
	inRecorded
	ignored // an unknown or repeated column, which was reported
)

// fields is a set of columns of a type, by index.
type fields uint64

func (f fields) has(i int) bool { return f&(1<<i) != 0 }
func (f *fields) add(i int)     { *f |= 1 << i }

// parsed is one record of a file.
type parsed struct {
	line     int // where it starts
	id       string
	values   []any // one for each column of the type; nil where nothing was given or something broken
	recorded any
	broken   fields // columns of which a problem was reported
	badID    bool
	torn     bool // the record could not be cut into its fields; only the id counts
	refused  bool // a problem of this record was reported
}

// chunk is a run of records with the problems found while parsing them.
type chunk struct {
	rows     []parsed
	problems []note
	last     bool
	failed   bool // the rest of the file cannot be read
}

func (c *chunk) refuse(p *parsed, column, text string) {
	p.refused = true
	c.problems = append(c.problems, note{p.line, column, text})
}

// scanner reads a file of a record type.
type scanner struct {
	t     *record.Type
	in    *csv.Reader
	guard *guard
	sum   hash.Hash
	most  limits

	names  []string
	places []int // of each field of a record: a column's index or one of the constants above
	given  fields
	line   int              // where the next record should start
	memo   []map[string]any // by column: parsed values of cells that recur
}

func newScanner(t *record.Type, file io.Reader, most limits) *scanner {
	s := &scanner{t: t, sum: sha256.New(), most: most, memo: make([]map[string]any, len(t.Columns))}
	s.guard = &guard{in: io.TeeReader(file, s.sum), most: most}
	buffered := bufio.NewReaderSize(s.guard, bufferSize)
	if mark, _ := buffered.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = buffered.Discard(3)
	}
	s.in = csv.NewReader(buffered)
	s.in.FieldsPerRecord = -1 // checked here, to go on with the next record
	s.in.ReuseRecord = true
	for i, c := range t.Columns {
		if recurs(c) {
			s.memo[i] = map[string]any{}
		}
	}
	return s
}

// recurs says that few different cells are to be expected in a column.
func recurs(c record.Column) bool {
	switch c.Kind {
	case record.Text, record.ID, record.Instant, record.Float:
		return false
	case record.Ref:
		return c.Of == "sites" || c.Of == "projects"
	}
	return true
}

// digest is the SHA-256 of all bytes read.
func (s *scanner) digest() string { return hex.EncodeToString(s.sum.Sum(nil)) }

// header reads the first record. When failed is true the file cannot be read on.
func (s *scanner) header() (problems []note, failed bool) {
	refuse := func(column, text string) { problems = append(problems, note{1, column, text}) }
	record, err := s.in.Read()
	switch {
	case errors.Is(err, io.EOF):
		refuse("", "the header is missing")
		return problems, true
	case s.guard.err != nil && err != nil:
		return append(problems, s.failure(s.guard.err, 1)), true
	case err != nil:
		return append(problems, s.failure(err, 1)), true
	}
	hasID := false
	for _, name := range record {
		place := s.place(name)
		switch {
		case !utf8.ValidString(name):
			refuse("", "the header is not UTF-8")
			return problems, true
		case place == ignored:
			refuse("", fmt.Sprintf("unknown column %s", quote(name)))
		case slices.Contains(s.places, place):
			refuse(name, "the column is there twice")
			place = ignored
		case place == inID:
			hasID = true
		case place >= 0:
			s.given.add(place)
		}
		s.places = append(s.places, place)
		s.names = append(s.names, strings.Clone(name))
	}
	if !hasID {
		text := "the column is missing"
		if len(record) == 1 && strings.ContainsAny(record[0], ";\t") {
			text += "; fields are separated by commas"
		}
		refuse("id", text)
	}
	s.move(record)
	return problems, !hasID
}

func (s *scanner) place(name string) int {
	switch {
	case name == idColumn.Name:
		return inID
	case name == recordedColumn.Name:
		return inRecorded
	case s.t.Has(name) && !s.t.Column(name).Hidden:
		return s.t.Index(name)
	}
	return ignored
}

// name is the header's name of a field.
func (s *scanner) name(field int) string {
	if field >= len(s.names) {
		return ""
	}
	return s.names[field]
}

// move notes where the next record starts.
func (s *scanner) move(record []string) {
	s.guard.start = s.in.InputOffset()
	if n := len(record); n > 0 {
		line, _ := s.in.FieldPos(n - 1)
		s.line = line + strings.Count(record[n-1], "\n") + 1
	}
}

// next reads up to most records.
func (s *scanner) next(most int) *chunk {
	c := &chunk{rows: make([]parsed, 0, min(most, 1024))}
	width := len(s.t.Columns)
	var arena []any
	start := s.in.InputOffset()
	for len(c.rows) < most && (!s.t.Tenanted() || s.in.InputOffset()-start < s.most.chunk) {
		record, err := s.in.Read()
		if err == io.EOF {
			c.last = true
			return c
		}
		if s.guard.err != nil && err != nil { // whatever the CSV reader makes of half a record
			c.problems = append(c.problems, s.failure(s.guard.err, s.line))
			c.last, c.failed = true, true
			return c
		}
		var broken *csv.ParseError
		errors.As(err, &broken)
		if len(arena) < width {
			arena = make([]any, width*min(most, 256))
		}
		p := parsed{values: arena[:width:width]}
		arena = arena[width:]
		if broken != nil {
			p.line = broken.StartLine
			c.refuse(&p, s.name(len(record)), broken.Err.Error())
		} else {
			p.line, _ = s.in.FieldPos(0)
			if len(record) != len(s.places) {
				c.refuse(&p, "", fmt.Sprintf("%d fields where the header has %d", len(record), len(s.places)))
			}
		}
		s.parse(c, &p, record)
		c.rows = append(c.rows, p)
		s.move(record)
	}
	return c
}

// parse reads the cells of a record; of a torn one only the id.
func (s *scanner) parse(c *chunk, p *parsed, record []string) {
	p.torn = p.refused
	p.badID = true
	for i, cell := range record[:min(len(record), len(s.places))] {
		place := s.places[i]
		switch {
		case place == inID:
			id, err := cellOf(&idColumn, cell)
			p.id, _ = cloned(id).(string)
			p.badID = err != nil
			if err != nil && !p.torn {
				c.refuse(p, idColumn.Name, err.Error())
			}
		case p.torn || place == ignored:
		case place == inRecorded:
			v, err := cellOf(&recordedColumn, cell)
			if err != nil {
				c.refuse(p, recordedColumn.Name, err.Error())
			}
			p.recorded = v
		default:
			v, err := s.value(place, cell)
			if err != nil {
				p.broken.add(place)
				c.refuse(p, s.t.Columns[place].Name, err.Error())
				continue
			}
			p.values[place] = v
		}
	}
}

// mostRemembered bounds the memory of a column's recurring cells.
const mostRemembered = 4096

func (s *scanner) value(i int, cell string) (any, error) {
	memo := s.memo[i]
	if v, ok := memo[cell]; ok {
		return v, nil
	}
	v, err := cellOf(&s.t.Columns[i], cell)
	if !s.t.Tenanted() {
		v = cloned(v) // structure is kept
	}
	if err == nil && memo != nil && len(memo) < mostRemembered {
		memo[strings.Clone(cell)] = cloned(v)
	}
	return v, err
}

// cloned keeps a text that is remembered from holding the whole record it was cut from.
func cloned(v any) any {
	if s, ok := v.(string); ok {
		return strings.Clone(s)
	}
	return v
}

// cellOf reads one cell. Line breaks within it are kept as line feeds, however the sender writes them.
func cellOf(c *record.Column, cell string) (any, error) {
	if !utf8.ValidString(cell) {
		return nil, errors.New("is not UTF-8")
	}
	v, err := c.Parse(lineFeeds(cell))
	if err != nil {
		return nil, err
	}
	return v, nil
}

func lineFeeds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// failure is the note on a file that cannot be read on from a line.
func (s *scanner) failure(err error, line int) note {
	var broken *csv.ParseError
	var much *tooMuch
	switch {
	case errors.Is(err, errLongRecord):
		return note{line, "", "the record is longer than " + size(s.most.record)}
	case errors.As(err, &much):
		return note{0, "", much.text}
	case errors.As(err, &broken):
		return note{broken.StartLine, "", broken.Err.Error()}
	}
	return note{line, "", "cannot be read: " + err.Error()}
}

// quote shows a name from a file, cut to a readable length.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
