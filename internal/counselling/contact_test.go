package counselling_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

func conversation(more ...string) counselling.Input {
	in := counselling.Input{"held_on": "2018-10-15", "form": "at_centre", "themes": "recognition"}
	for i := 0; i+1 < len(more); i += 2 {
		in[more[i]] = more[i+1]
	}
	return in
}

func TestALaterContactPlansTheNext(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "follow_up_on", "2018-10-20"))
		planned := func() string {
			day, ok := counselling.Cases.Day(get(t, s, bremen, id).Row, "follow_up_on")
			if !ok {
				return ""
			}
			return day.String()
		}
		for _, step := range []struct {
			in   counselling.Input
			want string
		}{
			{conversation(), "2018-10-20"}, // nobody asked
			{conversation("follow_up_on", "2018-12-01"), "2018-12-01"},
			{conversation("follow_up_on", ""), ""},
		} {
			_, err := s.RecordContact(casetest.As(bremen), id, step.in, ident.Token())
			if ok(t, err); planned() != step.want {
				t.Errorf("planned for %q, want %q", planned(), step.want)
			}
		}
		_, err := s.RecordContact(casetest.As(bremen), id, conversation("follow_up_on", "2018-10-14"), ident.Token())
		wrongField(t, err, "follow_up_on")
		var follow any
		ok(t, d.Row(t.Context(), "SELECT follow_up_on FROM case_summary WHERE case_id = $1", id).Scan(&follow))
		if follow != nil {
			t.Errorf("the list still plans it for %v", follow)
		}
	})
}

func TestContentsSayTheThemeOfANewContact(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01"))
		k, err := s.RecordContact(casetest.As(bremen), id, conversation("themes", "", "contents", "r1 j2"), ident.Token())
		ok(t, err)
		if c := get(t, s, bremen, id).Contact(k); !slices.Equal(c.Themes, []string{"recognition", "job_training"}) {
			t.Errorf("%v", c.Themes)
		}
		// A correction says itself what it means.
		ok(t, s.CorrectContact(casetest.As(bremen), id, k, 1, counselling.Input{"themes": "recognition"}, ident.Token()))
		if c := get(t, s, bremen, id).Contact(k); !slices.Equal(c.Themes, []string{"recognition"}) {
			t.Errorf("%v", c.Themes)
		}
		_, err = s.RecordContact(casetest.As(bremen), id, conversation("themes", ""), ident.Token())
		wrongField(t, err, "themes")
	})
}

func TestAGroupGetsAContactEach(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		var ids []string
		for range 3 {
			ids = append(ids, casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01")))
		}
		key := ident.Token()
		in := conversation("contents", "r1", "notes", "Gruppe in der Bibliothek", "follow_up_on", "2018-11-01")
		ok(t, s.RecordContacts(casetest.As(bremen), ids, in, key))
		ok(t, s.RecordContacts(casetest.As(bremen), ids, in, key)) // pressed twice
		for _, id := range ids {
			c := withPerson(t, s, id)
			day, _ := counselling.Cases.Day(c.Row, "follow_up_on")
			if len(c.Contacts) != 2 || day != clock.MustDay("2018-11-01") || c.Who.Text(c.Contacts[0].ID, counselling.TextNotes) != "Gruppe in der Bibliothek" {
				t.Errorf("%d contacts, %s, %v", len(c.Contacts), day, c.Who.Texts)
			}
		}
	})
}

func TestOneWrongCaseKeepsTheWholeGroupOut(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		mine := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01"))
		theirs := casetest.Open(t, s, munich, casetest.New("s3", "2018-10-01"))
		before := countRows(t, d, "contacts")
		for _, wrong := range []string{theirs, "nothing", strings.Repeat("x", 100)} {
			err := s.RecordContacts(casetest.As(bremen), []string{mine, wrong}, conversation(), ident.Token())
			wrongField(t, err, "case")
			var e *errs.Error
			if errors.As(err, &e); len(e.Fields) == 1 && !slices.Contains(e.Fields[0].Args, any(wrong)) {
				t.Errorf("it is not said that %s is wrong: %v", wrong, e.Fields)
			}
		}
		wrongField(t, s.RecordContacts(casetest.As(bremen), nil, conversation(), ident.Token()), "case")
		wrongField(t, s.RecordContacts(casetest.As(bremen), make([]string, counselling.MostAtOnce+1), conversation(), ident.Token()), "case")
		wrongField(t, s.RecordContacts(casetest.As(bremen), []string{mine}, conversation("held_on", "2018-10-16"), ident.Token()), "case", "held_on")
		if now := countRows(t, d, "contacts"); now != before {
			t.Errorf("%d contacts were stored", now-before)
		}
	})
}

func TestAGroupMayHaveComeFromSeveralNetworks(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		own := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01"))
		taken := casetest.Open(t, s, munich, casetest.New("s3", "2018-10-01"))
		_, err := d.Write(casetest.As(bremen), db.Command{Name: "test.hand_over", Tenant: "n2"}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "case", ID: taken})
			_, err := tx.Exec("UPDATE cases SET site_id = 's1' WHERE id = $1", taken)
			return "", err
		})
		ok(t, err)
		key := ident.Token()
		for range 2 {
			ok(t, s.RecordContacts(casetest.As(bremen), []string{own, taken}, conversation(), key))
		}
		for _, id := range []string{own, taken} {
			if n := len(get(t, s, bremen, id).Contacts); n != 2 {
				t.Errorf("%d contacts", n)
			}
		}
	})
}
