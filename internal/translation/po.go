package translation

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/locale"
)

// WritePO writes texts of a language as a gettext catalogue for translation tools: the key as context, the German text as
// the message, the English one and the values as comments. Outdated texts are marked fuzzy, as gettext has it. now stands in
// the header, so that an import does not undo what others stored since.
// See https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
func WritePO(w io.Writer, lang string, entries []*Entry, now clock.Instant) error {
	rule, ok := RuleOf(lang)
	if !ok {
		return fmt.Errorf("translation: no plural forms are known of %s", lang)
	}
	out := &poWriter{w: bufio.NewWriter(w)}
	out.message(poEntry{}, fmt.Sprintf("Language: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"+
		"Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=%d; plural=(%s);\n%s: %s\n", poLanguage(lang), len(rule.Forms), rule.Formula, exportedAt, now))
	for _, e := range entries {
		out.entry(lang, rule, e)
	}
	return out.w.Flush()
}

// exportedAt is the field of the header that says when a catalogue was written. Tools keep fields that they do not know.
const exportedAt = "X-Exported-At"

// poLanguage is a language as gettext writes it: de_simple is no country, so the variant stands behind an @.
func poLanguage(lang string) string { return strings.Replace(lang, "-", "@", 1) }

type poWriter struct{ w *bufio.Writer }

// line writes a line; what goes wrong is kept by the writer until its end.
func (o *poWriter) line(format string, args ...any) { _, _ = fmt.Fprintf(o.w, format+"\n", args...) }

func (o *poWriter) entry(lang string, rule Rule, e *Entry) {
	if e.English != nil {
		for _, words := range strings.Split(representative(*e.English), "\n") {
			o.line("#. English: %s", words)
		}
	}
	if values := e.Values(); len(values) > 0 {
		o.line("#. Keep: %s", strings.Join(values, " "))
	}
	if e.Outdated {
		o.line("#, fuzzy")
	}
	id, plural := poID(e.German)
	entry := poEntry{context: e.Key, id: id, plural: plural, isPlural: e.Plural()}
	if !e.Plural() {
		words := ""
		if e.Text != nil {
			words = e.Text.Plain
		}
		o.message(entry, words)
		return
	}
	words := make([]string, len(rule.Forms))
	if e.Text != nil {
		asked := Asked(lang, *e.Text)
		for i, form := range rule.Forms {
			words[i] = asked.Forms[form.Form]
		}
	}
	o.message(entry, words...)
}

// representative is a text in one piece, for a comment.
func representative(text locale.Text) string {
	if text.Forms == nil {
		return text.Plain
	}
	return text.Forms["other"]
}

// poID is the German text as a message of gettext.
func poID(german locale.Text) (id, plural string) {
	if german.Forms == nil {
		return german.Plain, ""
	}
	one := german.Forms["one"]
	if one == "" {
		one = german.Forms["other"]
	}
	return one, german.Forms["other"]
}

// message writes an entry with its translation.
func (o *poWriter) message(e poEntry, words ...string) {
	if e.context != "" {
		o.line("msgctxt %s", quote(e.context))
	}
	o.line("msgid %s", quote(e.id))
	if e.isPlural {
		o.line("msgid_plural %s", quote(e.plural))
		for i, text := range words {
			o.line("msgstr[%d] %s", i, quote(text))
		}
	} else {
		o.line("msgstr %s", quote(words[0]))
	}
	o.line("")
}

var poEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)

func quote(s string) string { return `"` + poEscapes.Replace(s) + `"` }
