package exchange

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

var (
	ctx = db.WithActor(context.Background(), "tester")
	now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

// good is a bundle with a row in every file.
var good = bundle{
	"rounds.csv":             "id,name,starts_on,ends_on\nr1,First round,2015-01-01,2018-12-31\nr2,Second round,2019-01-01,2026-12-31\n",
	"priority_areas.csv":     "id,round_id,number,name,funding\na1,r1,1,Counselling,federal\n",
	"networks.csv":           "id,name,states,valid_from,valid_to\nn1,North,SH HH,2011-01-01,\nn2,South,BY,,\n",
	"competence_centres.csv": "id,name,valid_from,valid_to\nk1,Occupations,,\n",
	"organisations.csv":      "id,name,kind,network_id,coordinates_from,coordinates_to\no1,Chamber,chamber,n1,2015-01-01,\no2,Society,,,,\n",
	"projects.csv": "id,round_id,name,organisation_id,kind,network_id,competence_centre_id,priority_area_id,funding,for_refugees,starts_on,ends_on\n" +
		"p1,r1,Advice north,o1,counselling,n1,,a1,esf_federal,false,,\np2,r1,Advice south,o2,counselling,n2,,,,,,\n" +
		"p3,r1,Nation,o2,supporting,,k1,,federal,,,\n",
	"project_transfers.csv": "id,project_id,network_id,valid_from\nt1,p2,n1,2030-01-01\n",
	"sites.csv": "id,project_id,name,kind,postcode,place,state,lat,lon,languages,valid_from,valid_to\n" +
		"s1,p1,Centre,fixed,01067,Kiel,SH,54.32,10.14,de ar,,\ns2,p2,Bus,mobile,,,,,,,,\n",
	"cases.csv": "id,site_id,registered_at,sex,age,nationality,scope\n" +
		"c1,s1,2017-03-01T09:00:00+01:00,female,34,SY,\nc2,s2,,declined,,XK,professional\n",
	"qualifications.csv": "id,case_id,country,kind,title,reference_occupation,regulated\n" +
		"q2,c1,SY,master,Engineer,engineer,true\nq1,c1,TR,vocational,,not_listed,\n",
	"contacts.csv": "id,case_id,held_on,form,themes,site_id,minutes,contents\n" +
		"k1,c1,2017-03-01,at_centre,recognition job_training,,45,r1 j2\nk2,c1,2018-01-15,phone,job_training,s2,,\nk3,c2,2018-02-01,unknown,recognition,,,\n",
	"measures.csv":       "id,project_id,name,form,starts_on,kind,ends_on,places\nm1,p3,Bridge,course,2017-01-01,bridging,2017-12-31,12\n",
	"participations.csv": "id,measure_id,person_ref,entered_on,funding,case_id,sex,left_on,result\nx1,m1,P-1,2017-02-01,esf,c1,female,2017-12-01,full_recognition\n",
	"trainings.csv":      "id,project_id,title,format,held_on,participants,topic,target_group,asylum_awareness,managers\ny1,p1,Basics,training,2018-04-01,20,other,company,true,2\n",
	"fair_services.csv":  "id,person_ref,project_id,held_on,kind,nationality,topics\nz1,F-1,p1,2018-05-01,counselling,,pay leave\n",
}

// checked are options with a catalogue.
var checked = Options{Occupation: func(code string) bool { return code == "engineer" || code == "nurse_2020-a" }}

// bundle is a bundle's files by name.
type bundle map[string]string

// fs is the bundle as a file system.
func (b bundle) fs() fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range b {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// with is the bundle with some files replaced.
func (b bundle) with(changes bundle) bundle {
	out := bundle{}
	for name, text := range b {
		out[name] = text
	}
	for name, text := range changes {
		out[name] = text
	}
	return out
}

// put imports a bundle that must be accepted.
func put(t *testing.T, d *db.DB, b bundle, opt Options) (Report, []string) {
	t.Helper()
	var warnings bytes.Buffer
	opt.Warn = &warnings
	report, err := Import(ctx, d, b.fs(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return report, lines(warnings.String())
}

// refused imports a bundle that must be refused and gives the problems.
func refused(t *testing.T, d *db.DB, b bundle, opt Options) []string {
	t.Helper()
	_, err := Import(ctx, d, b.fs(), opt)
	var no *Refused
	if !errors.As(err, &no) {
		t.Fatalf("got %v, want a refusal", err)
	}
	return no.Problems
}

func lines(s string) []string {
	return slices.DeleteFunc(strings.Split(s, "\n"), func(l string) bool { return l == "" })
}

func count(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := d.Row(ctx, query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAGoodBundleIsStored(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		report, warnings := put(t, d, good, Options{})
		if len(warnings) > 0 {
			t.Errorf("warnings: %q", warnings)
		}
		if len(report.Files) != len(good) {
			t.Errorf("%d files reported", len(report.Files))
		}
		for _, f := range report.Files {
			if rows := strings.Count(good[f.File], "\n") - 1; f.New != rows || f.Changed != 0 || f.Unchanged != 0 {
				t.Errorf("%+v, want %d new", f, rows)
			}
		}
		again, _ := put(t, d, good, Options{})
		for _, f := range again.Files {
			if f.New != 0 || f.Changed != 0 {
				t.Errorf("again: %+v", f)
			}
		}
	})
}
