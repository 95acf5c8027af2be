package programme_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// edit is an edit in words: "id column=value"; the id "new" makes a new record.
func edit(k programme.Kind, version int64, words string) programme.Edit {
	id, given := cells(words)
	if id == "new" {
		id = ""
	}
	return programme.Edit{Kind: k, ID: id, Version: version, Cells: given}
}

// faults are the wrong fields of an error, as "name key".
func faults(err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return ""
	}
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Name+" "+f.Key)
	}
	return strings.Join(out, ", ")
}

const (
	newSite    = "new project_id=p1 name=New kind=fixed "
	newProject = "new round_id=r2 name=New organisation_id=o3 kind=measures "
)

// Every rule with what passes and what fails.
var rules = []struct {
	kind        programme.Kind
	words, want string
}{
	{programme.KindRound, "new name=Round 2019 starts_on=2019-01-01 ends_on=2022-12-31", ""},
	{programme.KindRound, "new name= starts_on= ends_on=", "name error.required, starts_on error.required, ends_on error.required"},
	{programme.KindRound, "new name=X starts_on=2018-12-31 ends_on=2022-12-31", "starts_on programme.error.round_overlap"},
	{programme.KindRound, "new name=X starts_on=2022-01-01 ends_on=2021-12-31", "ends_on programme.error.before_start"},
	{programme.KindRound, "new name=X starts_on=31.02.2022 ends_on=2022-12-31", "starts_on error.date"},
	{programme.KindRound, "new name=X starts_on=2022-01-01 ends_on=9999-12-31", "ends_on programme.error.year"},
	{programme.KindRound, "r2 name=Renamed", ""},

	{programme.KindPriorityArea, "new round_id=r2 number=2 name=Area funding=federal", ""},
	{programme.KindPriorityArea, "new round_id=r2 number=1 name=Area funding=federal", "number programme.error.number_taken"},
	{programme.KindPriorityArea, "new round_id=r2 number=100 name=Area funding=federal", "number error.range"},
	{programme.KindPriorityArea, "new round_id=r2 number=99 name=Area funding=federal", ""},
	{programme.KindPriorityArea, "new round_id=r2 number=-1 name=Area funding=gold", "number error.number, funding error.code"},
	{programme.KindPriorityArea, "new round_id=r9 number=999999999999 name=Area funding=federal", "round_id error.unknown_id, number error.number"},

	{programme.KindNetwork, "new name=Ostnetz states=SN TH", ""},
	{programme.KindNetwork, "new name=Ostnetz states=", "states error.required"},
	{programme.KindNetwork, "new name=Ostnetz states=ZZ", "states error.code"},
	{programme.KindNetwork, "new name=Ostnetz states=SN valid_from=2018-01-02 valid_to=2018-01-01", "valid_to programme.error.before_start"},
	{programme.KindNetwork, "new name=Ostnetz states=SN valid_from=2018-01-01 valid_to=2018-01-01", ""},
	{programme.KindNetwork, "new name=" + strings.Repeat("ß", 201) + " states=SN", "name error.too_long"},
	{programme.KindNetwork, "new name=" + strings.Repeat("ß", 200) + " states=SN", ""},
	{programme.KindNetwork, "new name=" + strings.Repeat("ß", 5000) + " states=SN", "name error.too_long"},
	{programme.KindNetwork, "new name=a\x00b states=SN", "name error.encoding"},
	{programme.KindNetwork, "new name=a\xffb states=SN", "name error.encoding"},

	{programme.KindCompetenceCentre, "new name=Centre", ""},
	{programme.KindCompetenceCentre, "new name=Centre valid_from=1989-12-31", "valid_from programme.error.year"},

	{programme.KindOrganisation, "new name=Epsilon kind=company", ""},
	{programme.KindOrganisation, "new name=Epsilon kind=gang", "kind error.code"},
	{programme.KindOrganisation, "new name=Epsilon coordinates_from=2018-01-01", "network_id error.required"},
	{programme.KindOrganisation, "new name=Epsilon network_id=n1", "coordinates_from error.required"},
	{programme.KindOrganisation, "new name=Epsilon network_id=n1 coordinates_from=2018-01-01", "coordinates_from programme.error.two_coordinators"},
	{programme.KindOrganisation, "new name=Epsilon network_id=n1 coordinates_from=2010-01-01 coordinates_to=2010-12-31", ""},
	{programme.KindOrganisation, "new name=Epsilon network_id=n1 coordinates_from=2010-01-01 coordinates_to=2009-12-31", "coordinates_to programme.error.before_start"},

	{programme.KindProject, newProject + "network_id=n1 priority_area_id=a2 for_refugees=true starts_on=2015-01-01 ends_on=2018-12-31", ""},
	{programme.KindProject, newProject + "for_refugees=maybe", "for_refugees error.code"},
	{programme.KindProject, newProject + "priority_area_id=a1", "priority_area_id programme.error.area_round"},
	{programme.KindProject, newProject + "starts_on=2014-12-31", "starts_on programme.error.outside_round"},
	{programme.KindProject, newProject + "ends_on=2019-01-01", "ends_on programme.error.outside_round"},
	{programme.KindProject, newProject + "network_id=n9 competence_centre_id=" + strings.Repeat("c", 9000), "network_id error.unknown_id, competence_centre_id error.unknown_id"},
	{programme.KindProject, "new kind=measures", "round_id error.required, name error.required, organisation_id error.required"},

	{programme.KindSite, newSite + "postcode=28195 place=Bremen state=HB lat=53,08 lon=8.8 languages=de ar", ""},
	{programme.KindSite, newSite + "postcode=2819", "postcode programme.error.postcode"},
	{programme.KindSite, newSite + "postcode=2819x", "postcode programme.error.postcode"},
	{programme.KindSite, newSite + "lat=53.08", "lon error.required"},
	{programme.KindSite, newSite + "lon=8.8", "lat error.required"},
	{programme.KindSite, newSite + "lat=8.8 lon=53.08", "lat error.range, lon error.range"},
	{programme.KindSite, newSite + "lat=north lon=NaN", "lat programme.error.degrees, lon programme.error.degrees"},
	{programme.KindSite, newSite + "lat=1e999 lon=8", "lat programme.error.degrees"},
	{programme.KindSite, newSite + "languages=klingonisch!", "languages programme.error.languages"},
	{programme.KindSite, newSite + "languages=" + strings.Repeat("de ", 100), "languages error.too_long"},
	{programme.KindSite, newSite + "state=XX", "state error.code"},
	{programme.KindSite, newSite + "valid_from=2014-12-31", "valid_from programme.error.outside_project"},
	{programme.KindSite, newSite + "valid_from=2015-01-01 valid_to=2018-12-31", ""},
	{programme.KindSite, "new name=X kind=fixed", "project_id error.required"},
	{programme.KindSite, "s1 valid_to=2019-01-01", "valid_to programme.error.outside_project"},
	{programme.KindSite, "s1 name=<script>alert(1)</script>'; DROP TABLE sites;--", ""},
}

