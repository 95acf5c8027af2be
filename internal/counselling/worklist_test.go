package counselling_test

import (
	"cmp"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// ids are the cases of a list, in its order.
func ids(t *testing.T, s *counselling.Service, q counselling.Query) []string {
	t.Helper()
	cases, total := whole(t, s, both, q)
	if len(cases) != total {
		t.Fatalf("%s: %d lines, %d counted", q.List, len(cases), total)
	}
	var out []string
	for _, c := range cases {
		out = append(out, c.CaseID)
	}
	return out
}

func TestEachListHasItsCasesInItsOrder(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		casetest.Work(t, d,
			casetest.Worked{ID: "overdue", Site: "s1", Counsellor: both.ID, Held: []string{"2018-09-01"}, Due: "2018-10-01"},
			casetest.Worked{ID: "due", Site: "s2", Counsellor: both.ID, Held: []string{"2018-09-02"}, Due: "2018-10-15", FollowUp: "2018-10-20"},
			casetest.Worked{ID: "later", Site: "s1", Counsellor: both.ID, Held: []string{"2018-09-03"}, Due: "2018-10-16"},
			casetest.Worked{ID: "followed", Site: "s1", Counsellor: both.ID, Held: []string{"2018-09-04"}, FollowUp: "2018-10-10"},
			casetest.Worked{ID: "advised", Site: "s2", Counsellor: both.ID, Held: []string{"2018-10-15"}, FollowUp: "2018-12-01"},
			casetest.Worked{ID: "others", Site: "s1", Counsellor: "ann", Held: []string{"2018-10-15"}, Due: "2018-10-14"},
			casetest.Worked{ID: "waiting", Site: "s1", Registered: "2018-10-01"},
			casetest.Worked{ID: "longest", Site: "s2", Registered: "2018-08-01"},
			casetest.Worked{ID: "unknown", Site: "s1"},
			casetest.Worked{ID: "closed", Site: "s1", Counsellor: both.ID, Registered: "2018-05-01", Held: []string{"2018-10-15"}, Due: "2018-10-01", FollowUp: "2018-10-01", Closed: "2018-10-02"},
			casetest.Worked{ID: "gave-up", Site: "s2", Registered: "2018-05-01", Closed: "2018-10-03"},
			casetest.Worked{ID: "elsewhere", Site: "s3", Counsellor: both.ID, Held: []string{"2018-10-15"}, Due: "2018-10-01"},
		)
		for list, want := range map[counselling.List][]string{
			counselling.Today:      {"overdue", "followed", "due", "advised"},
			counselling.Mine:       {"advised", "followed", "later", "due", "overdue"},
			counselling.Waiting:    {"longest", "waiting"},
			counselling.DueDays:    {"overdue", "others", "due", "later"},
			counselling.FollowUps:  {"followed", "due", "advised"},
			counselling.Incomplete: {"others", "closed", "advised", "followed", "later", "due", "overdue"},
			counselling.All:        {"others", "advised", "followed", "later", "due", "overdue", "waiting", "unknown", "longest"},
			counselling.Closed:     {"gave-up", "closed"},
		} {
			if got := ids(t, s, counselling.Query{List: list}); !slices.Equal(got, want) {
				t.Errorf("%s has %q, want %q", list, got, want)
			}
		}
		page, err := s.List(casetest.As(both), counselling.Query{List: counselling.DueDays, Site: "s1"})
		ok(t, err)
		if c := page.Cases[0]; c.DueRule != "decision" || c.Due != clock.MustDay("2018-10-01") || c.Counsellor != both.ID || page.Lengths[counselling.Waiting] != 1 {
			t.Errorf("%+v, %v", c, page.Lengths)
		}
		_, err = s.List(casetest.As(both), counselling.Query{List: "none"})
		mustBe(t, "no such list", err, errs.NotFound)
	})
}

