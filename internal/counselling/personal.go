package counselling

import (
	"context"
	"io"
	"slices"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// Subject is how the vault calls the person of the case.
func (h *Held) Subject() person.Subject { return person.Subject{Tenant: h.Tenant, ID: h.ID} }

// Reveal reads who the person of a case is into h.Who, for an actor who may know that, and notes that the actor looked:
// this is committed when Reveal returns. For everybody else it does nothing at all.
func (s *Service) Reveal(ctx context.Context, h *Held) error {
	if !authz.From(ctx).MayAt(person.ActionRead, h.Place) {
		return nil
	}
	noted := make(chan error, 1) // the entry is on its way to the disk while the vault is read
	go func() { noted <- s.persons.LogRead(ctx, h.Subject()) }()
	who, err := s.persons.Get(ctx, h.Place, h.Subject())
	if failed := <-noted; failed != nil {
		return failed
	}
	h.Who = who
	return err
}

// Agreed says whether the person of a case has agreed to be stored.
func (s *Service) Agreed(ctx context.Context, h *Held) (bool, error) {
	return s.persons.Consented(ctx, s.db, h.Subject(), person.PurposeIdentity, "")
}

// ChangePerson changes who the person of a case is, what they agreed to and their documents. With the consent for the
// identity everything personal goes, and the case is anonymous from then on; its facts stay. key is the form's idempotency
// key. The errors are those of [person.Service.Prepare] and [Service.ForRecording].
func (s *Service) ChangePerson(ctx context.Context, caseID string, c person.Change, key string) error {
	h, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return err
	}
	nameless, err := s.endsIdentity(ctx, h, c.Withdraw)
	if err != nil {
		return err
	}
	cmd := s.personCommand(h, c, key)
	change, err := s.persons.Prepare(ctx, h.Place, h.Subject(), c)
	if errs.KindOf(err) == errs.Conflict {
		_, err = s.firstAnswer(ctx, cmd, err)
		return err
	}
	if err == nil && c.Identity != nil {
		err = s.checkBorn(ctx, h, c.Identity)
	}
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, cmd, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		if c.Identity != nil || nameless {
			if err := markAnonymous(ctx, tx, h, nameless); err != nil {
				return "", err
			}
		}
		return "", change.Put(ctx, tx)
	})
	if err == nil && nameless {
		err = s.forgotten(ctx, caseID)
	}
	return err
}

// personCommand is the command that stores a change. Documents are known by their content anyway.
func (s *Service) personCommand(h *Held, c person.Change, key string) db.Command {
	return db.Command{Name: "counselling.person", Tenant: h.Tenant, Key: key, Sum: s.persons.Sum(key, h.ID, c.Identity, c.Give, c.Withdraw, c.Texts)}
}

// forgotten tells the other rooms that the person of a case was forgotten: what they keep of it for the moment must go, too.
func (s *Service) forgotten(ctx context.Context, caseID string) error {
	if s.beside.Forgotten == nil {
		return nil
	}
	return s.beside.Forgotten(ctx, caseID)
}

// Identify is [Service.ChangePerson] for a case that was anonymous. When the centre knows persons like this one, the error is
// a [SimilarError] unless another says that it is another one.
func (s *Service) Identify(ctx context.Context, caseID string, c person.Change, another bool, key string) error {
	h, err := s.ForRecording(ctx, caseID)
	if err == nil && !another {
		err = s.looksNew(ctx, h, c.Identity)
	}
	if errs.KindOf(err) == errs.Conflict {
		_, err = s.firstAnswer(ctx, s.personCommand(h, c, key), err)
		return err
	}
	if err != nil {
		return err
	}
	return s.ChangePerson(ctx, caseID, c, key)
}

// endsIdentity says whether one of the withdrawals is of the consent for the identity.
func (s *Service) endsIdentity(ctx context.Context, h *Held, withdrawals []person.Withdrawal) (bool, error) {
	if len(withdrawals) == 0 {
		return false, nil
	}
	who, err := s.persons.Get(ctx, h.Place, h.Subject())
	if err != nil {
		return false, err
	}
	allowed := who.Consent(person.PurposeIdentity)
	return allowed != nil && slices.ContainsFunc(withdrawals, func(w person.Withdrawal) bool { return w.ConsentID == allowed.ID }), nil
}

// markAnonymous stores whether a case is anonymous, where that is not what its facts say already. Nobody is asked for a
// version: who corrects the facts at the same time gets told of it.
func markAnonymous(ctx context.Context, tx *db.Tx, h *Held, anonymous bool) error {
	prev, err := Cases.Get(ctx, tx, h.ID)
	if err != nil || prev == nil {
		return err
	}
	now := *prev
	now.Values = slices.Clone(prev.Values)
	i := Cases.Index("anonymous")
	switch {
	case anonymous:
		now.Values[i] = int64(1)
	case now.Values[i] != nil: // else nobody said that it was
		now.Values[i] = int64(0)
	}
	change, err := Cases.Put(tx, now, prev)
	if err == nil && change != record.Unchanged {
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "cases " + h.ID + ": version " + text(prev.Version+1) + " anonymous"})
	}
	return err
}

// ForgetPerson destroys everything personal about a case because the person asks for it (Art. 17 GDPR), and makes the case
// anonymous; its facts stay. On and medium say when and how the person asked. key is the form's idempotency key.
func (s *Service) ForgetPerson(ctx context.Context, caseID, on, medium, key string) error {
	h, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return err
	}
	who, err := s.persons.Get(ctx, h.Place, h.Subject())
	if err != nil {
		return err
	}
	if allowed := who.Consent(person.PurposeIdentity); allowed != nil {
		return s.ChangePerson(ctx, caseID, person.Change{Withdraw: []person.Withdrawal{{ConsentID: allowed.ID, On: on, Medium: medium}}}, key)
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.forget", Tenant: h.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		if err := h.StillThere(tx); err != nil {
			return "", err
		}
		if err := markAnonymous(ctx, tx, h, true); err != nil {
			return "", err
		}
		return "", s.persons.Forget(ctx, tx, h.Subject())
	})
	if err == nil {
		err = s.forgotten(ctx, caseID)
	}
	return err
}

// AddDocument keeps a document of the person of a case. key is the form's idempotency key; the errors are those of
// [person.Service.Prepare].
func (s *Service) AddDocument(ctx context.Context, caseID string, n person.NewDocument, key string) error {
	n.RecordID = caseID
	return s.ChangePerson(ctx, caseID, person.Change{Documents: []person.NewDocument{n}}, key)
}

// OpenDocument opens a document of the person of a case for reading, when it is noted that the actor does.
func (s *Service) OpenDocument(ctx context.Context, caseID, id string) (*person.Document, io.Reader, error) {
	h, err := s.ForReading(ctx, caseID)
	if err != nil {
		return nil, nil, err
	}
	d, content, err := s.persons.OpenDocument(ctx, h.Place, h.Subject(), id)
	if err != nil {
		return nil, nil, err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.document", Tenant: h.Tenant}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "read", ID: h.ID, Detail: "document " + id})
		return "", nil
	})
	return d, content, err
}

// DeleteDocument removes a document of the person of a case for good. key is the form's idempotency key.
func (s *Service) DeleteDocument(ctx context.Context, caseID, id, key string) error {
	h, err := s.ForRecording(ctx, caseID)
	if err != nil {
		return err
	}
	return s.persons.DeleteDocument(ctx, h.Place, h.Subject(), id, key)
}
