package translation

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/locale"
)

// auditKind is the kind of record that audit entries of this room are about. A text is named by language and key.
const auditKind = "translation"

// Change is what a translator says of a text.
type Change struct {
	Lang, Key string
	Text      *locale.Text // nil: the shipped one counts again
	Reviewed  bool         // a person found it right
	Version   int64        // the one that it was read in
	German    string       // digest of the German text that the translator saw
}

// Save stores a text. Forbidden for who may not translate the language, Invalid with what is wrong with which form, a
// Conflict when somebody saved meanwhile or the German text changed; the form's key makes a repeat harmless.
func (s *Service) Save(ctx context.Context, c Change, formKey string) error {
	e, err := s.editable(ctx, c.Lang, c.Key)
	if err != nil {
		return err
	}
	if c.Lang != German && c.German != e.German.Digest() {
		return errs.New(errs.Conflict, "error.conflict")
	}
	x, err := c.state(e)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "translation.save", Tenant: db.Federal, Key: formKey}, func(tx *db.Tx) (string, error) {
		version, err := readVersion(ctx, tx, c.Lang, c.Key)
		if err != nil {
			return "", err
		}
		if version != c.Version {
			return "", errs.New(errs.Conflict, "error.conflict")
		}
		if err := x.insert(tx); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: auditKind, ID: c.Lang + "/" + c.Key, Detail: c.detail()})
		_, err = tx.Exec(raiseNumber, textsNumber)
		return "", err
	})
	return err
}

// editable is the entry that the caller may change.
func (s *Service) editable(ctx context.Context, lang, key string) (*Entry, error) {
	if err := s.require(ctx, lang); err != nil {
		return nil, err
	}
	t, err := s.Table(ctx)
	if err != nil {
		return nil, err
	}
	l := t.Language(lang)
	if l == nil || l.Entry(key) == nil {
		return nil, errs.Missing()
	}
	return l.Entry(key), nil
}

// state is what is stored of a change. A text like the shipped one is that: when it changes with the program, it counts.
func (c Change) state(e *Entry) (stored, error) {
	x := stored{lang: c.Lang, key: c.Key, version: c.Version, text: c.Text, source: e.German.Digest(), reviewed: c.Reviewed}
	if c.Text != nil {
		if err := check(c.Lang, c.Key, e.values, *c.Text); err != nil {
			return x, err
		}
		if e.Shipped != nil && Asked(c.Lang, *e.Shipped).Digest() == c.Text.Digest() {
			x.text = nil
		}
	}
	switch {
	case x.text != nil:
		x.target = x.text.Digest()
	case e.Shipped == nil:
		return x, errs.Missing()
	default:
		x.target = e.Shipped.Digest()
	}
	return x, nil
}

func (c Change) detail() string {
	switch {
	case c.Text == nil:
		return "took back"
	case c.Reviewed:
		return "saved as reviewed"
	}
	return "saved"
}

// Asked has only those plural forms for which translators of a language are asked.
func Asked(lang string, text locale.Text) locale.Text {
	rule, ok := RuleOf(lang)
	if text.Forms == nil || !ok {
		return text
	}
	asked := locale.Text{Forms: map[string]string{}}
	for _, form := range rule.Forms {
		words := text.Forms[form.Form]
		if words == "" {
			words = text.Forms["other"]
		}
		asked.Forms[form.Form] = words
	}
	return asked
}

// State is a text as it was stored.
type State struct {
	Version  int64
	Text     *locale.Text // nil: the shipped one counted again
	Reviewed bool
	At       clock.Instant
	Actor    string // an account's id
}

// History are all states of a text, the newest first, for those who may translate the language.
func (s *Service) History(ctx context.Context, lang, key string) ([]State, error) {
	if err := s.require(ctx, lang); err != nil {
		return nil, err
	}
	all, err := readTexts(ctx, s.db, selectHistory, lang, key)
	states := make([]State, len(all))
	for i, x := range all {
		states[i] = State{x.version, x.text, x.reviewed, x.at, x.actor}
	}
	return states, err
}
