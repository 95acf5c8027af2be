package finder_test

import (
	"context"
	"strings"
	"testing"

	"openiq/internal/centre/centretest"
	"openiq/internal/finder"
	"openiq/internal/finder/findertest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/recognition"
)

var (
	anybody    = context.Background()
	counsellor = authz.With(anybody, &authz.Actor{ID: "c", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Site, ID: "s1"}, finder.ActionRecord)}})
	nurse      = finder.Question{Occupation: "nurse", Country: "SY", Place: "86150", On: clock.NoDay}
)

func TestANurseFromSyriaInAugsburg(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		f := findertest.Open(t, d).Finder
		a, err := f.Answer(anybody, nurse)
		if err != nil {
			t.Fatal(err)
		}
		inBremen, err := f.Answer(anybody, finder.Question{Occupation: "nurse", Country: "SY", Place: "28195", On: clock.NoDay})
		if err != nil || len(inBremen.Decides.Authorities) != 1 || !inBremen.Decides.Authorities[0].In("HB") || len(inBremen.Centres) != 1 || inBremen.Centres[0].ID != "s3" {
			t.Errorf("in Bremen %+v: %v", inBremen, err)
		}
		switch {
		case a.Need != finder.ForWork || a.Automatic() || a.Origin != recognition.FromThird:
			t.Errorf("needed for %s, automatic %t, %s", a.Need, a.Automatic(), a.Origin)
		case a.Decides.Certain || a.Decides.Portal == "": // in 2018 nobody knows for sure
			t.Errorf("decides: %+v", a.Decides)
		case a.Question.On != centretest.Today || a.Timeline[len(a.Timeline)-1].Latest == 0 && len(a.Timeline) < 4:
			t.Errorf("%v on %s", a.Timeline, a.Question.On)
		case len(a.Centres) != 2 || a.Centres[0].ID != "s1" || a.Centres[1].Near == nil:
			t.Errorf("%+v", a.Centres)
		case len(a.Outcomes) != 3 || len(a.Outcomes[1].Next) == 0:
			t.Errorf("%+v", a.Outcomes)
		}
		for _, doc := range a.Plan.Documents {
			if doc.When == "accelerated" {
				t.Error("who lives here needs nothing from an employer abroad")
			}
		}
	})
}

// TestEverybodyGetsAnAnswer asks about every occupation, from each kind of country, in each Land.
func TestEverybodyGetsAnAnswer(t *testing.T) {
	rooms := findertest.Open(t, dbtest.SQLite(t, centretest.Now))
	catalogue, err := rooms.Occupations.Catalogue(anybody)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, o := range catalogue.All() {
		for i, q := range []finder.Question{{Country: "PL"}, {Country: "SY"}, {Country: "KZ", Resettler: true}, {Country: "IN", Abroad: true}} {
			for _, state := range append([]string{""}, finder.States...) {
				q.Occupation, q.State, q.On = o.Code, state, centretest.Today+clock.Day(i*300)
				a, err := rooms.Finder.Answer(anybody, q)
				if err != nil {
					t.Fatalf("%+v: %v", q, err)
				}
				if a.Plan == nil || len(a.Timeline) == 0 || len(a.Outcomes) == 0 || len(a.Plan.Documents) == 0 || a.Need == "" {
					t.Errorf("%+v has no whole answer", q)
				}
				if len(a.Decides.Authorities) == 0 && a.Decides.Portal == "" || q.Abroad && a.Decides.Guide == nil {
					t.Errorf("%+v: nobody to ask", q)
				}
				if (state != "") != (len(a.Centres) > 0) && (state == "BY" || state == "HB") {
					t.Errorf("%+v: %d centres", q, len(a.Centres))
				}
				asked++
			}
		}
	}
	if asked < 900*4*17 {
		t.Errorf("only %d questions", asked)
	}
}

func TestNeedsDiffer(t *testing.T) {
	f := findertest.Open(t, dbtest.SQLite(t, centretest.Now)).Finder
	for code, want := range map[string]finder.Need{"nurse": finder.ForWork, "physician": finder.ForWork, "baker": finder.Useful} {
		a, err := f.Answer(anybody, finder.Question{Occupation: code, Country: "TR", On: clock.NoDay})
		if err != nil || a.Need != want {
			t.Errorf("%s: %v, want %s (%v)", code, a, want, err)
		}
	}
	a, err := f.Answer(anybody, finder.Question{Occupation: "physician", Country: "FR", Resettler: true, On: clock.NoDay})
	if err != nil || !a.Automatic() || a.Origin != recognition.FromUnion {
		t.Errorf("a physician from France: %v", err)
	}
}

