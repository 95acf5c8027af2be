package appointment

import (
	"context"
	"encoding/json"
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/mail"
	"openiq/internal/programme"
)

// kind is that of the audit entries about requests, slotKind of those about slots.
const (
	kind     = "appointment"
	slotKind = "slot"
)

// News is what a mail to a person tells.
type News string

// The mails.
const (
	NewsConfirm  News = "confirm"  // with link and code
	NewsOffered  News = "offered"  // a time
	NewsDeclined News = "declined" // with a reason
)

// Facts are what a mail is written from.
type Facts struct {
	News    News
	Request *Request // with its details
	Centre  string   // its name
	Other   string   // the name of the centre to ask instead; empty: none
	Token   string   // of the link
	Code    string   // of six digits
}

// Writer writes a mail in the language of the person.
type Writer interface {
	Write(f Facts) (subject, text string)
}

// Service has the use cases of this room. Make it with [New].
type Service struct {
	db        *db.DB
	keys      *crypt.Keys
	centres   *centre.Service
	structure *programme.Service
	outbox    *mail.Outbox
	writer    Writer
}

// New is the service on a database, with the keys that seal, the centres that can be asked, and those who write and send
// the mails.
func New(d *db.DB, keys *crypt.Keys, centres *centre.Service, structure *programme.Service, outbox *mail.Outbox, writer Writer) *Service {
	return &Service{d, keys, centres, structure, outbox, writer}
}

// Today is the day.
func (s *Service) Today() clock.Day { return s.now().Day() }

func (s *Service) now() clock.Instant { return clock.InstantOf(s.db.Clock().Now()) }

// Centre is a centre that can be asked; NotFound when there is none of this id today.
func (s *Service) Centre(ctx context.Context, id string) (*centre.Centre, error) {
	return s.centres.Centre(ctx, id)
}

// Open are the centres that can be asked, by name.
func (s *Service) Open(ctx context.Context) ([]*centre.Centre, error) { return s.centres.Open(ctx) }

// Structure is the structure of the network, for the names of centres that are closed meanwhile.
func (s *Service) Structure(ctx context.Context) (*programme.Directory, error) {
	return s.structure.Directory(ctx)
}

func (s *Service) seal(id string, d *Details) (string, error) {
	plain, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	return s.keys.Seal(purpose(id), string(plain))
}

// unseal fills in the details of a request; nothing where they are forgotten.
func (s *Service) unseal(r *Request, sealed string) error {
	if sealed == "" {
		return nil
	}
	plain, err := s.keys.Open(purpose(r.ID), sealed)
	if err != nil {
		return err
	}
	r.Details = &Details{}
	return json.Unmarshal([]byte(plain), r.Details)
}

// letter is the mail about a request, ready for the outbox; nil where there is no address, or none that is the person's.
func (s *Service) letter(ctx context.Context, news News, r *Request) (*mail.Sealed, error) {
	if r.Details == nil || r.Details.Email == "" || news != NewsConfirm && !r.Verified {
		return nil, nil
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	f := Facts{News: news, Request: r, Token: s.token(r.ID), Centre: siteName(d, r.Site), Other: siteName(d, r.Other)}
	if news == NewsConfirm {
		f.Code = s.code(r.ID)
	}
	subject, text := s.writer.Write(f)
	sealed, err := s.outbox.Seal(mail.Letter{To: r.Details.Email, Subject: subject, Text: text})
	return &sealed, err
}

func siteName(d *programme.Directory, id string) string {
	if site := d.Site(id); site != nil {
		return site.Name
	}
	return ""
}

// put lets a letter be sent when the transaction is committed, within the time in which it is of use.
func (s *Service) put(tx *db.Tx, letter *mail.Sealed, useful time.Duration) error {
	if letter == nil {
		return nil
	}
	return s.outbox.Put(tx, *letter, useful)
}

func note(tx *db.Tx, id, what string) { tx.Audit(db.Entry{Kind: kind, ID: id, Detail: what}) }

func command(name, key string) db.Command {
	return db.Command{Name: "appointment." + name, Tenant: db.Federal, Key: key}
}

func conflict() error { return errs.New(errs.Conflict, "error.conflict") }
