package person

import (
	"context"
	"slices"
	"strings"
	"sync"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// What a person can agree to (practice.md 1.5, consent block).
const (
	PurposeIdentity    = "identity"     // storing who they are
	PurposeAuthority   = "authority"    // passing on to an authority
	PurposeThirdPerson = "third_person" // involving another person
	PurposeOffers      = "offers_info"  // information on offers
	PurposeHandover    = "handover"     // passing on to another centre
)

// Purposes are all purposes, in the order of the form.
var Purposes = []string{PurposeIdentity, PurposeAuthority, PurposeThirdPerson, PurposeOffers, PurposeHandover}

// Media are the ways in which a consent is given or withdrawn.
var Media = []string{"face_to_face", "phone", "video", "email", "portal"}

// NamesRecipient says whether a consent of this purpose is given for somebody, whose name is then required.
func NamesRecipient(purpose string) bool {
	return purpose == PurposeAuthority || purpose == PurposeThirdPerson || purpose == PurposeHandover
}

// Recipient is to whom data may be passed on.
type Recipient struct {
	Name    string `json:"name"` // for a handover the centre's id
	Contact string `json:"contact,omitempty"`
}

// ShownText is the text that was shown and agreed to. A version never changes.
type ShownText struct{ ID, Version, Language, Body string }

// NewConsent is a consent to be recorded.
type NewConsent struct {
	Purpose   string
	Recipient Recipient
	GivenOn   string // 2006-01-02
	Medium    string
	Text      ShownText
}

// Withdrawal ends a consent.
type Withdrawal struct {
	ConsentID string
	On        string // 2006-01-02
	Medium    string
}

// Consent is a consent that was given.
type Consent struct {
	ID, Purpose     string
	Recipient       Recipient // empty once the person was forgotten
	GivenOn         clock.Day
	Medium          string
	Text            ShownText
	RecordedAt      clock.Instant
	RecordedBy      string
	Valid           bool
	WithdrawnOn     clock.Day // clock.NoDay: it was not withdrawn
	WithdrawnMedium string
	EndedAt         clock.Instant // when it was recorded that it is valid no more; 0: it is
	EndedBy         string
}

// FieldOf is how errors call a field of a consent of a purpose: its columns are given_on, medium, recipient and text.
func FieldOf(purpose, column string) string { return "consent_" + purpose + "_" + column }

const maxRecipient = 200

func checkConsents(c *Change, today clock.Day) (wrong errs.Fields) {
	for i := range c.Give {
		n := &c.Give[i]
		n.Recipient.Name, n.Recipient.Contact = cleanLine(n.Recipient.Name), cleanLine(n.Recipient.Contact)
		n.check(today, &wrong)
	}
	for _, w := range c.Withdraw {
		w.check(today, &wrong)
	}
	return wrong
}

func (n *NewConsent) check(today clock.Day, wrong *errs.Fields) {
	if !slices.Contains(Purposes, n.Purpose) {
		wrong.Add("purpose", "error.code")
		return
	}
	checkDay(FieldOf(n.Purpose, "given_on"), n.GivenOn, today, wrong)
	checkMedium(FieldOf(n.Purpose, "medium"), n.Medium, wrong)
	recipient := FieldOf(n.Purpose, "recipient")
	switch {
	case NamesRecipient(n.Purpose) && n.Recipient.Name == "":
		wrong.Add(recipient, "error.required")
	case !NamesRecipient(n.Purpose) && n.Recipient != Recipient{}:
		wrong.Add(recipient, "person.error.no_recipient")
	case tooLong(n.Recipient.Name, maxRecipient) || tooLong(n.Recipient.Contact, maxRecipient):
		wrong.Add(recipient, "error.too_long", "Max", maxRecipient)
	}
	if t := n.Text; t.ID == "" || t.Version == "" || t.Language == "" || strings.TrimSpace(t.Body) == "" {
		wrong.Add(FieldOf(n.Purpose, "text"), "error.required")
	}
}

func (w *Withdrawal) check(today clock.Day, wrong *errs.Fields) {
	checkDay("withdrawn_on", w.On, today, wrong)
	checkMedium("withdrawn_medium", w.Medium, wrong)
}

func checkDay(field, cell string, today clock.Day, wrong *errs.Fields) {
	day, err := clock.ParseDay(cell)
	switch {
	case cell == "":
		wrong.Add(field, "error.required")
	case err != nil:
		wrong.Add(field, "error.date")
	case day > today:
		wrong.Add(field, "error.future")
	}
}

func checkMedium(field, medium string, wrong *errs.Fields) {
	switch {
	case medium == "":
		wrong.Add(field, "error.required")
	case !slices.Contains(Media, medium):
		wrong.Add(field, "error.code")
	}
}

// identityAllowed refuses an identity without a consent, before anything is written.
func (s *Service) identityAllowed(ctx context.Context, subject Subject, give []NewConsent) error {
	if slices.ContainsFunc(give, func(n NewConsent) bool { return n.Purpose == PurposeIdentity }) {
		return nil
	}
	allowed, err := s.Consented(ctx, s.db, subject, PurposeIdentity, "")
	if err != nil || allowed {
		return err
	}
	var wrong errs.Fields
	wrong.Add("consent_"+PurposeIdentity, "person.error.consent_required")
	return wrong.Err()
}

// stillAllowed is the same within the transaction, where a missing consent was withdrawn a moment ago. Nobody can withdraw
// it before the commit.
func stillAllowed(tx *db.Tx, subject Subject) error {
	allowed, err := holdConsent(tx, subject, PurposeIdentity)
	if err == nil && !allowed {
		err = errs.New(errs.Conflict, "person.error.consent_withdrawn")
	}
	return err
}

// Consented says whether a consent of a purpose is valid now; recipient is the name of whom it is for, empty for purposes
// without one. Asked of the transaction, it holds for that transaction.
func (s *Service) Consented(ctx context.Context, r db.Reader, subject Subject, purpose, recipient string) (bool, error) {
	return hasConsent(ctx, r, subject, purpose, s.recipientHash(recipient))
}

// noRecipient is the hash of purposes without a recipient.
const noRecipient = 0

func (s *Service) recipientHash(name string) int64 {
	if name = cleanLine(name); name == "" {
		return noRecipient
	}
	return s.keys.Hash64("person.recipient", strings.ToLower(name))
}

// knownTexts are the shown texts that are known to be stored; they never change.
type knownTexts struct{ sync.Map }

// sealedConsent is a consent ready to be stored.
type sealedConsent struct {
	NewConsent
	recipient []byte
	hash      int64
	given     clock.Day
	known     bool // the text is stored already
}

func (s *Service) sealConsent(ctx context.Context, key *crypt.DataKey, n NewConsent) (sealedConsent, error) {
	c := sealedConsent{NewConsent: n, hash: s.recipientHash(n.Recipient.Name)}
	c.given, _ = clock.ParseDay(n.GivenOn) // checked
	if n.Recipient != (Recipient{}) {
		var err error
		if c.recipient, err = sealJSON(key, sealRecipient, n.Recipient); err != nil {
			return c, err
		}
	}
	var err error
	c.known, err = s.knows(ctx, n.Text)
	return c, err
}

// knows says whether a text that was shown is stored already. Only what was read back from the database counts.
func (s *Service) knows(ctx context.Context, t ShownText) (bool, error) {
	if _, known := s.texts.Load(t); known {
		return true, nil
	}
	body, err := shownBody(ctx, s.db, t)
	if err != nil || body == "" {
		return false, err
	}
	if body != t.Body {
		return false, errs.New(errs.Conflict, "person.error.text_changed")
	}
	s.texts.Store(t, true)
	return true, nil
}

func openRecipient(key *crypt.DataKey, sealed []byte) (Recipient, error) {
	var r Recipient
	err := openJSON(key, sealRecipient, sealed, &r)
	return r, err
}

func (c *sealedConsent) put(ctx context.Context, tx *db.Tx, subject Subject) error {
	if !c.known {
		if err := putText(ctx, tx, c.Text); err != nil {
			return err
		}
	}
	stored, err := insertConsent(tx, subject, ident.New(tx.Now()), c)
	if err == nil && !stored {
		err = errs.New(errs.Conflict, "person.error.consent_twice")
	}
	return err
}

// ending is a withdrawal ready to be stored.
type ending struct {
	id     string
	on     clock.Day
	medium string
}

func (w *Withdrawal) ending() ending {
	on, _ := clock.ParseDay(w.On) // checked
	return ending{id: w.ConsentID, on: on, medium: w.Medium}
}

// putEndings withdraws consents. Without the one for the identity nothing may be kept.
func (p *Prepared) putEndings(ctx context.Context, tx *db.Tx) error {
	forget := false
	for _, e := range p.withdraw {
		purpose, err := endConsent(ctx, tx, p.subject, e)
		if err != nil {
			return err
		}
		if purpose == "" {
			return errs.New(errs.Conflict, "person.error.consent_withdrawn")
		}
		forget = forget || purpose == PurposeIdentity
	}
	if !forget {
		return nil
	}
	return p.service.Forget(ctx, tx, p.subject)
}
