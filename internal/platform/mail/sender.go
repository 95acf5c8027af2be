package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// FromEnv is the sender that the environment names: OPENIQ_SMTP is smtp://user:password@host:587 (with STARTTLS),
// smtps://user:password@host:465, or file:DIR, which writes each mail into a file; OPENIQ_MAIL_FROM is whom mails come from.
// Without OPENIQ_SMTP it is nil.
func FromEnv() (Sender, error) {
	server := os.Getenv("OPENIQ_SMTP")
	if server == "" {
		return nil, nil
	}
	return NewSender(server, os.Getenv("OPENIQ_MAIL_FROM"))
}

// NewSender is a sender by an address as in [FromEnv]. Errors say which variable is wrong, and repeat no password.
func NewSender(server, from string) (Sender, error) {
	if dir, ok := strings.CutPrefix(server, "file:"); ok && dir != "" {
		if from == "" {
			from = "openiq@example.org"
		}
		return folder{dir, from}, nil
	}
	if _, err := netmail.ParseAddress(from); err != nil {
		return nil, errors.New("OPENIQ_MAIL_FROM: expected an e-mail address")
	}
	u, err := url.Parse(server)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("OPENIQ_SMTP: expected smtp://user:password@host:587, smtps://user:password@host or file:DIR")
	}
	options := []gomail.Option{gomail.WithTimeout(30 * time.Second), gomail.WithTLSPortPolicy(gomail.TLSMandatory)}
	if u.Scheme == "smtps" {
		options = append(options, gomail.WithSSLPort(false))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		options = append(options, gomail.WithPort(port))
	}
	if password, ok := u.User.Password(); ok {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("OPENIQ_SMTP: %w", err)
	}
	return smtp{client, from}, nil
}

// message is a letter as it travels.
func message(from, id string, l Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From(from); err != nil {
		return nil, err
	}
	if err := m.To(l.To); err != nil {
		return nil, errors.New("the address is none") // the library's error would tell it to the log
	}
	_, domain, _ := strings.Cut(m.GetFromString()[0], "@")
	m.SetMessageIDWithValue(id + "@" + strings.TrimRight(domain, ">"))
	m.SetDate()
	m.Subject(l.Subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	return m, nil
}

// smtp hands letters to a mail server.
type smtp struct {
	client *gomail.Client
	from   string
}

// Send implements [Sender].
func (s smtp) Send(ctx context.Context, id string, l Letter) error {
	m, err := message(s.from, id, l)
	if err != nil {
		return err
	}
	if err := s.client.DialAndSendWithContext(ctx, m); err != nil {
		return errors.New(strings.ReplaceAll(err.Error(), l.To, "…")) // servers repeat the address
	}
	return nil
}

// folder writes letters into files, to be looked at.
type folder struct{ dir, from string }

// Send implements [Sender].
func (f folder) Send(_ context.Context, id string, l Letter) error {
	m, err := message(f.from, id, l)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(f.dir, id+".eml"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = m.WriteTo(file)
	return errors.Join(err, file.Close())
}
