package counselling

import (
	"context"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
)

// MostAtOnce is how many cases a conversation with a group can be recorded in at once.
const MostAtOnce = 60

// recording is a later contact of a case in the making.
type recording struct {
	*Held
	contact  record.Row
	followUp any  // the day on which to see to the case again, nil: none
	replan   bool // followUp was asked for
	texts    *sealedTexts
}

// RecordContact records a later contact of a case and returns its id. follow_up_on among what was typed says when to see to
// the case again.
func (s *Service) RecordContact(ctx context.Context, caseID string, in Input, key string) (string, error) {
	k, wrong, err := s.newContact(ctx, caseID, in)
	if err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "counselling.contact", Tenant: k.Tenant, Key: key, Sum: s.persons.Sum(key, caseID, in)}, func(tx *db.Tx) (string, error) {
		return k.contact.ID, k.put(ctx, tx)
	})
}

// RecordContacts records one conversation with several persons, such as a group session: a contact of its own in each of
// their cases, in all of them or in none. Cases of another network, taken over from there, are a transaction of their own;
// should that fail, sending the same key again does what is left. Errors about single cases name them in field "case".
func (s *Service) RecordContacts(ctx context.Context, caseIDs []string, in Input, key string) error {
	all, err := s.newContacts(ctx, caseIDs, in)
	if err != nil {
		return err
	}
	sum := s.persons.Sum(key, caseIDs, in)
	byTenant := map[string][]*recording{}
	var tenants []string
	for _, k := range all {
		if byTenant[k.Tenant] == nil {
			tenants = append(tenants, k.Tenant)
		}
		byTenant[k.Tenant] = append(byTenant[k.Tenant], k)
	}
	for _, tenant := range tenants {
		_, err := s.db.Write(ctx, db.Command{Name: "counselling.contacts", Tenant: tenant, Key: key, Sum: sum}, func(tx *db.Tx) (string, error) {
			for _, k := range byTenant[tenant] {
				if err := k.put(ctx, tx); err != nil {
					return "", aboutCase(k.ID, err)
				}
			}
			return "", nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// newContacts reads and checks the same conversation for each of several cases.
func (s *Service) newContacts(ctx context.Context, caseIDs []string, in Input) ([]*recording, error) {
	var wrong errs.Fields
	switch {
	case len(caseIDs) == 0:
		wrong.Add("case", "error.required")
	case len(caseIDs) > MostAtOnce:
		wrong.Add("case", "counselling.error.too_many", "Max", MostAtOnce)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	var all []*recording
	for _, id := range caseIDs {
		k, faults, err := s.newContact(ctx, id, in)
		switch {
		case errs.KindOf(err) == errs.NotFound && err != nil:
			wrong.Add("case", "counselling.error.no_case", "Code", id)
			continue
		case err != nil:
			return nil, err
		}
		for _, f := range faults {
			if !slices.ContainsFunc(wrong, func(w errs.Field) bool { return w.Name == f.Name && w.Key == f.Key }) {
				wrong = append(wrong, f)
				wrong.Add("case", "counselling.error.in_case", "Code", id)
			}
		}
		all = append(all, k)
	}
	return all, wrong.Err()
}

// aboutCase says in which of several cases something went wrong.
func aboutCase(id string, err error) error {
	switch errs.KindOf(err) {
	case errs.NotFound, errs.Conflict:
		var wrong errs.Fields
		wrong.Add("case", "counselling.error.changed_case", "Code", id)
		return wrong.Err()
	}
	return err
}

// newContact reads and checks a contact of a case.
func (s *Service) newContact(ctx context.Context, caseID string, in Input) (*recording, errs.Fields, error) {
	c, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return nil, nil, err
	}
	k := &recording{Held: c}
	var wrong errs.Fields
	k.contact, wrong = readContact(ctx, c, nil, in)
	if err := s.checkLived(ctx, c, Contacts, nil, &k.contact, &wrong); err != nil {
		return nil, nil, err
	}
	k.contact.ID = ident.New(clock.InstantOf(s.db.Clock().Now()))
	k.contact.Values[Contacts.Index("counsellor_id")] = authz.From(ctx).ID
	var day string
	if day, k.replan = in["follow_up_on"]; k.replan {
		next, more := read(Cases, c.Row, Input{"follow_up_on": day}, c.Rules)
		wrong = append(wrong, more...)
		k.followUp = next.Values[Cases.Index("follow_up_on")]
	}
	k.texts, err = s.prepareTexts(ctx, c, k.contact.ID, newTexts(Contacts, in))
	return k, wrong, wrong.Absorb(err)
}

// put stores a later contact.
func (k *recording) put(ctx context.Context, tx *db.Tx) error {
	if err := k.StillThere(tx); err != nil {
		return err
	}
	if err := putNew(tx, Contacts, k.contact, k.Row); err != nil {
		return err
	}
	if err := k.texts.put(ctx, tx); err != nil {
		return err
	}
	tx.Audit(db.Entry{Kind: "case", ID: k.ID, Detail: "contact " + k.contact.ID})
	changed, err := k.putCase(ctx, tx)
	if err != nil {
		return err
	}
	if changed {
		return RefreshSummary(tx, k.Tenant, k.ID)
	}
	return addToSummary(tx, k.Row, &k.contact)
}

// putCase brings the case along: the day on which to see to it again changes in whatever the case is by then, and a closed
// one to which somebody came back is open again.
func (k *recording) putCase(ctx context.Context, tx *db.Tx) (changed bool, err error) {
	i := Cases.Index("follow_up_on")
	replans := k.replan && k.Row.Values[i] != k.followUp
	if _, closed := k.ClosedOn(); !replans && !closed {
		return false, nil
	}
	now, err := Cases.Get(ctx, tx, k.ID)
	if err != nil || now == nil {
		return false, err
	}
	next := *now
	next.Values = slices.Clone(now.Values)
	if replans {
		next.Values[i] = k.followUp
	}
	if reopens(now, &k.contact) {
		next.Values[Cases.Index("closed_on")] = nil
	}
	change, err := Cases.Put(tx, next, now)
	return change != record.Unchanged, err
}
