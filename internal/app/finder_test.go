package app

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
)

// pipe runs a command with something on its standard input.
func (s shell) pipe(in string, args ...string) (status int, out, errOut string) {
	s.t.Helper()
	var o, e strings.Builder
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "DB", s.dsn)
	}
	env := &environment{ctx: db.WithActor(authz.AsSystem(context.Background(), "cli"), "cli"), in: strings.NewReader(in), out: &o, errOut: &e, clock: now}
	return env.run(args), o.String(), e.String()
}

const crosswalkHead = "Mapping project name,ESCO - Klassifikation der Berufe 2010,,,,\n,,,,,\n" +
	"Classification 1 URI,Classification 1 PrefLabel,Classification 2 ID,Classification 2 PrefLabel,Mapping relation,Editorial note\n"

func TestFindingOccupations(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.must("init", "--db", "DB")
		var found []struct {
			Code, Title, Lang string
			TitleDE           string `json:"title_de"`
			Regulated         *bool
			ESCO, KldB        []string
			Score             float64
		}
		find := func(args ...string) {
			t.Helper()
			found = nil
			if err := json.Unmarshal([]byte(s.must(append([]string{"find", "--db", "DB", "--format", "json"}, args...)...)), &found); err != nil || len(found) == 0 {
				t.Fatalf("%v: %v, %v", args, found, err)
			}
		}
		find("--lang", "ar", "ممرضة")
		if f := found[0]; f.Code != "nurse" || f.Lang != "ar" || !strings.HasPrefix(f.TitleDE, "Pflegefach") || f.Regulated == nil || !*f.Regulated || len(f.KldB) == 0 {
			t.Errorf("%+v", f)
		}

		folder := t.TempDir()
		const id = "11111111-1111-1111-1111-111111111111"
		write := func(name, text string) string {
			t.Helper()
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		write("esco_labels_de.tsv", "uri\tn\tlabel\nhttp://data.europa.eu/esco/occupation/"+id+"\t0\tQuellnymphenzähler\n")
		if out := s.must("import", "esco", "--db", "DB", folder); out != "ESCO de: 1 new, 0 changed, 0 unchanged, 0 gone\n" {
			t.Error(out)
		}
		walk := write("walk.csv", crosswalkHead+"http://data.europa.eu/esco/occupation/"+id+",x,B 84304-101,y,skos:exactMatch,\n")
		if out := s.must("import", "crosswalk", "--db", "DB", walk); !strings.HasPrefix(out, "crosswalk: 1 new") {
			t.Error(out)
		}
		find("Quellnymphenzähler")
		if f := found[0]; f.Code != id || f.Regulated != nil || len(f.ESCO) != 1 || len(f.KldB) != 1 || f.KldB[0] != "84304" {
			t.Errorf("%+v", f)
		}

		_, out, _ := s.pipe("uk\tмедсестра\n\nnurse\n", "find", "--db", "DB", "--stdin", "--limit", "1")
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if len(lines) != 2 || !strings.Contains(lines[0], `"query":"медсестра","lang":"uk","results":[{"code":"nurse"`) || !strings.Contains(lines[1], `"micros":`) {
			t.Error(out)
		}
		if status, _, errOut := s.run("import", "crosswalk", "--db", "DB", write("broken.csv", crosswalkHead+"http://example.org,x,B 1,y,z,\n")); status != exitFailed ||
			!strings.Contains(errOut, "broken.csv:4: Classification 1 URI: ") {
			t.Errorf("%d %s", status, errOut)
		}
		for _, wrong := range [][]string{{"--limit", "0", "x"}, {"--limit", "51", "x"}, {"--lang", "!", "x"}, {}, {"--stdin", "x"}, {"--format", "xml", "x"}} {
			if status, _, _ := s.run(append([]string{"find", "--db", "DB"}, wrong...)...); status != exitUsage {
				t.Errorf("%v: exit status %d", wrong, status)
			}
		}
	})
}
