package i18n

import (
	"strconv"
	"strings"
)

// The two missing values of exchange.md section 1 have words of their own in every list.
const (
	notFilled = "not_filled"
	declined  = "declined"
)

// countryLists hold ISO 3166-1 codes instead of codes of their own.
var countryLists = map[string]bool{"country": true, "nationality": true, "second_nationality": true, "lives_in": true, "birth_country": true}

// indexCodes sorts the messages code.<list>.<code> into lists, so that a table cell is found without building a key.
func indexCodes(entries map[string]entry) map[string]map[string]string {
	lists := map[string]map[string]string{}
	for key, e := range entries {
		rest, isCode := strings.CutPrefix(key, "code.")
		list, code, hasList := strings.Cut(rest, ".")
		if !isCode || !hasList {
			continue
		}
		if lists[list] == nil {
			lists[list] = map[string]string{}
		}
		lists[list][code] = e.text
	}
	return lists
}

// Code is the label of a code of a list; lists are named as the columns of the exchange bundle, with or without the
// record in front ("project.kind", "project_kind"). Codes without a label, such as ids, are printed as they are.
func (p *Printer) Code(list, code string) string {
	if code == "" {
		code = notFilled
	}
	if code == notFilled || code == declined {
		return p.codes["missing"][code]
	}
	list = p.listName(list)
	switch {
	case countryLists[list]:
		return p.Country(code)
	case languageLists[list]:
		return p.Language(code)
	}
	if label, ok := p.codes[list][code]; ok {
		return label
	}
	if namer := p.bundle.namers[list]; namer != nil {
		if name, ok := namer(p.lang, code); ok {
			return name
		}
	}
	return p.computedCode(list, code)
}

// listName leaves out the record in front of a column. Words for the columns of all records stand in one list, because
// no code means different things in two of them.
func (p *Printer) listName(list string) string {
	if dot := strings.LastIndexByte(list, '.'); dot >= 0 {
		list = list[dot+1:]
	}
	if _, own := p.codes[list]; own || countryLists[list] || languageLists[list] {
		return list
	}
	if _, column, prefixed := strings.Cut(list, "_"); prefixed && p.codes[column] != nil {
		return column
	}
	return list
}

// computedCode labels what no list can enumerate.
func (p *Printer) computedCode(list, code string) string {
	switch {
	case code == "true" || code == "false":
		return p.codes["bool"][code]
	case list == "quarter" && len(code) == len("2018-Q2"):
		return p.T("date.quarter", "Quarter", code[6:], "Year", code[:4])
	case list == "week" && len(code) == len("2018-W23"):
		return p.T("date.week", "Week", strings.TrimPrefix(code[6:], "0"), "Year", code[:4])
	case list == "month" && len(code) == len("2018-06"):
		year, err1 := strconv.Atoi(code[:4])
		month, err2 := strconv.Atoi(code[5:])
		if err1 == nil && err2 == nil && month >= 1 && month <= 12 {
			return p.Month(year, month)
		}
	case list == "reference_occupation":
		return readable(code)
	}
	return code
}

// readable makes words of the code of an occupation that the catalogue does not have: "Metal worker".
func readable(code string) string {
	words := strings.NewReplacer("_", " ", "-", " ").Replace(code)
	return strings.ToUpper(words[:1]) + words[1:]
}

// HasCode tells whether a list has words for a code.
func (p *Printer) HasCode(list, code string) bool {
	list = p.listName(list)
	if countryLists[list] {
		_, ok := p.countries[code]
		return ok
	}
	if languageLists[list] {
		return p.Language(code) != code
	}
	_, ok := p.codes[list][code]
	return ok
}
