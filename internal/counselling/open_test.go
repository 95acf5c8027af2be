package counselling_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// agrees is the consent that who one is may be stored.
func agrees() []person.NewConsent {
	return []person.NewConsent{{Purpose: person.PurposeIdentity, GivenOn: "2018-10-15", Medium: "face_to_face",
		Text: person.ShownText{ID: "identity", Version: "1", Language: "de", Body: "Dürfen wir?"}}}
}

// named is a new case of somebody with a name.
func named(family, given, phone string, more ...string) counselling.NewCase {
	in := casetest.New("s1", "2018-10-01", more...)
	in.Identity = &person.Identity{FamilyName: family, GivenName: given, Phone: phone}
	in.Consents = agrees()
	return in
}

// withPerson reads a case with who it is about.
func withPerson(t *testing.T, s *counselling.Service, id string) *counselling.Detail {
	t.Helper()
	d := get(t, s, bremen, id)
	ok(t, s.Reveal(casetest.As(bremen), d.Held))
	return d
}

func TestACaseIsStoredAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		in := named("Haddad", "Rima", "0421 555 0100", "sex", "female", "wish", "Als Krankenschwester arbeiten", "notes", "Kommt wieder.",
			"language", "ar", "interpreter", "true", "follow_up_on", "2018-11-01")
		in.Qualifications = []counselling.Input{{"country": "SY", "kind": "bachelor", "institution": "Universität Aleppo"}, {}, {"country": "TR"}}
		id, err := s.Open(casetest.As(bremen), in, ident.Token())
		ok(t, err)
		d := withPerson(t, s, id)
		if d.Who.Identity == nil || d.Who.Identity.FamilyName != "Haddad" || d.Who.Consent(person.PurposeIdentity) == nil {
			t.Fatalf("%+v", d.Who)
		}
		if d.Who.Text(id, counselling.TextWish) != "Als Krankenschwester arbeiten" || d.Who.Text(d.Contacts[0].ID, counselling.TextNotes) != "Kommt wieder." {
			t.Errorf("texts %v", d.Who.Texts)
		}
		if len(d.Qualifications) != 2 || d.Who.Text(d.Qualifications[0].ID, counselling.TextInstitution)+d.Who.Text(d.Qualifications[1].ID, counselling.TextInstitution) != "Universität Aleppo" {
			t.Errorf("qualifications %v, texts %v", d.Qualifications, d.Who.Texts)
		}
		if by := counselling.Cases.Str(d.Row, "counsellor_id"); by != bremen.ID || d.Contacts[0].By != bremen.ID {
			t.Errorf("in charge is %q, held by %q", by, d.Contacts[0].By)
		}
		anonymous, known := counselling.Cases.Int(d.Row, "anonymous")
		if day, _ := counselling.Cases.Day(d.Row, "follow_up_on"); !known || anonymous != 0 || day != clock.MustDay("2018-11-01") {
			t.Errorf("anonymous %d, to see to on %s", anonymous, day)
		}
		if k := d.Contacts[0]; k.Language != "ar" || k.WithHelp != "true" {
			t.Errorf("%+v", k)
		}
	})
}

func TestWithoutAConsentACaseIsAnonymous(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "notes", "Will keinen Namen nennen."))
		c := withPerson(t, s, id)
		if anonymous, _ := counselling.Cases.Int(c.Row, "anonymous"); anonymous != 1 || c.Who.Identity != nil {
			t.Errorf("%d, %+v", anonymous, c.Who.Identity)
		}
		if c.Who.Text(c.Contacts[0].ID, counselling.TextNotes) != "Will keinen Namen nennen." {
			t.Errorf("%v", c.Who.Texts)
		}
		in := named("Haddad", "Rima", "")
		in.Consents = nil
		_, err := s.Open(casetest.As(bremen), in, ident.Token())
		wrongField(t, err, "consent_identity")
		if n := countRows(t, d, "cases"); n != 1 {
			t.Errorf("%d cases", n)
		}
	})
}

func TestSomebodyCanRegisterWithoutAConversation(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		in := named("Haddad", "Rima", "0421 555 0100")
		in.Contact = nil
		id, err := s.Open(casetest.As(bremen), in, ident.Token())
		ok(t, err)
		d := get(t, s, bremen, id)
		if at, known := counselling.Cases.Int(d.Row, "registered_at"); !known || clock.Instant(at) != clock.InstantOf(casetest.Now.Now()) || len(d.Contacts) != 0 {
			t.Errorf("registered %d, %d contacts", at, len(d.Contacts))
		}
		k, err := s.RecordContact(casetest.As(bremen), id, counselling.Input{"held_on": "2018-10-15", "form": "phone", "themes": "recognition"}, ident.Token())
		ok(t, err)
		if d = get(t, s, bremen, id); len(d.Contact(k).Initial) != 1 {
			t.Error("the first conversation is not an initial one")
		}
	})
}

