package counselling

import (
	"context"
	"fmt"
	"testing"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
)

var (
	summaryNow = clock.Fixed(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	summaryCtx = db.WithActor(context.Background(), "tester")
)

// change stores something in one audited transaction.
func change(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	_, err := d.Write(summaryCtx, db.Command{Name: "test.change", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "test"})
		return "", fn(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// row is a version to store, its values given by column.
func row(typ *record.Type, tenant, id string, values map[string]any) record.Row {
	r := record.Row{Tenant: tenant, ID: id, Values: make([]any, len(typ.Columns))}
	for column, v := range values {
		r.Values[typ.Index(column)] = v
	}
	return r
}

func contact(tenant, id, caseID, day string) record.Row {
	return row(Contacts, tenant, id, map[string]any{"case_id": caseID, "held_on": int64(clock.MustDay(day)), "form": "phone", "themes": "recognition"})
}

// summary is the stored summary of a case in words; empty when there is none.
func summary(t *testing.T, d *db.DB, tenant, id string) string {
	t.Helper()
	out := ""
	var site, sex, nationality, country, occupation, scope string
	var first, last, contacts, qualifications, age int64
	rows, err := d.Query(summaryCtx, `SELECT site_id, first_contact, last_contact, contacts, qualifications, COALESCE(sex, '-'), COALESCE(age, -1),
		COALESCE(nationality, '-'), COALESCE(country, '-'), COALESCE(reference_occupation, '-'), COALESCE(scope, '-')
		FROM case_summary WHERE tenant = $1 AND case_id = $2`, tenant, id)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&site, &first, &last, &contacts, &qualifications, &sex, &age, &nationality, &country, &occupation, &scope)
		out += fmt.Sprintf("%s %s-%s %d contacts %d qualifications %s %d %s %s %s %s", site, clock.Day(first), clock.Day(last),
			contacts, qualifications, sex, age, nationality, country, occupation, scope)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// fill stores cases of two tenants with contacts and qualifications.
func fill(tx *db.Tx) error {
	for _, s := range []struct {
		typ *record.Type
		row record.Row
	}{
		{Cases, row(Cases, "n1", "full", map[string]any{"site_id": "s1", "sex": "female", "age": int64(34), "nationality": "SY", "scope": "professional"})},
		{Cases, row(Cases, "n2", "bare", map[string]any{"site_id": "s2"})},
		{Contacts, contact("n1", "k1", "full", "2018-03-01")},
		{Contacts, contact("n1", "k2", "full", "2017-05-01")},
		{Contacts, contact("n1", "k3", "full", "2018-02-01")},
		{Contacts, contact("n1", "k4", "other", "2019-02-01")},
		{Qualifications, row(Qualifications, "n1", "b", map[string]any{"case_id": "full", "country": "TR", "reference_occupation": "arzt"})},
		{Qualifications, row(Qualifications, "n1", "B", map[string]any{"case_id": "full", "country": "SY"})}, // before b, byte by byte
	} {
		if _, err := s.typ.Put(tx, s.row, nil); err != nil {
			return err
		}
	}
	return nil
}

const (
	fullSummary = "s1 2017-05-01-2018-03-01 3 contacts 2 qualifications female 34 SY SY - professional"
	bareSummary = "s2 1970-01-01-1970-01-01 0 contacts 0 qualifications - -1 - - - -"
)

func TestASummaryFollowsItsCase(t *testing.T) {
	dbtest.Each(t, summaryNow, func(t *testing.T, d *db.DB) {
		change(t, d, fill)
		refresh := func(tx *db.Tx) error { return RefreshSummary(tx, "n1", "full") }
		change(t, d, refresh)
		change(t, d, refresh) // a second time changes nothing
		if got := summary(t, d, "n1", "full"); got != fullSummary {
			t.Errorf("got %s", got)
		}
		if got := summary(t, d, "n2", "bare"); got != "" {
			t.Errorf("another case has got one: %s", got)
		}
		erase := func(typ *record.Type, id string) {
			change(t, d, func(tx *db.Tx) error {
				prev, err := typ.Get(summaryCtx, tx, id)
				if err != nil {
					return err
				}
				gone := *prev
				gone.Deleted = true
				if _, err := typ.Put(tx, gone, prev); err != nil {
					return err
				}
				return refresh(tx)
			})
		}
		erase(Contacts, "k2")
		erase(Qualifications, "B")
		if got := summary(t, d, "n1", "full"); got != "s1 2018-02-01-2018-03-01 2 contacts 1 qualifications female 34 SY TR arzt professional" {
			t.Errorf("got %s", got)
		}
		erase(Cases, "full")
		if got := summary(t, d, "n1", "full"); got != "" {
			t.Errorf("a deleted case has %s", got)
		}
	})
}

func TestManySummariesAreTheSameAsSingleOnes(t *testing.T) {
	dbtest.Each(t, summaryNow, func(t *testing.T, d *db.DB) {
		change(t, d, fill)
		var some, all Touched
		for i := range mostTouched + 1 {
			all.Add(fmt.Sprint(i))
		}
		for i := range 150 { // more than one statement takes
			some.Add(fmt.Sprint("other", i))
		}
		some.Add("full")
		some.Add("bare")
		some.Add("bare")
		for name, touched := range map[string]*Touched{"some": &some, "all": &all} {
			change(t, d, func(tx *db.Tx) error {
				_, err := tx.Exec("DELETE FROM case_summary WHERE case_id = 'full'")
				if err == nil {
					err = RefreshSummaries(tx, touched)
				}
				return err
			})
			if full, bare := summary(t, d, "n1", "full"), summary(t, d, "n2", "bare"); full != fullSummary || bare != bareSummary {
				t.Errorf("%s: %s; %s", name, full, bare)
			}
		}
	})
}
