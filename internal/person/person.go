package person

import (
	"context"

	"openiq/internal/person/index"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/programme"
)

// The actions of this room. Recording is the right of whoever records the case.
const (
	ActionRead   authz.Action = "person.read"   // names, addresses, notes and documents of the own centre's persons
	ActionLocate authz.Action = "person.locate" // where a person's records are, nation-wide, without reading names
	ActionRecord authz.Action = "case.record"
)

// Structure hands out where a centre lies.
type Structure interface {
	Directory(ctx context.Context) (*programme.Directory, error)
}

// Service has the use cases of the vault. Make it with [New].
type Service struct {
	db        *db.DB
	keys      *crypt.Keys
	structure Structure
	register  *register
	reads     readLog
	texts     knownTexts
}

// New makes the service. The register of erasures lies beside the key file.
func New(d *db.DB, keys *crypt.Keys, s Structure) *Service {
	return &Service{db: d, keys: keys, structure: s, register: &register{path: keys.Path() + ".erased"},
		reads: readLog{queue: make(chan look, mostLooks)}}
}

// Subject is the record that a person belongs to, for example a case.
type Subject struct{ Tenant, ID string }

// Person is everything the vault has about a subject. Of an anonymous case there may be texts; of a case that nobody wrote
// anything personal about, everything is empty.
type Person struct {
	Identity  *Identity // nil: anonymous
	Version   int64     // of the identity, for [Change]; 0: there is none
	StoredAt  clock.Instant
	StoredBy  string           // who stored this version of the identity
	Texts     map[string]Texts // by the record's id
	Consents  []Consent        // the newest first
	Documents []Document       // the newest first
}

// Texts are free texts about one record by name, for example "notes" of a contact.
type Texts map[string]string

// Text of a record by name; empty when there is none.
func (p *Person) Text(record, name string) string { return p.Texts[record][name] }

// Consent of a purpose that is valid; nil when there is none. Of several recipients it is the newest.
func (p *Person) Consent(purpose string) *Consent {
	for i := range p.Consents {
		if c := &p.Consents[i]; c.Purpose == purpose && c.Valid {
			return c
		}
	}
	return nil
}

// Get reads all of a person whose centre in charge is at place. Call [Service.LogRead] before showing it.
func (s *Service) Get(ctx context.Context, place authz.Target, subject Subject) (*Person, error) {
	row, key, err := s.open(ctx, place, subject)
	if err != nil {
		return nil, err
	}
	p := &Person{}
	if row != nil {
		if err := s.read(ctx, row, key, p); err != nil {
			return nil, err
		}
	}
	p.Consents, err = consentsOf(ctx, s.db, subject, key)
	return p, err
}

// BirthOf is the birth date of a person whose centre in charge is at place; false where it is unknown. It is for checking
// other dates, which shows it to nobody.
func (s *Service) BirthOf(ctx context.Context, place authz.Target, subject Subject) (born clock.Day, known bool, err error) {
	row, key, err := s.open(ctx, place, subject)
	if err != nil || row == nil || row.identity == nil {
		return 0, false, err
	}
	identity, err := openIdentity(key, row.identity)
	if err != nil {
		return 0, false, err
	}
	born, known = identity.Birth()
	return born, known, nil
}

// open reads and unlocks a person for reading; row is nil when the vault has nothing sealed.
func (s *Service) open(ctx context.Context, place authz.Target, subject Subject) (*stored, *crypt.DataKey, error) {
	if err := authz.Require(ctx, ActionRead, place); err != nil {
		return nil, nil, err
	}
	return s.unlock(ctx, place, subject)
}

func (s *Service) unlock(ctx context.Context, place authz.Target, subject Subject) (*stored, *crypt.DataKey, error) {
	row, err := readPerson(ctx, s.db, subject)
	if err != nil || row == nil {
		return nil, nil, err
	}
	if row.site != place.Site { // handed over since, or a place that somebody made up
		return nil, nil, errs.Missing()
	}
	key, err := s.keys.Unwrap(row.id, row.wrapped)
	return row, key, err
}

func (s *Service) read(ctx context.Context, row *stored, key *crypt.DataKey, p *Person) (err error) {
	if row.identity != nil {
		if p.Identity, err = openIdentity(key, row.identity); err != nil {
			return err
		}
		p.StoredAt, p.StoredBy = row.storedAt, row.storedBy
	}
	p.Version = row.version
	if p.Texts, err = textsOf(ctx, s.db, row.subject(), key); err != nil {
		return err
	}
	p.Documents, err = documentsOf(ctx, s.db, row.subject(), key)
	return err
}

// Labels are the names of several persons for a list, "Family, Given". Who has no identity, or is at a centre whose persons
// the actor may not read, is left out. Call [Service.LogList] for those that are shown.
func (s *Service) Labels(ctx context.Context, subjects ...Subject) (map[Subject]string, error) {
	out := make(map[Subject]string, len(subjects))
	visible, err := authz.Rows(ctx, ActionRead)
	if errs.KindOf(err) == errs.Forbidden || len(subjects) == 0 {
		return out, nil // a list without names is still a list
	}
	if err != nil {
		return nil, err
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return out, labelsOf(ctx, s.db, subjects, func(l *sealedLabel) error {
		if !visible.Sees(d.PlaceOfSite(l.site)) {
			return nil
		}
		label, err := s.openLabel(l)
		out[Subject{Tenant: l.tenant, ID: l.subjectID}] = label
		return err
	})
}

func (s *Service) openLabel(l *sealedLabel) (string, error) {
	key, err := s.keys.Unwrap(l.id, l.wrapped)
	if err != nil {
		return "", err
	}
	text, err := key.Open(sealLabel, l.label)
	return string(text), err
}

// Move follows a handover: another centre is in charge. It belongs into the transaction of the handover, whose audit entry
// tells of it.
func (s *Service) Move(ctx context.Context, tx *db.Tx, subject Subject, site string) error {
	row, err := readPerson(ctx, tx, subject)
	if err != nil || row == nil {
		return err
	}
	moved, err := movePerson(tx, row, site)
	if err == nil && !moved {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err != nil {
		return err
	}
	if err := index.Remove(tx, row.entry(row.tokens)); err != nil {
		return err
	}
	row.site = site
	return index.Put(tx, row.entry(row.tokens))
}
