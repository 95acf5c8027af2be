package occupation_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"openiq/internal/occupation"
	"openiq/internal/occupation/esco"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

var (
	now    = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	system = db.WithActor(authz.AsSystem(context.Background(), "test"), "test")
)

func quiet(string, int, int) {}

// published is the folder with the publishers' files.
func published(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("OPENIQ_TESTDATA")
	if folder == "" {
		t.Skip("without OPENIQ_TESTDATA the publishers' files are left out")
	}
	return folder
}

const (
	baker = "11111111-1111-1111-1111-111111111111"
	cook  = "22222222-2222-2222-2222-222222222222"
)

// download writes a small download: occupations in German and labels in Romanian.
func download(t *testing.T, german, romanian string) string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{
		"occupations_de.csv": "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status\n" + german,
		"skills_de.csv":      "something else\n",
	}
	if romanian != "" {
		all["esco_labels_ro.tsv"] = "uri\tn\tlabel\n" + romanian
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func row(id, isco, preferred, others string) string {
	return "Occupation," + esco.Prefix + id + "," + isco + ",\"" + preferred + "\",\"" + others + "\",,released\n"
}

func label(id string, n, text string) string { return esco.Prefix + id + "\t" + n + "\t" + text + "\n" }

func importESCO(t *testing.T, s *occupation.Service, dir string) []occupation.Change {
	t.Helper()
	languages, err := esco.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.ImportESCO(system, languages, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAnImportSaysWhatChanged(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := occupation.New(d)
		german := row(baker, "7512", "Sauerteigbäcker/Sauerteigbäckerin", "Teigmeister\nOfenbäcker") + row(cook, "0110", "Feldkoch", "")
		first := importESCO(t, s, download(t, german, label(baker, "0", "brutar de maia")))
		want := []occupation.Change{{What: "ESCO de", New: 4}, {What: "ESCO ro", New: 1}}
		if len(first) != 2 || first[0] != want[0] || first[1] != want[1] {
			t.Fatalf("first: %+v", first)
		}
		again := importESCO(t, s, download(t, german, ""))
		if len(again) != 1 || again[0] != (occupation.Change{What: "ESCO de", Unchanged: 4}) {
			t.Errorf("again: %+v", again)
		}
		german = row(baker, "7512", "Sauerteigbäcker/Sauerteigbäckerin", "Teigmeister") + row(cook, "0110", "Feldköchin", "")
		next := importESCO(t, s, download(t, german, ""))
		if len(next) != 1 || next[0] != (occupation.Change{What: "ESCO de", Changed: 1, Unchanged: 2, Gone: 1}) {
			t.Errorf("next: %+v", next)
		}
		// Another instance, and this one, know what is stored now: other languages stay.
		for name, s := range map[string]*occupation.Service{"the same": s, "another": occupation.New(d)} {
			for query, id := range map[string]string{"Sauerteigbäckerin": baker, "brutar de maia": baker, "Feldköchin": cook} {
				if found, err := s.Find(system, query, "de", 5); err != nil || len(found) == 0 || found[0].Code != id {
					t.Errorf("%s instance: %s finds %+v, %v", name, query, found, err)
				}
			}
			if found, _ := s.Find(system, "Ofenbäcker", "de", 1); len(found) > 0 && found[0].Score > 1 {
				t.Errorf("%s instance: a label that is gone is found", name)
			}
		}
	})
}

func TestACrosswalkGivesUnits(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := occupation.New(d)
		importESCO(t, s, download(t, row(baker, "7512", "Sauerteigbäcker", ""), ""))
		mappings := []esco.Mapping{{ID: baker, KldB: "29222-100", Relation: "skos:exactMatch"}, {ID: baker, KldB: "29223-100", Relation: "skos:broadMatch"},
			{ID: cook, KldB: "29302-100", Relation: "skos:exactMatch"}}
		change, unknown, err := s.ImportCrosswalk(system, mappings, quiet)
		if err != nil || unknown != 1 || change.New != 3 {
			t.Fatalf("%+v, %d unknown, %v", change, unknown, err)
		}
		found, err := s.Find(system, "Sauerteigbäcker", "de", 1)
		if err != nil || len(found) != 1 || strings.Join(found[0].KldB, " ") != "29222" {
			t.Fatalf("found %+v, %v", found, err)
		}
		if change, _, err = s.ImportCrosswalk(system, mappings, quiet); err != nil || change.New+change.Gone != 0 || change.Unchanged != 3 {
			t.Errorf("again: %+v, %v", change, err)
		}
	})
}

func TestBrokenFilesAreRefusedByLine(t *testing.T) {
	header := "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status\n"
	for what, c := range map[string]struct{ name, text, want string }{
		"a column is missing": {"occupations_de.csv", "conceptType,conceptUri,preferredLabel\n", "occupations_de.csv:1: iscoGroup: "},
		"no occupation":       {"occupations_de.csv", header + "Occupation,http://example.org/x,1,a,,,released\n", "occupations_de.csv:2: conceptUri: "},
		"no title":            {"occupations_de.csv", header + row(baker, "1", "a", "b\nc") + row(cook, "1", "", ""), "occupations_de.csv:4: preferredLabel: empty"},
		"a quote too many":    {"occupations_de.csv", header + "Occupation,\"x\"y,1,a,,,released\n", "occupations_de.csv:2: "},
		"empty":               {"occupations_de.csv", "", "occupations_de.csv: the file is empty"},
		"only a header":       {"occupations_de.csv", header, "occupations_de.csv: no occupation in it"},
		"no number":           {"esco_labels_ro.tsv", "uri\tn\tlabel\n" + label(baker, "one", "x"), "esco_labels_ro.tsv:2: n: "},
		"twice":               {"esco_labels_ro.tsv", "uri\tn\tlabel\n" + label(baker, "0", "x") + label(baker, "0", "y"), "esco_labels_ro.tsv:3: n: "},
		"a language":          {"occupations_xq.csv", header + row(baker, "1", "a", ""), "occupations_xq.csv: unknown language"},
		"something else":      {"skills_de.csv", "x", "no file named occupations_XX.csv"},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, c.name), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := esco.Read(dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", what, err, c.want)
		}
	}
}

func TestThePublishersFilesAreRead(t *testing.T) {
	folder := published(t)
	for path, want := range map[string]int{"esco": 7, "esco/labels": 17, "esco/occupations_ar.csv": 1} {
		languages, err := esco.Read(filepath.Join(folder, path))
		if path == "esco" {
			want += 17 // with the folder of labels inside
		}
		if err != nil || len(languages) != want {
			t.Fatalf("%s: %d languages, %v", path, len(languages), err)
		}
		for _, l := range languages {
			if n := len(l.Labels); n < 2900 {
				t.Errorf("%s: %d labels", l.File, n)
			}
		}
	}
	mappings, groups, err := esco.ReadCrosswalk(filepath.Join(folder, "esco/DE_mapping_18.05.22.csv"))
	if err != nil || len(mappings)+groups < 8000 || groups == 0 {
		t.Errorf("%d mappings, %d groups, %v", len(mappings), groups, err)
	}
}
