package office_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"openiq/internal/counselling"
	"openiq/internal/fairintegration"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// hands is a clock that a test can turn on.
type hands struct{ micros atomic.Int64 }

func (h *hands) Now() time.Time { return time.UnixMicro(h.micros.Load()) }

func (h *hands) turn(by time.Duration) { h.micros.Add(by.Microseconds()) }

// reset turns it back to 15 October 2018, in the morning.
func (h *hands) reset() { h.micros.Store(time.Date(2018, 10, 15, 8, 0, 0, 0, time.UTC).UnixMicro()) }

// store stores records as an import does. A record is "id|column=value|column=value".
func store(t testing.TB, d *db.DB, typ *record.Type, records ...string) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		for _, words := range records {
			row, err := rowOf(typ, strings.Split(words, "|"))
			if err != nil {
				return "", err
			}
			if _, err := typ.Put(tx, row, nil); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name + ".csv"})
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rowOf(typ *record.Type, words []string) (record.Row, error) {
	row := record.Row{ID: words[0], Values: make([]any, len(typ.Columns))}
	if typ.Tenanted() {
		row.Tenant = db.Federal
	}
	for _, word := range words[1:] {
		column, cell, _ := strings.Cut(word, "=")
		value, err := typ.Column(column).Parse(cell)
		if err != nil {
			return row, fmt.Errorf("%s.%s: %w", typ.Name, column, err)
		}
		row.Values[typ.Index(column)] = value
	}
	return row, nil
}

// fill stores a small network: centres in Bremen and Bavaria, the latter with an id that a spreadsheet would compute,
// five cases with contacts in three quarters, one service of Fair Integration.
func fill(t testing.TB, d *db.DB) {
	t.Helper()
	store(t, d, programme.Rounds, "r1|name=Förderrunde 2015|starts_on=2015-01-01|ends_on=2018-12-31")
	store(t, d, programme.Networks, "n1|name=Landesnetzwerk Bremen|states=HB", "n2|name=Landesnetzwerk Bayern|states=BY")
	store(t, d, programme.CompetenceCentres, "c1|name=Fachstelle <Einwanderung>")
	store(t, d, programme.Organisations, "o1|name=Träger")
	store(t, d, programme.Projects, "p1|round_id=r1|name=Beratung Nord|organisation_id=o1|kind=counselling|network_id=n1|for_refugees=true",
		"p2|round_id=r1|name=Beratung Süd|organisation_id=o1|kind=counselling|network_id=n2",
		"p3|round_id=r1|name=Faire Integration|organisation_id=o1|kind=fair_integration|network_id=n2")
	store(t, d, programme.Sites, "s1|project_id=p1|name=Stelle Bremen|kind=fixed|state=HB", "=s2|project_id=p2|name=Stelle München|kind=fixed|state=BY")
	store(t, d, counselling.Cases, "k1|site_id=s1|sex=female|age=30", "k2|site_id=s1|sex=female|age=40", "k3|site_id=s1|sex=male|age=50",
		"k4|site_id==s2|sex=declined|age=30", "k5|site_id==s2")
	store(t, d, counselling.Contacts, "t1|case_id=k1|held_on=2018-01-10|form=at_centre|themes=recognition", "t2|case_id=k1|held_on=2018-09-10|form=phone|themes=recognition",
		"t3|case_id=k2|held_on=2018-02-10|form=phone|themes=recognition", "t4|case_id=k3|held_on=2018-07-10|form=phone|themes=recognition",
		"t5|case_id=k4|held_on=2018-08-10|form=phone|themes=recognition", "t6|case_id=k5|held_on=2018-08-11|form=phone|themes=recognition job_training")
	store(t, d, fairintegration.Services, "f1|person_ref=x|project_id=p3|held_on=2018-06-01|kind=counselling|topics=pay contract")
}
