package recognition

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
)

// someDays are days on both sides of every change of the law, and a few others.
func someDays() []clock.Day {
	days := []clock.Day{firstDay, clock.MustDay("2019-12-31"), clock.MustDay("2020-03-01"), clock.MustDay("2026-11-22"), clock.MustDay("2040-01-01")}
	for _, c := range plans.Courses {
		if c.AppliedFrom != 0 {
			days = append(days, clock.Day(c.AppliedFrom)-1, clock.Day(c.AppliedFrom))
		}
	}
	return days
}

func everyPlan(t *testing.T, look func(*Plan)) {
	t.Helper()
	for _, key := range PlanKeys() {
		for _, origin := range Origins() {
			for _, day := range someDays() {
				p, err := ProcedureFor(key, origin, day)
				if err != nil {
					t.Fatalf("%s %s %s: %v", key, origin, day, err)
				}
				look(p)
			}
		}
	}
}

func TestEveryOccupationHasAPlanForEveryOriginAndDay(t *testing.T) {
	if len(PlanKeys()) != 20 {
		t.Errorf("%d procedures", len(PlanKeys()))
	}
	everyPlan(t, func(p *Plan) {
		if len(p.Steps) == 0 || len(p.Documents) == 0 || p.Law == "" {
			t.Errorf("%s %s %s: %+v", p.Key, p.Origin, p.On, p)
		}
		for _, outcome := range p.Outcomes() {
			if !slices.ContainsFunc(p.Next, func(n Next) bool { return n.Outcome == outcome }) {
				t.Errorf("%s %s: nothing follows %s", p.Key, p.Origin, outcome)
			}
		}
		if slices.Contains(p.Outcomes(), "compensation") == (len(p.Compensation) == 0) {
			t.Errorf("%s %s: compensation %q", p.Key, p.Origin, p.Compensation)
		}
	})
}

func TestWhatIsNoQuestionIsRefused(t *testing.T) {
	on := clock.MustDay("2024-01-02")
	for _, test := range []struct {
		key    string
		origin Origin
		on     clock.Day
		want   error
	}{{"nurse", FromThird, on, ErrNoKey}, {"health", "moon", on, ErrNoOrigin}, {"health", FromThird, firstDay - 1, ErrNoLaw}, {"health", FromThird, 0, ErrNoLaw}} {
		if _, err := ProcedureFor(test.key, test.origin, test.on); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test, err)
		}
	}
}

func TestTheSevenSectoralProfessionsAreRecognisedAutomaticallyInTheUnionOnly(t *testing.T) {
	everyPlan(t, func(p *Plan) {
		sectoral := slices.Contains([]string{"sectoral", "specialist", "nurse_midwife", "architect"}, p.Key)
		if (p.Kind == Automatic) != (sectoral && p.Origin == FromUnion) {
			t.Errorf("%s %s is %s", p.Key, p.Origin, p.Kind)
		}
		if (p.Kind == Statement) != (p.Key == "academic") {
			t.Errorf("%s is %s", p.Key, p.Kind)
		}
	})
}

