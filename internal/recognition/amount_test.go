package recognition

import (
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
)

func TestTheGrantComesBeforeTheProcedure(t *testing.T) {
	applied, today := clock.MustDay("2024-03-01"), clock.MustDay("2024-05-02")
	on := clock.MustDay
	for name, test := range map[string]struct {
		cost    Cost
		applied clock.Day
		want    string
	}{
		"in time":            {Cost{Kind: "fee", Amount: 40000, Help: RecognitionGrant, AppliedOn: on("2024-02-01"), Granted: 40000}, applied, ""},
		"on the same day":    {Cost{Kind: "fee", Help: RecognitionGrant, AppliedOn: applied}, applied, ""},
		"a day later":        {Cost{Kind: "fee", Help: RecognitionGrant, AppliedOn: on("2024-03-02")}, applied, GrantTooLate},
		"not at all":         {Cost{Kind: "fee", Help: RecognitionGrant}, applied, GrantNotYet},
		"before everything":  {Cost{Kind: "fee", Help: RecognitionGrant}, 0, ""},
		"too much":           {Cost{Kind: "translation", Amount: 90000, Help: RecognitionGrant, AppliedOn: on("2024-02-01"), Granted: 60001}, applied, GrantTooMuch},
		"more than it costs": {Cost{Kind: "fee", Amount: 10000, Help: "sgb3", Granted: 10001}, applied, GrantTooLarge},
		"skills analysis":    {Cost{Kind: "skills_analysis", Amount: 120000, Help: RecognitionGrant, AppliedOn: on("2024-02-01"), Granted: 120000}, applied, ""},
		"nothing known":      {Cost{Kind: "fee", Help: RecognitionGrant, AppliedOn: on("2027-07-01")}, on("2027-08-01"), GrantUnknown},
		"prolonged":          {Cost{Kind: "measure", Help: RecognitionGrant, AppliedOn: on("2025-01-02"), Granted: 300000}, on("2025-02-01"), ""},
		"job centre, later":  {Cost{Kind: "fee", Amount: 40000, Help: "sgb2", AppliedOn: on("2024-04-01"), Granted: 40000}, applied, ""},
	} {
		if got := strings.Join(Warnings(test.cost, test.applied, today), " "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestFeesAreThoseOfTheDay(t *testing.T) {
	if f := Fee("accelerated", clock.MustDay("2020-02-29")); f != nil {
		t.Errorf("a fee before the law: %+v", f)
	}
	if f := Fee("accelerated", clock.MustDay("2020-03-01")); f == nil || f.Fixed != 41100 {
		t.Errorf("%+v", f)
	}
	if f := Fee("statement", clock.MustDay("2024-01-01")); f == nil || f.Fixed != 20000 || f.Further != 10000 {
		t.Errorf("%+v", f)
	}
}

// TestTheDataIsSound looks at the three files together.
func TestTheDataIsSound(t *testing.T) {
	ids := map[string]bool{}
	for _, r := range rules {
		if ids[r.ID] || r.ID == "" || len(r.Starts) == 0 {
			t.Errorf("rule %q is twice, or has no start", r.ID)
		}
		ids[r.ID] = true
		if r.Length.IsZero() == !r.Until || r.Source == "" != (r.What == "outcome") || r.Law == "" != (r.What == "outcome") {
			t.Errorf("%s: no length, or no source", r.ID)
		}
		if r.AppliedTo != 0 && r.AppliedTo < r.AppliedFrom || r.Extension != "" && r.Extension != "once" {
			t.Errorf("%s: dates or extension", r.ID)
		}
		if !slices.Contains([]Who{Authority, Person, Centre}, r.Who) || r.After != "" && !slices.ContainsFunc(rules, func(o Rule) bool { return o.What == r.After }) {
			t.Errorf("%s: who or after", r.ID)
		}
		for _, p := range append(slices.Clone(r.Starts), r.Ends...) {
			for one := range strings.SplitSeq(string(p), "|") {
				kind, _, _ := strings.Cut(one, ":")
				if StepRuleOf(kind) == nil {
					t.Errorf("%s: no step %s", r.ID, kind)
				}
			}
		}
	}
	for _, s := range stepRules {
		for _, kind := range append(slices.Clone(s.After), s.Before...) {
			if StepRuleOf(kind) == nil {
				t.Errorf("%s: no step %s", s.Kind, kind)
			}
		}
		if len(s.Asks) > 4 || s.Asks[0] != "on_day" {
			t.Errorf("%s asks %q", s.Kind, s.Asks)
		}
		for _, field := range s.Demands {
			if !slices.Contains(s.Asks, field) {
				t.Errorf("%s demands %s and does not ask for it", s.Kind, field)
			}
		}
	}
	for _, a := range amounts {
		if a.ID == "" || a.Source == "" || a.ValidTo != 0 && a.ValidTo < a.ValidFrom || a.Fixed == 0 && a.Most == 0 || a.Most != 0 && a.Least > a.Most {
			t.Errorf("amount %+v", a)
		}
	}
}

func TestABrokenFileIsNoticed(t *testing.T) {
	for _, file := range []string{`[{"id": "x", "lenght": {"months": 1}}]`, `[{"applied_from": "2024-02-30"}]`, `{`} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", file)
				}
			}()
			parse[Rule]([]byte(file), "test")
		}()
	}
}

func TestTheUnionHasItsStates(t *testing.T) {
	on := clock.MustDay
	for _, test := range []struct {
		country, day string
		want         bool
	}{{"PL", "2024-01-01", true}, {"CH", "2024-01-01", true}, {"NO", "2024-01-01", true}, {"SY", "2024-01-01", false}, {"TR", "2024-01-01", false},
		{"GB", "2020-12-31", true}, {"GB", "2021-01-01", false}, {"", "2024-01-01", false}} {
		if got := FromEU(test.country, on(test.day)); got != test.want {
			t.Errorf("%s on %s: %v", test.country, test.day, got)
		}
	}
	if len(eu) != 27+3+1 {
		t.Errorf("%d states", len(eu))
	}
}