func TestSaveChecksEveryField(t *testing.T) {
	untouched := programme.New(filled(t))
	for _, c := range rules {
		s := untouched
		if c.want == "" {
			s = programme.New(filled(t))
		}
		_, err := s.Save(admin, edit(c.kind, 1, c.words))
		if got := faults(err); got != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s %.60s: got %q (%v), want %q", c.kind, c.words, got, err, c.want)
		}
	}
}

func TestSave(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		s := programme.New(d)
		e := edit(programme.KindSite, 0, newSite+"place=  Bad   Nenndorf  postcode=31542")
		e.Key = "form-1"
		id, err := s.Save(admin, e)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Save(admin, e)
		if err != nil || again != id {
			t.Errorf("the same form twice made %q and %q, %v", id, again, err)
		}
		if site := directory(t, s).Site(id); site == nil || site.Place != "Bad Nenndorf" || site.Located {
			t.Fatalf("stored %+v", site)
		}
		row, err := programme.Sites.Get(context.Background(), d, id)
		if err != nil || row.Recorded == 0 || row.KnownFrom().Day() != day("2018-10-15") {
			t.Errorf("a site recorded today must not be known before: %+v, %v", row, err)
		}
		if _, err := s.Save(admin, edit(programme.KindSite, 1, id+" name=Other")); err != nil {
			t.Fatal(err)
		}
		var stale *programme.Stale
		_, err = s.Save(admin, edit(programme.KindSite, 1, id+" name=Third"))
		if errs.KindOf(err) != errs.Conflict || !errors.As(err, &stale) || stale.Stored.Cells["name"] != "Other" || stale.Stored.Version != 2 {
			t.Errorf("an edit of an old version: %v, %+v", err, stale)
		}
		if site := directory(t, s).Site(id); site.Name != "Other" || site.Postcode != "31542" {
			t.Errorf("the columns left out did not stay: %+v", site)
		}
		if _, err := s.Save(admin, edit(programme.KindSite, 1, "nobody name=X")); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an unknown id: %v", err)
		}
		for _, k := range []programme.Kind{"", "account", programme.KindTransfer} {
			if _, err := s.Save(admin, programme.Edit{Kind: k}); errs.KindOf(err) != errs.NotFound {
				t.Errorf("kind %q: %v", k, err)
			}
		}
	})
}

