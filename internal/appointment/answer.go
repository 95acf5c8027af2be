package appointment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/mail"
	"openiq/internal/programme"
)

// answerUseful is how long the mail about an answer is worth sending.
const answerUseful = 7 * 24 * time.Hour

// Sites are the sites for which the reader may answer, by name.
func (s *Service) Sites(ctx context.Context) ([]*programme.Site, error) {
	filter, err := authz.Rows(ctx, ActionAnswer)
	if err != nil {
		return nil, err
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var all []*programme.Site
	for _, site := range d.Sites {
		if filter.Sees(d.PlaceOfSite(site.ID)) && d.Open(site, d.Today()) {
			all = append(all, site)
		}
	}
	return all, nil
}

// List are the requests at a site that are not ended, those that wait longest first; ended: the last ones that are.
func (s *Service) List(ctx context.Context, site string, ended bool) ([]*Request, error) {
	if err := s.require(ctx, site); err != nil {
		return nil, err
	}
	query := selectAtSite
	if ended {
		query = selectEnded
	}
	found, err := readRequests(ctx, s.db, query, site)
	if err != nil {
		return nil, err
	}
	all := make([]*Request, len(found))
	for i, r := range found {
		if err := s.unseal(&r.Request, r.sealed); err != nil {
			return nil, err
		}
		all[i] = &r.Request
	}
	return all, nil
}

// CountWaiting is how many requests wait for an answer at the sites for which the reader may give one.
func (s *Service) CountWaiting(ctx context.Context) (int, error) {
	sites, err := s.Sites(ctx)
	if err != nil {
		return 0, err
	}
	sum := 0
	for _, site := range sites {
		n := 0
		if err := s.db.Row(ctx, countWaiting, site.ID).Scan(&n); err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// Get is a request with what it says, for those who may answer it; NotFound for others. That somebody read it is noted
// before it is returned.
func (s *Service) Get(ctx context.Context, id string) (*Request, error) {
	r, err := s.answerable(ctx, id)
	if err != nil {
		return nil, err
	}
	_, err = s.db.Write(ctx, command("read", ""), func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "read", ID: id, Detail: "appointment"})
		return "", nil
	})
	return &r.Request, err
}

// answerable is a confirmed request at one of the reader's sites.
func (s *Service) answerable(ctx context.Context, id string) (*stored, error) {
	if err := s.mayAnswer(ctx); err != nil {
		return nil, err
	}
	r, err := readOne(ctx, s.db, selectByID, id)
	if err != nil {
		return nil, err
	}
	if r == nil || r.State == Unconfirmed {
		return nil, errs.Missing()
	}
	if err := s.require(ctx, r.Site); err != nil {
		return nil, errs.Missing()
	}
	return r, s.unseal(&r.Request, r.sealed)
}

func (s *Service) mayAnswer(ctx context.Context) error {
	_, err := authz.Rows(ctx, ActionAnswer)
	return err
}

// Offer is a time that a centre offers to somebody who waits: one of its free slots or any other.
type Offer struct {
	Slot    string // id; empty: the rest counts
	Day     clock.Day
	Time    centre.Time
	Minutes int
	Form    centre.Form
	Place   string // where; may be empty
	Word    string // to the person; may be empty
}

func (o *Offer) check(now clock.Instant) error {
	var wrong errs.Fields
	if o.Slot == "" {
		if starts := at(o.Day, o.Time); starts <= now || o.Day > now.Day()+366 {
			wrong.Add("day", "appointment.error.day")
		}
		checkMinutes(&wrong, o.Minutes)
		if !slices.Contains(centre.Forms, o.Form) {
			wrong.Add("form", "error.required")
		}
	}
	tooLong(&wrong, "place", o.Place, MostName)
	tooLong(&wrong, "word", o.Word, MostText)
	return wrong.Err()
}

// Answer names the request that somebody answers: in the version in which it was read (a Conflict when it has changed
// since), with the key that makes a repeat harmless.
type Answer struct {
	ID      string
	Version int64
	Key     string
}

