package locale

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// sources says for each language which German text each of its texts was translated from: a row of key, digest of the
// German text and digest of the translation. "go test ./locale -update" brings it up to date: a translation that did not
// change keeps the German text that it was made from.
//
//go:embed sources/*.csv
var sources embed.FS

var sourceColumns = []string{"key", "source", "translation"}

// Origin is what a translation that ships was made from.
type Origin struct {
	Source      string // digest of the German text at that time
	Translation string // digest of the translation
}

// PortalSources are the origins of the texts of a language by key; empty where the language has none.
func PortalSources(lang string) (map[string]Origin, error) {
	return readSources(sources, "sources/"+lang+".csv")
}

func readSources(in fs.FS, name string) (map[string]Origin, error) {
	all := map[string]Origin{}
	if found, err := fs.Glob(in, name); err != nil || len(found) == 0 {
		return all, err
	}
	raw, err := fs.ReadFile(in, name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], sourceColumns) {
		return nil, fmt.Errorf("locale: %s is no table of sources: %w", name, err)
	}
	for _, row := range rows[1:] {
		all[row[0]] = Origin{row[1], row[2]}
	}
	return all, nil
}
