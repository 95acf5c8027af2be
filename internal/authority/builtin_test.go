package authority

import (
	"testing"
	"testing/fstest"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

func shippedOccupation(code string) bool { return occupation.Shipped(code) != nil }

func explain(err error) []errs.Field {
	var wrong errs.Fields
	_ = wrong.Absorb(err)
	return wrong
}

func TestTheKnowledgeThatShipsIsInOrder(t *testing.T) {
	k := builtin()
	table := newTable(k)
	if len(k.authorities) < 250 || len(k.rules) < 400 {
		t.Errorf("%d authorities, %d rules", len(k.authorities), len(k.rules))
	}
	for _, a := range k.authorities {
		if err := a.check(); err != nil {
			t.Errorf("%s: %v", a.ID, explain(err))
		}
	}
	for _, r := range k.rules {
		if err := r.check(table, shippedOccupation); err != nil {
			t.Errorf("%s: %v", r.ID, explain(err))
		}
	}
	for district, id := range k.districts {
		if a := table.Authority(id); a == nil || !a.In(stateOfDistrict(district)) {
			t.Errorf("the chamber %s of district %s is missing or works in another Land", id, district)
		}
	}
	for place, all := range table.chambers {
		if len(all) == 0 {
			t.Errorf("%s has no chamber of crafts", States[place])
		}
	}
	if table.Authority(guide) == nil {
		t.Error("nobody leads applicants abroad")
	}
}

// Every group of occupations has a rule in every Land, for each origin, today and in the past.
func TestEveryGroupHasAnAnswerInEveryLand(t *testing.T) {
	table := newTable(builtin())
	for _, group := range occupation.Groups {
		for _, state := range States {
			for _, origin := range Origins {
				for _, on := range []string{"2026-11-22", "2020-06-01"} {
					a, err := table.Decide(Question{Occupation: &occupation.Occupation{Group: group}, State: state, Origin: origin, On: clock.MustDay(on)})
					if err != nil || len(a.Reasons) != 1 || a.Certain && len(a.Authorities) != 1 || !a.Certain && a.Portal == "" {
						t.Errorf("%s in %s from %s on %s: %+v, %v", group, state, origin, on, a, err)
					}
				}
			}
		}
	}
}

func TestABrokenFileOfTheKnowledgeIsNamed(t *testing.T) {
	const (
		authorities = "id,name,kind,states,street,postcode,place,phone,web,source,checked_on,note\n"
		rules       = "id,groups,codes,states,origin,authority,certain,law,source,checked_on,valid_from,valid_to,note\n"
		districts   = "authority,districts\n"
	)
	read := func(authorities, rules, districts string) error {
		_, err := readKnowledge(fstest.MapFS{"data/authorities.csv": {Data: []byte(authorities)}, "data/rules.csv": {Data: []byte(rules)},
			"data/chamber_districts.csv": {Data: []byte(districts)}})
		return err
	}
	if err := read(authorities, rules, districts); err != nil {
		t.Errorf("empty files: %v", err)
	}
	for name, err := range map[string]error{
		"other columns":              read("id,name\n", rules, districts),
		"an authority twice":         read(authorities+"a,A,land,,,,,,,,,\na,B,land,,,,,,,,,\n", rules, districts),
		"certain is neither":         read(authorities, rules+"r,hwk,,,,,perhaps,x,x,,,,\n", districts),
		"a district of two chambers": read(authorities, rules, districts+"a,01001\nb,01001\n"),
		"a row of too few cells":     read(authorities, rules+"r,hwk\n", districts),
		"a file that is not there":   func() error { _, err := readKnowledge(fstest.MapFS{}); return err }(),
	} {
		if err == nil {
			t.Errorf("%s: is read", name)
		}
	}
}

func TestAnEntryIsRefusedForWhatIsWrong(t *testing.T) {
	table := newTable(builtin())
	for field, spoil := range map[string]func(*Authority){
		"id":         func(a *Authority) { a.ID = "../x" },
		"name":       func(a *Authority) { a.Name = "" },
		"kind":       func(a *Authority) { a.Kind = "guild" },
		"states":     func(a *Authority) { a.States = []string{"XX"} },
		"postcode":   func(a *Authority) { a.Postcode = "1234" },
		"web":        func(a *Authority) { a.Web = "javascript:alert(1)" },
		"source":     func(a *Authority) { a.Source = "" },
		"checked_on": func(a *Authority) { a.CheckedOn = "yesterday" },
		"note":       func(a *Authority) { a.Note = string(make([]byte, maxNote+1)) },
	} {
		a := *table.Authority("hwk_berlin")
		spoil(&a)
		if wrong := explain(a.check()); len(wrong) != 1 || wrong[0].Name != field {
			t.Errorf("authority, %s: %v", field, wrong)
		}
	}
	for field, spoil := range map[string]func(*Rule){
		"id":         func(r *Rule) { r.ID = "" },
		"groups":     func(r *Rule) { r.Groups = []string{"wizards"} },
		"codes":      func(r *Rule) { r.Codes = []string{"wizard"} },
		"states":     func(r *Rule) { r.States = []string{"Hessen"} },
		"origin":     func(r *Rule) { r.Origin = "moon" },
		"authority":  func(r *Rule) { r.Authority = "nobody" },
		"certain":    func(r *Rule) { r.Authority, r.Certain = "", true },
		"law":        func(r *Rule) { r.Law = "" },
		"source":     func(r *Rule) { r.Source = "bibb.de" },
		"checked_on": func(r *Rule) { r.CheckedOn = "2026-02-30" },
		"valid_to":   func(r *Rule) { r.ValidFrom, r.ValidTo = "2024-01-01", "2023-12-31" },
	} {
		r := *table.Rule("health_care_he")
		spoil(&r)
		if wrong := explain(r.check(table, shippedOccupation)); len(wrong) != 1 || wrong[0].Name != field {
			t.Errorf("rule, %s: %v", field, wrong)
		}
	}
	nothing := *table.Rule("health_care_he")
	nothing.Groups = nil
	if wrong := explain(nothing.check(table, shippedOccupation)); len(wrong) != 1 || wrong[0].Key != "authority.error.nothing" {
		t.Errorf("a rule about nothing: %v", wrong)
	}
}

// Two rules of the same rank must not answer the same question on the same day.
func TestARivalIsRefused(t *testing.T) {
	table := newTable(builtin())
	for name, c := range map[string]struct {
		change func(*Rule)
		rival  string
	}{
		"as it is":         {func(*Rule) {}, ""},
		"at the same time": {func(r *Rule) { r.ValidFrom = "2022-12-31" }, "health_care_before_he"},
		"in two Laender":   {func(r *Rule) { r.States = []string{"HE", "NI"} }, "health_care_ni"},
		"for one origin":   {func(r *Rule) { r.Origin, r.ValidFrom = Third, "" }, ""},
		"for all Laender":  {func(r *Rule) { r.States, r.ValidFrom = nil, "" }, ""},
	} {
		r := *table.Rule("health_care_he")
		c.change(&r)
		got := ""
		if other := table.rival(&r); other != nil {
			got = other.ID
		}
		if got != c.rival {
			t.Errorf("%s: the rival is %q, want %q", name, got, c.rival)
		}
	}
}
