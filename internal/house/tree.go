package house

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// module is the name in go.mod.
const module = "openiq"

// tree is the source as the rules see it.
type tree struct {
	packages []pkg
	texts    []text
}

// pkg is one folder with Go files.
type pkg struct {
	dir        string // from the repository's root, as in internal/counselling/office
	documented bool   // some file has a package comment
	files      []file
}

// file is one Go file.
type file struct {
	name    string
	imports []string
}

func (f file) isTest() bool { return strings.HasSuffix(f.name, "_test.go") }

// text is one source file of any language, written by people. A migration is
// none: it is one step of the schema, and never changed once it is released.
type text struct {
	path  string
	lines int
}

// sources are the folders with source of ours.
var sources = []string{"cmd", "internal", "web", "test", "tools", "scripts", "bench", "migrations", "locale"}

// read walks through the repository.
func read(root string) (tree, error) {
	var t tree
	for _, folder := range sources {
		err := filepath.WalkDir(filepath.Join(root, folder), func(name string, entry fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil // Not every folder exists yet.
			}
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if slices.Contains([]string{"node_modules", "dist", "testdata"}, entry.Name()) {
					return filepath.SkipDir
				}
				return nil
			}
			relative, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			return t.add(filepath.ToSlash(relative), name)
		})
		if err != nil {
			return tree{}, err
		}
	}
	return t, nil
}

// add takes in the file at name, which is relative to the repository's root.
func (t *tree) add(relative, name string) error {
	if !slices.Contains([]string{".go", ".templ", ".css", ".js", ".mjs"}, path.Ext(relative)) {
		return nil
	}
	source, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	generated := false
	if path.Ext(relative) == ".go" {
		if generated, err = t.addGo(relative, source); err != nil {
			return err
		}
	}
	if !generated {
		t.texts = append(t.texts, text{path: relative, lines: bytes.Count(source, []byte("\n"))})
	}
	return nil
}

// addGo adds a Go file to its package and tells whether a program wrote it.
func (t *tree) addGo(relative string, source []byte) (generated bool, err error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), relative, source, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return false, err
	}
	f := file{name: path.Base(relative)}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return false, err
		}
		f.imports = append(f.imports, imported)
	}
	p := t.at(path.Dir(relative))
	p.files = append(p.files, f)
	p.documented = p.documented || !f.isTest() && parsed.Doc != nil
	return ast.IsGenerated(parsed), nil
}

// at returns the package of the folder, new if need be.
func (t *tree) at(dir string) *pkg {
	for i := range t.packages {
		if t.packages[i].dir == dir {
			return &t.packages[i]
		}
	}
	t.packages = append(t.packages, pkg{dir: dir})
	return &t.packages[len(t.packages)-1]
}