// What an import brought may be saved again although a form would not take it.
func TestSaveLeavesOldValuesAlone(t *testing.T) {
	d := filled(t)
	store(t, d, programme.Sites, "s9 project_id=p1 name="+strings.Repeat("x", 300)+" kind=fixed postcode=A-1010 lat=1 lon=1 valid_to=2030-01-01")
	s := programme.New(d)
	opened, err := s.Open(admin, programme.KindSite, "s9")
	if err != nil {
		t.Fatal(err)
	}
	opened.Cells["place"] = "Wien"
	if _, err := s.Save(admin, programme.Edit{Kind: programme.KindSite, ID: "s9", Version: 1, Cells: opened.Cells}); err != nil {
		t.Errorf("%v: %s", err, faults(err))
	}
	opened.Cells["postcode"] = "A-1020"
	_, err = s.Save(admin, programme.Edit{Kind: programme.KindSite, ID: "s9", Version: 2, Cells: opened.Cells})
	if faults(err) != "postcode programme.error.postcode" {
		t.Errorf("what is typed anew must pass the form: %v", err)
	}
}

func TestWhoMayEditWhat(t *testing.T) {
	untouched := programme.New(filled(t))
	project := as(readsAll, authz.Allow(authz.Scope{Kind: authz.Project, ID: "p1"}, programme.ActionEdit))
	for _, c := range []struct {
		who   string
		ctx   context.Context
		kind  programme.Kind
		words string
		want  errs.Kind // Internal: allowed
	}{
		{"reader", reader, programme.KindSite, "s1 name=X", errs.Forbidden},
		{"nobody", context.Background(), programme.KindSite, "s1 name=X", errs.Forbidden},
		{"coordinator", coordinator("n1"), programme.KindSite, "s1 name=X", errs.Internal},
		{"coordinator", coordinator("n1"), programme.KindSite, "s3 name=X", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindSite, "s1 project_id=p3", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindSite, newSite, errs.Internal},
		{"coordinator", coordinator("n2"), programme.KindSite, newSite, errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindSite, "new name=X kind=fixed", errs.Invalid},
		{"coordinator", coordinator("n1"), programme.KindProject, "p1 name=X", errs.Internal},
		{"coordinator", coordinator("n1"), programme.KindProject, "p3 name=X", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindProject, "p4 name=X", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindProject, "p1 network_id=n2", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindProject, "p1 network_id=", errs.Invalid},
		{"coordinator", coordinator("n1"), programme.KindProject, newProject + "network_id=n1", errs.Internal},
		{"coordinator", coordinator("n1"), programme.KindProject, newProject + "network_id=n2", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindProject, newProject, errs.Invalid},
		{"coordinator", coordinator("n1"), programme.KindOrganisation, "o1 name=X", errs.Internal},
		{"coordinator", coordinator("n1"), programme.KindOrganisation, "o1 coordinates_to=2018-12-31", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindOrganisation, "o2 name=X", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindOrganisation, "o3 name=X", errs.NotFound}, // works for others too
		{"coordinator", coordinator("n1"), programme.KindOrganisation, "o4 name=X", errs.Internal}, // works for nobody yet
		{"coordinator", coordinator("n1"), programme.KindOrganisation, "new name=X", errs.Internal},
		{"coordinator", coordinator("n1"), programme.KindOrganisation, "new name=X network_id=n1 coordinates_from=2018-01-01", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindNetwork, "n1 name=X", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindRound, "r2 name=X", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindPriorityArea, "a2 name=X", errs.NotFound},
		{"coordinator", coordinator("n1"), programme.KindCompetenceCentre, "c1 name=X", errs.NotFound},
		{"administrator", admin, programme.KindNetwork, "n1 name=X", errs.Internal},
		{"administrator", admin, programme.KindProject, "p1 network_id=n2", errs.Internal},
		{"administrator", admin, programme.KindCompetenceCentre, "c1 name=X", errs.Internal},
		{"of one project", project, programme.KindSite, "s1 name=X", errs.Internal},
		{"of one project", project, programme.KindSite, "s3 name=X", errs.NotFound},
	} {
		s := untouched
		if c.want == errs.Internal {
			s = programme.New(filled(t))
		}
		if id, given := cells(c.words); id != "new" && given["name"] != "" { // no place is changed
			if may := directory(t, s).MayEdit(c.ctx, c.kind, id); may != (c.want == errs.Internal) {
				t.Errorf("%s, %s %s: MayEdit is %v", c.who, c.kind, c.words, may)
			}
			if _, err := s.Open(c.ctx, c.kind, id); errs.KindOf(err) != c.want {
				t.Errorf("%s opens %s %s: %v", c.who, c.kind, c.words, err)
			}
		}
		_, err := s.Save(c.ctx, edit(c.kind, 1, c.words))
		if errs.KindOf(err) != c.want || (err == nil) != (c.want == errs.Internal) {
			t.Errorf("%s, %s %s: %v", c.who, c.kind, c.words, err)
		}
	}
}

