// Package locale carries the translations inside the binary: one folder a language, any number of JSON files in it.
//
// A file maps flat keys to texts, or to an object with CLDR plural forms ("one", "other", …). Values stand in it as
// {{.Name}}. German is the source; English has every key; other languages may have fewer and fall back to English.
// meta.json says how a language calls itself and whether a person has reviewed its texts.
package locale

import "embed"

// Files are the message files, as <language>/<subject>.json.
//
//go:embed */*.json
var Files embed.FS
