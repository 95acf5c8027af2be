package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

func TestTheImplausibleIsStoredWithAWarning(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		for _, s := range []sample{
			{"contact outside its project's dates", one("contacts.csv", contactHead+"w1,c1,2019-01-01,phone,recognition,s2,,,\n"), says("contacts.csv:2: held_on: warning: 2019-01-01 is outside its project's dates")},
			{"contact outside the dates of the case's project", one("contacts.csv", contactHead+"w2,c1,2019-01-01,phone,recognition,,,,\n"), says("contacts.csv:2: held_on: warning: 2019-01-01 is outside its project's dates")},
			{"contact when its centre was closed", one("sites.csv", "id,project_id,name,kind,valid_from\nw,p1,Late,fixed,2018-06-01\n").with(one("contacts.csv", contactHead+"w3,c1,2018-05-31,phone,recognition,w,,,\n")),
				says("contacts.csv:2: held_on: warning: 2018-05-31 is outside its site's dates")},
			{"centre outside its project's dates", one("sites.csv", "id,project_id,name,kind,valid_from\nw4,p1,Late,fixed,2019-06-01\n"), says("sites.csv:2: valid_from: warning: 2019-06-01 is outside its project's dates")},
			{"project outside its round", one("projects.csv", "id,starts_on\np3,2014-01-01\n"), says("projects.csv:2: starts_on: warning: 2014-01-01 is outside round r1")},
			{"participation outside its measure", one("participations.csv", partHead+"w5,m1,P-5,2018-01-01,,\n"), says("participations.csv:2: entered_on: warning: 2018-01-01 is outside its measure's dates")},
			{"person twice in a measure", one("participations.csv", partHead+"w6,m1,P-6,2017-02-01,,\nw7,m1,P-7,2017-02-01,,\nw8,m1,P-6,2017-03-01,,\n"), says(`participations.csv:4: person_ref: warning: "P-6" is in measure "m1" 2 times`)},
			{"person in a measure before", one("participations.csv", partHead+"w9,m1,P-1,2017-02-01,,\n"), says(`participations.csv:2: person_ref: warning: "P-1" is in measure "m1" 2 times`)},
			{"measure outside its project", one("measures.csv", "id,project_id,name,form,starts_on\nw,p1,X,course,2020-01-01\n"), says("measures.csv:2: starts_on: warning: 2020-01-01 is outside its project's dates")},
			{"training outside its project", one("trainings.csv", "id,project_id,title,format,held_on,participants,managers\nw,p1,X,event,2020-01-01,3,4\n"),
				says("trainings.csv:2: held_on: warning: 2020-01-01 is outside its project's dates", "trainings.csv:2: managers: warning: are more than the participants")},
			{"service outside its project", one("fair_services.csv", "id,person_ref,project_id,held_on,kind\nw,F,p1,2020-01-01,mediation\n"), says("fair_services.csv:2: held_on: warning: 2020-01-01 is outside its project's dates")},
			{"case without contact", one("cases.csv", caseHead+"w1,s1,,,,,\nc1,s1,,,,,\n"), says("cases.csv:2: id: warning: the case has no contact")},
			{"entry before birth", one("cases.csv", "id,registered_at,age,year_of_entry\nc1,2017-03-01T00:00:00Z,20,1990\n"), says("cases.csv:2: year_of_entry: warning: 1990 is before the year of birth")},
		} {
			report, got := put(t, d, s.files, Options{})
			if !slices.Equal(got, s.want) || report.Warnings != len(s.want) {
				t.Errorf("%s:\n got %s\nwant %s", s.name, strings.Join(got, "\n     "), strings.Join(s.want, "\n     "))
			}
		}
	})
}

func TestAHundredWarningsOfAFile(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	var cases strings.Builder
	for i := range 1250 {
		fmt.Fprintf(&cases, "w%d,s1,,,,,\n", i)
	}
	report, got := put(t, d, good.with(one("cases.csv", good["cases.csv"]+cases.String())), Options{})
	if report.Warnings != 1250 || len(got) != 101 {
		t.Fatal(report.Warnings, len(got))
	}
	if got[0] != "cases.csv:4: id: warning: the case has no contact" || got[99] != "cases.csv:103: id: warning: the case has no contact" ||
		got[100] != "cases.csv: … and 1150 more warnings" {
		t.Error(got[0], got[99], got[100])
	}
}

func TestWarningsOfARefusedBundleAreShownToo(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	var warnings bytes.Buffer
	b := good.with(one("contacts.csv", contactHead+"k1,c1,2019-01-01,phone,recognition,,,,\nk2,c2,2019-01-01,fax,recognition,,,,\n"))
	_, err := Import(ctx, d, b.fs(), Options{Warn: &warnings})
	if err == nil || !strings.HasPrefix(warnings.String(), "contacts.csv:2: held_on: warning: ") {
		t.Error(err, warnings.String())
	}
}

func TestProgressCountsTheRowsOfAFile(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	rows := map[string]int{}
	put(t, d, good, Options{Progress: func(file string, n int) { rows[file] = n }})
	for name, text := range good {
		if rows[name] != strings.Count(text, "\n")-1 {
			t.Errorf("%d rows of %s", rows[name], name)
		}
	}
}
