package appointment

import (
	"context"

	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Own is a request for the person who asked, with the place of the slot they took; NotFound for a token that leads nowhere (any more).
func (s *Service) Own(ctx context.Context, token string) (*Request, error) {
	r, err := s.alive(ctx, selectByToken, s.lookup(token))
	if err != nil {
		return nil, err
	}
	if r.Slot == "" || r.Details.Place != "" {
		return &r.Request, nil
	}
	slot, err := readSlot(ctx, s.db, r.Slot, r.Site)
	if errs.KindOf(err) == errs.NotFound { // of the past
		return &r.Request, nil
	}
	if err == nil {
		r.Details.Place = slot.Place
	}
	return &r.Request, err
}

// Accept agrees to the time that the centre offered. Each of these commands is refused with a Conflict where the request has
// come to another state meanwhile, and does no harm when it is repeated.
func (s *Service) Accept(ctx context.Context, token string) error {
	return s.own(ctx, token, "accepted", func(tx *db.Tx, r *stored) error {
		if r.State == Booked {
			return nil
		}
		if r.State != Offered || r.Starts <= tx.Now() {
			return conflict()
		}
		r.State = Booked
		return nil
	})
}

// Refuse asks for another time than the one that was offered or agreed on; wishes say when.
func (s *Service) Refuse(ctx context.Context, token string, wishes []string) error {
	return s.wish(ctx, token, wishes, "asked for another time", func(tx *db.Tx, r *stored) error {
		if r.State != Offered && r.State != Booked {
			return conflict()
		}
		r.State, r.Forget = Waiting, tx.Now().Add(WaitAtMost)
		err := r.letGo(tx)
		r.Starts, r.Minutes = 0, 0
		return err
	})
}

// Wish changes the wished times of a request that waits.
func (s *Service) Wish(ctx context.Context, token string, wishes []string) error {
	return s.wish(ctx, token, wishes, "changed wishes", func(_ *db.Tx, r *stored) error {
		if r.State != Waiting {
			return conflict()
		}
		return nil
	})
}

func (s *Service) wish(ctx context.Context, token string, wishes []string, what string, change func(*db.Tx, *stored) error) error {
	wishes = tidyWishes(wishes)
	if !knownWishes(wishes) {
		var wrong errs.Fields
		wrong.Add("wishes", "error.code")
		return wrong.Err()
	}
	seen, err := s.alive(ctx, selectByToken, s.lookup(token))
	if err != nil {
		return err
	}
	details := *seen.Details
	details.Wishes, details.Place, details.Word = wishes, "", ""
	sealed, err := s.seal(seen.ID, &details)
	if err != nil {
		return err
	}
	return s.change(ctx, seen, what, func(tx *db.Tx, r *stored) error {
		if r.sealed != seen.sealed {
			return conflict()
		}
		r.sealed = sealed
		return change(tx, r)
	})
}

// Take books a free slot for a request that waits or was offered another time; a Conflict with KeyTaken when it was given
// away meanwhile.
func (s *Service) Take(ctx context.Context, token, slot string) error {
	return s.own(ctx, token, "took a slot", func(tx *db.Tx, r *stored) error {
		if r.Slot == slot && r.State == Booked {
			return nil
		}
		if r.State != Waiting && r.State != Offered {
			return conflict()
		}
		if err := r.give(ctx, tx, slot); err != nil {
			return err
		}
		r.agree(tx.Now())
		return nil
	})
}

// give gives a slot to a request in the place of the one it has.
func (r *stored) give(ctx context.Context, tx *db.Tx, slot string) error {
	taken, err := take(ctx, tx, slot, r.Site, r.ID, forever)
	if err != nil {
		return err
	}
	if r.Slot != slot {
		if err := r.letGo(tx); err != nil {
			return err
		}
	}
	r.Slot, r.Starts, r.Minutes, r.Form = taken.ID, taken.Starts, taken.Minutes, taken.Form
	return nil
}

// Withdraw takes a request back and empties it at once.
func (s *Service) Withdraw(ctx context.Context, token string) error {
	return s.own(ctx, token, "withdrawn", func(tx *db.Tx, r *stored) error {
		if r.State == Done {
			return conflict()
		}
		if err := r.letGo(tx); err != nil {
			return err
		}
		r.State, r.sealed, r.contact, r.Forget = Withdrawn, "", "", 0
		return nil
	})
}

// own changes the request of a token.
func (s *Service) own(ctx context.Context, token, what string, change func(*db.Tx, *stored) error) error {
	seen, err := s.alive(ctx, selectByToken, s.lookup(token))
	if err != nil {
		return err
	}
	return s.change(ctx, seen, what, change)
}

// change changes a request as it is now.
func (s *Service) change(ctx context.Context, seen *stored, what string, change func(*db.Tx, *stored) error) error {
	_, err := s.db.Write(ctx, command("change", ""), func(tx *db.Tx) (string, error) {
		r, err := readOne(ctx, tx, selectByID, seen.ID)
		if err == nil && r == nil {
			err = errs.Missing()
		}
		if err != nil {
			return "", err
		}
		if err := change(tx, r); err != nil {
			return "", err
		}
		note(tx, r.ID, what)
		return "", put(tx, r)
	})
	return err
}
