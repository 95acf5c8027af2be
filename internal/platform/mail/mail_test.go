package mail_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/mail"
)

// moving is a clock that a test moves.
type moving struct {
	mu sync.Mutex
	at time.Time
}

func (m *moving) Now() time.Time { m.mu.Lock(); defer m.mu.Unlock(); return m.at }

func (m *moving) pass(d time.Duration) { m.mu.Lock(); defer m.mu.Unlock(); m.at = m.at.Add(d) }

// post is a sender that remembers, and refuses as often as it is told.
type post struct {
	mu     sync.Mutex
	sent   []mail.Letter
	ids    map[string]int
	refuse int
}

func (p *post) Send(_ context.Context, id string, l mail.Letter) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refuse > 0 {
		p.refuse--
		return errors.New("the server is away")
	}
	if p.ids == nil {
		p.ids = map[string]int{}
	}
	p.ids[id]++
	p.sent = append(p.sent, l)
	return nil
}

func keys(t *testing.T) *crypt.Keys {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	k, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// put lets letters wait; with fail, the change they belong to does not happen.
func put(t *testing.T, d *db.DB, o *mail.Outbox, n int, fail bool) {
	t.Helper()
	for range n {
		s, err := o.Seal(mail.Letter{To: "ada@example.org", Subject: "Betreff", Text: "Guten Tag"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Write(context.Background(), db.Command{Name: "test.put", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "test"})
			if err := o.Put(tx, s, 24*time.Hour); err != nil || !fail {
				return "", err
			}
			return "", errors.New("it did not happen")
		})
		if (err != nil) != fail {
			t.Fatal(err)
		}
	}
}

func waiting(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.Row(context.Background(), `SELECT COUNT(*) FROM outbox`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func each(t *testing.T, fn func(t *testing.T, d *db.DB, c *moving)) {
	t.Helper()
	c := &moving{at: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	dbtest.Each(t, c, func(t *testing.T, d *db.DB) { fn(t, d, c) })
}

func send(t *testing.T, o *mail.Outbox, s mail.Sender) {
	t.Helper()
	if err := o.SendDue(context.Background(), s, quiet); err != nil {
		t.Fatal(err)
	}
}

func TestALetterIsSentOnceAndThenGone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *moving) {
		p := &post{}
		o := mail.New(d, keys(t))
		put(t, d, o, 2, false)
		put(t, d, o, 1, true)
		var sealed string
		if err := d.Row(context.Background(), `SELECT sealed FROM outbox LIMIT 1`).Scan(&sealed); err != nil || strings.Contains(sealed, "ada") {
			t.Fatalf("the address can be read in the database: %q, %v", sealed, err)
		}
		send(t, o, p)
		send(t, o, p)
		if len(p.sent) != 2 || p.sent[0].To != "ada@example.org" || p.sent[0].Text != "Guten Tag" || waiting(t, d) != 0 {
			t.Errorf("sent %v, %d wait", p.sent, waiting(t, d))
		}
	})
}

func TestALetterIsTriedAgainLaterAndDroppedInTheEnd(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, c *moving) {
		p := &post{refuse: 2}
		o := mail.New(d, keys(t))
		put(t, d, o, 1, false)
		send(t, o, p)
		send(t, o, p) // too early
		c.pass(time.Minute)
		send(t, o, p)
		c.pass(time.Minute)
		send(t, o, p) // too early: it waits twice as long
		if p.refuse != 0 || len(p.sent) != 0 || waiting(t, d) != 1 {
			t.Fatalf("%d refusals left, sent %v", p.refuse, p.sent)
		}
		c.pass(time.Minute)
		if send(t, o, p); len(p.sent) != 1 || waiting(t, d) != 0 {
			t.Errorf("sent %v", p.sent)
		}
		p.refuse = 1
		put(t, d, o, 1, false)
		send(t, o, p)
		c.pass(24 * time.Hour)
		if send(t, o, p); len(p.sent) != 1 || waiting(t, d) != 0 {
			t.Error("a letter is sent that is of no use any more")
		}
	})
}

func TestInstancesSideBySideSendEachLetterOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, c *moving) {
		p, k := &post{}, keys(t)
		put(t, d, mail.New(d, k), 30, false)
		other := dbtest.Open(t, d.DSN(), c)
		var all sync.WaitGroup
		for _, instance := range []*db.DB{d, other, d, other} {
			all.Go(func() {
				o := mail.New(instance, k)
				for range 4 {
					if err := o.SendDue(context.Background(), p, quiet); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if len(p.sent) != 30 || len(p.ids) != 30 || waiting(t, d) != 0 {
			t.Errorf("%d sendings of %d letters, %d wait", len(p.sent), len(p.ids), waiting(t, d))
		}
	})
}

func TestWithoutASenderLettersWaitAndTheLogSaysSoOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, _ *moving) {
		o := mail.New(d, keys(t))
		put(t, d, o, 1, false)
		var log bytes.Buffer
		ctx, stop := context.WithCancel(context.Background())
		stop()
		o.Run(ctx, nil, slog.New(slog.NewTextHandler(&log, nil)))
		send(t, o, nil)
		if strings.Count(log.String(), "OPENIQ_SMTP") != 1 || waiting(t, d) != 1 {
			t.Errorf("%d wait, the log says %s", waiting(t, d), &log)
		}
	})
}

func TestAFolderGetsFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	sender, err := mail.NewSender("file:"+dir, "Beratung <beratung@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	letter := mail.Letter{To: "ada@example.org", Subject: "موعد\r\nBcc: eve@example.org", Text: "مرحبا"}
	if err := sender.Send(context.Background(), "M1", letter); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "M1.eml"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "موعد") || m.Header.Get("Bcc") != "" || m.Header.Get("Message-Id") != "<M1@example.org>" {
		t.Errorf("%v: %q in %s", err, subject, raw)
	}
	for _, to := range []string{"", "ada", "ada@example.org\r\nBcc: eve@example.org", "a@example.org, b@example.org"} {
		err := sender.Send(context.Background(), "M2", mail.Letter{To: to})
		if err == nil || to != "" && strings.Contains(err.Error(), to) {
			t.Errorf("%q: %v", to, err)
		}
	}
}

func TestSendersAreNamedByTheEnvironment(t *testing.T) {
	t.Setenv("OPENIQ_SMTP", "")
	if s, err := mail.FromEnv(); s != nil || err != nil {
		t.Error(s, err)
	}
	for server, good := range map[string]bool{
		"smtp://user:secret@mail.example.org:587": true, "smtps://mail.example.org": true, "file:/nowhere": true,
		"mail.example.org": false, "http://user:secret@mail.example.org": false, "smtp://": false, "file:": false, "smtp://u:secret@[::bad": false,
	} {
		s, err := mail.NewSender(server, "iq@example.org")
		if (s != nil && err == nil) != good {
			t.Errorf("%s: %v", server, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
	if _, err := mail.NewSender("smtp://mail.example.org", "no address"); err == nil {
		t.Error("mails come from nobody")
	}
}

var _ clock.Clock = (*moving)(nil)
