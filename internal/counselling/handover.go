package counselling

import (
	"context"
	"slices"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// The states of a handover.
const (
	HandoverAsked     = "asked"
	HandoverAccepted  = "accepted"
	HandoverDeclined  = "declined"
	HandoverWithdrawn = "withdrawn"
	HandoverReturned  = "returned" // accepted and given back
)

// Handover is a case on its way to another centre, or what came of that. The case stays with the centre that asks until the
// other one accepts; its tenant never changes.
type Handover struct {
	Tenant, ID, CaseID string
	From, To           string // centres
	State              string
	Agreed             bool // an anonymous person agreed; everybody else has a consent
	AskedBy            string
	AskedAt            clock.Instant
	AnsweredBy         string // who accepted, declined or withdrew it; empty: nobody yet
	AnsweredAt         clock.Instant
	ReturnedBy         string
	ReturnedAt         clock.Instant
}

// Texts of a handover, kept with the person of the case.
const (
	TextMessage = "message" // what the other centre needs to know
	TextAnswer  = "answer"  // what it says to that
)

// NewHandover asks another centre to take over a case.
type NewHandover struct {
	To      string
	Message string
	Agreed  bool               // an anonymous person agreed
	Consent *person.NewConsent // given just now; nil where there is one
}

// AskHandover asks another centre to take over a case and returns the handover's id. Where it is known who the person is,
// they must have consented to this centre; an anonymous one must have agreed. key is the form's idempotency key. A second
// handover of a case while one is open is a Conflict.
func (s *Service) AskHandover(ctx context.Context, caseID string, in NewHandover, key string) (string, error) {
	h, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return "", err
	}
	wrong := checkDestination(h, in.To)
	known, allowed, err := s.mayPassOn(ctx, s.db, h.Row, in.To)
	if err != nil {
		return "", err
	}
	switch {
	case known && !allowed && in.Consent == nil && len(wrong) == 0:
		wrong.Add("consent_"+person.PurposeHandover, "counselling.error.handover_consent")
	case !known && !in.Agreed:
		wrong.Add("agreed", "counselling.error.handover_agreed")
	}
	id := ident.New(clock.InstantOf(s.db.Clock().Now()))
	change := person.Change{}
	if in.Message != "" {
		change.Texts = map[string]person.Texts{id: {TextMessage: in.Message}}
	}
	if known && !allowed && in.Consent != nil {
		change.Give = []person.NewConsent{*in.Consent}
	}
	sealed, err := s.persons.Prepare(ctx, h.Place, h.Subject(), change)
	if err = wrong.Absorb(err); err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "counselling.handover", Tenant: h.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		if err := sealed.Put(ctx, tx); err != nil {
			return "", err
		}
		if err := s.stillAgreed(ctx, tx, h.Row, in.To, in.Agreed); err != nil {
			return "", err
		}
		n, err := tx.Exec(insertHandover, h.Tenant, id, h.ID, h.Site(), in.To, flag(in.Agreed && !known), tx.Actor(), int64(tx.Now()))
		if err == nil && n == 0 {
			err = errs.New(errs.Conflict, "counselling.error.handover_open")
		}
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "handover " + id + ": asked " + in.To})
		return id, err
	})
}

// checkDestination refuses centres to which a case cannot be handed over: its own, closed ones, those that do not advise.
func checkDestination(h *Held, to string) (wrong errs.Fields) {
	switch site := h.Structure.Site(to); {
	case to == "":
		wrong.Add("to", "error.required")
	case site == nil:
		wrong.Add("to", "error.unknown_id")
	case to == h.Site():
		wrong.Add("to", "counselling.error.handover_here")
	case !advises(h.Structure, site):
		wrong.Add("to", "counselling.error.handover_closed")
	}
	return wrong
}

// advises says whether people are advised at a site today.
func advises(d *programme.Directory, site *programme.Site) bool {
	p := d.Project(site.ProjectID)
	return d.Open(site, d.Today()) && p != nil && p.Kind == "counselling"
}

