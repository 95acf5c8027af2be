package procedure

import (
	"context"
	"crypto/sha256"
	"fmt"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/db"
	"openiq/internal/recognition"
)

// The free texts about a step, which lie in the vault.
const (
	TextDifferences = "differences" // what the notice names as missing
	TextNote        = "note"
)

// textsOf are the texts among what was typed that a step of a kind asks for.
func textsOf(kind string, in Input) person.Texts {
	texts := person.Texts{}
	for _, name := range recognition.StepRuleOf(kind).Asks {
		if typed, given := in[name]; given && !Steps.Has(name) {
			texts[name] = typed
		}
	}
	return texts
}

// Seen stands for the texts of a step as a form shows them, so that a change by somebody else is noticed.
func Seen(texts person.Texts) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(texts[TextDifferences]+"\x00"+texts[TextNote])))
}

// sealed are texts ready to be stored; the zero sealed has none.
type sealed struct{ *person.Prepared }

// seal seals texts of a record. Where there is nothing to say, nothing is sealed.
func (s *Service) seal(ctx context.Context, h *counselling.Held, id string, texts person.Texts) (sealed, error) {
	if len(texts) == 0 {
		return sealed{}, nil
	}
	p, err := s.persons.Prepare(ctx, h.Place, subject(h), person.Change{Texts: map[string]person.Texts{id: texts}})
	return sealed{p}, err
}

func (t sealed) put(ctx context.Context, tx *db.Tx) error {
	if t.Prepared == nil {
		return nil
	}
	return t.Put(ctx, tx)
}

func subject(h *counselling.Held) person.Subject { return person.Subject{Tenant: h.Tenant, ID: h.ID} }
