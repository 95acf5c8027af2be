package i18n

import (
	"fmt"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
)

// dateFormats are a language's ways to write days: patterns of the messages date.*, taken apart once.
type dateFormats struct {
	long, short, instant, instantShort datePattern
	months, monthsShort                [13]string // from 1
}

// datePattern alternates between text and fields.
type datePattern []datePart

type datePart struct {
	text  string
	field string // one of the fields below; empty for text
}

var dateFields = map[string]bool{"d": true, "dd": true, "mm": true, "mon": true, "month": true, "yyyy": true, "time": true}

func newDateFormats(p *Printer) (f dateFormats, err error) {
	for key, pattern := range map[string]*datePattern{
		"date.long": &f.long, "date.short": &f.short, "date.instant": &f.instant, "date.instant_short": &f.instantShort,
	} {
		if *pattern, err = parseDatePattern(p.T(key)); err != nil {
			return f, fmt.Errorf("i18n: %s: %s: %w", p.lang, key, err)
		}
	}
	for m := 1; m <= 12; m++ {
		f.months[m] = p.T("date.month." + strconv.Itoa(m))
		f.monthsShort[m] = p.T("date.month_short." + strconv.Itoa(m))
	}
	return f, nil
}

func parseDatePattern(s string) (datePattern, error) {
	var parts datePattern
	for s != "" {
		text, rest, found := strings.Cut(s, "{")
		if text != "" {
			parts = append(parts, datePart{text: text})
		}
		if !found {
			break
		}
		field, after, closed := strings.Cut(rest, "}")
		if !closed || !dateFields[field] {
			return nil, fmt.Errorf("{%s is no field of a date", rest)
		}
		parts, s = append(parts, datePart{field: field}), after
	}
	return parts, nil
}

// Date writes a day in words, as 30. September 2018; nothing for clock.NoDay.
func (p *Printer) Date(d clock.Day) string { return p.dates.day(p.dates.long, d) }

// DateShort writes a day for tables, as 30.09.2018; nothing for clock.NoDay.
func (p *Printer) DateShort(d clock.Day) string { return p.dates.day(p.dates.short, d) }

// Instant writes day and time in Berlin in words.
func (p *Printer) Instant(i clock.Instant) string { return p.dates.at(p.dates.instant, i) }

// InstantShort writes day and time in Berlin for tables.
func (p *Printer) InstantShort(i clock.Instant) string { return p.dates.at(p.dates.instantShort, i) }

// Time writes the time of day in Berlin, as 10:32.
func (p *Printer) Time(i clock.Instant) string { return i.Time().In(clock.Berlin).Format(timeOfDay) }

const timeOfDay = "15:04"

// Month names a month of a year, as September 2018.
func (p *Printer) Month(year, month int) string {
	return p.dates.months[month] + " " + strconv.Itoa(year)
}

func (f *dateFormats) day(pattern datePattern, d clock.Day) string {
	if d == clock.NoDay {
		return ""
	}
	return f.write(pattern, d, "")
}

func (f *dateFormats) at(pattern datePattern, i clock.Instant) string {
	return f.write(pattern, i.Day(), i.Time().In(clock.Berlin).Format(timeOfDay))
}

func (f *dateFormats) write(pattern datePattern, d clock.Day, time string) string {
	year, month, day := d.Date()
	var buf [64]byte
	out := buf[:0]
	for _, part := range pattern {
		switch part.field {
		case "":
			out = append(out, part.text...)
		case "d":
			out = strconv.AppendInt(out, int64(day), 10)
		case "dd":
			out = append(out, byte('0'+day/10), byte('0'+day%10))
		case "mm":
			out = append(out, byte('0'+month/10), byte('0'+month%10))
		case "mon":
			out = append(out, f.monthsShort[month]...)
		case "month":
			out = append(out, f.months[month]...)
		case "yyyy":
			out = strconv.AppendInt(out, int64(year), 10)
		case "time":
			out = append(out, time...)
		}
	}
	return string(out)
}
