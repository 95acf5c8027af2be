package person

import (
	"context"
	"slices"
	"strings"

	"openiq/internal/person/filetype"
	"openiq/internal/person/index"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// Change is what is to be changed about a person; what is left empty stays as it is.
type Change struct {
	Identity *Identity        // the whole new identity
	Version  int64            // of the identity that the form showed; 0 when there was none
	Texts    map[string]Texts // by the record's id; an empty text is removed, one that is not named stays
	Give     []NewConsent
	Withdraw []Withdrawal

	Documents []NewDocument
}

// IsEmpty says that there is nothing to change.
func (c *Change) IsEmpty() bool {
	return c.Identity == nil && len(c.Texts) == 0 && len(c.Give) == 0 && len(c.Withdraw) == 0 && len(c.Documents) == 0
}

// Prepared is a change that is checked and sealed. It is stored by [Prepared.Put], once.
type Prepared struct {
	service   *Service
	subject   Subject
	old       *stored // nil: the vault has nothing sealed of this person yet
	new       stored  // what old becomes
	identity  bool
	texts     []sealedText
	documents []sealedDocument
	types     []filetype.Type // of the documents
	give      []sealedConsent
	withdraw  []ending
	detail    string // what is done, for the audit trail
}

type sealedText struct {
	record, name string
	sealed       []byte // nil: removed
}

// The longest text, in characters: some twenty pages.
const maxText = 50_000

// Prepare checks a change of a person whose centre in charge is at place, and does everything costly about it. The error
// is Invalid with the wrong fields, NotFound or Forbidden as for [authz.Require], or a Conflict: somebody else changed the
// identity since the version that the form showed, or the person was forgotten meanwhile.
func (s *Service) Prepare(ctx context.Context, place authz.Target, subject Subject, c Change) (*Prepared, error) {
	if err := authz.Require(ctx, ActionRecord, place); err != nil {
		return nil, err
	}
	old, key, err := s.unlock(ctx, place, subject)
	if err != nil {
		return nil, err
	}
	p := &Prepared{service: s, subject: subject, old: old}
	c.Give, c.Documents = slices.Clone(c.Give), slices.Clone(c.Documents) // they are the caller's
	if err := s.check(ctx, p, &c); err != nil {
		return nil, err
	}
	if err := s.dropUnchanged(ctx, old, key, &c); err != nil {
		return nil, err
	}
	p.identity = c.Identity != nil
	if old != nil {
		p.new = *old
	} else {
		p.new = stored{tenant: subject.Tenant, subjectID: subject.ID, site: place.Site, id: newID()}
	}
	if key == nil && c.seals() {
		var wrapped crypt.Wrapped
		if key, wrapped, err = s.keys.NewDataKey(p.new.id); err != nil {
			return nil, err
		}
		p.new.epoch, p.new.wrapped = wrapped.Epoch, wrapped.Key
	}
	return p, p.seal(ctx, key, &c)
}

// dropUnchanged takes out of a change what is stored already, so that the history tells of changes only.
func (s *Service) dropUnchanged(ctx context.Context, old *stored, key *crypt.DataKey, c *Change) error {
	known := map[string]Texts{}
	if old != nil && len(c.Texts) > 0 {
		var err error
		if known, err = textsOf(ctx, s.db, old.subject(), key); err != nil {
			return err
		}
	}
	changed := map[string]Texts{}
	for record, texts := range c.Texts {
		for name, text := range texts {
			if text = cleanText(text); text == known[record][name] {
				continue
			}
			if changed[record] == nil {
				changed[record] = Texts{}
			}
			changed[record][name] = text
		}
	}
	c.Texts = changed
	if old == nil || old.identity == nil || c.Identity == nil {
		return nil
	}
	before, err := openIdentity(key, old.identity)
	if err == nil && *before == *c.Identity {
		c.Identity = nil
	}
	return err
}

// seals says whether the person needs a key for this change.
func (c *Change) seals() bool {
	return c.Identity != nil || len(c.Texts) > 0 || len(c.Documents) > 0 || slices.ContainsFunc(c.Give, func(n NewConsent) bool { return n.Recipient != Recipient{} })
}

// check notes what is wrong with the change and puts the identity into its normal form.
func (s *Service) check(ctx context.Context, p *Prepared, c *Change) error {
	today := s.today()
	var wrong errs.Fields
	if c.Identity != nil {
		clean, more := c.Identity.Clean(today)
		c.Identity, wrong = &clean, more
	}
	for _, texts := range c.Texts {
		for name, text := range texts {
			if tooLong(text, maxText) {
				wrong.Add(name, "error.too_long", "Max", maxText)
			}
		}
	}
	wrong = append(wrong, checkConsents(c, today)...)
	for i := range c.Documents {
		p.types = append(p.types, c.Documents[i].check(&wrong))
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := p.checkVersion(c); err != nil || !c.needsConsent() {
		return err
	}
	return s.identityAllowed(ctx, p.subject, c.Give)
}

// needsConsent says whether the change may only be stored with the consent for the identity.
func (c *Change) needsConsent() bool { return c.Identity != nil || len(c.Documents) > 0 }

// checkVersion refuses a form that shows an identity which is no longer there.
func (p *Prepared) checkVersion(c *Change) error {
	if c.Identity == nil {
		return nil
	}
	switch {
	case p.old == nil && c.Version != 0, p.old != nil && p.old.version > 0 && c.Version > p.old.version:
		return forgotten()
	case p.old != nil && p.old.version != c.Version:
		return errs.New(errs.Conflict, "error.conflict")
	}
	return nil
}

func forgotten() error { return errs.New(errs.Conflict, "person.error.forgotten") }

func (p *Prepared) seal(ctx context.Context, key *crypt.DataKey, c *Change) (err error) {
	var done []string
	if i := c.Identity; i != nil {
		if p.new.identity, err = sealJSON(key, sealIdentity, i); err != nil {
			return err
		}
		p.new.label = key.Seal(sealLabel, []byte(i.Label()))
		p.new.tokens = p.service.tokensOf(i)
		p.new.version++
		done = append(done, "identity")
	}
	for record, texts := range c.Texts {
		for name, text := range texts {
			t := sealedText{record: record, name: name}
			if text != "" {
				t.sealed = key.Seal(sealText(record, name), []byte(text))
			}
			p.texts = append(p.texts, t)
			done = append(done, name+" of "+record)
		}
	}
	for i, n := range c.Documents {
		d := p.service.sealDocument(key, p.new.id, n, p.types[i])
		p.documents = append(p.documents, d)
		done = append(done, "document "+d.ID)
	}
	for _, n := range c.Give {
		consent, err := p.service.sealConsent(ctx, key, n)
		if err != nil {
			return err
		}
		p.give = append(p.give, consent)
		done = append(done, "consent "+n.Purpose)
	}
	for _, w := range c.Withdraw {
		e := w.ending()
		p.withdraw = append(p.withdraw, e)
		done = append(done, "withdrawn consent "+e.id)
	}
	slices.Sort(done)
	p.detail = strings.Join(done, ", ")
	return nil
}

func sealText(record, name string) string { return "text/" + record + "/" + name }

// Put stores the change in the caller's transaction and notes it in the audit trail. Whatever was checked before and could
// have changed since is checked again: then the error is a Conflict and the transaction must be given up. Where the change
// withdraws consents, call it last: see [Service.Forget].
func (p *Prepared) Put(ctx context.Context, tx *db.Tx) error {
	if p.detail == "" {
		return nil // nothing is to be changed
	}
	if err := p.putPerson(ctx, tx); err != nil {
		return err
	}
	for i := range p.give {
		if err := p.give[i].put(ctx, tx, p.subject); err != nil {
			return err
		}
	}
	if p.identity || len(p.documents) > 0 {
		if err := stillAllowed(tx, p.subject); err != nil {
			return err
		}
	}
	for i := range p.texts {
		if err := p.texts[i].put(ctx, tx, p.subject); err != nil {
			return err
		}
	}
	for i := range p.documents {
		if err := p.documents[i].put(ctx, tx, p.subject); err != nil {
			return err
		}
	}
	tx.Audit(db.Entry{Kind: "person", ID: p.subject.ID, Detail: p.detail})
	return p.putEndings(ctx, tx)
}

// putPerson stores the row of the person; where nothing sealed changes it only makes sure that the key is still there.
func (p *Prepared) putPerson(ctx context.Context, tx *db.Tx) error {
	if p.new.wrapped == nil { // nothing sealed yet, and now neither
		return nil
	}
	now := p.new // the transaction may run again
	now.touchedAt = tx.Now()
	if p.identity {
		now.storedAt, now.storedBy = tx.Now(), tx.Actor()
	}
	if p.old == nil {
		stored, err := insertPerson(tx, &now)
		if err == nil && !stored {
			err = errs.New(errs.Conflict, "error.conflict")
		}
		if err != nil {
			return err
		}
		return index.Put(tx, now.entry(now.tokens))
	}
	if err := touch(ctx, tx, p.old, p.identity); err != nil || !p.identity {
		return err
	}
	return replaceIdentity(tx, p.old, &now)
}

// Apply prepares and stores a change that comes alone. key is the form's idempotency key.
func (s *Service) Apply(ctx context.Context, place authz.Target, subject Subject, c Change, key string) error {
	p, err := s.Prepare(ctx, place, subject, c)
	if err != nil || c.IsEmpty() {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "person.change", Tenant: subject.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		return "", p.Put(ctx, tx)
	})
	return err
}

// newID is a random id, which unlike those of records does not tell when it was made.
func newID() string { return ident.Token()[:16] }

func (s *Service) today() clock.Day { return clock.Today(s.db.Clock()) }
