package occupation

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"openiq/internal/occupation/finder"
	"openiq/internal/platform/db"
)

// partSize is how much of the index stands in one row.
const partSize = 1 << 20

// readClassification reads the index of the imported labels; nil when there are none. One that is not of the tables' number
// or of this program's format is made anew in memory, so that nobody waits for an administrator after an upgrade.
func readClassification(ctx context.Context, r db.Reader) (*classification, error) {
	all, err := allNumbers(ctx, r)
	if err != nil || all[escoNumber] == 0 {
		return nil, err
	}
	if all[indexNumber] == all[escoNumber] {
		body, err := readIndex(ctx, r)
		if err != nil {
			return nil, err
		}
		if c, err := unpack(body); !errors.Is(err, finder.ErrFormat) {
			return c, err
		}
	}
	body, err := makeIndex(ctx, r)
	if err != nil {
		return nil, err
	}
	return unpack(body)
}

// makeIndex makes the search index of all imported labels.
func makeIndex(ctx context.Context, r db.Reader) ([]byte, error) {
	concepts, err := conceptsWithUnits(ctx, r)
	if err != nil {
		return nil, err
	}
	places := make(map[string]int, len(concepts))
	for i, c := range concepts {
		places[c.ID] = i
	}
	tags, counts, err := readLangs(ctx, r)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	labels := make([]finder.Label, 0, total+total/4)
	for _, tag := range tags {
		stored, err := readLabels(ctx, r, tag)
		if err != nil {
			return nil, err
		}
		for _, l := range stored {
			kind := finder.Other
			if l.N == 0 {
				kind = finder.Title
			}
			labels = append(labels, finder.Label{Entry: places[l.ID], Lang: tag, Kind: kind, Text: l.Text})
			for _, half := range genders(l.Text) {
				labels = append(labels, finder.Label{Entry: places[l.ID], Lang: tag, Kind: finder.Other, Text: half})
			}
		}
	}
	return pack(concepts, finder.Build(labels))
}

// relations are how a job title of the crosswalk relates to a concept, the closest first.
var relations = []string{"skos:exactMatch", "skos:closeMatch", "skos:narrowMatch", "skos:broadMatch"}

// conceptsWithUnits are the concepts with the units of the KldB 2010 that the crosswalk leads to, by its closest relation.
func conceptsWithUnits(ctx context.Context, r db.Reader) ([]concept, error) {
	concepts, err := readConcepts(ctx, r)
	if err != nil {
		return nil, err
	}
	crosswalk, err := readCrosswalk(ctx, r)
	if err != nil {
		return nil, err
	}
	units := map[string][]string{}
	for _, relation := range relations {
		closer := maps.Clone(units)
		for _, m := range crosswalk {
			if m.Relation == relation && closer[m.ID] == nil && !slices.Contains(units[m.ID], m.Unit()) {
				units[m.ID] = append(units[m.ID], m.Unit())
			}
		}
	}
	for i := range concepts {
		concepts[i].KldB = units[concepts[i].ID]
	}
	return concepts, nil
}

// genders are the two halves of a title in both genders, as "Koch/Köchin"; none where the slash means something else: halves
// begin alike and have as many words, give or take one.
func genders(title string) []string {
	a, b, ok := strings.Cut(title, "/")
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	const alike = 2 // letters
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	if !ok || strings.Contains(b, "/") || len(x) < 2*alike || len(y) < 2*alike || !slices.Equal(x[:alike], y[:alike]) {
		return nil
	}
	if n := len(strings.Fields(a)) - len(strings.Fields(b)); n < -1 || n > 1 {
		return nil
	}
	return []string{a, b}
}

// pack writes concepts and index one after the other.
func pack(concepts []concept, index *finder.Index) ([]byte, error) {
	head, err := json.Marshal(concepts)
	if err != nil {
		return nil, err
	}
	head = append(head, bytes.Repeat([]byte(" "), -len(head)&7)...) // the index must lie at a whole number of 64 bits
	body := binary.LittleEndian.AppendUint64(nil, uint64(len(head)))
	return append(append(body, head...), index.Snapshot()...), nil
}

func unpack(body []byte) (*classification, error) {
	if len(body) < 8 {
		return nil, finder.ErrFormat
	}
	n := int(binary.LittleEndian.Uint64(body))
	if body = body[8:]; n < 0 || n > len(body) {
		return nil, finder.ErrFormat
	}
	return newClassification(body[:n], body[n:])
}

// storeIndex replaces the stored index, which is that of a number.
func storeIndex(tx *db.Tx, body []byte, number int64) error {
	if _, err := tx.Exec(deleteIndex); err != nil {
		return err
	}
	var rows [][]any
	for part := range slices.Chunk(body, partSize) {
		rows = append(rows, []any{len(rows), part})
	}
	for _, row := range rows { // one a statement: together they would be too long for one
		if err := tx.Insert("occupation_index", []string{"part", "body"}, [][]any{row}); err != nil {
			return err
		}
	}
	_, err := tx.Exec(setNumber, indexNumber, number)
	return err
}
