package counselling_test

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// whole follows the pages of a list to its end.
func whole(t *testing.T, s *counselling.Service, a *authz.Actor, q counselling.Query) (cases []counselling.Summary, total int) {
	t.Helper()
	for {
		page, err := s.List(casetest.As(a), q)
		ok(t, err)
		cases, total = append(cases, page.Cases...), page.Total
		if len(page.Cases) > counselling.PageSize {
			t.Fatalf("a page of %d", len(page.Cases))
		}
		if page.Next == (counselling.Cursor{}) {
			return cases, total
		}
		if page.Next == q.After {
			t.Fatal("the list does not end")
		}
		q.After = page.Next
	}
}

func TestPagesHaveEveryCaseOnce(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		var want []string
		for i := range 120 { // many on one day, at two sites
			site, day := "s1", clock.MustDay("2018-10-01")-clock.Day(i/50)
			in := casetest.New(site, day.String())
			if i%3 == 0 {
				in.Site = "s2"
			}
			want = append(want, casetest.Open(t, s, both, in))
		}
		casetest.Open(t, s, munich, casetest.New("s3", "2018-10-01"))
		cases, total := whole(t, s, both, counselling.Query{})
		var got []string
		for i, c := range cases {
			got = append(got, c.CaseID)
			if i > 0 && (cases[i-1].LastContact < c.LastContact || cases[i-1].LastContact == c.LastContact && cases[i-1].CaseID <= c.CaseID) {
				t.Fatalf("line %d is out of order", i)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || total != len(want) {
			t.Errorf("%d lines of %d, total %d", len(got), len(want), total)
		}
		emden, total := whole(t, s, both, counselling.Query{Site: "s2"})
		if len(emden) != 40 || total != 40 {
			t.Errorf("Emden has %d of %d", len(emden), total)
		}
	})
}

// both is somebody who records in Bremen and in Emden.
var both = &authz.Actor{ID: "both", Grants: []authz.Grant{
	authz.Allow(authz.Scope{Kind: authz.Site, ID: "s1"}, counselling.ActionRead, counselling.ActionRecord),
	authz.Allow(authz.Scope{Kind: authz.Site, ID: "s2"}, counselling.ActionRead, counselling.ActionRecord),
}}

func TestFiltersCount(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		for _, more := range [][]string{
			{"country", "SY", "sex", "female", "reference_occupation", "teacher"},
			{"country", "SY", "sex", "male"},
			{"country", "declined", "sex", "declined"},
			{"country", "", "sex", "female"},
			{},
		} {
			casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", more...))
		}
		for f, want := range map[counselling.Filter]int{
			{}:                                   5,
			{Country: "SY"}:                      2,
			{Country: "declined"}:                1,
			{Country: counselling.None}:          2,
			{Country: "SY", Sex: "male"}:         1,
			{Sex: counselling.None}:              1,
			{Sex: "female"}:                      2,
			{Occupation: "teacher"}:              1,
			{Occupation: counselling.None}:       4,
			{Occupation: "teacher", Sex: "male"}: 0,
			{Sex: "diverse"}:                     0,
		} {
			cases, total := whole(t, s, bremen, counselling.Query{Filter: f})
			if len(cases) != want || total != want {
				t.Errorf("%+v: %d lines, total %d, want %d", f, len(cases), total, want)
			}
		}
	})
}

func TestTheTotalFollowsEveryChange(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		for want := range 4 {
			if _, total := whole(t, s, bremen, counselling.Query{}); total != want {
				t.Errorf("total %d, want %d", total, want)
			}
			casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01"))
		}
	})
}

func TestWhoSeesManyCentresChooses(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		casetest.Open(t, s, munich, casetest.New("s3", "2018-10-01"))
		if _, total := whole(t, s, analyst, counselling.Query{}); total != 1 {
			t.Errorf("of three centres %d cases", total)
		}
		for i := range counselling.MostCentres {
			casetest.Store(t, d, programme.Sites, "more"+strconv.Itoa(i)+" project_id=p1 name=More kind=fixed")
		}
		page, err := s.List(casetest.As(analyst), counselling.Query{})
		ok(t, err)
		if !page.Choose || len(page.Cases) != 0 || len(page.Centres) != counselling.MostCentres+3 {
			t.Errorf("choose %v of %d", page.Choose, len(page.Centres))
		}
		if _, total := whole(t, s, analyst, counselling.Query{Site: "s3"}); total != 1 {
			t.Errorf("the chosen centre has %d", total)
		}
	})
}

