package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

// sample is a bundle that must be refused with exactly these problems; an empty list: it must be accepted.
type sample struct {
	name  string
	files bundle // changes to the good bundle
	want  []string
}

func one(name, text string) bundle { return bundle{name: text} }

func says(problems ...string) []string { return problems }

const (
	caseHead    = "id,site_id,registered_at,sex,age,nationality,scope\n"
	contactHead = "id,case_id,held_on,form,themes,site_id,minutes,contents,recorded_at\n"
	roundHead   = "id,name,starts_on,ends_on\n"
	partHead    = "id,measure_id,person_ref,entered_on,left_on,result\n"
)

var samples = []sample{
	// What the contract refuses, each beside what is just allowed.
	{"unknown column", one("cases.csv", "id,site_id,shoe_size\nc1,s1,42\nc2,s2,43\n"), says(`cases.csv:1: unknown column "shoe_size"`)},
	{"column twice", one("cases.csv", "id,site_id,sex,sex\nc1,s1,male,female\nc2,s2,,\n"), says("cases.csv:1: sex: the column is there twice")},
	{"hidden column", one("participations.csv", "id,measure_id,person_ref,entered_on,case_tenant\n"), says(`participations.csv:1: unknown column "case_tenant"`)},
	{"column in capitals", one("fair_services.csv", "id,person_ref,project_id,held_on,kind,NATIONALITY\n"), says(`fair_services.csv:1: unknown column "NATIONALITY"`)},
	{"no id", one("fair_services.csv", "person_ref,project_id,held_on,kind\nF,p1,2018-01-01,mediation\n"), says("fair_services.csv:1: id: the column is missing")},
	{"semicolons", one("fair_services.csv", "id;person_ref\nz;F\n"), says(`fair_services.csv:1: unknown column "id;person_ref"`, "fair_services.csv:1: id: the column is missing; fields are separated by commas")},
	{"required column missing", one("contacts.csv", "id,case_id,form,themes\nk1,c1,phone,recognition\nk2,c1,phone,recognition\n"), says("contacts.csv:1: held_on: the column is missing; new records need it")},
	{"required column missing without rows", one("fair_services.csv", "id\n"), nil},
	{"no header", one("fair_services.csv", ""), says("fair_services.csv:1: the header is missing")},
	{"required cell empty", one("contacts.csv", contactHead+"k1,c1,,phone,recognition,,,,\n"), says("contacts.csv:2: held_on: is required")},
	{"id empty", one("trainings.csv", "id,project_id,title,format,held_on,participants\n,p1,T,event,2018-01-01,3\n"), says("trainings.csv:2: id: is required")},
	{"id too long", one("trainings.csv", "id,project_id,title,format,held_on,participants\n"+strings.Repeat("ä", 65)+",p1,T,event,2018-01-01,3\n"), says("trainings.csv:2: id: has 65 characters, at most 64 are allowed")},
	{"id just long enough", one("trainings.csv", "id,project_id,title,format,held_on,participants\n"+strings.Repeat("ä", 64)+",p1,T,event,2018-01-01,3\n"), nil},
	{"unknown code", one("contacts.csv", contactHead+"k1,c1,2018-01-01,fax,recognition,,,,\n"), says(`contacts.csv:2: form: unknown code "fax"`)},
	{"one unknown of several codes", one("contacts.csv", contactHead+"k1,c1,2018-01-01,phone,recognition weather,,,,\n"), says(`contacts.csv:2: themes: unknown code "weather"`)},
	{"codes in any order", one("contacts.csv", contactHead+"k1,c1,2018-01-01,phone,job_training  recognition,,,,\n"), nil},
	{"declined where it is optional", one("cases.csv", caseHead+"c1,s1,,declined,,declined,declined\nc2,s2,,,,,\n"), nil},
	{"declined where it is required", one("contacts.csv", contactHead+"k1,c1,2018-01-01,declined,recognition,,,,\n"), says(`contacts.csv:2: form: unknown code "declined"`)},
	{"declined as a number", one("cases.csv", caseHead+"c1,s1,,,declined,,\nc2,s2,,,,,\n"), says(`cases.csv:2: age: "declined" is not a whole number`)},
	{"lower case country", one("cases.csv", caseHead+"c1,s1,,,,sy,\nc2,s2,,,,XX,\n"), says(`cases.csv:2: nationality: unknown code "sy"`)},
	{"broken date", one("contacts.csv", contactHead+"k1,c1,30.09.2018,phone,recognition,,,,\n"), says(`contacts.csv:2: held_on: "30.09.2018" is not a date like 2018-09-30`)},
	{"day that does not exist", one("contacts.csv", contactHead+"k1,c1,2018-02-30,phone,recognition,,,,\n"), says(`contacts.csv:2: held_on: "2018-02-30" is not a date like 2018-09-30`)},
	{"date for an instant", one("contacts.csv", contactHead+"k1,c1,2018-01-01,phone,recognition,,,,2018-01-02\n"), says(`contacts.csv:2: recorded_at: "2018-01-02" is not an instant like 2018-09-30T17:00:00+02:00`)},
	{"day of registration", one("cases.csv", caseHead+"c1,s1,2018-01-01,,,,\nc2,s2,,,,,\n"), nil},
	{"broken boolean", one("projects.csv", good["projects.csv"]+"p4,r1,X,o1,other,,,,,yes,,\n"), says(`projects.csv:5: for_refugees: "yes" is neither true nor false`)},
	{"negative number", one("cases.csv", caseHead+"c1,s1,,,-1,,\nc2,s2,,,,,\n"), says(`cases.csv:2: age: "-1" is negative`)},
	{"fraction", one("cases.csv", caseHead+"c1,s1,,,33.5,,\nc2,s2,,,,,\n"), says(`cases.csv:2: age: "33.5" is not a whole number`)},
	{"zero", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny,p1,T,event,2018-01-01,0\n"), nil},
	{"broken position", one("sites.csv", good["sites.csv"]+"s3,p1,X,fixed,,,,91,1e999,,,\n"), says(`sites.csv:4: lat: "91" is not between -90 and 90`, `sites.csv:4: lon: "1e999" is not a number like 52.52`)},
	{"broken language", one("sites.csv", good["sites.csv"]+"s3,p1,X,fixed,,,,,,de 12345678901,,\n"), says(`sites.csv:4: languages: "12345678901" is not a language tag like de or ar`)},
	{"broken occupation", one("qualifications.csv", "id,case_id,reference_occupation\nq,c1,Arzt\n"), says(`qualifications.csv:2: reference_occupation: "Arzt" is not a code of a-z, 0-9, _ and -`)},
	{"unknown occupation", one("qualifications.csv", "id,case_id,reference_occupation\nq1,c1,engineer\nq2,c1,welder\nq3,c1,\n"),
		says(`qualifications.csv:3: reference_occupation: "welder" is neither an occupation of the catalogue nor one of not_assignable, not_listed, land_regulated`)},
	{"no single occupation", one("qualifications.csv", "id,case_id,reference_occupation\nq1,c1,not_assignable\nq2,c1,not_listed\nq3,c1,land_regulated\nq4,c1,declined\n"), nil},
	{"unknown id", one("contacts.csv", contactHead+"k1,c9,2018-01-01,phone,recognition,s9,,,\n"), says(`contacts.csv:2: case_id: unknown id "c9"`, `contacts.csv:2: site_id: unknown id "s9"`)},
	{"unknown ids of the structure", one("projects.csv", good["projects.csv"]+"p4,r9,X,o9,other,n9,k9,a9,,,,\n"),
		says(`projects.csv:5: round_id: unknown id "r9"`, `projects.csv:5: organisation_id: unknown id "o9"`, `projects.csv:5: network_id: unknown id "n9"`,
			`projects.csv:5: competence_centre_id: unknown id "k9"`, `projects.csv:5: priority_area_id: unknown id "a9"`)},
	{"id in other case", one("contacts.csv", contactHead+"k1,C1,2018-01-01,phone,recognition,,,,\n"), says(`contacts.csv:2: case_id: unknown id "C1"`)},
	{"duplicate id", one("fair_services.csv", "id,person_ref,project_id,held_on,kind\nz,F,p1,2018-01-01,mediation\ny,F,p1,2018-01-01,mediation\nz,F,p1,2018-01-02,mediation\n"), says(`fair_services.csv:4: id: "z" is in line 2 already`)},
	{"left before entered", one("participations.csv", partHead+"x,m1,P,2017-02-02,2017-02-01,\n"), says("participations.csv:2: left_on: 2017-02-01 is before entered_on 2017-02-02")},
	{"left when entered", one("participations.csv", partHead+"x,m1,P,2017-02-02,2017-02-02,\n"), nil},
	{"success without an end", one("participations.csv", partHead+"x,m1,P,2017-02-02,,full_recognition\ny,m1,Q,2017-02-02,,adequate_employment_reached\nw,m1,R,2017-02-02,,exam_passed\n"),
		says("participations.csv:2: left_on: is required with the result full_recognition", "participations.csv:3: left_on: is required with the result adequate_employment_reached")},
	{"contact tomorrow", one("contacts.csv", contactHead+"k1,c1,2026-11-23,phone,recognition,,,,\n"), says("contacts.csv:2: held_on: 2026-11-23 is in the future")},
	{"contact today", one("contacts.csv", contactHead+"k1,c1,2026-11-22,phone,recognition,,,,\n"), nil},
	{"training tomorrow", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny,p1,T,event,2026-11-23,3\n"), says("trainings.csv:2: held_on: 2026-11-23 is in the future")},
	{"service tomorrow", one("fair_services.csv", "id,person_ref,project_id,held_on,kind\nz,F,p1,2026-11-23,mediation\n"), says("fair_services.csv:2: held_on: 2026-11-23 is in the future")},
	{"recorded in the future", one("contacts.csv", contactHead+"k1,c1,2018-01-01,phone,recognition,,,,2026-11-22T12:00:01Z\n"), says("contacts.csv:2: recorded_at: 2026-11-22T12:00:01Z is in the future")},
	{"recorded now", one("contacts.csv", contactHead+"k1,c1,2018-01-01,phone,recognition,,,,2026-11-22T13:00:00+01:00\n"), nil},
	{"registered in the future", one("cases.csv", caseHead+"c1,s1,2026-11-22T12:00:01Z,,,,\nc2,s2,,,,,\n"), says("cases.csv:2: registered_at: is in the future")},
	{"overlapping rounds", one("rounds.csv", roundHead+"r1,A,2015-01-01,2018-12-31\nr2,B,2018-12-31,2026-12-31\n"),
		says("rounds.csv:2: starts_on: overlaps round r2 (2018-12-31 to 2026-12-31)", "rounds.csv:3: starts_on: overlaps round r1 (2015-01-01 to 2018-12-31)")},
	{"round that ends before it starts", one("rounds.csv", roundHead+"r1,A,2018-12-31,2015-01-01\n"), says("rounds.csv:2: ends_on: 2015-01-01 is before starts_on 2018-12-31")},
	{"contact outside every round", one("contacts.csv", contactHead+"k1,c1,2014-12-31,phone,recognition,,,,\n"), says("contacts.csv:2: held_on: 2014-12-31 is outside every round")},
	{"service outside every round", one("fair_services.csv", "id,person_ref,project_id,held_on,kind\nz,F,p1,2014-12-31,mediation\n"), says("fair_services.csv:2: held_on: 2014-12-31 is outside every round")},

	// How files are broken.
	{"fields missing and too many", one("fair_services.csv", "id,person_ref,project_id,held_on,kind\nz,F\n\"a\nb\",F,p1,2018-01-01,mediation,,\n"),
		says("fair_services.csv:2: 2 fields where the header has 5", "fair_services.csv:3: 7 fields where the header has 5")},
	{"line where the record starts", one("trainings.csv", "id,project_id,title,format,held_on,participants\n\ny1,p1,\"two\nlines\",event,2018-01-01,3\ny2,p1,\"three\n\nlines\",nothing,2018-01-01,3\n"),
		says(`trainings.csv:5: format: unknown code "nothing"`)},
	{"bare quote", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny1,p1,5\" wide,event,2018-01-01,3\ny2,p1,T,event,2018-13-01,3\n"),
		says(`trainings.csv:2: title: bare " in non-quoted-field`, `trainings.csv:3: held_on: "2018-13-01" is not a date like 2018-09-30`)},
	{"quote that does not end", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny1,p1,\"T,event,2018-01-01,3\n"),
		says(`trainings.csv:2: title: extraneous or missing " in quoted-field`)},
	{"Latin-1", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny1,p1,M\xfcller,event,2018-01-01,3\n"), says("trainings.csv:2: title: is not UTF-8")},
	{"Latin-1 in the header", one("trainings.csv", "id,project_id,tit\xfcl\n"), says("trainings.csv:1: the header is not UTF-8")},
	{"UTF-16", one("trainings.csv", "\xff\xfei\x00d\x00,\x00"), says("trainings.csv:1: the header is not UTF-8")},
	{"byte order mark", one("trainings.csv", "\ufeffid,project_id,title,format,held_on,participants\ny1,p1,T,event,2018-01-01,3\n"), nil},
	{"Windows line ends", one("trainings.csv", "id,project_id,title,format,held_on,participants\r\ny1,p1,T,event,2018-01-01,3\r\n"), nil},
	{"NUL", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny1,p1,a\x00b,event,2018-01-01,3\n"), says("trainings.csv:2: title: contains the control character U+0000")},
	{"control character in an id", one("trainings.csv", "id,project_id,title,format,held_on,participants\na\x1bb,p1,T,event,2018-01-01,3\n"), says(`trainings.csv:2: id: "a\x1bb" contains a control character`)},
	{"blank around an id", one("trainings.csv", "id,project_id,title,format,held_on,participants\n y1,p1,T,event,2018-01-01,3\n"), says(`trainings.csv:2: id: " y1" begins or ends with a blank`)},
	{"long text", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny1,p1,"+strings.Repeat("x", 4001)+",event,2018-01-01,3\n"), says("trainings.csv:2: title: has 4001 characters, at most 4000 are allowed")},
	{"unknown file", one("notes.txt", "hello"), says("notes.txt: is not a file of a bundle")},
	{"file in capitals", one("Cases.csv", caseHead), says("Cases.csv: is not a file of a bundle")},
	{"Mac's files", bundle{".DS_Store": "x", "__MACOSX/cases.csv": "x", "old/cases.csv": "x"}, nil},

	// One error is one problem.
	{"several errors in a row", one("contacts.csv", contactHead+"k1,c9,2031-01-01,fax,weather,,-5,x9,\n"),
		says(`contacts.csv:2: form: unknown code "fax"`, `contacts.csv:2: themes: unknown code "weather"`, `contacts.csv:2: minutes: "-5" is negative`,
			`contacts.csv:2: contents: unknown code "x9"`, `contacts.csv:2: case_id: unknown id "c9"`, "contacts.csv:2: held_on: 2031-01-01 is in the future")},
	{"broken rows are known", bundle{"networks.csv": "id,name,states\nn1,North,Bavaria\nn2,,BY\n", "cases.csv": caseHead + "c1,s1,,x,,,\nc2,s2\n"},
		says(`networks.csv:2: states: unknown code "Bavaria"`, "networks.csv:3: name: is required", `cases.csv:2: sex: unknown code "x"`, "cases.csv:3: 2 fields where the header has 7")},
	{"broken round holds everything", one("rounds.csv", roundHead+"r1,A,2015,2018-12-31\nr2,B,2019-01-01,2018-01-01\n"),
		says(`rounds.csv:2: starts_on: "2015" is not a date like 2018-09-30`, "rounds.csv:3: ends_on: 2018-01-01 is before starts_on 2019-01-01")},
	{"unreadable file hides nothing else", one("cases.csv", "site_id\ns1\n"), says("cases.csv:1: id: the column is missing")},
	{"broken end is no missing end", one("participations.csv", partHead+"x,m1,P,2017-02-02,soon,full_recognition\n"), says(`participations.csv:2: left_on: "soon" is not a date like 2018-09-30`)},
}

func TestRefusals(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		for _, s := range samples {
			if len(s.want) == 0 {
				continue
			}
			var no *Refused
			_, err := Import(ctx, d, good.with(s.files).fs(), checked)
			if !errors.As(err, &no) {
				t.Errorf("%s: got %v", s.name, err)
				no = &Refused{}
			}
			if got := no.Problems; !slices.Equal(got, s.want) {
				t.Errorf("%s:\n got %s\nwant %s", s.name, strings.Join(got, "\n     "), strings.Join(s.want, "\n     "))
			}
		}
		for _, typ := range Types() {
			if n := count(t, d, "SELECT COUNT(*) FROM "+typ.Name); n != 0 {
				t.Errorf("%d rows in %s", n, typ.Name)
			}
		}
		if n := count(t, d, "SELECT COUNT(*) FROM audit_entry"); n != 0 {
			t.Errorf("%d audit entries", n)
		}
	})
}

func TestWhatIsJustAllowed(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	for _, s := range samples {
		if len(s.want) == 0 {
			if _, err := Import(ctx, d, good.with(s.files).fs(), checked); err != nil {
				t.Errorf("%s: %v", s.name, err)
			}
		}
	}
}

func TestAThousandErrorsOfAFile(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		var contacts, cases strings.Builder
		contacts.WriteString(contactHead)
		cases.WriteString(caseHead)
		for i := range 2500 {
			fmt.Fprintf(&contacts, "k%d,c1,2018-01-01,fax,recognition,,,,\n", i)
			fmt.Fprintf(&cases, "c%d,s1,,male,x,,\n", i)
		}
		got := refused(t, d, good.with(bundle{"contacts.csv": contacts.String(), "cases.csv": cases.String()}), Options{})
		if len(got) != 2*1001 {
			t.Fatalf("%d problems", len(got))
		}
		for i, want := range map[int]string{
			0: `cases.csv:2: age: "x" is not a whole number`, 999: `cases.csv:1001: age: "x" is not a whole number`,
			1000: "cases.csv: … and 1500 more", 1001: `contacts.csv:2: form: unknown code "fax"`, 2001: "contacts.csv: … and 1500 more",
		} {
			if got[i] != want {
				t.Errorf("problem %d is %s, want %s", i, got[i], want)
			}
		}
	})
}

func TestAnEmptyBundleIsRefused(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	if got := refused(t, d, bundle{"data/cases.csv": caseHead}, Options{}); !slices.Equal(got, says("the bundle has no file at its top level")) {
		t.Errorf("got %q", got)
	}
}
