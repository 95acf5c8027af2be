package translation

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/locale"
)

// Outcome is what an import does with a text.
type Outcome string

// The outcomes.
const (
	Added     Outcome = "new"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Open      Outcome = "open" // not translated yet, or marked as unfinished
	Refused   Outcome = "refused"
)

// Finding is what an import found out about a message of the file.
type Finding struct {
	Line    int
	Key     string
	Outcome Outcome
	Wrong   errs.Field // of what is refused: the reason
}

// Report is what an import did.
type Report struct {
	Findings []Finding
	Stored   bool // false: something is refused, and nothing was stored
}

// Count is how many findings have an outcome.
func (r *Report) Count(o Outcome) int {
	n := 0
	for _, f := range r.Findings {
		if f.Outcome == o {
			n++
		}
	}
	return n
}

// Refusals are the findings that were refused.
func (r *Report) Refusals() []Finding {
	var all []Finding
	for _, f := range r.Findings {
		if f.Outcome == Refused {
			all = append(all, f)
		}
	}
	return all
}

// Import takes over a gettext catalogue as WritePO writes it. When anything in it is refused nothing is stored, unless
// partial asks for the rest. Invalid: the file is no catalogue of the language. The form's key makes a repeat harmless.
func (s *Service) Import(ctx context.Context, lang string, raw []byte, partial, isReviewed bool, key string) (*Report, error) {
	if err := s.require(ctx, lang); err != nil {
		return nil, err
	}
	t, err := s.Table(ctx)
	if err != nil {
		return nil, err
	}
	header, messages, err := readPO(raw)
	if err != nil {
		return nil, err
	}
	l, rule, err := t.ofCatalogue(lang, header)
	if err != nil {
		return nil, err
	}
	written, err := clock.ParseInstant(headerField(header, exportedAt))
	if err != nil {
		written = math.MaxInt64 // nobody knows: the file is taken for new
	}
	report, changes := &Report{}, []stored{}
	seen := map[string]bool{}
	for _, message := range messages {
		finding, change := l.judge(rule, message, seen, isReviewed)
		if finding.Outcome == Changed && l.Entry(message.context).at > written {
			finding.Outcome, finding.Wrong, change = Refused, errs.Field{Key: "translation.error.meanwhile"}, nil
		}
		report.Findings = append(report.Findings, finding)
		if change != nil {
			changes = append(changes, *change)
		}
	}
	if len(report.Refusals()) > 0 && !partial || len(changes) == 0 {
		return report, nil
	}
	report.Stored = true
	return report, s.storeAll(ctx, lang, changes, key)
}

// ofCatalogue is the language with its forms, which the header of a file must name, too.
func (t *Table) ofCatalogue(lang, header string) (*Language, Rule, error) {
	l := t.Language(lang)
	rule, known := RuleOf(lang)
	if l == nil || !known {
		return nil, rule, errs.Missing()
	}
	if of := headerField(header, "Language"); strings.NewReplacer("_", "-", "@", "-").Replace(of) != lang {
		return nil, rule, errs.New(errs.Invalid, "translation.error.language", "Language", of)
	}
	forms := strings.ReplaceAll(headerField(header, "Plural-Forms"), " ", "")
	if forms != "" && !strings.HasPrefix(forms, "nplurals="+strconv.Itoa(len(rule.Forms))+";") {
		return nil, rule, errs.New(errs.Invalid, "translation.error.plural_forms", "Count", len(rule.Forms))
	}
	return l, rule, nil
}

// judge says what becomes of a message, and what is to be stored; nil: nothing.
func (l *Language) judge(rule Rule, m poEntry, seen map[string]bool, isReviewed bool) (Finding, *stored) {
	finding := Finding{Line: m.line, Key: m.context}
	refuse := func(wrong errs.Field) (Finding, *stored) {
		finding.Outcome, finding.Wrong = Refused, wrong
		return finding, nil
	}
	e := l.Entry(m.context)
	if e == nil {
		return refuse(errs.Field{Key: "translation.error.key"})
	}
	if seen[m.context] {
		return refuse(errs.Field{Key: "translation.error.twice"})
	}
	seen[m.context] = true
	if id, plural := poID(e.German); m.id != id || m.plural != plural || m.isPlural != e.Plural() {
		return refuse(errs.Field{Key: "translation.error.source_changed"})
	}
	if m.fuzzy || strings.Join(m.words, "") == "" {
		finding.Outcome = Open
		return finding, nil
	}
	text := locale.Text{Plain: m.words[0]}
	if m.isPlural {
		if len(m.words) != len(rule.Forms) {
			return refuse(errs.Field{Key: "translation.error.plural_forms", Args: []any{"Count", len(rule.Forms)}})
		}
		text = locale.Text{Forms: map[string]string{}}
		for i, form := range rule.Forms {
			text.Forms[form.Form] = m.words[i]
		}
	}
	if finding.Outcome = l.outcome(e, text); finding.Outcome == Unchanged && !(isReviewed && !e.Reviewed) && !e.Outdated {
		return finding, nil
	}
	x, err := Change{Lang: l.Tag, Key: e.Key, Text: &text, Reviewed: isReviewed, Version: e.Version}.state(e)
	if wrong := new(errs.Error); errors.As(err, &wrong) && len(wrong.Fields) > 0 {
		return refuse(wrong.Fields[0])
	}
	return finding, &x
}

func (l *Language) outcome(e *Entry, text locale.Text) Outcome {
	switch {
	case e.Text == nil:
		return Added
	case Asked(l.Tag, *e.Text).Digest() == text.Digest():
		return Unchanged
	}
	return Changed
}

// storeAll stores all at once. A Conflict: somebody changed one of the texts meanwhile.
func (s *Service) storeAll(ctx context.Context, lang string, all []stored, key string) error {
	_, err := s.db.Write(ctx, db.Command{Name: "translation.import", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		for _, x := range all {
			version, err := readVersion(ctx, tx, x.lang, x.key)
			if err != nil {
				return "", err
			}
			if version != x.version {
				return "", errs.New(errs.Conflict, "error.conflict")
			}
			if err := x.insert(tx); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: auditKind, ID: lang, Detail: "imported " + strconv.Itoa(len(all)) + " texts"})
		_, err := tx.Exec(raiseNumber, textsNumber)
		return "", err
	})
	return err
}