func TestFurtherFilters(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		whole := map[string]any{"nationality": "SY", "sex": "male"}
		casetest.Work(t, d,
			casetest.Worked{ID: "AB_1", Site: "s1", Counsellor: "ann", Held: []string{"2018-09-01"}, Facts: whole},
			casetest.Worked{ID: "AB%2", Site: "s1", Counsellor: "ann", Held: []string{"2018-09-02", "2018-10-01"}},
			casetest.Worked{ID: "XAB3", Site: "s1", Held: []string{"2018-09-03"}, Facts: map[string]any{"nationality": "PL"}},
			casetest.Worked{ID: "none", Site: "s1"},
		)
		for f, want := range map[counselling.Filter][]string{
			{Counsellor: "ann"}:                 {"AB%2", "AB_1"},
			{Counsellor: counselling.None}:      {"XAB3", "none"},
			{Nationality: "SY"}:                 {"AB_1"},
			{Light: "red"}:                      {"AB%2", "XAB3", "AB_1", "none"},
			{Light: "green"}:                    nil,
			{Light: "blue"}:                     nil,
			{Code: "ab"}:                        {"AB%2", "XAB3", "AB_1"},
			{Code: "b_"}:                        {"AB_1"},
			{Code: "B%"}:                        {"AB%2"},
			{Code: "!"}:                         nil,
			{From: clock.MustDay("2018-09-02")}: {"AB%2", "XAB3"},
			{To: clock.MustDay("2018-09-02")}:   {"AB%2", "AB_1"},
			{From: clock.MustDay("2018-09-02"), To: clock.MustDay("2018-09-02")}: {"AB%2"},
			{Gap: "cases.nationality"}: {"AB%2", "none"},
			{Gap: "contacts"}:          {"none"},
			{Gap: "contacts.contents"}: {"AB%2", "XAB3", "AB_1"},
			{Gap: "cases.nothing"}:     nil,
			{Gap: "cases.sex", Counsellor: "ann", From: clock.MustDay("2018-09-02")}:         {"AB%2"},
			{Gap: "cases.sex", Counsellor: "ann", To: clock.MustDay("2018-09-01")}:           nil,
			{Gap: "qualifications", Counsellor: "ann", To: clock.MustDay("2018-09-01")}:      {"AB_1"},
			{Gap: "cases.year_of_entry", Counsellor: "ann", To: clock.MustDay("2018-09-01")}: nil,
		} {
			if got := ids(t, s, counselling.Query{Filter: f}); !slices.Equal(got, want) {
				t.Errorf("%+v: %q, want %q", f, got, want)
			}
		}
	})
}

// TestTheListsPartitionTheCases sorts random cases into the lists once more, by the words of their definitions.
func TestTheListsPartitionTheCases(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		n := 0
		var all []casetest.Worked
		rapid.Check(t, func(rt *rapid.T) {
			day := func(name string) string { return anyOf(rt, "", "2018-10-13", "2018-10-15", "2018-10-17") }
			var some []casetest.Worked
			for range rapid.IntRange(1, 6).Draw(rt, "cases") {
				n++
				c := casetest.Worked{ID: "c" + strconv.Itoa(n), Site: anyOf(rt, "s1", "s2"), Counsellor: anyOf(rt, "", both.ID, "ann"),
					Registered: day("registered"), FollowUp: day("follow up"), Due: day("due"), Closed: anyOf(rt, "", "", "2018-10-14")}
				for _, held := range []string{"2018-10-12", "2018-10-15"} {
					if rapid.Bool().Draw(rt, "held") {
						c.Held = append(c.Held, held)
					}
				}
				some = append(some, c)
			}
			casetest.Work(t, d, some...)
			all = append(all, some...)
			for _, list := range counselling.Lists {
				var want []string
				for _, c := range all {
					if stands(c, list) {
						want = append(want, c.ID)
					}
				}
				got := ids(t, s, counselling.Query{List: list})
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					rt.Fatalf("%s has %q, want %q", list, got, want)
				}
			}
		})
		open, closed := ids(t, s, counselling.Query{}), ids(t, s, counselling.Query{List: counselling.Closed})
		if len(open)+len(closed) != n {
			t.Errorf("%d open and %d closed of %d", len(open), len(closed), n)
		}
	})
}

// stands says whether a case stands in a list on 15 October 2018. Nothing is known of these cases, so all are red.
func stands(c casetest.Worked, l counselling.List) bool {
	const today = "2018-10-15"
	by := func(day string) bool { return day != "" && cmp.Compare(day, today) <= 0 }
	open, mine := c.Closed == "", c.Counsellor == both.ID
	switch l {
	case counselling.All:
		return open
	case counselling.Closed:
		return !open
	case counselling.Mine:
		return open && mine
	case counselling.Today:
		return open && mine && (by(c.Due) || by(c.FollowUp) || slices.Contains(c.Held, today))
	case counselling.Waiting:
		return open && c.Registered != "" && len(c.Held) == 0
	case counselling.DueDays:
		return open && c.Due != ""
	case counselling.FollowUps:
		return open && c.FollowUp != ""
	case counselling.Incomplete:
		return len(c.Held) > 0
	}
	return false
}

