package appointment

import (
	"context"
	"encoding/json"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Receipt is what somebody gets who asked. It is the same for everybody, whether a request was stored or one that was there
// already stays.
type Receipt struct {
	Ticket string // for the next step
	Mail   bool   // a mail says what comes next; else the next page does
}

// Ask asks a centre for an appointment. The request counts once it is confirmed. One that the same contact asked for at the
// same centre within a day stays as it is, and its mail is sent again; one contact has few requests open at a time. Neither
// can be told from the receipt. Invalid names what is wrong with which field; Conflict with KeyTaken says that the slot was
// given away meanwhile.
func (s *Service) Ask(ctx context.Context, a Ask, key string) (Receipt, error) {
	c, err := s.Centre(ctx, a.Site)
	if err != nil {
		return Receipt{}, err
	}
	a.tidy()
	if err := a.check(c); err != nil {
		return Receipt{}, err
	}
	key = s.formKey(a, key)
	id, err := s.again(ctx, a, key)
	if err == nil && id == "" {
		id, err = s.store(ctx, a, key)
	}
	if err != nil {
		return Receipt{}, err
	}
	ticket, err := s.ticket(id)
	return Receipt{Ticket: ticket, Mail: a.Email != ""}, err
}

// formKey makes another request of a form that is sent again with another content, as by somebody who went back to correct
// an address: the same content is the same request however often it is sent.
func (s *Service) formKey(a Ask, key string) string {
	if key == "" {
		return ""
	}
	content, err := json.Marshal(a)
	if err != nil {
		panic(err) // texts and lists always encode
	}
	return s.keys.Hash(forForm, key+" "+string(content))
}

// contact is what the database knows of how to reach somebody.
func (s *Service) contact(d *Details) string { return s.keys.Hash(forContact, d.contact()) }

// same is the request that a contact has at a site since a day ago; nil: none. open is how many it has anywhere.
func (s *Service) same(ctx context.Context, r db.Reader, contact, site string, now clock.Instant) (same *stored, open int, err error) {
	dayAgo := now.Add(-ConfirmWithin)
	all, err := readRequests(ctx, r, selectSame, contact, int64(dayAgo))
	for _, one := range all {
		if one.Site == site && one.Asked > dayAgo {
			same = one
		}
	}
	return same, len(all), err
}

// again sends the mail about a request that is there already; empty where there is none. The same form sent again sends no
// mail. Who gave only a number is not
// known to be the same person: see [Service.ConfirmPhone].
func (s *Service) again(ctx context.Context, a Ask, key string) (id string, err error) {
	if a.Email == "" {
		return "", nil
	}
	there, _, err := s.same(ctx, s.db, s.contact(&a.Details), a.Site, s.now())
	if err != nil || there == nil || there.mails >= mostMails {
		return there.id(), err
	}
	if err := s.unseal(&there.Request, there.sealed); err != nil {
		return "", err
	}
	letter, err := s.letter(ctx, NewsConfirm, &there.Request)
	if err != nil {
		return "", err
	}
	_, err = s.db.Write(ctx, command("ask", key), func(tx *db.Tx) (string, error) {
		r := *there
		r.mails++
		if err := put(tx, &r); err != nil {
			return "", err
		}
		note(tx, r.ID, "asked again")
		return r.ID, s.put(tx, letter, ConfirmWithin)
	})
	if errs.KindOf(err) == errs.Conflict { // somebody is just changing it: it is well
		err = nil
	}
	return there.ID, err
}

// id is empty for no request.
func (r *stored) id() string {
	if r == nil {
		return ""
	}
	return r.ID
}

// store stores a new request with its slot and its mail.
func (s *Service) store(ctx context.Context, a Ask, key string) (string, error) {
	r := Request{ID: s.newID(), Site: a.Site, Form: a.Form, Language: a.Language, Details: &a.Details}
	contact, token := s.contact(&a.Details), s.lookup(s.token(r.ID))
	sealed, err := s.seal(r.ID, r.Details)
	if err != nil {
		return "", err
	}
	letter, err := s.letter(ctx, NewsConfirm, &r)
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, command("ask", key), func(tx *db.Tx) (string, error) {
		same, open, err := s.same(ctx, tx, contact, a.Site, tx.Now())
		switch {
		case err != nil:
			return "", err
		case same != nil && a.Email != "":
			return same.ID, nil
		case open >= mostOpen:
			return r.ID, nil // the page says that one may have so many; it does not say that somebody has
		}
		taken := &Slot{Form: a.Form}
		if a.Slot != "" {
			if taken, err = take(ctx, tx, a.Slot, a.Site, r.ID, tx.Now().Add(HoldFor)); err != nil {
				return "", err
			}
		}
		_, err = tx.Exec(insertRequest, r.ID, a.Site, string(taken.Form), a.Language, contact, token, taken.ID, int64(taken.Starts), taken.Minutes,
			int64(tx.Now()), sealed)
		if err != nil {
			return "", err
		}
		note(tx, r.ID, "asked")
		return r.ID, s.put(tx, letter, ConfirmWithin)
	})
}
