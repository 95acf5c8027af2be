package locale

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Text is a message: a plain text, or one for each of several CLDR plural forms.
type Text struct {
	Plain string
	Forms map[string]string
}

// MarshalJSON writes the text as the files have it.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.Forms != nil {
		return json.Marshal(t.Forms)
	}
	return json.Marshal(t.Plain)
}

// UnmarshalJSON reads the text as the files have it.
func (t *Text) UnmarshalJSON(raw []byte) error {
	*t = Text{}
	if bytes.HasPrefix(raw, []byte("{")) {
		return json.Unmarshal(raw, &t.Forms)
	}
	return json.Unmarshal(raw, &t.Plain)
}

// Digest is a short name of exactly this text.
func (t Text) Digest() string {
	raw, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings can always be written
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:4])
}

// PortalText is a text of the public portal.
type PortalText struct {
	Key  string
	Text Text
}

// PortalLanguages are the languages of the public portal, by tag.
func PortalLanguages() ([]string, error) {
	var all []string
	for _, in := range []fs.FS{Files, Portal} {
		metas, err := fs.Glob(in, "*/meta.json")
		if err != nil {
			return nil, err
		}
		for _, meta := range metas {
			all = append(all, path.Dir(meta))
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// PortalTexts are the texts of the portal's pages in a language, in the order of the files, and the status of the language
// as it ships. Names of countries and languages, which come from CLDR, are not among them.
func PortalTexts(lang string) (texts []PortalText, status string, err error) {
	read := func(in fs.FS, pattern string) error {
		names, err := fs.Glob(in, lang+"/"+pattern)
		for _, name := range names {
			raw, readErr := fs.ReadFile(in, name)
			if readErr == nil {
				readErr = eachText(raw, func(key string, text Text) {
					switch group, _, _ := strings.Cut(key, "."); {
					case key == "meta.status":
						status = text.Plain
					case group != "meta" && group != "country" && group != "language":
						texts = append(texts, PortalText{key, text})
					}
				})
			}
			if readErr != nil {
				return fmt.Errorf("locale: %s: %w", name, readErr)
			}
		}
		return err
	}
	if err := read(Portal, "*.json"); err != nil {
		return nil, "", err
	}
	for _, pattern := range append([]string{"meta.json"}, SharedWithPortal...) {
		if err := read(Files, pattern); err != nil {
			return nil, "", err
		}
	}
	return texts, status, nil
}

// eachText reads a file in its order.
func eachText(raw []byte, found func(key string, text Text)) error {
	in := json.NewDecoder(bytes.NewReader(raw))
	if t, err := in.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("expected an object of texts")
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		var text Text
		if err := in.Decode(&text); err != nil {
			return fmt.Errorf("%v: %w", key, err)
		}
		found(key.(string), text)
	}
	_, err := in.Token()
	return err
}
