package translation

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"openiq/locale"
)

const header = "msgid \"\"\nmsgstr \"\"\n\"Language: uk\\n\"\n\n"

func TestACatalogueIsReadAsToolsWriteIt(t *testing.T) {
	file := "\uFEFF" + `# A translator
msgid ""
msgstr ""
"Language: uk\n"
"Plural-Forms: nplurals=3; plural=(n%10==1);\n"

#. English: Hello
#: page.html
#, fuzzy, c-format
#| msgid "Alt"
msgctxt "a"
msgid ""
"Guten "
"Tag"
msgstr "Добрий \"день\"\n"
"\\o/"
msgctxt "b"
msgid "ein Tag"
msgid_plural "{{.Count}} Tage"
msgstr[0] "один"
msgstr[1] "два"

#~ msgid "gone"
#~ msgstr "gone"
`
	head, entries, err := readPO([]byte(strings.ReplaceAll(file, "\n", "\r\n")))
	if err != nil || headerField(head, "language") != "uk" || len(entries) != 2 {
		t.Fatalf("%q %v %v", head, entries, err)
	}
	a, b := entries[0], entries[1]
	if a.context != "a" || a.id != "Guten Tag" || a.words[0] != "Добрий \"день\"\n\\o/" || !a.fuzzy || a.line != 11 {
		t.Errorf("%+v", a)
	}
	if !b.isPlural || b.plural != "{{.Count}} Tage" || !slices.Equal(b.words, []string{"один", "два"}) || b.fuzzy {
		t.Errorf("%+v", b)
	}
}

func TestWhatIsNoCatalogueIsRefused(t *testing.T) {
	for name, file := range map[string]string{
		"empty":                "",
		"JSON":                 `{"a": "b"}`,
		"no header":            "msgctxt \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n",
		"no translation":       header + "msgid \"b\"\n",
		"context without text": header + "msgctxt \"b\"\n",
		"two translations":     header + "msgid \"b\"\nmsgstr \"c\"\nmsgstr \"d\"\n",
		"forms out of order":   header + "msgid \"b\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"\n",
		"forms without plural": header + "msgid \"b\"\nmsgstr[0] \"c\"\n",
		"too many forms":       header + "msgid \"b\"\nmsgid_plural \"b\"\n" + strings.Join([]string{`msgstr[0] ""`, `msgstr[1] ""`, `msgstr[2] ""`, `msgstr[3] ""`, `msgstr[4] ""`, `msgstr[5] ""`, `msgstr[6] ""`}, "\n"),
		"open string":          header + "msgid \"b\nmsgstr \"c\"\n",
		"a quote":              header + "msgid \"b\"c\"\nmsgstr \"\"\n",
		"an escape":            header + "msgid \"\\x41\"\nmsgstr \"\"\n",
		"a cut escape":         header + "msgid \"\\\"\nmsgstr \"\"\n",
		"a lost string":        "\"a\"\n" + header,
		"words":                header + "hello\n",
		"broken UTF-8":         header + "msgid \"\xff\"\nmsgstr \"\"\n",
	} {
		if _, _, err := readPO([]byte(file)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// entriesOf draws texts of a language, some of them untranslated.
func entriesOf(t *rapid.T, rule Rule) []*Entry {
	words := rapid.StringMatching("[ -~äöüжش\n\t\"\\\\]{1,12}")
	var all []*Entry
	for i := range rapid.IntRange(0, 6).Draw(t, "n") {
		e := &Entry{Key: "k" + strings.Repeat("x", i), German: plain(words.Draw(t, "german"))}
		text := plain(words.Draw(t, "text"))
		if rapid.Bool().Draw(t, "plural") {
			e.German = formed("one", words.Draw(t, "one"), "other", words.Draw(t, "other"))
			text = formed()
			for _, form := range rule.Forms {
				text.Forms[form.Form] = words.Draw(t, form.Form)
			}
		}
		e.values = e.German
		e.Outdated = rapid.Bool().Draw(t, "outdated")
		if rapid.Bool().Draw(t, "translated") {
			e.Text = &text
		}
		all = append(all, e)
	}
	return all
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom([]string{"ar", "uk", "fr", "de-simple"}).Draw(t, "lang")
		rule, _ := RuleOf(lang)
		written := entriesOf(t, rule)
		var file bytes.Buffer
		if err := WritePO(&file, lang, written, 0); err != nil {
			t.Fatal(err)
		}
		_, read, err := readPO(file.Bytes())
		if err != nil || len(read) != len(written) {
			t.Fatalf("%v\n%s", err, file.String())
		}
		for i, e := range written {
			want := make([]string, len(rule.Forms))
			if !e.Plural() {
				want = want[:1]
			}
			if e.Text != nil {
				want[0] = e.Text.Plain
				for f, form := range rule.Forms {
					if e.Plural() {
						want[f] = e.Text.Forms[form.Form]
					}
				}
			}
			if r := read[i]; r.context != e.Key || !slices.Equal(r.words, want) || r.fuzzy != e.Outdated {
				t.Fatalf("%+v, want %q\n%s", r, want, file.String())
			}
		}
	})
}

func FuzzReadPO(f *testing.F) {
	f.Add([]byte(header + "msgctxt \"a\"\nmsgid \"b\"\nmsgid_plural \"c\"\nmsgstr[0] \"d\"\n"))
	f.Add([]byte("#, fuzzy\n" + header + "#~ \"\nmsgid \"\\n\"\n\"\"\nmsgstr \"\""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, entries, err := readPO(raw)
		if err != nil {
			return
		}
		for _, e := range entries {
			if len(e.words) == 0 || len(e.words) > maxPOForms || e.line < 1 || !e.isPlural && len(e.words) != 1 {
				t.Errorf("%+v", e)
			}
		}
	})
}

func TestTheGermanOfAMessageIsItsFirstForm(t *testing.T) {
	if id, plural := poID(locale.Text{Forms: map[string]string{"other": "x"}}); id != "x" || plural != "x" {
		t.Error(id, plural)
	}
}
