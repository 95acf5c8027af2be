// Package locale carries the translations inside the binary: one folder a language, any number of JSON files in it.
//
// A file maps flat keys to texts, or to an object with CLDR plural forms ("one", "other", …). Values stand in it as
// {{.Name}}. German is the source; English has every key; other languages may have fewer and fall back to English.
// meta.json says how a language calls itself and whether a person has reviewed its texts.
package locale

import (
	"embed"
	"io/fs"
)

// Files are the message files, as <language>/<subject>.json.
//
//go:embed */*.json
var Files embed.FS

//go:embed letter/*/*.json
var letter embed.FS

//go:embed portal/*/*.json
var portal embed.FS

// Portal are the texts of the public portal, as Files, in all its languages. German and English stand here as far as they
// are the portal's alone, the others with all of what its pages need. Files has what office and portal say alike: what the
// files of SharedWithPortal hold must be in each language of the portal.
var Portal = below(portal, "portal")

// SharedWithPortal are patterns of the files of a language in Files that pages of the portal use, too.
var SharedWithPortal = []string{"format.json", "errors.json", "shell.json", "recognition.json", "public_*.json"}

// Letter are the texts of the letter that a person takes along, as Files. It has more languages than the pages; what they
// have together, as the ways to write a day, stands in Files only.
var Letter = below(letter, "letter")

func below(files fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}
