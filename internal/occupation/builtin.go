package occupation

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed data
var files embed.FS

// builtin is the catalogue that ships with the program, by code. A broken file is a mistake of the program, which a test
// finds.
var builtin = sync.OnceValue(func() []*Occupation {
	all, err := readCatalogue(files)
	if err != nil {
		panic("occupation: " + err.Error())
	}
	return all
})

var columns = []string{"code", "title_m", "title_f", "does", "kind", "regulated", "authority_group", "procedure", "law", "source", "checked_on",
	"kldb", "esco", "valid_from", "valid_to", "succeeds"}

// readCatalogue reads data/*.csv and the words of people in data/words/*.csv.
func readCatalogue(files fs.FS) ([]*Occupation, error) {
	byCode := map[string]*Occupation{}
	err := eachRow(files, "data/*.csv", columns, func(name string, row []string) error {
		o := &Occupation{Code: row[0], TitleM: row[1], TitleF: row[2], Does: row[3], Kind: Kind(row[4]), Regulated: row[5] == "true",
			Group: row[6], Procedure: row[7], Law: row[8], Source: row[9], CheckedOn: row[10], KldB: fields(row[11]), ESCO: fields(row[12]),
			ValidFrom: row[13], ValidTo: row[14], Succeeds: row[15], Names: map[string]Names{}}
		if byCode[o.Code] != nil {
			return fmt.Errorf("%s: %s is there twice", name, o.Code)
		}
		byCode[o.Code] = o
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(files, "data/words/*.csv", []string{"code", "title", "title_f", "words"}, func(name string, row []string) error {
		o := byCode[row[0]]
		if o == nil {
			return fmt.Errorf("%s: there is no occupation %s", name, row[0])
		}
		lang := strings.TrimSuffix(path.Base(name), ".csv")
		o.Names[lang] = Names{Title: row[1], TitleF: row[2], Words: splitWords(row[3])}
		return nil
	})
	all := make([]*Occupation, 0, len(byCode))
	for _, o := range byCode {
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b *Occupation) int { return strings.Compare(a.Code, b.Code) })
	return all, err
}

// splitWords reads words separated by "|".
func splitWords(cell string) []string {
	var all []string
	for _, word := range strings.Split(cell, "|") {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}
	return all
}

// eachRow calls for each row of the files that a pattern names, all with the same columns.
func eachRow(files fs.FS, pattern string, columns []string, do func(name string, row []string) error) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(rows) == 0 || !slices.Equal(rows[0], columns) {
			return fmt.Errorf("%s: wants the columns %s", name, strings.Join(columns, ","))
		}
		for _, row := range rows[1:] {
			if err := do(name, row); err != nil {
				return err
			}
		}
	}
	return nil
}
