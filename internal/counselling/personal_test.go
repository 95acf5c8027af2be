package counselling_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// mayStore is a consent for a purpose, given in October 2018.
func mayStore(purpose string) person.NewConsent {
	return person.NewConsent{Purpose: purpose, GivenOn: "2018-10-12", Medium: "phone",
		Text: person.ShownText{ID: purpose, Version: "1", Language: "de", Body: "Darf das sein?"}}
}

// count reads one number.
func count(t *testing.T, d *db.DB, query string) (n int) {
	t.Helper()
	if err := d.Row(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// known is a case of Bremen whose person is known.
func known(t *testing.T, s *counselling.Service, more ...string) string {
	t.Helper()
	id := casetest.Open(t, s, casetest.Bremen, casetest.New("s1", "2018-10-01", more...))
	c := person.Change{Identity: &person.Identity{FamilyName: "Koval"}, Give: []person.NewConsent{mayStore(person.PurposeIdentity)}}
	if err := s.ChangePerson(casetest.As(casetest.Bremen), id, c, ident.Token()); err != nil {
		t.Fatal(err)
	}
	return id
}

// reveal is who a case is about, for somebody.
func reveal(t *testing.T, s *counselling.Service, a *authz.Actor, id string) (*counselling.Detail, error) {
	t.Helper()
	d, err := s.Get(casetest.As(a), id)
	if err == nil {
		err = s.Reveal(casetest.As(a), d.Held)
	}
	return d, err
}

func TestWhoACaseIsAboutIsRevealedWhereThatIsARight(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		id := known(t, s)
		before := count(t, d, "SELECT COUNT(*) FROM audit_entry WHERE kind = 'read'")
		for _, a := range []*authz.Actor{casetest.Analyst, casetest.Lead} {
			if got, err := reveal(t, s, a, id); err != nil || got.Who != nil {
				t.Errorf("%s: %+v, %v", a.ID, got.Who, err)
			}
		}
		if n := count(t, d, "SELECT COUNT(*) FROM audit_entry WHERE kind = 'read'"); n != before {
			t.Errorf("%d entries of those who learned nothing", n-before)
		}
		if got, err := reveal(t, s, casetest.Bremen, id); err != nil || got.Who == nil || got.Who.Identity.FamilyName != "Koval" {
			t.Fatalf("%+v, %v", got.Who, err)
		}
		if n := count(t, d, "SELECT COUNT(*) FROM audit_entry WHERE kind = 'read' AND actor = 'counsellor-s1'"); n != before+1 {
			t.Errorf("%d entries", n-before)
		}
	})
}

func TestACaseIsAnonymousAsLongAsNobodyAgreed(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx := casetest.As(casetest.Bremen)
		anonymous := func(id string) (bool, bool) {
			got, err := s.Get(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			n, known := counselling.Cases.Int(got.Row, "anonymous")
			return n == 1, known
		}
		id := known(t, s, "anonymous", "true")
		if is, known := anonymous(id); is || !known {
			t.Error("anonymous with a name")
		}
		who, err := reveal(t, s, casetest.Bremen, id)
		if err != nil {
			t.Fatal(err)
		}
		end := person.Change{Withdraw: []person.Withdrawal{{ConsentID: who.Who.Consents[0].ID, On: "2018-10-15", Medium: "email"}}}
		if err := s.ChangePerson(ctx, id, end, ident.Token()); err != nil {
			t.Fatal(err)
		}
		if is, _ := anonymous(id); !is {
			t.Error("nobody agrees, and the case is not anonymous")
		}
		if err := s.ChangePerson(ctx, id, end, ident.Token()); errs.KindOf(err) != errs.Conflict {
			t.Errorf("withdrawn twice: %v", err)
		}
	})
}

