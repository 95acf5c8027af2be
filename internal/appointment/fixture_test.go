package appointment_test

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/mail"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// moving is a clock that a test moves. It begins on Monday noon in Berlin, 15 October 2018.
type moving struct {
	mu sync.Mutex
	at time.Time
}

func (m *moving) Now() time.Time { m.mu.Lock(); defer m.mu.Unlock(); return m.at }

func (m *moving) pass(d time.Duration) { m.mu.Lock(); defer m.mu.Unlock(); m.at = m.at.Add(d) }

// house is the room over two centres: Bremen (s1) and München (s2).
type house struct {
	t     *testing.T
	d     *db.DB
	clock *moving
	*appointment.Service
	post *post
}

// post is what was sent; the mails' texts are the news, the token and the code.
type post struct {
	outbox *mail.Outbox
	sent   []mail.Letter
}

func (p *post) Send(_ context.Context, _ string, l mail.Letter) error {
	p.sent = append(p.sent, l)
	return nil
}

func (p *post) Write(f appointment.Facts) (subject, text string) {
	return string(f.News), f.Token + " " + f.Code
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	c := &moving{at: time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC)}
	dbtest.Each(t, c, func(t *testing.T, d *db.DB) {
		c.at = time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC)
		store(t, d, programme.Rounds, "r1 name=One starts_on=2015-01-01 ends_on=2019-12-31")
		store(t, d, programme.Networks, "n1 name=Nord states=HB")
		store(t, d, programme.Organisations, "o1 name=Alpha kind=association")
		store(t, d, programme.Projects, "p1 round_id=r1 name=Eins organisation_id=o1 kind=counselling network_id=n1")
		store(t, d, programme.Sites, "s1 project_id=p1 name=Bremen kind=fixed languages=de_ar", "s2 project_id=p1 name=Emden kind=fixed")
		structure, keys, p := programme.New(d), keys(t), &post{}
		p.outbox = mail.New(d, keys)
		centres := centre.New(d, structure, func(context.Context, string) ([]centre.Place, error) { return nil, nil })
		fn(t, &house{t, d, c, appointment.New(d, keys, centres, structure, p.outbox, p), p})
	})
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

// store stores records of the structure as an import does; one is "id column=value column=value", _ is a space.
func store(t *testing.T, d *db.DB, typ *record.Type, records ...string) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		for _, words := range records {
			fields := strings.Fields(words)
			row := record.Row{ID: fields[0], Values: make([]any, len(typ.Columns))}
			for _, field := range fields[1:] {
				column, cell, _ := strings.Cut(field, "=")
				value, err := typ.Column(column).Parse(strings.ReplaceAll(cell, "_", " "))
				if err != nil {
					return "", err
				}
				row.Values[typ.Index(column)] = value
			}
			if _, err := typ.Put(tx, row, nil); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name})
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var public = context.Background()

// counsellor is somebody who records at a site.
func counsellor(site string) context.Context {
	a := &authz.Actor{ID: "counsellor-" + site, Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Site, ID: site}, appointment.ActionAnswer)}}
	return authz.With(db.WithActor(public, a.ID), a)
}

// request is a good one for Bremen by mail, with changes.
func request(change ...func(*appointment.Ask)) appointment.Ask {
	a := appointment.Ask{Site: "s1", Form: centre.InPerson, Language: "ar", Details: appointment.Details{Name: "Ada", Email: "ada@example.org",
		Wishes: []string{"2am", "1pm"}, Code: "ab12-cd34", Text: "Ich bin Krankenschwester.", Lang: "ar", Base: "https://iq.example.org"}}
	for _, c := range change {
		c(&a)
	}
	return a
}

func from(email string) func(*appointment.Ask) {
	return func(a *appointment.Ask) { a.Email = email }
}

func byPhone(a *appointment.Ask) { a.Email, a.Phone = "", "0421 123456" }

func slot(id string) func(*appointment.Ask) {
	return func(a *appointment.Ask) { a.Slot = id }
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// ask asks with a key of its own.
func (h *house) ask(a appointment.Ask) appointment.Receipt {
	h.t.Helper()
	r, err := h.Ask(public, a, ident.Token())
	h.ok(err)
	return r
}

// letters are the mails that were sent since the last look, as news, token and code.
func (h *house) letters() [][]string {
	h.t.Helper()
	h.ok(h.post.outbox.SendDue(public, h.post, slog.New(slog.NewTextHandler(io.Discard, nil))))
	var all [][]string
	for _, l := range h.post.sent {
		all = append(all, append([]string{l.Subject}, strings.Fields(l.Text)...))
	}
	h.post.sent = nil
	return all
}

// letter is the one mail that was sent since the last look.
func (h *house) letter() (news, token, code string) {
	h.t.Helper()
	all := h.letters()
	if len(all) != 1 {
		h.t.Fatalf("mails: %v", all)
	}
	words := append(all[0], "")
	return words[0], words[1], words[2]
}

// confirmed asks and confirms; it returns the token.
func (h *house) confirmed(a appointment.Ask) string {
	h.t.Helper()
	r := h.ask(a)
	if !r.Mail {
		token, err := h.ConfirmPhone(public, r.Ticket)
		h.ok(err)
		return token
	}
	_, token, _ := h.letter()
	h.ok(h.ConfirmLink(public, token))
	return token
}

// own is the request of a token.
func (h *house) own(token string) *appointment.Request {
	h.t.Helper()
	r, err := h.Own(public, token)
	h.ok(err)
	return r
}

// state fails the test unless the request has a state.
func (h *house) state(token string, want appointment.State) *appointment.Request {
	h.t.Helper()
	r := h.own(token)
	if r.State != want {
		h.t.Fatalf("the request is %s, want %s", r.State, want)
	}
	return r
}

func (h *house) count(query string) (n int) {
	h.t.Helper()
	h.ok(h.d.Row(public, query).Scan(&n))
	return n
}

// slots offers some at Bremen, on Wednesday from nine o'clock every half hour.
func (h *house) slots(n int) []*appointment.Slot {
	h.t.Helper()
	o := appointment.Offering{Site: "s1", From: h.Today() + 2, To: h.Today() + 2, Weekdays: []time.Weekday{time.Wednesday}, Minutes: 30, Form: centre.InPerson, Place: "Raum 2"}
	for i := range n {
		o.Times = append(o.Times, centre.Time(9*60+30*i))
	}
	made, err := h.OfferSlots(counsellor("s1"), o, ident.Token())
	h.ok(err)
	free, err := h.Free(public, "s1", 100)
	h.ok(err)
	if made != n || len(free) != n {
		h.t.Fatalf("%d made, %d free", made, len(free))
	}
	return free
}

func (h *house) version(token string) appointment.Answer {
	h.t.Helper()
	r := h.own(token)
	return appointment.Answer{ID: r.ID, Version: r.Version, Key: ident.Token()}
}

var _ clock.Clock = (*moving)(nil)