// cases stand for another room that refers to the structure.
var cases = record.Define(record.Type{Name: "cases", Tenant: "site_id", Columns: []record.Column{
	{Name: "site_id", Kind: record.Ref, Of: "sites", Required: true},
}})

// contacts stand for what happens on a day.
var contacts = record.Define(record.Type{Name: "contacts", Tenant: "case_id", Columns: []record.Column{
	{Name: "case_id", Kind: record.Ref, Of: "cases", Required: true}, {Name: "held_on", Kind: record.Date, Required: true},
	{Name: "form"}, {Name: "themes"},
}})

func TestDelete(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		store(t, d, cases, "k1 site_id=s3")
		s := programme.New(d, programme.Sites, cases, contacts)
		var used *programme.InUse
		for id, by := range map[string]string{"site s3": "cases", "project p1": "sites", "network n1": "organisations projects", "round r1": "priority_areas",
			"organisation o1": "projects", "competence_centre c1": "projects"} {
			kind, id, _ := strings.Cut(id, " ")
			err := s.Delete(admin, programme.Kind(kind), id, 1, "")
			if errs.KindOf(err) != errs.Conflict || !errors.As(err, &used) || strings.Join(used.By, " ") != by {
				t.Errorf("%s %s is referred to by %s: %v", kind, id, by, err)
			}
		}
		if err := s.Delete(admin, programme.KindSite, "s1", 7, ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("deleting an old version: %v", err)
		}
		if err := s.Delete(coordinator("n2"), programme.KindSite, "s1", 1, ""); errs.KindOf(err) != errs.NotFound {
			t.Errorf("deleting elsewhere: %v", err)
		}
		if err := s.Delete(admin, "account", "s1", 1, ""); errs.KindOf(err) != errs.NotFound {
			t.Errorf("deleting what is no structure: %v", err)
		}
		for range 2 { // the same form twice
			if err := s.Delete(coordinator("n1"), programme.KindSite, "s1", 1, "form-1"); err != nil {
				t.Fatal(err)
			}
		}
		if directory(t, s).Site("s1") != nil {
			t.Error("the site is still there")
		}
		if err := s.Delete(admin, programme.KindSite, "s1", 2, ""); errs.KindOf(err) != errs.NotFound {
			t.Errorf("deleting a deleted one: %v", err)
		}
	})
}

// No day on which something happened may fall out of the rounds.
func TestRoundsKeepWhatHappened(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		store(t, d, cases, "k1 site_id=s3")
		store(t, d, contacts, "c1 case_id=k1 held_on=2015-03-01 form=phone themes=recognition", "c2 case_id=k1 held_on=2018-03-01 form=phone themes=recognition")
		store(t, d, programme.Rounds, "r0 name=Unused starts_on=2009-01-01 ends_on=2010-12-31")
		s := programme.New(d, cases, contacts)
		for words, want := range map[string]string{
			"r2 starts_on=2015-03-02":                    "starts_on programme.error.records_outside",
			"r2 ends_on=2018-02-28":                      "ends_on programme.error.records_outside",
			"r2 starts_on=2019-01-01 ends_on=2019-12-31": "starts_on programme.error.records_outside",
		} {
			if _, err := s.Save(admin, edit(programme.KindRound, 1, words)); faults(err) != want {
				t.Errorf("%s: %v", words, err)
			}
		}
		if _, err := s.Save(admin, edit(programme.KindRound, 1, "r2 starts_on=2015-03-01 ends_on=2018-03-01")); err != nil {
			t.Errorf("a round that keeps all days: %v", err)
		}
		if err := s.Delete(admin, programme.KindRound, "r0", 1, ""); err != nil {
			t.Errorf("deleting a round in which nothing happened: %v", err)
		}
	})
}
