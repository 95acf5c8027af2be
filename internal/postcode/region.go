package postcode

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed regions.csv
var regionFile string

// regions are the places of each region, one a Land, by its three digits. A broken file is a mistake of the program, which
// a test finds.
var regions = sync.OnceValue(func() map[string][]Place {
	all, err := readRegions(regionFile)
	if err != nil {
		panic("postcode: " + err.Error())
	}
	return all
})

func readRegions(text string) (map[string][]Place, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.Comment, in.FieldsPerRecord = '#', 4
	rows, err := in.ReadAll()
	if err != nil {
		return nil, err
	}
	all := make(map[string][]Place, len(rows))
	for _, row := range rows[1:] {
		lat, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			return nil, fmt.Errorf("region %s: %w", row[0], err)
		}
		lon, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			return nil, fmt.Errorf("region %s: %w", row[0], err)
		}
		for _, state := range strings.Fields(row[1]) {
			all[row[0]] = append(all[row[0]], Place{Postcode: row[0], State: state, Lat: lat, Lon: lon})
		}
	}
	return all, nil
}
