package page

import (
	"context"
	"strconv"
	"strings"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Save stores a text as the next version of a chain, as a draft. Read is the latest version when the text was opened: a
// Conflict when there is a later one. Source is the German version beside it. Invalid names what is wrong with which field;
// the command's key makes a repeat harmless.
func (s *Service) Save(ctx context.Context, id string, content Content, read, source int64, key string) error {
	entry, err := s.Entry(ctx, id)
	if err != nil {
		return err
	}
	if err := check(content, entry.IsNews()).Err(); err != nil {
		return err
	}
	v := Version{Chain: entry.Chain, Content: content, Number: read + 1, State: Draft, Source: source}
	_, err = s.db.Write(ctx, db.Command{Name: "page.save", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		head, err := readHead(ctx, tx, v.Chain)
		if err != nil {
			return "", err
		}
		if head != read {
			return "", errs.New(errs.Conflict, "error.conflict") // somebody else saved it meanwhile
		}
		return "", add(tx, v)
	})
	return err
}

// Add stores the first version of a piece of news, as a draft, and returns the ID of its chain.
func (s *Service) Add(ctx context.Context, lang string, content Content, key string) (string, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return "", err
	}
	wrong := check(content, true)
	slug := slugOf(content)
	c, ok := s.chainOf(Chain{slug, lang}.ID())
	if !ok {
		wrong.Add("lang", "error.code")
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "page.add", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		free := c
		for n := 2; ; n++ {
			var taken int
			if err := tx.Row(ctx, selectSlug, free.Slug).Scan(&taken); err != nil {
				return "", err
			}
			if taken == 0 {
				break
			}
			free.Slug = c.Slug + "-" + strconv.Itoa(n)
		}
		return free.ID(), add(tx, Version{Chain: free, Content: content, Number: 1, State: Draft})
	})
}

func add(tx *db.Tx, v Version) error {
	v.Stored, v.Actor = tx.Now(), tx.Actor()
	tx.Audit(entryOf(&v, "saved"))
	return insertVersion(tx, &v)
}

func entryOf(v *Version, what string) db.Entry {
	return db.Entry{Kind: "page", ID: v.ID(), Detail: what + " " + strconv.FormatInt(v.Number, 10)}
}

var spelled = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// slugOf makes a slug of the day and the first words of the title.
func slugOf(c Content) string {
	words := strings.FieldsFunc(spelled.Replace(strings.ToLower(c.Title)), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := max(c.Day, 0).String()
	for _, word := range words {
		if len(slug)+1+len(word) > maxSlug-20 {
			break
		}
		slug += "-" + word
	}
	return slug
}

// Submit hands a draft on to the other editors.
func (s *Service) Submit(ctx context.Context, c Chain, number int64, key string) error {
	return s.step(ctx, "page.submit", c, number, key, Draft, func(tx *db.Tx, v *Version) error {
		v.State, v.Submitter = Review, tx.Actor()
		tx.Audit(entryOf(v, "submitted"))
		return nil
	})
}

// Return gives a submitted version back to whoever wrote it.
func (s *Service) Return(ctx context.Context, c Chain, number int64, key string) error {
	return s.step(ctx, "page.return", c, number, key, Review, func(tx *db.Tx, v *Version) error {
		v.State, v.Submitter = Draft, ""
		tx.Audit(entryOf(v, "returned"))
		return nil
	})
}

// Approve publishes a submitted version at an instant; one that has passed, or 0, means at once. Forbidden to those who
// wrote or submitted it: four eyes look at what the network says in public.
func (s *Service) Approve(ctx context.Context, c Chain, number int64, at clock.Instant, key string) error {
	return s.step(ctx, "page.approve", c, number, key, Review, func(tx *db.Tx, v *Version) error {
		if tx.Actor() == "" || tx.Actor() == v.Actor || tx.Actor() == v.Submitter {
			return errs.New(errs.Forbidden, "page.error.four_eyes")
		}
		v.State, v.Approver, v.PublishAt = Approved, tx.Actor(), max(at, tx.Now())
		tx.Audit(entryOf(v, "approved"))
		if at > tx.Now() {
			return nil
		}
		return publish(tx, v)
	})
}

// publish shows a version from now on.
func publish(tx *db.Tx, v *Version) error {
	v.State = Published
	tx.Audit(entryOf(v, "published"))
	_, err := tx.Exec(raiseNumber)
	return err
}

// step changes the state of a chain's latest version. Conflict when it is not the latest or not in the state any more.
func (s *Service) step(ctx context.Context, name string, c Chain, number int64, key string, from State, change func(*db.Tx, *Version) error) error {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return err
	}
	_, err := s.db.Write(ctx, db.Command{Name: name, Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		v, err := readVersion(ctx, tx, c, number)
		if err != nil {
			return "", err
		}
		head, err := readHead(ctx, tx, c)
		if err != nil {
			return "", err
		}
		if head != number || v.State != from {
			return "", errs.New(errs.Conflict, "error.conflict")
		}
		if err := change(tx, v); err != nil {
			return "", err
		}
		return "", storeState(tx, v)
	})
	return err
}

// Withdraw shows nothing of a chain any more, nor what waits for its time: of a standard page what ships with the program
// is shown again. It needs one editor only, so that what is wrong can be taken away at once.
func (s *Service) Withdraw(ctx context.Context, c Chain, key string) error {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return err
	}
	_, err := s.db.Write(ctx, db.Command{Name: "page.withdraw", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(withdraw, c.Slug, c.Lang)
		if err != nil {
			return "", err
		}
		if n == 0 {
			return "", errs.Missing()
		}
		tx.Audit(db.Entry{Kind: "page", ID: c.ID(), Detail: "withdrawn"})
		_, err = tx.Exec(raiseNumber)
		return "", err
	})
	return err
}

// PublishDue publishes what was approved for an instant that has come. Call it every minute, from any number of instances.
func (s *Service) PublishDue(ctx context.Context) error {
	due, err := readVersions(ctx, s.db, selectDue, int64(s.Now()))
	if err != nil || len(due) == 0 {
		return err
	}
	_, err = s.db.Write(db.WithActor(ctx, "schedule"), db.Command{Name: "page.publish", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		due, err := readVersions(ctx, tx, selectDue, int64(tx.Now()))
		if err != nil {
			return "", err
		}
		for _, v := range due {
			if err := publish(tx, v); err != nil {
				return "", err
			}
			if err := storeState(tx, v); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}
