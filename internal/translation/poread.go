package translation

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"openiq/internal/platform/errs"
)

// poEntry is a message of a gettext catalogue.
type poEntry struct {
	line       int // where it begins
	context    string
	id, plural string
	isPlural   bool
	words      []string // by plural form
	fuzzy      bool
}

// The most that is read of a file.
const (
	maxPOBytes   = 8 << 20
	maxPOEntries = 20000
	maxPOForms   = 6
)

// wrongFile says which line of a file cannot be read.
func wrongFile(line int) error { return errs.New(errs.Invalid, "translation.error.po", "Line", line) }

// readPO reads a gettext catalogue. The first message, with an empty id, is the header. Invalid names the first line that
// is no part of a catalogue.
func readPO(raw []byte) (header string, entries []poEntry, err error) {
	text := strings.TrimPrefix(string(raw), "\uFEFF")
	if len(raw) > maxPOBytes || !utf8.ValidString(text) {
		return "", nil, wrongFile(1)
	}
	r := &poReader{}
	for i, line := range strings.Split(text, "\n") {
		if err := r.read(i+1, strings.TrimSpace(line)); err != nil {
			return "", nil, err
		}
	}
	if err := r.finish(); err != nil {
		return "", nil, err
	}
	if len(r.entries) == 0 || r.entries[0].id != "" || r.entries[0].context != "" || r.entries[0].isPlural {
		return "", nil, wrongFile(1)
	}
	return r.entries[0].words[0], r.entries[1:], nil
}

// poReader reads line by line.
type poReader struct {
	entries []poEntry
	now     poEntry
	state   string  // the keyword that came last; empty: none of the entry yet
	into    *string // what a line that is only a string continues
}

func (r *poReader) read(n int, line string) error {
	switch {
	case line == "":
		return nil
	case strings.HasPrefix(line, "#~"): // a message that the tool keeps though nobody asks for it
		return nil
	case strings.HasPrefix(line, "#"):
		if err := r.finishBefore("msgctxt"); err != nil {
			return err
		}
		if flags, ok := strings.CutPrefix(line, "#,"); ok && strings.Contains(flags, "fuzzy") {
			r.now.fuzzy = true
		}
		return nil
	case line[0] == '"':
		text, err := unquote(line)
		if err != nil || r.into == nil {
			return wrongFile(n)
		}
		*r.into += text
		return nil
	}
	keyword, rest, _ := strings.Cut(line, " ")
	text, err := unquote(strings.TrimSpace(rest))
	if err != nil {
		return wrongFile(n)
	}
	return r.keyword(n, keyword, text)
}

// keyword begins a part of an entry.
func (r *poReader) keyword(n int, keyword, text string) error {
	if err := r.finishBefore(keyword); err != nil {
		return err
	}
	if r.state == "" {
		r.now.line = n
	}
	before := r.state
	form, isForm := strings.CutPrefix(keyword, "msgstr[")
	switch {
	case keyword == "msgctxt" && before == "":
		r.now.context, r.into = text, &r.now.context
	case keyword == "msgid" && (before == "" || before == "msgctxt"):
		r.now.id, r.into = text, &r.now.id
	case keyword == "msgid_plural" && before == "msgid":
		r.now.plural, r.now.isPlural, r.into = text, true, &r.now.plural
	case keyword == "msgstr" && before == "msgid", isForm && r.now.isPlural && form == strconv.Itoa(len(r.now.words))+"]" && len(r.now.words) < maxPOForms:
		r.now.words = append(r.now.words, text)
		r.into = &r.now.words[len(r.now.words)-1]
		keyword = "msgstr"
	default:
		return wrongFile(n)
	}
	r.state = keyword
	return nil
}

// finishBefore ends the entry where the keyword, or a comment, belongs to the next one.
func (r *poReader) finishBefore(keyword string) error {
	if r.state == "msgstr" && (keyword == "msgctxt" || keyword == "msgid") {
		return r.finish()
	}
	return nil
}

// finish ends the entry that is being read.
func (r *poReader) finish() error {
	if r.state == "" {
		return nil
	}
	if r.state != "msgstr" || len(r.entries) >= maxPOEntries {
		return wrongFile(r.now.line)
	}
	r.entries = append(r.entries, r.now)
	r.now, r.state, r.into = poEntry{}, "", nil
	return nil
}

// unquote reads a string with the escapes of C that translation tools write.
func unquote(s string) (string, error) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return "", fmt.Errorf("no string")
	}
	s = s[1 : len(s)-1]
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return "", fmt.Errorf("a quote within a string")
		case s[i] != '\\':
			out.WriteByte(s[i])
			continue
		}
		i++
		if i == len(s) {
			return "", fmt.Errorf("a string ends within an escape")
		}
		at := strings.IndexByte(`"\ntr`, s[i])
		if at < 0 {
			return "", fmt.Errorf("unknown escape")
		}
		out.WriteByte("\"\\\n\t\r"[at])
	}
	return out.String(), nil
}

// headerField is a field of the catalogue's header.
func headerField(header, name string) string {
	for _, line := range strings.Split(header, "\n") {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
