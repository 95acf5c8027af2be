package authority

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

var today = clock.MustDay("2026-11-22")

func names(all []*Authority) []string {
	ids := []string{}
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestWhoDecides(t *testing.T) {
	table := newTable(builtin())
	for _, c := range []struct {
		name, code, state, district, origin, on string
		want                                    []string
		certain                                 bool
	}{
		{"a nurse in Hesse", "nurse", "HE", "", Third, "2026-11-22", []string{"hlfgp"}, true},
		{"the same before 2023", "nurse", "HE", "", Third, "2022-12-31", []string{"rp_darmstadt"}, true},
		{"a trade of the chambers of industry", "automobile_clerk", "SN", "", "", "2026-11-22", []string{"ihk_fosa"}, true},
		{"a trade of the crafts, where the district is known", "baker", "", "05315", Third, "2026-11-22", []string{"hwk_koeln"}, true},
		{"the same with its Land", "baker", "NW", "05315", Third, "2026-11-22", []string{"hwk_koeln"}, true},
		{"a Land with one chamber of crafts", "baker", "BE", "", Third, "2026-11-22", []string{"hwk_berlin"}, true},
		{"a Land with several", "baker", "SN", "", Third, "2026-11-22", []string{"hwk_chemnitz", "hwk_dresden", "hwk_leipzig"}, false},
		{"a district that no chamber has", "baker", "", "14999", Third, "2026-11-22", []string{"hwk_chemnitz", "hwk_dresden", "hwk_leipzig"}, false},
		{"a single occupation before its group", "aircraft_mechanic", "NW", "", EU, "2026-11-22", []string{"ihk_fosa"}, true},
		{"teaching in NRW by origin", "grammar_school_teacher", "NW", "", EU, "2026-11-22", []string{"br_arnsberg"}, true},
		{"the same when nobody told the origin", "grammar_school_teacher", "NW", "", "", "2026-11-22", []string{"br_arnsberg", "br_detmold"}, false},
		{"wherever it is", "railway_operations_specialist", "", "", "", "2026-11-22", []string{"ihk_fosa"}, true},
	} {
		o := occupation.Shipped(c.code)
		if o == nil {
			t.Errorf("%s: there is no %s", c.name, c.code)
			continue
		}
		a, err := table.Decide(Question{Occupation: o, State: c.state, District: c.district, Origin: c.origin, On: clock.MustDay(c.on)})
		if err != nil || !slices.Equal(names(a.Authorities), c.want) || a.Certain != c.certain || (a.Portal == "") != c.certain || a.Guide != nil {
			t.Errorf("%s: %v, certain %v, %v", c.name, names(a.Authorities), a.Certain, err)
		}
	}
}

func TestApplicantsAbroadAreGuided(t *testing.T) {
	a, err := newTable(builtin()).Decide(Question{Occupation: occupation.Shipped("nurse"), State: "HE", Abroad: true, On: today})
	if err != nil || a.Guide == nil || a.Guide.ID != "zsba" || !slices.Equal(names(a.Authorities), []string{"hlfgp"}) {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestWhatCannotBeAsked(t *testing.T) {
	table, nurse := newTable(builtin()), occupation.Shipped("nurse")
	for field, q := range map[string]Question{
		"occupation": {State: "HE"},
		"state":      {Occupation: nurse, State: "Hessen"},
		"origin":     {Occupation: nurse, Origin: "EU"},
		"district":   {Occupation: nurse, State: "HE", District: "05315"},
	} {
		_, err := table.Decide(q)
		if wrong := explain(err); errs.KindOf(err) != errs.Invalid || len(wrong) != 1 || wrong[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, district := range []string{"5315", "99999", "00001", "٠٥٣١٥", "05315'--"} {
		if _, err := table.Decide(Question{Occupation: nurse, District: district}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("district %q: %v", district, err)
		}
	}
}

// plain finds the rule that counts by looking at all of them.
func plain(rules []*Rule, o *occupation.Occupation, state, origin string, on clock.Day) *Rule {
	var best *Rule
	most := -1
	for _, r := range rules {
		byCode := slices.Contains(r.Codes, o.Code)
		day := on.String()
		if !byCode && !slices.Contains(r.Groups, o.Group) || !r.In(state) || r.Origin != "" && r.Origin != origin ||
			r.ValidFrom > day || r.ValidTo != "" && r.ValidTo < day {
			continue
		}
		rank := 0
		for i, yes := range []bool{r.Origin != "", len(r.States) > 0, byCode} {
			if yes {
				rank += 1 << i
			}
		}
		if rank > most {
			best, most = r, rank
		}
	}
	return best
}

// The answer is that of a search through all rules, for the shipped rules and for invented ones without rivals.
func TestTheTableAnswersLikeASearchThroughAllRules(t *testing.T) {
	days := []string{"", "2019-12-31", "2020-06-01", "2023-01-01", "2026-11-22"}
	some := func(t *rapid.T, label string, from []string, most int) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, most, rapid.ID[string]).Draw(t, label)
	}
	groups, codes := []string{"hwk", "ihk", "teaching"}, []string{"baker", "nurse", "grammar_school_teacher"}
	rapid.Check(t, func(t *rapid.T) {
		k := &knowledge{authorities: builtin().authorities, rules: builtin().rules, districts: builtin().districts}
		if rapid.Bool().Draw(t, "invented") {
			k.rules = nil
			for i := range rapid.IntRange(0, 12).Draw(t, "rules") {
				r := &Rule{ID: string(rune('a' + i)), Groups: some(t, "groups", groups, 2), Codes: some(t, "codes", codes, 2), States: some(t, "states", States, 3),
					Origin: rapid.SampledFrom([]string{"", EU, Third}).Draw(t, "origin"), Authority: "ihk_fosa", ValidFrom: rapid.SampledFrom(days).Draw(t, "from"),
					ValidTo: rapid.SampledFrom(days).Draw(t, "to")}
				if newTable(k).rival(r) == nil {
					k.rules = append(k.rules, r)
				}
			}
		}
		table := newTable(k)
		o := &occupation.Occupation{Code: rapid.SampledFrom(append(codes, "other")).Draw(t, "code"), Group: rapid.SampledFrom(groups).Draw(t, "group")}
		place := rapid.IntRange(0, len(States)-1).Draw(t, "place")
		origin := rapid.SampledFrom(Origins).Draw(t, "asked")
		on := today + clock.Day(rapid.IntRange(-3000, 10).Draw(t, "day"))
		if got, want := table.rule(o, place, origin, on), plain(k.rules, o, States[place], origin, on); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

// With a district the answer is one chamber, and one of those that the Land alone would have named.
func TestADistrictNarrowsTheLand(t *testing.T) {
	table, baker := newTable(builtin()), occupation.Shipped("baker")
	for district, id := range builtin().districts {
		near, err := table.Decide(Question{Occupation: baker, District: district, Origin: EU, On: today})
		wide, wideErr := table.Decide(Question{Occupation: baker, State: stateOfDistrict(district), Origin: EU, On: today})
		if err != nil || wideErr != nil || !near.Certain || !slices.Equal(names(near.Authorities), []string{id}) || !slices.Contains(names(wide.Authorities), id) {
			t.Errorf("%s: %v of %v", district, names(near.Authorities), names(wide.Authorities))
		}
	}
}

func TestGaps(t *testing.T) {
	k := builtin()
	checked := &Rule{ID: "zz", Groups: []string{"other"}, States: []string{"HE"}, Origin: Third, Authority: "hlfgp", Certain: true, CheckedOn: "2025-11-22"}
	g := newTable(&knowledge{authorities: k.authorities[:3], rules: []*Rule{checked}, districts: nil}).Gaps(today)
	if len(g.Open) != len(occupation.Groups)*len(States) || len(g.Rules) != 0 || len(g.Authorities) != 3 || len(g.Unnamed) != 3 {
		t.Errorf("%d open, %d rules, %d authorities, %d unnamed", len(g.Open), len(g.Rules), len(g.Authorities), len(g.Unnamed))
	}
	g = newTable(k).Gaps(today)
	open := func(group, state string) bool {
		return slices.ContainsFunc(g.Open, func(o Open) bool { return o.Group == group && o.State == state })
	}
	if open("health_care", "HE") || open("hwk", "SN") || open("teaching", "NW") || !open("agriculture", "BW") {
		t.Error("what depends on the district or origin alone is no gap; what is not certain is one")
	}
	for _, a := range g.Unnamed {
		if a.ID == guide || a.ID == "hwk_koeln" {
			t.Errorf("%s is named", a.ID)
		}
	}
	if !Unchecked("", today) || !Unchecked("2025-11-21", today) || Unchecked("2025-11-22", today) {
		t.Error("a check is good for a year")
	}
}