func TestEachReadsTheWholeList(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		var want []casetest.Worked
		for i := range 2*counselling.PageSize + 7 {
			want = append(want, casetest.Worked{ID: "c" + strconv.Itoa(i), Site: []string{"s1", "s2"}[i%2], Registered: "2018-10-" + strconv.Itoa(10+i%5)})
		}
		casetest.Work(t, d, want...)
		cases, err := s.Each(casetest.As(both), counselling.Query{List: counselling.Waiting})
		ok(t, err)
		seen, last := map[string]bool{}, clock.Instant(0)
		for c, err := range cases {
			ok(t, err)
			if c.Registered < last || seen[c.CaseID] {
				t.Errorf("%s after %v", c.CaseID, last)
			}
			seen[c.CaseID], last = true, c.Registered
		}
		if len(seen) != len(want) {
			t.Errorf("%d of %d", len(seen), len(want))
		}
		_, err = s.Each(casetest.As(munich), counselling.Query{Site: "s1"})
		mustBe(t, "another centre", err, errs.NotFound)
	})
}

// TestLacksAreTheGapsOfTheCases compares the three readings of the rules: the gaps of a case, the filter by what is
// missing, and how many cases lack what.
func TestLacksAreTheGapsOfTheCases(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		day := clock.MustDay("2018-10-01")
		want, gapsOf := map[string]int{}, map[string]map[string]bool{}
		rapid.Check(t, func(rt *rapid.T) {
			in := []string{"sex", anyOf(rt, "", "female"), "lives_in", anyOf(rt, "", "DE", "SY"), "scope", anyOf(rt, "", "no_formal_qualification"), "country", anyOf(rt, "", "SY"),
				"applied_before", anyOf(rt, "", "both", "none"), "equivalence_before", anyOf(rt, "", "full"), "contents", anyOf(rt, "", "r1")}
			id := casetest.Open(t, s, bremen, casetest.New("s1", day.String(), in...))
			if rapid.Bool().Draw(rt, "two") {
				_, err := s.AddQualification(casetest.As(bremen), id, counselling.Input{"country": anyOf(rt, "", "PL"), "kind": "master"}, ident.Token())
				ok(t, err)
			}
			gapsOf[id] = map[string]bool{}
			for _, g := range get(t, s, bremen, id).Gaps() {
				code := g.Type.Name
				if g.Column != "" {
					code += "." + g.Column
				}
				if !gapsOf[id][code] {
					want[code]++
				}
				gapsOf[id][code] = true
			}
		})
		lacks, err := s.Lacks(casetest.As(bremen), "s1", day, day)
		ok(t, err)
		for i, l := range lacks {
			if l.Cases != want[l.Gap] || i > 0 && lacks[i-1].Cases < l.Cases || !counselling.IsGap(l.Gap) {
				t.Errorf("%s is missing in %d cases, want %d", l.Gap, l.Cases, want[l.Gap])
			}
			cases, total := whole(t, s, bremen, counselling.Query{List: counselling.Incomplete, Filter: counselling.Filter{Gap: l.Gap, From: day, To: day}})
			if total != l.Cases {
				t.Errorf("%s: %d in the list, %d counted", l.Gap, total, l.Cases)
			}
			for _, c := range cases {
				if !gapsOf[c.CaseID][l.Gap] {
					t.Errorf("%s does not lack %s", c.CaseID, l.Gap)
				}
			}
		}
		if len(lacks) != len(want) {
			t.Errorf("%d lacks, want %d", len(lacks), len(want))
		}
		if none, err := s.Lacks(casetest.As(bremen), "s1", day+1, day+2); err != nil || len(none) != 0 {
			t.Errorf("of no case %v, %v", none, err)
		}
		_, err = s.Lacks(casetest.As(munich), "s1", day, day)
		mustBe(t, "another centre", err, errs.NotFound)
		if counselling.IsGap("cases.nothing") {
			t.Error("nothing can be missing")
		}
	})
}
