package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"openiq/locale"
)

func catalogues(t *testing.T) map[string]*catalogue {
	t.Helper()
	all, err := readAll(locale.Files)
	if err != nil {
		t.Fatal(err)
	}
	byTag := map[string]*catalogue{}
	for _, c := range all {
		byTag[c.tag] = c
	}
	return byTag
}

func TestEnglishIsCompleteAndGermanToo(t *testing.T) {
	all := catalogues(t)
	missing := func(from, in string) {
		for key := range all[from].messages {
			if _, ok := all[in].messages[key]; !ok {
				t.Errorf("%s is in %s but not in %s", key, from, in)
			}
		}
	}
	missing("de", "en")
	missing("en", "de")
}

func TestOtherLanguagesHaveNoKeysOfTheirOwn(t *testing.T) {
	all := catalogues(t)
	for tag, c := range all {
		for key := range c.messages {
			if _, ok := all[Source].messages[key]; !ok && key != "meta.shell_only" {
				t.Errorf("%s: %s is not in the source language", tag, key)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`{{\.\w+}}`)

// placeholders are those of all plural forms together: "one" may do without the number.
func placeholders(m message) []string {
	found := placeholder.FindAllString(strings.Join(m.texts(), " "), -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestTranslationsUseTheSameValues(t *testing.T) {
	all := catalogues(t)
	for tag, c := range all {
		for key, m := range c.messages {
			source := all[Source].messages[key]
			if got, want := placeholders(m), placeholders(source); key != "meta.shell_only" && !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v, the source %v", tag, key, got, want)
			}
			if (m.forms == nil) != (source.forms == nil) {
				t.Errorf("%s: %s has plural forms in one language only", tag, key)
			}
		}
	}
}

func TestNoTextIsEmpty(t *testing.T) {
	for tag, c := range catalogues(t) {
		for key, m := range c.messages {
			for _, text := range m.texts() {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s: %s is empty", tag, key)
				}
			}
		}
	}
}

var keyInSource = regexp.MustCompile("\"(?:error|ui|shell|column|date)\\.[a-z0-9_.]*[a-z0-9_]\"")

func TestEveryKeyInTheSourceHasWords(t *testing.T) {
	messages := catalogues(t)[Source].messages
	var seen int
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, quoted := range keyInSource.FindAllString(string(raw), -1) {
			seen++
			if _, ok := messages[strings.Trim(quoted, `"`)]; !ok {
				t.Errorf("%s: %s has no words", path, quoted)
			}
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Fatalf("%d keys seen, %v", seen, err)
	}
}
