// Package web carries the built stylesheets, fonts, script and map inside the binary.
//
// build.mjs writes them into dist together with manifest.json, which names each file without its hash. A program
// compiled before that build has no files: its pages are plain, and Built says so.
package web

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// Prefix is where the files are served.
const Prefix = "/assets/"

// Asset is one built file with its compressed forms; those are nil where compression gains nothing.
type Asset struct {
	URL         string // path with the content's hash, so that it may be cached forever
	ContentType string
	Body        []byte
	Gzip        []byte
	Brotli      []byte
}

// Set is what one build made.
type Set struct {
	byName map[string]*Asset
	byURL  map[string]*Asset
}

// Assets are the files in this binary. It panics when dist contradicts its own manifest, which only a broken build can cause.
var Assets = sync.OnceValue(func() *Set {
	set, err := load(dist)
	if err != nil {
		panic(err)
	}
	return set
})

// Built tells whether the program was compiled after the assets were built.
func (s *Set) Built() bool { return len(s.byName) > 0 }

// URL is the address of the file called name (such as "app.css"), empty when there is none.
func (s *Set) URL(name string) string {
	if a := s.byName[name]; a != nil {
		return a.URL
	}
	return ""
}

// At is the file served at url.
func (s *Set) At(url string) (*Asset, bool) {
	a, ok := s.byURL[url]
	return a, ok
}

// Map is a map of the Laender: SVG path data by ISO 3166-2 code without prefix.
type Map struct {
	ViewBox     string            `json:"viewBox"`
	Attribution string            `json:"attribution"`
	States      map[string]string `json:"states"`
}

// Germany is the map of the sixteen Laender.
func (s *Set) Germany() (Map, error) {
	a := s.byName["germany.json"]
	if a == nil {
		return Map{}, errors.New("web: the map is not built; run 'make build'")
	}
	var m Map
	err := json.Unmarshal(a.Body, &m)
	return m, err
}

func load(files fs.FS) (*Set, error) {
	set := &Set{byName: map[string]*Asset{}, byURL: map[string]*Asset{}}
	raw, err := fs.ReadFile(files, "dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return set, nil
	}
	if err != nil {
		return nil, err
	}
	var names map[string]string
	if err := json.Unmarshal(raw, &names); err != nil {
		return nil, fmt.Errorf("web: manifest.json: %w", err)
	}
	for name, file := range names {
		a, err := read(files, file)
		if err != nil {
			return nil, err
		}
		set.byName[name], set.byURL[a.URL] = a, a
	}
	return set, nil
}

func read(files fs.FS, file string) (*Asset, error) {
	body, err := fs.ReadFile(files, "dist/"+file)
	if err != nil {
		return nil, fmt.Errorf("web: named in manifest.json: %w", err)
	}
	a := &Asset{URL: Prefix + file, ContentType: contentTypes[path.Ext(file)], Body: body}
	if a.ContentType == "" {
		return nil, fmt.Errorf("web: no content type for %s", file)
	}
	if a.Gzip, err = optional(files, "dist/"+file+".gz"); err != nil {
		return nil, err
	}
	a.Brotli, err = optional(files, "dist/"+file+".br")
	return a, err
}

func optional(files fs.FS, name string) ([]byte, error) {
	b, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// The machine's own table of types differs from server to server.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}
