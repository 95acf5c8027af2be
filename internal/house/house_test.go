package house

import (
	"slices"
	"strings"
	"testing"
)

// TestHouse holds every rule against the source of this repository.
func TestHouse(t *testing.T) {
	source, err := read("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(source.packages) < 5 || len(source.texts) < 20 {
		t.Fatalf("only %d packages and %d files found: the walk went astray", len(source.packages), len(source.texts))
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, broken := range r.check(source) {
				t.Error(broken)
			}
		})
	}
}

// imports makes a tree of one documented package with one file.
func imports(dir, name string, imported ...string) tree {
	return tree{packages: []pkg{{dir: dir, documented: true, files: []file{{name: name, imports: imported}}}}}
}

// TestRuleBites invents a house for each rule that breaks it, and one beside
// it that does not.
func TestRuleBites(t *testing.T) {
	proved := map[string]bool{}
	for _, c := range []struct {
		name           string
		broken, proper tree
	}{
		{"platform knows nothing of the domain",
			imports("internal/platform/db", "db.go", "openiq/internal/counselling"),
			imports("internal/platform/record", "type.go", "openiq/internal/platform/db", "openiq/web", "fmt")},
		{"platform knows nothing of the domain",
			imports("internal/platform/db", "db_test.go", "openiq/internal/app"),
			imports("internal/app", "app.go", "openiq/internal/platform/db", "openiq/internal/counselling")},
		{"rooms know only their neighbours",
			imports("internal/counselling", "service.go", "openiq/internal/measure"),
			imports("internal/counselling", "service.go", "openiq/internal/programme", "openiq/internal/account", "openiq/internal/platform/db")},
		{"rooms know only their neighbours",
			imports("internal/counselling/office", "list.go", "openiq/internal/training"),
			imports("internal/indicator", "engine.go", "openiq/internal/counselling", "openiq/internal/training")},
		{"rooms know only their neighbours",
			imports("internal/counselling", "service_test.go", "openiq/internal/draft"),
			imports("internal/counselling/office", "fixture_test.go", "openiq/internal/draft", "openiq/internal/draft/office")},
		{"rooms know only their neighbours",
			imports("internal/demo", "demo.go", "openiq/internal/app"),
			imports("internal/demo", "demo.go", "openiq/internal/exchange")},
		{"rooms know only their neighbours",
			imports("internal/unheardof", "doc.go"),
			imports("internal/training", "doc.go")},
		{"only app and its own room know a face",
			imports("internal/counselling", "service.go", "openiq/internal/counselling/office"),
			imports("internal/counselling/office", "list.go", "openiq/internal/counselling", "openiq/internal/counselling/office/form")},
		{"only app and its own room know a face",
			imports("internal/indicator/office", "list.go", "openiq/internal/programme/office"),
			imports("internal/app", "routes.go", "openiq/internal/counselling/office", "openiq/internal/counselling/api")},
		{"only app and its own room know a face",
			imports("internal/procedure", "service.go", "openiq/internal/counselling/office"),
			imports("internal/procedure/office", "part.go", "openiq/internal/counselling/office")},
		{"cmd knows only app",
			imports("cmd/openiq", "main.go", "openiq/internal/platform/db"),
			imports("cmd/openiq", "main.go", "openiq/internal/app", "os")},
		{"HTTP and HTML only in faces, platform/web and app",
			imports("internal/counselling", "service.go", "net/http"),
			imports("internal/counselling/office", "list.go", "net/http", "github.com/a-h/templ")},
		{"HTTP and HTML only in faces, platform/web and app",
			imports("internal/platform/chart", "bars.go", "github.com/a-h/templ/runtime"),
			imports("internal/platform/web/ui", "page.go", "github.com/a-h/templ/runtime", "net/http")},
		{"SQL only in platform/db and store.go",
			imports("internal/counselling", "service.go", "database/sql"),
			imports("internal/counselling", "store.go", "database/sql")},
		{"SQL only in platform/db and store.go",
			imports("internal/app", "serve.go", "github.com/jackc/pgx/v5"),
			imports("internal/platform/db", "engine.go", "github.com/jackc/pgx/v5/stdlib", "modernc.org/sqlite")},
		{"no translated text below the faces",
			imports("internal/indicator", "engine.go", "openiq/internal/platform/i18n"),
			imports("internal/indicator/office", "page.go", "openiq/internal/platform/i18n")},
		{"each package says what it is",
			tree{packages: []pkg{{dir: "internal/training"}}},
			tree{packages: []pkg{{dir: "internal/training", documented: true}, {dir: "test/browser"}}}},
		{"no file of more than 600 lines",
			tree{texts: []text{{path: "internal/app/app.go", lines: 601}}},
			tree{texts: []text{{path: "internal/app/app.go", lines: 600}}}},
	} {
		proved[c.name] = true
		t.Run(c.name, func(t *testing.T) {
			i := slices.IndexFunc(rules, func(r rule) bool { return r.name == c.name })
			if i < 0 {
				t.Fatal("no such rule")
			}
			if found := rules[i].check(c.broken); len(found) != 1 {
				t.Errorf("found %q in a house that breaks the rule once", found)
			}
			for _, r := range rules {
				if found := r.check(c.proper); len(found) != 0 {
					t.Errorf("rule %q found %q in a proper house", r.name, found)
				}
			}
		})
	}
	for _, r := range rules {
		if !proved[r.name] {
			t.Errorf("no invented house breaks the rule %q", r.name)
		}
	}
}

// TestSourceIsReadAsWritten reads this package itself.
func TestSourceIsReadAsWritten(t *testing.T) {
	var source tree
	for _, name := range []string{"doc.go", "rules.go", "house_test.go"} {
		if err := source.add("internal/house/"+name, name); err != nil {
			t.Fatal(err)
		}
	}
	if len(source.packages) != 1 || !source.packages[0].documented || len(source.packages[0].files) != 3 {
		t.Fatalf("read %+v, want one documented package of three files", source.packages)
	}
	if got := strings.Join(source.packages[0].files[1].imports, " "); got != "fmt path slices strings" {
		t.Errorf("rules.go imports %q", got)
	}
}

func TestGeneratedFilesMayBeLong(t *testing.T) {
	var source tree
	generated, err := source.addGo("internal/app/a_templ.go", []byte("// Code generated by templ - DO NOT EDIT.\n\npackage app\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !generated {
		t.Error("a generated file counts as written by people")
	}
}
