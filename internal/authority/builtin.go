package authority

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed data/*.csv
var files embed.FS

// knowledge is what ships with the program, or that with the office's changes.
type knowledge struct {
	authorities []*Authority      // by id
	rules       []*Rule           // by id
	districts   map[string]string // official key of a district → id of its chamber of crafts
}

// builtin is the knowledge that ships with the program. A broken file is a mistake of the program, which a test finds.
var builtin = sync.OnceValue(func() *knowledge {
	k, err := readKnowledge(files)
	if err != nil {
		panic("authority: " + err.Error())
	}
	return k
})

var (
	authorityColumns = []string{"id", "name", "kind", "states", "street", "postcode", "place", "phone", "web", "source", "checked_on", "note"}
	ruleColumns      = []string{"id", "groups", "codes", "states", "origin", "authority", "certain", "law", "source", "checked_on", "valid_from", "valid_to", "note"}
)

func readKnowledge(files fs.FS) (*knowledge, error) {
	k := &knowledge{districts: map[string]string{}}
	err := eachRow(files, "data/authorities.csv", authorityColumns, func(row []string) error {
		k.authorities = append(k.authorities, &Authority{ID: row[0], Name: row[1], Kind: row[2], States: strings.Fields(row[3]), Street: row[4],
			Postcode: row[5], Place: row[6], Phone: row[7], Web: row[8], Source: row[9], CheckedOn: row[10], Note: row[11]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(files, "data/rules.csv", ruleColumns, func(row []string) error {
		if row[6] != "true" && row[6] != "false" {
			return fmt.Errorf("certain is %q", row[6])
		}
		k.rules = append(k.rules, &Rule{ID: row[0], Groups: strings.Fields(row[1]), Codes: strings.Fields(row[2]), States: strings.Fields(row[3]),
			Origin: row[4], Authority: row[5], Certain: row[6] == "true", Law: row[7], Source: row[8], CheckedOn: row[9], ValidFrom: row[10],
			ValidTo: row[11], Note: row[12]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return k, eachRow(files, "data/chamber_districts.csv", []string{"authority", "districts"}, func(row []string) error {
		for _, district := range strings.Fields(row[1]) {
			if other := k.districts[district]; other != "" {
				return fmt.Errorf("district %s belongs to %s and to %s", district, other, row[0])
			}
			k.districts[district] = row[0]
		}
		return nil
	})
}

// eachRow calls for each row of a file with the given columns. The rows' first cells are unlike.
func eachRow(files fs.FS, name string, columns []string, do func(row []string) error) error {
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
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		if seen[row[0]] {
			return fmt.Errorf("%s: %s is there twice", name, row[0])
		}
		seen[row[0]] = true
		if err := do(row); err != nil {
			return fmt.Errorf("%s: %s: %w", name, row[0], err)
		}
	}
	return nil
}