func must(t *testing.T, key string, origin Origin, on string) *Plan {
	t.Helper()
	p, err := ProcedureFor(key, origin, clock.MustDay(on))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func has(p *Plan, document string) bool {
	return slices.ContainsFunc(p.Documents, func(d Document) bool { return d.Code == document })
}

func TestDocumentsFollowTheLaw(t *testing.T) {
	for _, test := range []struct {
		key     string
		origin  Origin
		yes, no string
	}{
		{"nurse_midwife", FromThird, "cv identity certificates declaration entitlement intention translations language_certificate health good_conduct", "conformity resettler affidavit"},
		{"sectoral", FromUnion, "conformity language_certificate health good_conduct", "intention resettler affidavit"},
		{"training", FromThird, "cv experience intention affidavit", "entitlement language_certificate health good_conduct"},
		{"training", FromUnion, "cv", "intention"},
		{"training", OfResettler, "resettler", "conformity intention"},
		{"academic", FromThird, "identity certificates translations", "cv intention declaration entitlement"},
	} {
		p := must(t, test.key, test.origin, "2026-11-22")
		for _, d := range strings.Fields(test.yes) {
			if !has(p, d) {
				t.Errorf("%s %s: no %s", test.key, test.origin, d)
			}
		}
		for _, d := range strings.Fields(test.no) {
			if has(p, d) {
				t.Errorf("%s %s: %s", test.key, test.origin, d)
			}
		}
	}
}

func TestLevelsOfGerman(t *testing.T) {
	for key, want := range map[string]string{"sectoral": "B2 general C1 special", "nurse_midwife": "B2 general", "training": "", "academic": "", "teacher": "C1 general"} {
		var got []string
		for _, l := range must(t, key, FromThird, "2026-11-22").Languages {
			got = append(got, l.Least, l.Use)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q", key, got)
		}
	}
}

func TestCostsAndHelpsAreThoseOfTheDay(t *testing.T) {
	p := must(t, "training", FromThird, "2019-05-02")
	if slices.ContainsFunc(p.Costs, func(c PlanCost) bool { return c.Kind == "accelerated" }) {
		t.Error("a fee before the accelerated procedure")
	}
	p = must(t, "academic", FromThird, "2026-11-22")
	if i := slices.IndexFunc(p.Costs, func(c PlanCost) bool { return c.Kind == "statement" }); i < 0 || p.Costs[i].Least != 20000 || p.Costs[i].Source == "" {
		t.Errorf("%+v", p.Costs)
	}
	limit := func(on string) int64 {
		for _, h := range must(t, "training", FromThird, on).Helps {
			if h.Help == RecognitionGrant {
				return h.IncomeSingle
			}
		}
		return 0
	}
	for on, want := range map[string]int64{"2024-12-31": 2600000, "2025-01-01": 3200000, "2027-07-01": 0} {
		if got := limit(on); got != want {
			t.Errorf("%s: %d, want %d", on, got, want)
		}
	}
}

func TestNursesBeforeAndAfter2020(t *testing.T) {
	for on, want := range map[string]string{"2019-12-31": "KrPflG", "2020-01-01": "§ 40 PflBG, § 59", "2024-01-01": "PflStudStG"} {
		if p := must(t, "nurse_midwife", FromThird, on); !strings.Contains(p.Law, want) {
			t.Errorf("%s: %s", on, p.Law)
		}
	}
}

func TestABrokenPlanIsNoticed(t *testing.T) {
	good := string(planBytes)
	readPlans([]byte(good))
	for name, change := range map[string][2]string{
		"unknown field":         {`"demanded"`, `"demandet"`},
		"no JSON":               {`{`, ``},
		"a gap in the dates":    {`"applied_to": "2023-12-31"`, `"applied_to": "2023-12-30"`},
		"unknown key":           {`"keys": ["sectoral"], "origins": ["eu"]`, `"keys": ["sectorial"], "origins": ["eu"]`},
		"unknown origin":        {`"origins": ["eu"]`, `"origins": ["uk"]`},
		"unknown kind":          {`"kind": "automatic"`, `"kind": "automatical"`},
		"twice":                 {`"id": "engineer"`, `"id": "social"`},
		"no law":                {`"law": "Ingenieurgesetz des Landes"`, `"law": ""`},
		"no source":             {`"source": "https://www.gesetze-im-internet.de/brao/__206.html"`, `"source": "BRAO"`},
		"no such deadline":      {`"deadline": "decision"`, `"deadline": "decisions"`},
		"no such step":          {`"step": "notified"`, `"step": "notify"`},
		"follows what is later": {`"after": "fee_paid"`, `"after": "decided"`},
		"no such condition":     {`"if": "incomplete"`, `"if": "missing"`},
		"most below least":      {`"most": 60000, "checked_on"`, `"most": 100, "checked_on"`},
		"no such fee":           {`"fee": "statement"`, `"fee": "statements"`},
		"unknown outcome":       {`"outcome": "positive"`, `"outcome": "good"`},
		"nobody acts":           {`"who": "employer"`, `"who": "nobody"`},
		"no time set":           {`"sets": {"weeks": 6}`, `"sets": {}`},
		"ends too early":        {`"applied_from": "2020-01-01", "applied_to": "2023-12-31"`, `"applied_from": "2024-01-01", "applied_to": "2023-12-31"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%s: nothing changed", name)
			continue
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", name)
				}
			}()
			readPlans([]byte(bad))
		}()
	}
}