// TestARepetitionOfAFormGetsItsFirstAnswer sends a change of an identity several times at once, as an impatient browser does.
func TestARepetitionOfAFormGetsItsFirstAnswer(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id, key := known(t, s), ident.Token()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				c := person.Change{Identity: &person.Identity{FamilyName: "Koval", GivenName: "Olena"}, Version: 1}
				if err := s.ChangePerson(casetest.As(casetest.Bremen), id, c, key); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got, err := reveal(t, s, casetest.Bremen, id); err != nil || got.Who.Version != 2 {
			t.Errorf("version %d, %v", got.Who.Version, err)
		}
		stale := person.Change{Identity: &person.Identity{FamilyName: "Other"}, Version: 1}
		if err := s.ChangePerson(casetest.As(casetest.Bremen), id, stale, ident.Token()); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an old form: %v", err)
		}
	})
}

func TestNobodyElseChangesOrForgetsAPerson(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id := known(t, s)
		for _, c := range []struct {
			actor *authz.Actor
			kind  errs.Kind
		}{{casetest.Munich, errs.NotFound}, {casetest.Analyst, errs.Forbidden}, {casetest.Officer, errs.Forbidden}} {
			ctx := casetest.As(c.actor)
			got := []error{
				s.ChangePerson(ctx, id, person.Change{Identity: &person.Identity{FamilyName: "X"}, Version: 1}, ident.Token()),
				s.ForgetPerson(ctx, id, "2018-10-15", "phone", ident.Token()),
				s.AddDocument(ctx, id, person.NewDocument{Category: "cv", Name: "a.pdf", Content: []byte("%PDF-1.4\n")}, ident.Token()),
				s.DeleteDocument(ctx, id, "D", ident.Token()),
			}
			for i, err := range got {
				if errs.KindOf(err) != c.kind {
					t.Errorf("%s, %d: %v", c.actor.ID, i, err)
				}
			}
			if _, _, err := s.OpenDocument(ctx, id, "D"); err == nil {
				t.Errorf("%s opens a document", c.actor.ID)
			}
		}
		if got, err := reveal(t, s, casetest.Bremen, id); err != nil || got.Who.Version != 1 {
			t.Errorf("%+v, %v", got.Who, err)
		}
	})
}

func TestForgettingKeepsWhatCounts(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		id := known(t, s, "country", "SY")
		before := count(t, d, "SELECT COUNT(*) FROM case_summary")
		var told []string
		s.Connect(counselling.Beside{Forgotten: func(_ context.Context, caseID string) error {
			told = append(told, caseID)
			return nil
		}})
		if err := s.ForgetPerson(casetest.As(casetest.Bremen), id, "2018-10-15", "face_to_face", ident.Token()); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(told, []string{id}) {
			t.Errorf("the rooms beside were told of %q", told)
		}
		got, err := reveal(t, s, casetest.Bremen, id)
		if err != nil || got.Who.Identity != nil || len(got.Contacts) != 1 || len(got.Qualifications) != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		if c := got.Who.Consents[0]; c.Valid || c.WithdrawnOn.String() != "2018-10-15" {
			t.Errorf("the consent %+v", c)
		}
		if n := count(t, d, "SELECT COUNT(*) FROM case_summary"); n != before {
			t.Errorf("%d cases in the lists, %d before", n, before)
		}
		if found, err := s.Search(casetest.As(casetest.Bremen), "Koval"); err != nil || len(found.Cases) != 0 {
			t.Errorf("still found: %+v, %v", found, err)
		}
	})
}

func TestACaseIsFoundOnceByCodeAndName(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		first, second := known(t, s), known(t, s)
		found, err := s.Search(casetest.As(casetest.Bremen), "koval")
		if err != nil || len(found.Cases) != 2 || found.More {
			t.Fatalf("%+v, %v", found, err)
		}
		var ids []string
		for _, m := range found.Cases {
			ids = append(ids, m.CaseID)
			if m.Name != "Koval" || m.Contacts != 1 || m.LastContact.String() != "2018-10-01" || m.Site != "s1" || !m.Exact {
				t.Errorf("%+v", m)
			}
		}
		if !slices.Contains(ids, first) || !slices.Contains(ids, second) {
			t.Errorf("found %q", ids)
		}
		if found, err := s.Search(casetest.As(casetest.Munich), first); err != nil || len(found.Cases) != 0 {
			t.Errorf("a foreign code: %+v, %v", found, err)
		}
		if _, err := s.Search(casetest.As(casetest.Editor), first); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("who may read no cases: %v", err)
		}
	})
}