func TestProbableDuplicatesAreAskedAbout(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		ctx, key := casetest.As(bremen), ident.Token()
		first, err := s.Open(ctx, named("Haddad", "Rima", "0421 555 0100"), key)
		ok(t, err)
		again, err := s.Open(ctx, named("Haddad", "Rima", "0421 555 0100"), key)
		if ok(t, err); again != first {
			t.Errorf("the same form again is another case: %s, %s", first, again)
		}
		twin := named("Hadad", "Rima", "+49 421 5550100")
		_, err = s.Open(ctx, twin, ident.Token())
		var similar *counselling.SimilarError
		if !errors.As(err, &similar) || len(similar.Matches) != 1 || similar.Matches[0].Subject.ID != first || errs.KindOf(err) != errs.Conflict {
			t.Fatalf("%v", err)
		}
		if looked := auditOf(t, d, "read"); !strings.Contains(looked, first) {
			t.Errorf("it is not noted that the name was shown: %q", looked)
		}
		if n := countRows(t, d, "cases"); n != 1 {
			t.Errorf("%d cases", n)
		}
		twin.Another = true
		second, err := s.Open(ctx, twin, ident.Token())
		if ok(t, err); second == first {
			t.Error("another person is no other case")
		}
		in := named("Haddad", "Rima", "0421 555 0100")
		in.Site = "s3"
		_, err = s.Open(casetest.As(munich), in, ident.Token())
		ok(t, err) // another centre knows nobody of Bremen
	})
}

func TestNothingHappensBeforeBirth(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		for field, in := range map[string]counselling.NewCase{
			"held_on":        born("2018-10-02"),
			"year_of_entry":  born("2016-01-01", "year_of_entry", "2015"),
			"completed_year": born("1990-01-01", "completed_year", "1990"),
		} {
			_, err := s.Open(casetest.As(bremen), in, ident.Token())
			wrongField(t, err, field)
		}
		_, err := s.Open(casetest.As(bremen), casetest.New("s1", "2018-10-01", "age", "20", "completed_year", "1990"), ident.Token())
		wrongField(t, err, "completed_year")
		_, err = s.Open(casetest.As(bremen), casetest.New("s1", "2018-10-01", "age", "20", "year_of_entry", "1996"), ident.Token())
		wrongField(t, err, "year_of_entry")
		in := born("1990-01-01", "completed_year", "1990")
		in.Qualifications = append(in.Qualifications, counselling.Input{"country": "SY", "completed_year": "1985"})
		_, err = s.Open(casetest.As(bremen), in, ident.Token())
		wrongField(t, err, "completed_year", "completed_year_2")
		if n := countRows(t, d, "cases") + countRows(t, d, "person"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		_, err = s.Open(casetest.As(bremen), born("1990-01-01", "completed_year", "2012", "year_of_entry", "2015", "age", "28"), ident.Token())
		ok(t, err)
	})
}

// born is a new case of somebody born on a day.
func born(day string, more ...string) counselling.NewCase {
	in := named("Haddad", "Rima", "", more...)
	in.Identity.BornOn = day
	return in
}

func TestAllWrongsOfVaultAndFactsAreSaidAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		in := named(strings.Repeat("Абвгд عربي Ελλά 漢字 ", 30), "", "abc", "age", "200")
		in.Qualifications = []counselling.Input{{"kind": "master"}, {"kind": "course"}}
		_, err := s.Open(casetest.As(bremen), in, ident.Token())
		wrongField(t, err, "age", "family_name", "kind_2", "phone")
		if n := countRows(t, d, "cases") + countRows(t, d, "person") + countRows(t, d, "consent"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestAConsentWithdrawnWhileWritingKeepsTheContactOut(t *testing.T) {
	dbtest.Each(t, casetest.Now, func(t *testing.T, d *db.DB) {
		structure := casetest.Found(t, d)
		vault := casetest.Vault(t, d, structure)
		s := counselling.New(d, structure, vault)
		id := casetest.Open(t, s, bremen, named("Haddad", "Rima", ""))
		c := withPerson(t, s, id)
		prepared, err := vault.Prepare(casetest.As(bremen), c.Place, c.Subject(), person.Change{Texts: map[string]person.Texts{"k": {"notes": "Rima kommt wieder"}}})
		ok(t, err)
		ok(t, s.ForgetPerson(casetest.As(bremen), id, "2018-10-15", "phone", ident.Token()))
		_, err = d.Write(casetest.As(bremen), db.Command{Name: "test.late", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
			return "", prepared.Put(context.Background(), tx)
		})
		mustBe(t, "a note sealed before", err, errs.Conflict)
		k, err := s.RecordContact(casetest.As(bremen), id, counselling.Input{"held_on": "2018-10-15", "form": "phone", "themes": "recognition", "notes": "Will anonym bleiben"}, ident.Token())
		ok(t, err)
		if c = withPerson(t, s, id); c.Who.Identity != nil || c.Who.Text(k, counselling.TextNotes) != "Will anonym bleiben" || len(c.Who.Texts) != 1 {
			t.Errorf("%+v", c.Who)
		}
	})
}

// wrongField demands that exactly these fields are named as wrong.
func wrongField(t *testing.T, err error, fields ...string) {
	t.Helper()
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid {
		t.Errorf("%v, want %v to be wrong", err, fields)
		return
	}
	var named []string
	for _, f := range e.Fields {
		named = append(named, f.Name)
	}
	slices.Sort(named)
	if !slices.Equal(named, fields) {
		t.Errorf("wrong is %v, want %v", named, fields)
	}
}

// countRows of a table.
func countRows(t *testing.T, d *db.DB, table string) (n int) {
	t.Helper()
	ok(t, d.Row(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n))
	return n
}

// auditOf is what the audit entries of a kind say.
func auditOf(t *testing.T, d *db.DB, kind string) string {
	t.Helper()
	var all, detail string
	rows, err := d.Query(t.Context(), "SELECT detail FROM audit_entry WHERE kind = $1", kind)
	ok(t, db.Each(rows, err, func() error {
		err := rows.Scan(&detail)
		all += detail + "\n"
		return err
	}))
	return all
}