func TestWhatCannotBeAsked(t *testing.T) {
	f := findertest.Open(t, dbtest.SQLite(t, centretest.Now)).Finder
	for name, c := range map[string]struct {
		change func(*finder.Question)
		field  string
	}{
		"occupation": {func(q *finder.Question) { q.Occupation = "wizard" }, "occupation"},
		"country":    {func(q *finder.Question) { q.Country = "ZZ" }, "country"},
		"no country": {func(q *finder.Question) { q.Country = "" }, "country"},
		"Germany":    {func(q *finder.Question) { q.Country = "DE" }, "country"},
		"place":      {func(q *finder.Question) { q.Place = "Atlantis" }, "place"},
		"foreign":    {func(q *finder.Question) { q.Place = "1010 Wien" }, "place"},
		"long":       {func(q *finder.Question) { q.Place = strings.Repeat("9", 5000) }, "place"},
		"no UTF-8":   {func(q *finder.Question) { q.Place = "\xff\xfe" }, "place"},
		"land":       {func(q *finder.Question) { q.Place, q.State = "", "XX" }, "place"},
		"other land": {func(q *finder.Question) { q.State = "HB" }, "place"},
		"district":   {func(q *finder.Question) { q.District = "04011" }, "place"},
		"too early":  {func(q *finder.Question) { q.On = clock.MustDay("2012-03-31") }, "on"},
		"too late":   {func(q *finder.Question) { q.On = centretest.Today + 5000 }, "on"},
	} {
		q := nurse
		c.change(&q)
		if _, err := f.Answer(anybody, q); errs.KindOf(err) != errs.Invalid || !finder.Invalid(err, c.field) {
			t.Errorf("%s: %v", name, err)
		}
		if kept, err := f.Keep(anybody, q, ident.Token()); err == nil {
			t.Errorf("%s is kept as %s", name, kept.Code)
		}
	}
}

func TestPlacesThatSeveralMayBeMeant(t *testing.T) {
	f := findertest.Open(t, dbtest.SQLite(t, centretest.Now)).Finder
	for text, want := range map[string]int{"86150": 1, "augsburg": 1, "91281": 2, "Neustadt": 2, "neu": 2, "": 0, "Atlantis": 0, "Bayern": 1, "28": 0} {
		places, err := f.Places(anybody, text)
		if err != nil || len(places) != want {
			t.Errorf("%q: %v, %v", text, places, err)
		}
	}
	for q, want := range map[finder.Question]finder.Place{
		{Place: "91281"}:                    {State: "BY"},
		{Place: "91281", District: "09472"}: {State: "BY", District: "09472", Name: "Speichersdorf"},
		{Place: "Neustadt"}:                 {},
		{Place: "Neustadt", State: "SH"}:    {State: "SH", District: "01055", Name: "Neustadt"},
		{State: "TH"}:                       {State: "TH"},
	} {
		q.Occupation, q.Country, q.On = "baker", "SY", clock.NoDay
		a, err := f.Answer(anybody, q)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Place; got.State != want.State || got.District != want.District || want.Name != "" && got.Name != want.Name {
			t.Errorf("%+v: %+v", q, got)
		}
	}
}

func TestACodeOpensTheQuestion(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		f := findertest.Open(t, d).Finder
		q := nurse
		q.Abroad, q.On = true, centretest.Today+10
		key := ident.Token()
		kept, err := f.Keep(anybody, q, key)
		again, repeated := f.Keep(anybody, q, key)
		other, fresh := f.Keep(anybody, q, ident.Token())
		if err != nil || repeated != nil || fresh != nil || again != kept || other.Code == kept.Code {
			t.Fatalf("%+v, %+v, %+v: %v %v %v", kept, again, other, err, repeated, fresh)
		}
		if kept.Until != centretest.Today+finder.KeptDays {
			t.Errorf("kept until %s", kept.Until)
		}
		opened, err := f.Open(counsellor, strings.ToLower(finder.Spaced(kept.Code)))
		q.On = clock.NoDay // the day of a plan is not kept: the counsellor sees today's
		if err != nil || opened.Question != q {
			t.Errorf("%+v, %v", opened, err)
		}
		if _, err := f.Open(authz.With(anybody, &authz.Actor{ID: "analyst"}), kept.Code); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("who may record nothing: %v", err)
		}
	})
}

func TestUnknownAndExpiredCodesLookTheSame(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		f := findertest.Open(t, d).Finder
		kept, err := f.Keep(anybody, nurse, ident.Token())
		if err != nil {
			t.Fatal(err)
		}
		expire := func(until clock.Day) {
			_, err := d.Write(anybody, db.Command{Name: "test.age", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
				tx.Audit(db.Entry{Kind: "finder_code", ID: "test"})
				_, err := tx.Exec("UPDATE finder_code SET until = $1", int32(until))
				return "", err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		expire(centretest.Today)
		if _, err := f.Open(counsellor, kept.Code); err != nil {
			t.Errorf("on its last day: %v", err)
		}
		expire(centretest.Today - 1)
		_, expired := f.Open(counsellor, kept.Code)
		_, unknown := f.Open(counsellor, "00000000")
		_, wrong := f.Open(counsellor, "nonsense")
		if errs.KindOf(expired) != errs.NotFound || expired.Error() != unknown.Error() || expired.Error() != wrong.Error() {
			t.Errorf("%v, %v, %v", expired, unknown, wrong)
		}
		if err := f.Tidy(anybody); err != nil {
			t.Fatal(err)
		}
		left := 0
		if err := d.Row(anybody, "SELECT COUNT(*) FROM finder_code").Scan(&left); err != nil || left != 0 {
			t.Errorf("%d codes are left, %v", left, err)
		}
	})
}