// mayPassOn says whether it is known who the person of a case is, and whether they consented to a centre.
func (s *Service) mayPassOn(ctx context.Context, r db.Reader, c *record.Row, to string) (known, allowed bool, err error) {
	subject := person.Subject{Tenant: c.Tenant, ID: c.ID}
	if known, err = s.persons.Consented(ctx, r, subject, person.PurposeIdentity, ""); err != nil || !known || to == "" {
		return known, false, err
	}
	allowed, err = s.persons.Consented(ctx, r, subject, person.PurposeHandover, to)
	return known, allowed, err
}

// stillAgreed guards a handover within its transaction against a consent that was withdrawn, and against an identity that
// was added to an anonymous case.
func (s *Service) stillAgreed(ctx context.Context, tx *db.Tx, c *record.Row, to string, agreed bool) error {
	known, allowed, err := s.mayPassOn(ctx, tx, c, to)
	if err == nil && (known && !allowed || !known && !agreed) {
		err = errs.New(errs.Conflict, "counselling.error.handover_consent")
	}
	return err
}

// WithdrawHandover takes back what was asked, as long as nobody answered.
func (s *Service) WithdrawHandover(ctx context.Context, id, key string) error {
	o, _, err := s.handoverFor(ctx, id, sender)
	if err != nil {
		return err
	}
	return s.answer(ctx, o, HandoverWithdrawn, nil, key, nil)
}

// DeclineHandover leaves the case where it is. text may say why.
func (s *Service) DeclineHandover(ctx context.Context, id, text, key string) error {
	o, d, err := s.handoverFor(ctx, id, receiver)
	if err != nil {
		return err
	}
	sealed, err := s.sealAnswer(ctx, d, o, text)
	if err != nil {
		return err
	}
	return s.answer(ctx, o, HandoverDeclined, sealed, key, nil)
}

// AcceptHandover takes over a case: from now on the other centre is in charge, and nobody of it in particular. What was
// before stays where it counted. Of two who accept, or of one who accepts and one who withdraws, the first one wins; the
// other gets a Conflict that says so. A consent withdrawn meanwhile is a Conflict too.
func (s *Service) AcceptHandover(ctx context.Context, id, text, key string) error {
	o, d, err := s.handoverFor(ctx, id, receiver)
	if err != nil {
		return err
	}
	sealed, err := s.sealAnswer(ctx, d, o, text)
	if err != nil {
		return err
	}
	return s.answer(ctx, o, HandoverAccepted, sealed, key, func(tx *db.Tx) error {
		c, err := stillAt(ctx, tx, o, o.From)
		if err == nil {
			err = s.stillAgreed(ctx, tx, c, o.To, o.Agreed)
		}
		if err != nil {
			return err
		}
		return s.move(ctx, tx, c, o.To)
	})
}

// ReturnHandover gives a case back to the centre from which it came; the consent to hand it over has the way back in it.
func (s *Service) ReturnHandover(ctx context.Context, id, key string) error {
	o, d, err := s.handoverFor(ctx, id, receiver)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.handover_return", Tenant: o.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		if back := d.Site(o.From); back == nil || !advises(d, back) {
			return "", errs.New(errs.Conflict, "counselling.error.handover_closed")
		}
		n, err := tx.Exec(returnHandover, o.ID, o.Tenant, tx.Actor(), int64(tx.Now()))
		if err == nil && n == 0 {
			err = handoverIs(ctx, tx, o.ID)
		}
		if err != nil {
			return "", err
		}
		c, err := stillAt(ctx, tx, o, o.To)
		if err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: o.CaseID, Detail: "handover " + o.ID + ": " + HandoverReturned})
		if _, err := tx.Exec(withdrawOpen, o.CaseID, o.Tenant, tx.Actor(), int64(tx.Now())); err != nil {
			return "", err
		}
		return "", s.move(ctx, tx, c, o.From)
	})
	return err
}

// answer ends a handover that is open; then, if given, runs in the same transaction.
func (s *Service) answer(ctx context.Context, o *Handover, state string, text *sealedTexts, key string, then func(*db.Tx) error) error {
	_, err := s.db.Write(ctx, db.Command{Name: "counselling.handover_" + state, Tenant: o.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(answerHandover, o.ID, o.Tenant, state, tx.Actor(), int64(tx.Now()))
		if err == nil && n == 0 {
			err = handoverIs(ctx, tx, o.ID)
		}
		if err == nil {
			err = text.put(ctx, tx)
		}
		if err == nil && then != nil {
			err = then(tx)
		}
		tx.Audit(db.Entry{Kind: "case", ID: o.CaseID, Detail: "handover " + o.ID + ": " + state})
		return "", err
	})
	return err
}

