package counselling_test

import (
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/db"
)

func TestNothingIsRecordedFromBeforeTheBirth(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		id := casetest.Open(t, s, bremen, born("2016-05-01"))
		was := countRows(t, d, "contacts") + countRows(t, d, "qualifications")
		const before = "counselling.error.before_birth"
		_, err := s.RecordContact(ctx, id, conversation("held_on", "2016-04-30"), token())
		faults(t, "a contact", err, "held_on", before)
		_, err = s.AddQualification(ctx, id, counselling.Input{"country": "SY", "completed_year": "2016"}, token())
		faults(t, "a qualification", err, "completed_year", before)
		first := get(t, s, bremen, id)
		k := first.Contacts[0]
		faults(t, "a correction", s.CorrectContact(ctx, id, k.ID, k.Version, counselling.Input{"held_on": "2016-04-30"}, token()), "held_on", before)
		faults(t, "an entry", s.CorrectCase(ctx, id, first.Version, counselling.Input{"year_of_entry": "2015"}, token()), "year_of_entry", before)
		// What the age refuses already is said once.
		old := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "age", "20"))
		_, err = s.AddQualification(ctx, old, counselling.Input{"completed_year": "1980"}, token())
		faults(t, "by the age", err, "completed_year", before)
		if n := countRows(t, d, "contacts") + countRows(t, d, "qualifications"); n != was+1 {
			t.Errorf("%d rows, were %d", n, was)
		}
		_, err = s.RecordContact(ctx, id, conversation("held_on", "2016-05-01"), token())
		ok(t, err)
		_, err = s.AddQualification(ctx, id, counselling.Input{"country": "SY", "completed_year": "2017"}, token())
		ok(t, err)
	})
}

func TestABirthDateIsNotAfterWhatTheCaseSays(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		change := func(id, day string) error {
			who := withPerson(t, s, id).Who
			i := *who.Identity
			i.BornOn, i.Phone = day, "030 1234567"
			return s.ChangePerson(ctx, id, person.Change{Identity: &i, Version: who.Version}, token())
		}
		for what, id := range map[string]string{
			"a contact":       casetest.Open(t, s, bremen, named("Haddad", "Rima", "")),
			"a qualification": casetest.Open(t, s, bremen, named("Koval", "Olena", "", "completed_year", "2005")),
			"an entry":        casetest.Open(t, s, bremen, named("Silva", "Joana", "", "year_of_entry", "2005")),
		} {
			day := map[string]string{"a contact": "2018-10-02", "a qualification": "2005-01-01", "an entry": "2006-01-01"}[what]
			faults(t, what, change(id, day), "born_on", "counselling.error.born_late")
			ok(t, change(id, "2004-12-31"))
			ok(t, change(id, ""))
		}
	})
}
