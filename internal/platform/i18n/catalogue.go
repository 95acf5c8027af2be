package i18n

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// catalogue is everything one language has.
type catalogue struct {
	tag      string
	messages map[string]message
	engine   *goi18n.Localizer // for messages that are not plain
}

// message is a text, or several for CLDR plural forms.
type message struct {
	text  string
	forms map[string]string
}

// plain messages need no engine: they are printed as they stand.
func (m message) plain() bool { return m.forms == nil && !strings.Contains(m.text, "{{") }

func (m message) texts() []string {
	if m.forms == nil {
		return []string{m.text}
	}
	var all []string
	for _, t := range m.forms {
		all = append(all, t)
	}
	return all
}

func readCatalogue(tag string, files ...fs.FS) (*catalogue, error) {
	if _, err := language.Parse(tag); err != nil {
		return nil, fmt.Errorf("i18n: folder %q is not named after a language", tag)
	}
	c := &catalogue{tag: tag, messages: map[string]message{}}
	for _, in := range files {
		names, err := fs.Glob(in, tag+"/*.json")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			raw, err := fs.ReadFile(in, name)
			if err == nil {
				err = c.add(raw)
			}
			if err != nil {
				return nil, fmt.Errorf("i18n: %s: %w", name, err)
			}
		}
	}
	return c, nil
}

// add reads one file key by key, because a map would hide that a key stands there twice.
func (c *catalogue) add(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("expected an object of messages")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		m, err := parseMessage(value)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if _, twice := c.messages[key.(string)]; twice {
			return fmt.Errorf("%s: the key stands twice", key)
		}
		c.messages[key.(string)] = m
	}
	_, err := dec.Token()
	return err
}

func parseMessage(raw json.RawMessage) (message, error) {
	var m message
	if raw[0] == '{' {
		if err := json.Unmarshal(raw, &m.forms); err != nil {
			return m, err
		}
	} else if err := json.Unmarshal(raw, &m.text); err != nil {
		return m, err
	}
	return m, m.check()
}

// check says why a message cannot be printed.
func (m message) check() error {
	if m.forms != nil && m.forms["other"] == "" {
		return fmt.Errorf("the plural form \"other\" is missing")
	}
	for _, text := range m.texts() {
		if _, err := template.New("").Parse(text); err != nil {
			return err
		}
	}
	return nil
}

// register makes an engine of the messages with values or plural forms: one for each language, for the engine could take
// one of two kinds of German for the other.
func (c *catalogue) register() error {
	tag := language.MustParse(c.tag)
	engine := goi18n.NewBundle(tag)
	for key, m := range c.messages {
		if m.plain() {
			continue
		}
		msg := &goi18n.Message{ID: key, Other: m.text}
		if m.forms != nil {
			msg = &goi18n.Message{
				ID: key, Zero: m.forms["zero"], One: m.forms["one"], Two: m.forms["two"],
				Few: m.forms["few"], Many: m.forms["many"], Other: m.forms["other"],
			}
		}
		if err := engine.AddMessages(tag, msg); err != nil {
			return fmt.Errorf("i18n: %s: %s: %w", c.tag, key, err)
		}
	}
	c.engine = goi18n.NewLocalizer(engine, c.tag)
	return nil
}
