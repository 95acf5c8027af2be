package counselling

import (
	"context"
	"strconv"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// NewCase is a new case with what the first conversation was about. Site is the centre in charge.
type NewCase struct {
	Site           string
	Case           Input
	Contact        Input            // nil: somebody only registered, nobody was advised yet
	Qualifications []Input          // those without anything typed are left out
	Identity       *person.Identity // nil: anonymous, as everybody is without a consent
	Consents       []person.NewConsent
	Another        bool // persons like this one were looked at, and it is none of them
}

// FieldOf is how errors call a field of the nth of several new qualifications, from 1: the first goes by its column.
func FieldOf(column string, nth int) string {
	if nth > 1 {
		column += "_" + strconv.Itoa(nth)
	}
	return column
}

// Open records a new case with everything about it, all of it or nothing, and returns the case's id. key is the form's
// idempotency key. The actor gets the case. A centre for which the actor does not record is refused like one that does not
// exist. When the centre has persons like this one, the error is a [SimilarError] unless in says that it is another one.
func (s *Service) Open(ctx context.Context, in NewCase, key string) (string, error) {
	o, err := s.newCase(ctx, &in)
	if err != nil {
		return "", err
	}
	cmd := db.Command{Name: "counselling.open", Tenant: o.Tenant, Key: key, Sum: s.persons.Sum(key, in)}
	if !in.Another {
		if err := s.looksNew(ctx, o.Held, o.change.Identity); err != nil {
			return s.firstAnswer(ctx, cmd, err)
		}
	}
	return s.db.Write(ctx, cmd, func(tx *db.Tx) (string, error) { return o.ID, o.put(ctx, tx) })
}

// SimilarError says that the centre knows persons who may be the one in the form, the most probable first. It is a Conflict.
// Whoever gets it may know them, and it is noted that they were shown.
type SimilarError struct{ Matches []person.Match }

// Error describes the error for the log.
func (e *SimilarError) Error() string { return strconv.Itoa(len(e.Matches)) + " similar persons" }

// Unwrap gives the kind of the error.
func (e *SimilarError) Unwrap() error { return errs.New(errs.Conflict, "counselling.error.similar") }

// looksNew is a SimilarError when the centre knows other persons like the new one of a case.
func (s *Service) looksNew(ctx context.Context, h *Held, who *person.Identity) error {
	if who == nil || !authz.From(ctx).MayAt(person.ActionRead, h.Place) {
		return nil
	}
	matches, err := s.persons.Similar(ctx, h.Place, *who, h.Subject())
	if err != nil || len(matches) == 0 {
		return err
	}
	shown := make([]person.Subject, len(matches))
	for i := range matches {
		shown[i] = matches[i].Subject
	}
	if err := s.persons.LogList(ctx, shown...); err != nil {
		return err
	}
	return &SimilarError{matches}
}

// firstAnswer is what a repeated command got the first time; otherwise a reason not to carry it out.
func (s *Service) firstAnswer(ctx context.Context, cmd db.Command, reason error) (string, error) {
	cmd.Alone = true // only then the key is looked at first
	return s.db.Write(ctx, cmd, func(*db.Tx) (string, error) { return "", reason })
}

// opening is a new case in the making: read, checked, with ids, and everything personal sealed.
type opening struct {
	*Held
	now    clock.Instant
	parts  []openingPart
	change person.Change
	person *person.Prepared // nil: nothing personal was typed
	wrong  errs.Fields
}

type openingPart struct {
	of  *record.Type
	row record.Row
}

func (s *Service) newCase(ctx context.Context, in *NewCase) (*opening, error) {
	d, err := s.structure.Directory(ctx)
	if err == nil {
		_, err = authz.Rows(ctx, ActionRecord)
	}
	if err != nil {
		return nil, err
	}
	o := &opening{now: clock.InstantOf(s.db.Clock().Now()), change: person.Change{Identity: in.Identity, Give: in.Consents}}
	o.Held = &Held{Place: d.PlaceOfSite(in.Site), Structure: d, Rules: s.rules(d)}
	o.readCase(ctx, in)
	if in.Contact != nil {
		contact, wrong := readContact(ctx, o.Held, nil, in.Contact)
		contact.Values[Contacts.Index("counsellor_id")] = authz.From(ctx).ID
		o.add(Contacts, contact, in.Contact, wrong)
	}
	for i, typed := range in.Qualifications {
		o.readQualification(typed, i+1)
	}
	o.checkBirth()
	charge := chargeOf(ctx, d, in.Site)
	if o.wrong = append(o.wrong, charge...); charge == nil && !o.change.IsEmpty() {
		o.person, err = s.persons.Prepare(ctx, o.Place, o.Subject(), o.change)
		err = o.wrong.Absorb(err)
	}
	if err != nil {
		return nil, err
	}
	return o, o.wrong.Err()
}

// readCase reads the facts and fills in what nobody asks: who opens a case has it, when somebody registered who is not
// advised yet, and that a person without an identity is anonymous.
func (o *opening) readCase(ctx context.Context, in *NewCase) {
	row, wrong := read(Cases, nil, in.Case, o.Rules)
	o.Row, o.wrong = &row, wrong
	row.ID, row.Tenant = ident.New(o.now), tenantOf(o.Place)
	unknown := func(column string, value any) {
		if i := Cases.Index(column); row.Values[i] == nil {
			row.Values[i] = value
		}
	}
	unknown("site_id", in.Site)
	unknown("counsellor_id", authz.From(ctx).ID)
	if in.Contact == nil {
		unknown("registered_at", int64(o.now))
	}
	anonymous := int64(0)
	if in.Identity == nil {
		anonymous = 1
	}
	unknown("anonymous", anonymous)
	o.keep(Cases, row.ID, in.Case)
}

func (o *opening) readQualification(in Input, nth int) {
	if in.empty() {
		return
	}
	row, wrong := readQualification(o.Held, nil, in)
	for i := range wrong {
		wrong[i].Name = FieldOf(wrong[i].Name, nth)
	}
	o.add(Qualifications, row, in, wrong)
}

// between is more than the time within which ids are in no order.
const between = clock.Instant(100_000) // µs

// add makes a record part of the new case. Ids order the qualifications of a case, so each gets a later one.
func (o *opening) add(t *record.Type, row record.Row, in Input, wrong errs.Fields) {
	row.ID = ident.New(o.now + between*clock.Instant(len(o.parts)))
	o.parts = append(o.parts, openingPart{t, row})
	o.wrong = append(o.wrong, wrong...)
	o.keep(t, row.ID, in)
}

// keep has the vault keep the texts of a record.
func (o *opening) keep(t *record.Type, id string, in Input) {
	typed := newTexts(t, in)
	if typed == nil {
		return
	}
	if o.change.Texts == nil {
		o.change.Texts = map[string]person.Texts{}
	}
	o.change.Texts[id] = typed
}

// checkBirth refuses what would have happened before the birth date that somebody gave.
func (o *opening) checkBirth() {
	if o.change.Identity == nil {
		return
	}
	born, known := o.change.Identity.Birth()
	if !known {
		return
	}
	if column := beforeBirth(Cases, o.Row, born); column != "" {
		o.wrong.Add(column, errBeforeBirth)
	}
	nth := 0
	for _, part := range o.parts {
		column := beforeBirth(part.of, &part.row, born)
		if part.of == Qualifications {
			nth++
		}
		switch {
		case column == "":
		case part.of == Qualifications:
			o.wrong.Add(FieldOf(column, nth), errBeforeBirth)
		default:
			o.wrong.Add(column, errBeforeBirth)
		}
	}
}

func (o *opening) put(ctx context.Context, tx *db.Tx) error {
	if _, err := Cases.Put(tx, *o.Row, nil); err != nil {
		return err
	}
	for _, part := range o.parts {
		if err := putNew(tx, part.of, part.row, o.Row); err != nil {
			return err
		}
	}
	if o.person != nil {
		if err := o.person.Put(ctx, tx); err != nil {
			return err
		}
	}
	tx.Audit(db.Entry{Kind: "case", ID: o.ID, Detail: o.summary()})
	return RefreshSummary(tx, o.Tenant, o.ID)
}

// summary tells the audit trail what was opened.
func (o *opening) summary() string {
	for _, part := range o.parts {
		if part.of == Contacts {
			return "opened with a first contact"
		}
	}
	return "registered"
}

// chargeOf refuses a centre for which the actor does not record.
func chargeOf(ctx context.Context, d *programme.Directory, site string) (wrong errs.Fields) {
	switch {
	case site == "":
		wrong.Add("site_id", "error.required")
	case d.Site(site) == nil || !authz.From(ctx).MayAt(ActionRecord, d.PlaceOfSite(site)):
		wrong.Add("site_id", "error.unknown_id")
	}
	return wrong
}