// TestTheListShowsWhatIsRecorded compares the lines of the list with what is stored, after any commands.
func TestTheListShowsWhatIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		rapid.Check(t, func(rt *rapid.T) {
			in := casetest.New("s1", "2018-10-01", "sex", anyOf(rt, "", "female"), "country", anyOf(rt, "", "SY", "PL"))
			id := casetest.Open(t, s, bremen, in)
			for range rapid.IntRange(0, 6).Draw(rt, "commands") {
				randomCommand(rt, s, ctx, id)
			}
			want, err := plain(ctx, d, id)
			ok(t, err)
			page, err := s.List(ctx, counselling.Query{Filter: counselling.Filter{Code: id}})
			ok(t, err)
			if len(page.Cases) != 1 {
				rt.Fatalf("%d lines", len(page.Cases))
			}
			if got := page.Cases[0]; !reflect.DeepEqual(shown(got), want) {
				rt.Fatalf("the list says %+v, the records %+v", shown(got), want)
			}
		})
	})
}

// shown is what of a line can be compared: without the key by which its list is sorted, which nobody outside sees.
func shown(s counselling.Summary) counselling.Summary {
	return counselling.Summary{Tenant: s.Tenant, CaseID: s.CaseID, Site: s.Site, Counsellor: s.Counsellor, LastContact: s.LastContact,
		Contacts: s.Contacts, Qualifications: s.Qualifications, Sex: s.Sex, Age: s.Age, Nationality: s.Nationality, Country: s.Country, Occupation: s.Occupation}
}

func anyOf(t *rapid.T, values ...string) string { return rapid.SampledFrom(values).Draw(t, "value") }

// randomCommand does something to a case, as a counsellor would.
func randomCommand(t *rapid.T, s *counselling.Service, ctx context.Context, id string) {
	d, err := s.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	contact := counselling.Input{"form": "phone", "themes": "recognition", "held_on": anyOf(t, "2018-09-01", "2018-10-01", "2018-10-10")}
	degree := counselling.Input{"country": anyOf(t, "", "SY", "UA"), "reference_occupation": anyOf(t, "", "teacher")}
	key := ident.Token()
	switch n := rapid.IntRange(0, 6).Draw(t, "command"); {
	case n == 0:
		_, err = s.RecordContact(ctx, id, contact, key)
	case n == 1:
		_, err = s.AddQualification(ctx, id, degree, key)
	case n == 2:
		err = s.CorrectCase(ctx, id, d.Row.Version, counselling.Input{"sex": anyOf(t, "", "male"), "age": anyOf(t, "", "33"), "nationality": anyOf(t, "", "SY")}, key)
	case n == 3 && len(d.Contacts) > 0:
		err = s.CorrectContact(ctx, id, d.Contacts[0].ID, d.Contacts[0].Version, contact, key)
	case n == 4 && len(d.Contacts) > 0:
		err = s.DeleteContact(ctx, id, d.Contacts[0].ID, d.Contacts[0].Version, key)
	case n == 5 && len(d.Qualifications) > 0:
		err = s.CorrectQualification(ctx, id, d.Qualifications[0].ID, d.Qualifications[0].Version, degree, key)
	case n == 6 && len(d.Qualifications) > 0:
		err = s.DeleteQualification(ctx, id, d.Qualifications[0].ID, d.Qualifications[0].Version, key)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// plain is the line of a case computed from all its records.
func plain(ctx context.Context, d *db.DB, id string) (counselling.Summary, error) {
	c, err := counselling.Cases.Get(ctx, d, id)
	if err != nil {
		return counselling.Summary{}, err
	}
	out := counselling.Summary{Tenant: c.Tenant, CaseID: id, Site: counselling.Cases.Str(c, "site_id"), Sex: counselling.Cases.Str(c, "sex"),
		Nationality: counselling.Cases.Str(c, "nationality"), Age: -1, Counsellor: counselling.Cases.Str(c, "counsellor_id")}
	if age, known := counselling.Cases.Int(c, "age"); known {
		out.Age = int(age)
	}
	err = counselling.Contacts.Scan(ctx, d, func(r record.Row) error {
		if day, _ := counselling.Contacts.Day(&r, "held_on"); counselling.Contacts.Str(&r, "case_id") == id {
			out.Contacts++
			out.LastContact = max(out.LastContact, day)
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	err = counselling.Qualifications.Scan(ctx, d, func(r record.Row) error {
		if counselling.Qualifications.Str(&r, "case_id") == id {
			if out.Qualifications++; out.Qualifications == 1 {
				out.Country, out.Occupation = counselling.Qualifications.Str(&r, "country"), counselling.Qualifications.Str(&r, "reference_occupation")
			}
		}
		return nil
	})
	return out, err
}
