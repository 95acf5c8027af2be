package mail

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/ident"
)

// Letter is a mail in plain text.
type Letter struct {
	To      string `json:"to"` // one address
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// Sender hands a letter to those who deliver it. id is the same when a letter is sent again.
type Sender interface {
	Send(ctx context.Context, id string, l Letter) error
}

// Outbox keeps letters until they are sent.
type Outbox struct {
	db   *db.DB
	keys *crypt.Keys
}

// New is the outbox of a database, with the keys that seal.
func New(d *db.DB, keys *crypt.Keys) *Outbox { return &Outbox{d, keys} }

// Sealed is a letter ready to be put into the outbox.
type Sealed struct{ id, sealed string }

// Seal prepares a letter, before the transaction that puts it into the outbox.
func (o *Outbox) Seal(l Letter) (Sealed, error) {
	text, err := json.Marshal(l)
	if err != nil {
		return Sealed{}, err
	}
	s := Sealed{id: ident.New(clock.InstantOf(o.db.Clock().Now()))}
	s.sealed, err = o.keys.Seal(purpose(s.id), string(text))
	return s, err
}

func purpose(id string) string { return "mail/" + id }

// Put lets a letter be sent once the transaction is committed, at the latest within the time it is of use.
func (o *Outbox) Put(tx *db.Tx, s Sealed, useful time.Duration) error {
	_, err := tx.Exec(insertLetter, s.id, s.sealed, int64(tx.Now()), int64(tx.Now().Add(useful)))
	return err
}

const (
	every  = 5 * time.Second  // the job looks for letters
	atOnce = 20               // letters claimed together
	lease  = 10 * time.Minute // for which an instance has what it claimed
)

// Run sends what waits until the context ends. Without a sender (nil) letters wait.
func (o *Outbox) Run(ctx context.Context, sender Sender, log *slog.Logger) {
	if sender == nil {
		log.Warn("mails are not sent, they wait: set OPENIQ_SMTP and OPENIQ_MAIL_FROM")
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := o.SendDue(ctx, sender, log); err != nil && ctx.Err() == nil {
			log.Error("sending mails", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// SendDue forgets what is of no use any more and sends what is due. A letter that cannot be sent is tried again later; that
// is logged, by its id only.
func (o *Outbox) SendDue(ctx context.Context, sender Sender, log *slog.Logger) error {
	if err := o.drop(ctx); err != nil || sender == nil {
		return err
	}
	claimed, err := o.claim(ctx)
	for _, w := range claimed {
		err := o.send(ctx, sender, w)
		switch {
		case ctx.Err() != nil:
			return nil // the lease ends, and somebody else sends it
		case err != nil:
			log.Warn("a mail could not be sent", "mail", w.id, "tries", w.tries+1, "error", err)
			err = o.later(ctx, w)
		default:
			err = o.forget(ctx, w.id)
		}
		if err != nil {
			return err
		}
	}
	return err
}

func (o *Outbox) send(ctx context.Context, sender Sender, w waiting) error {
	text, err := o.keys.Open(purpose(w.id), w.sealed)
	if err != nil {
		return err
	}
	var l Letter
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return err
	}
	return sender.Send(ctx, w.id, l)
}

// backoff is how long a letter waits after so many tries: a minute, then twice as long each time, up to four hours.
func backoff(tries int) time.Duration {
	return min(time.Minute<<min(tries-1, 10), 4*time.Hour)
}
