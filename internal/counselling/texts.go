package counselling

import (
	"context"
	"maps"

	"openiq/internal/person"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

// The free texts that belong to a record. They may name people, so they are kept in the vault, with the person whom the
// case is about, and stand in no figure and no bundle. No two have the same name, nor that of a column.
const (
	TextWish        = "wish"               // of a case: what the person wants to reach
	TextAdvisedBy   = "advised_by"         // of a case: who advised before
	TextResidence   = "residence_remark"   // of a case: what no residence title says
	TextNotes       = "notes"              // of a contact
	TextAuthorities = "authorities"        // of a contact: competent bodies that were named
	TextInstitution = "institution"        // of a qualification: where it was acquired
	TextDesired     = "desired_occupation" // of a qualification: as what the person wants to work
)

var texts = map[*record.Type][]string{
	Cases:          {TextWish, TextAdvisedBy, TextResidence},
	Contacts:       {TextNotes, TextAuthorities},
	Qualifications: {TextInstitution, TextDesired},
}

// TextsOf are the names of the texts that records of a type have.
func TextsOf(t *record.Type) []string { return texts[t] }

// typedTexts are the texts of a record that somebody typed; nil when none was asked for.
func typedTexts(t *record.Type, in Input) person.Texts {
	var typed person.Texts
	for _, name := range texts[t] {
		if text, asked := in[name]; asked {
			if typed == nil {
				typed = person.Texts{}
			}
			typed[name] = text
		}
	}
	return typed
}

// newTexts are the texts of a new record: what is empty need not be kept.
func newTexts(t *record.Type, in Input) person.Texts {
	typed := typedTexts(t, in)
	maps.DeleteFunc(typed, func(_, text string) bool { return text == "" })
	if len(typed) == 0 {
		return nil
	}
	return typed
}

// sealedTexts are texts of one record, ready to be stored; nil: none.
type sealedTexts struct{ *person.Prepared }

// prepareTexts seals texts of a record of a case.
func (s *Service) prepareTexts(ctx context.Context, c *Held, recordID string, typed person.Texts) (*sealedTexts, error) {
	if len(typed) == 0 {
		return nil, nil
	}
	p, err := s.persons.Prepare(ctx, c.Place, c.Subject(), person.Change{Texts: map[string]person.Texts{recordID: typed}})
	return &sealedTexts{p}, err
}

func (t *sealedTexts) put(ctx context.Context, tx *db.Tx) error {
	if t == nil {
		return nil
	}
	return t.Put(ctx, tx)
}