// Offer offers a time to a person, who accepts or refuses it. A slot is the person's until it is refused.
func (s *Service) Offer(ctx context.Context, a Answer, o Offer) error {
	if err := o.check(s.now()); err != nil {
		return err
	}
	return s.answer(ctx, a, NewsOffered, o, func(r *Request) error {
		if r.Details == nil || r.State.Ended() {
			return conflict()
		}
		r.State, r.Details.Word, r.Details.Place = Offered, o.Word, o.Place
		if o.Slot == "" {
			r.Slot, r.Starts, r.Minutes, r.Form = "", at(o.Day, o.Time), o.Minutes, o.Form
			return nil
		}
		slot, err := readSlot(ctx, s.db, o.Slot, r.Site)
		if err != nil {
			return errTaken()
		}
		r.Slot, r.Starts, r.Minutes, r.Form = slot.ID, slot.Starts, slot.Minutes, slot.Form
		if o.Place == "" {
			r.Details.Place = slot.Place
		}
		return nil
	})
}

// Decline says that the centre cannot help, why, and which other centre may (empty: none).
func (s *Service) Decline(ctx context.Context, a Answer, reason, other, word string) error {
	var wrong errs.Fields
	if !slices.Contains(Reasons, reason) {
		wrong.Add("reason", "error.required")
	}
	if other != "" {
		if _, err := s.Centre(ctx, other); err != nil {
			wrong.Add("other", "error.code")
		}
	}
	tooLong(&wrong, "word", word, MostText)
	if err := wrong.Err(); err != nil {
		return err
	}
	return s.answer(ctx, a, NewsDeclined, []string{reason, other, word}, func(r *Request) error {
		if r.Details == nil || r.State.Ended() {
			return conflict()
		}
		r.State, r.Reason, r.Other, r.Details.Word, r.Details.Place = Declined, reason, other, word, ""
		r.Slot, r.Starts, r.Minutes = "", 0, 0
		r.Forget = s.now().Add(KeepFor)
		return nil
	})
}

// Held notes that the conversation took place.
func (s *Service) Held(ctx context.Context, a Answer) error {
	return s.answer(ctx, a, "", "held", func(r *Request) error {
		if r.State.Ended() {
			return conflict()
		}
		r.State, r.Forget = Done, max(r.Starts, s.now()).Add(KeepFor)
		return nil
	})
}

// Opened notes that a case was opened from a request: the case has now what the request said, which is forgotten here. A
// repetition does no harm.
func (s *Service) Opened(ctx context.Context, id string) error {
	seen, err := s.answerable(ctx, id)
	if err != nil {
		return err
	}
	return s.change(ctx, seen, "case opened", func(_ *db.Tx, r *stored) error {
		r.State, r.sealed, r.contact, r.Forget = Done, "", "", 0
		return nil
	})
}

// answer changes a request as edit says, and tells the person by mail; without news it tells nothing. said is what was
// typed: the same key with something else is no repetition.
func (s *Service) answer(ctx context.Context, a Answer, news News, said any, edit func(*Request) error) error {
	seen, err := s.answerable(ctx, a.ID)
	if err != nil {
		return err
	}
	next := *seen
	next.Version = a.Version
	if err := edit(&next.Request); err != nil {
		return err
	}
	if next.Details != nil {
		if next.sealed, err = s.seal(a.ID, next.Details); err != nil {
			return err
		}
	}
	letter := (*mail.Sealed)(nil)
	if news != "" {
		if letter, err = s.letter(ctx, news, &next.Request); err != nil {
			return err
		}
	}
	cmd := command("answer", a.Key)
	cmd.Sum = s.keys.Hash(forAnswer, fmt.Sprintf("%s %+v", news, said))
	_, err = s.db.Write(ctx, cmd, func(tx *db.Tx) (string, error) {
		r := next
		if err := r.exchange(ctx, tx, seen); err != nil {
			return "", err
		}
		if r.State == Offered {
			r.answered(tx.Now())
		}
		note(tx, r.ID, string(r.State))
		if err := put(tx, &r); err != nil {
			return "", err
		}
		return "", s.put(tx, letter, answerUseful)
	})
	return err
}

// exchange gives back the slot that a request had and takes the one it gets.
func (r *stored) exchange(ctx context.Context, tx *db.Tx, had *stored) error {
	if r.Slot == had.Slot {
		return nil
	}
	if r.Slot != "" {
		if _, err := take(ctx, tx, r.Slot, r.Site, r.ID, forever); err != nil {
			return err
		}
	}
	return (&stored{Request: had.Request}).letGo(tx)
}