// handoverIs is the error for a handover that is not what somebody thought, which says what it is.
func handoverIs(ctx context.Context, tx *db.Tx, id string) error {
	found, err := handoversWhere(ctx, tx, selectHandover, id)
	if err != nil || len(found) == 0 {
		return err
	}
	return errs.New(errs.Conflict, "counselling.error.handover_"+found[0].State)
}

// stillAt is the case of a handover, which must be at a centre and not in the bin.
func stillAt(ctx context.Context, tx *db.Tx, o *Handover, site string) (*record.Row, error) {
	c, err := Cases.Get(ctx, tx, o.CaseID)
	if err == nil && (c == nil || isGone(c) || Cases.Str(c, "site_id") != site) {
		err = errs.New(errs.Conflict, "counselling.error.handover_gone")
	}
	return c, err
}

// move puts a case in charge of another centre: a correction, so that everything known until now stays as it was known.
func (s *Service) move(ctx context.Context, tx *db.Tx, c *record.Row, to string) error {
	if err := keepToday(ctx, tx, c); err != nil {
		return err
	}
	next := *c
	next.Values = slices.Clone(c.Values)
	next.Values[Cases.Index("site_id")] = to
	next.Values[Cases.Index("counsellor_id")] = nil
	if _, err := Cases.Put(tx, next, c); err != nil {
		return err
	}
	if err := s.persons.Move(ctx, tx, person.Subject{Tenant: c.Tenant, ID: c.ID}, to); err != nil {
		return err
	}
	return RefreshSummary(tx, c.Tenant, c.ID)
}

// keepToday writes down where today's contacts were held. A contact without a centre of its own counts at the one in charge
// on its day (exchange.md section 2), and today that is going to be another one.
func keepToday(ctx context.Context, tx *db.Tx, c *record.Row) error {
	held, err := Contacts.Read(ctx, tx, contactsHere, c.ID, c.Tenant, int64(tx.Today()))
	for i := range held {
		next := held[i]
		next.Values = slices.Clone(next.Values)
		next.Values[Contacts.Index("site_id")] = Cases.Str(c, "site_id")
		if err == nil {
			_, err = Contacts.Put(tx, next, &held[i])
		}
	}
	return err
}

// side is the centre of one side of a handover.
type side func(*Handover) string

func sender(o *Handover) string   { return o.From }
func receiver(o *Handover) string { return o.To }

// handoverFor is a handover for an actor who records at the centre of one of some sides; NotFound for everybody else.
func (s *Service) handoverFor(ctx context.Context, id string, sides ...side) (*Handover, *programme.Directory, error) {
	if _, err := authz.Rows(ctx, ActionRecord); err != nil {
		return nil, nil, err
	}
	d, err := s.structure.Directory(ctx)
	if err != nil || record.CheckID(id) != nil {
		return nil, nil, missing(err)
	}
	found, err := handoversWhere(ctx, s.db, selectHandover, id)
	if err != nil || len(found) == 0 {
		return nil, nil, missing(err)
	}
	for _, at := range sides {
		if err = authz.Require(ctx, ActionRecord, d.PlaceOfSite(at(&found[0]))); err == nil {
			break
		}
	}
	return &found[0], d, err
}

// missing is the error, or that there is no such thing.
func missing(err error) error {
	if err != nil {
		return err
	}
	return errs.Missing()
}

// sealAnswer seals what a centre says to a handover while the person still belongs to the other one. Who answers may not
// read that person yet, so the machine does it.
func (s *Service) sealAnswer(ctx context.Context, d *programme.Directory, o *Handover, text string) (*sealedTexts, error) {
	if text == "" || o.State != HandoverAsked { // else the transaction says what it is
		return nil, nil
	}
	change := person.Change{Texts: map[string]person.Texts{o.ID: {TextAnswer: text}}}
	p, err := s.persons.Prepare(authz.AsSystem(ctx, "handover"), d.PlaceOfSite(o.From), person.Subject{Tenant: o.Tenant, ID: o.CaseID}, change)
	return &sealedTexts{p}, err
}
