package house

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// rule looks at the whole tree and lists what breaks it.
type rule struct {
	name  string
	check func(tree) []string
}

var rules = []rule{
	{"platform knows nothing of the domain", platformIsBelow},
	{"rooms know only their neighbours", roomsKeepToTheTable},
	{"only app and its own room know a face", facesAreOnTop},
	{"cmd knows only app", mainOnlyStarts},
	{"HTTP and HTML only in faces, platform/web and app", webOnlyInFaces},
	{"SQL only in platform/db and store.go", sqlOnlyInStores},
	{"no translated text below the faces", textOnlyInFaces},
	{"each package says what it is", packagesAreDocumented},
	{"no file of more than 600 lines", filesFitInAHead},
}

// room is the first folder under internal, as in counselling; empty elsewhere.
func room(dir string) string {
	rest, ok := strings.CutPrefix(dir, "internal/")
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(rest, "/")
	return first
}

// isFace tells whether the folder is a face or lies in one.
func isFace(dir string) bool {
	return slices.ContainsFunc(strings.Split(dir, "/"), func(part string) bool { return slices.Contains(faces, part) })
}

// isDomain tells whether the room is one of the domain: all are but these.
func isDomain(room string) bool {
	return room != "" && !slices.Contains([]string{"platform", "app", "house"}, room)
}

// under tells whether the folder is parent or lies in it.
func under(dir, parent string) bool {
	return dir == parent || strings.HasPrefix(dir, parent+"/")
}

// own returns the folder of an import of this module.
func own(imported string) (dir string, ok bool) {
	return strings.CutPrefix(imported, module+"/")
}

// eachImport calls f for every import of every file and collects what it says.
func eachImport(t tree, f func(p pkg, from file, imported string) (complaint string)) []string {
	var found []string
	for _, p := range t.packages {
		for _, from := range p.files {
			for _, imported := range from.imports {
				if complaint := f(p, from, imported); complaint != "" {
					found = append(found, fmt.Sprintf("%s/%s imports %s: %s", p.dir, from.name, imported, complaint))
				}
			}
		}
	}
	return found
}

func platformIsBelow(t tree) []string {
	return eachImport(t, func(p pkg, _ file, imported string) string {
		dir, ok := own(imported)
		if room(p.dir) == "platform" && ok && room(dir) != "" && room(dir) != "platform" {
			return "platform knows nothing of the domain"
		}
		return ""
	})
}

func roomsKeepToTheTable(t tree) []string {
	var found []string
	for _, p := range t.packages {
		if _, listed := neighbours[room(p.dir)]; isDomain(room(p.dir)) && !listed {
			found = append(found, fmt.Sprintf("%s: enter the room in internal/house/rooms.go", p.dir))
		}
	}
	return append(found, eachImport(t, func(p pkg, from file, imported string) string {
		here := room(p.dir)
		dir, ok := own(imported)
		there := room(dir)
		if !ok || plugsTogether(p, from) || !isDomain(here) || there == "" || there == "platform" || there == here ||
			slices.Contains(common, there) || slices.Contains(neighbours[here], there) {
			return ""
		}
		return here + " may not know " + there + "; declare the methods it needs and let app plug them in"
	})...)
}

// plugsTogether is true of a face's tests: they try the face with the real rooms around it, as app puts them together.
func plugsTogether(p pkg, from file) bool { return isFace(p.dir) && from.isTest() }

func facesAreOnTop(t tree) []string {
	return eachImport(t, func(p pkg, from file, imported string) string {
		dir, ok := own(imported)
		if !ok || !isFace(dir) || plugsTogether(p, from) || room(p.dir) == "app" || !under(dir, "internal") {
			return ""
		}
		if isFace(p.dir) && (room(p.dir) == room(dir) || slices.Contains(hosts, dir)) {
			return ""
		}
		return "what a face needs belongs into its room or into platform/web"
	})
}

func mainOnlyStarts(t tree) []string {
	return eachImport(t, func(p pkg, from file, imported string) string {
		if dir, ok := own(imported); ok && under(p.dir, "cmd") && !from.isTest() && dir != "internal/app" {
			return "main only starts internal/app"
		}
		return ""
	})
}

// web is what answers requests and makes HTML.
var web = []string{"net/http", "html/template", "github.com/a-h/templ", "github.com/danielgtaylor/huma"}

func webOnlyInFaces(t tree) []string {
	return eachImport(t, func(p pkg, from file, imported string) string {
		if from.isTest() || !isOneOf(imported, web) || !under(p.dir, "internal") ||
			isFace(p.dir) || under(p.dir, "internal/platform/web") || room(p.dir) == "app" {
			return ""
		}
		return "HTTP and HTML belong into faces, platform/web and app"
	})
}

// sql is what speaks to databases.
var sql = []string{"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx"}

func sqlOnlyInStores(t tree) []string {
	return eachImport(t, func(p pkg, from file, imported string) string {
		if from.isTest() || !isOneOf(imported, sql) || under(p.dir, "internal/platform/db") ||
			from.name == "store.go" || !under(p.dir, "internal") && !under(p.dir, "cmd") {
			return ""
		}
		return "SQL belongs into platform/db and files named store.go"
	})
}

func textOnlyInFaces(t tree) []string {
	return eachImport(t, func(p pkg, from file, imported string) string {
		if dir, ok := own(imported); ok && !from.isTest() && under(dir, "internal/platform/i18n") && isDomain(room(p.dir)) && !isFace(p.dir) {
			return "return a message key; only a face translates"
		}
		return ""
	})
}

func packagesAreDocumented(t tree) []string {
	var found []string
	for _, p := range t.packages {
		if under(p.dir, "internal") && !p.documented {
			found = append(found, p.dir+": say in a package comment what it is")
		}
	}
	return found
}

// mostLines is what one can still read as one subject.
const mostLines = 600

func filesFitInAHead(t tree) []string {
	var found []string
	for _, text := range t.texts {
		if text.lines > mostLines {
			found = append(found, fmt.Sprintf("%s has %d lines: split it by subject", path.Clean(text.path), text.lines))
		}
	}
	return found
}

// isOneOf tells whether the import is one of the packages or lies in one.
func isOneOf(imported string, packages []string) bool {
	return slices.ContainsFunc(packages, func(p string) bool { return under(imported, p) })
}
