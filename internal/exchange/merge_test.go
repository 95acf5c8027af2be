package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
)

// hours is the instant some hours after the tests' now.
func hours(n int) clock.Instant { return clock.InstantOf(now.Add(time.Duration(n) * time.Hour)) }

func at(i clock.Instant) Options { return Options{At: &i} }

// get reads a record that must be there.
func get(t *testing.T, d *db.DB, typ *record.Type, id string) *record.Row {
	t.Helper()
	row, err := typ.Get(ctx, d, id)
	if err != nil || row == nil {
		t.Fatal(id, row, err)
	}
	return row
}

// cell is a column of a stored record as a bundle shows it.
func cell(t *testing.T, d *db.DB, typ *record.Type, id, column string) string {
	t.Helper()
	row := get(t, d, typ, id)
	return typ.Column(column).Format(row.Values[typ.Index(column)])
}

// late is a clock some days after the tests' now, so that several instants before it can be taken as now.
var late = clock.Fixed(now.Add(240 * time.Hour))

func TestAnUnchangedBundleChangesNothing(t *testing.T) {
	dbtest.Each(t, late, func(t *testing.T, d *db.DB) {
		put(t, d, good, at(hours(1)))
		report, _ := put(t, d, good, at(hours(2)))
		for _, f := range report.Files {
			if f.New+f.Changed != 0 || f.Unchanged != strings.Count(good[f.File], "\n")-1 {
				t.Errorf("%+v", f)
			}
		}
		for _, typ := range Types() {
			if n := count(t, d, "SELECT COUNT(*) FROM "+typ.Name+"_history"); n != 0 {
				t.Errorf("%d old versions of %s", n, typ.Name)
			}
			if n := count(t, d, "SELECT COUNT(*) FROM "+typ.Name+" WHERE version <> 1 OR stored_at <> $1", int64(hours(1))); n != 0 {
				t.Errorf("%d new versions of %s", n, typ.Name)
			}
		}
	})
}

func TestACorrectionKeepsWhatWasKnown(t *testing.T) {
	dbtest.Each(t, late, func(t *testing.T, d *db.DB) {
		put(t, d, good, at(hours(1)))
		report, _ := put(t, d, one("contacts.csv", "id,held_on,recorded_at\nk1,2017-03-02,2017-03-03T00:00:00Z\n"), at(hours(2)))
		if want := []FileReport{{File: "contacts.csv", Changed: 1}}; !slices.Equal(report.Files, want) {
			t.Errorf("%+v", report.Files)
		}
		row := get(t, d, counselling.Contacts, "k1")
		if row.Recorded != hours(1) || row.Stored != hours(2) || row.Version != 2 {
			t.Errorf("now: %+v", row)
		}
		if day := cell(t, d, counselling.Contacts, "k1", "held_on"); day != "2017-03-02" {
			t.Errorf("held on %s", day)
		}
		n := count(t, d, "SELECT COUNT(*) FROM contacts_history WHERE id = 'k1' AND version = 1 AND held_on = $1 AND recorded_at = $2 AND replaced_at = $3",
			int64(clock.MustDay("2017-03-01")), int64(hours(1)), int64(hours(2)))
		if n != 1 {
			t.Error("what was known before is gone")
		}
	})
}

func TestColumnsLeftOutStayAndEmptyCellsClear(t *testing.T) {
	dbtest.Each(t, late, func(t *testing.T, d *db.DB) {
		put(t, d, good, at(hours(1)))
		put(t, d, one("cases.csv", "age,id,scope\n,c1,declined\n"), at(hours(2)))
		for column, want := range map[string]string{"age": "", "scope": "declined", "sex": "female", "nationality": "SY", "site_id": "s1"} {
			if got := cell(t, d, counselling.Cases, "c1", column); got != want {
				t.Errorf("%s is %q, want %q", column, got, want)
			}
		}
	})
}

func TestSinceWhenARecordIsKnown(t *testing.T) {
	dbtest.Each(t, late, func(t *testing.T, d *db.DB) {
		put(t, d, good.with(bundle{
			"cases.csv":    "id,site_id,recorded_at\nc1,s1,\nc2,s2,2018-05-01T12:00:00.25+02:00\n",
			"contacts.csv": contactHead + "k1,c1,2017-03-01,phone,recognition,,,,2017-04-01T00:00:00Z\nk2,c2,2017-03-01,phone,recognition,,,,\n",
		}), at(hours(1)))
		may, err := clock.ParseInstant("2018-05-01T10:00:00.25Z")
		if err != nil {
			t.Fatal(err)
		}
		april := clock.DateDay(2017, time.April, 1)
		for _, c := range []struct {
			typ  *record.Type
			id   string
			want clock.Instant
		}{
			{counselling.Cases, "c1", 0}, {counselling.Cases, "c2", may}, {counselling.Qualifications, "q1", 0},
			{counselling.Contacts, "k1", clock.Instant(april) * 86400e6}, {counselling.Contacts, "k2", hours(1)},
			{typeOf("measures"), "m1", 0}, {typeOf("participations"), "x1", hours(1)}, {typeOf("trainings"), "y1", hours(1)},
			{typeOf("fair_services"), "z1", hours(1)}, {typeOf("projects"), "p1", 0},
		} {
			if got := get(t, d, c.typ, c.id).Recorded; got != c.want {
				t.Errorf("%s %s is known from %s, want %s", c.typ.Name, c.id, got, c.want)
			}
		}
	})
}

// remove deletes a record as the office does.
func remove(t *testing.T, d *db.DB, typ *record.Type, id string) {
	t.Helper()
	_, err := d.Write(ctx, db.Command{Name: "test.delete", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: typ.Name, ID: id})
		row, err := typ.Get(ctx, tx, id)
		if err != nil {
			return "", err
		}
		gone := *row
		gone.Deleted = true
		_, err = typ.Put(tx, gone, row)
		return "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestADeletedRecordIsUnknownAndComesBack(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		remove(t, d, counselling.Cases, "c1")
		contact := one("contacts.csv", contactHead+"k9,c1,2018-01-01,phone,recognition,,,,\n")
		if got := refused(t, d, contact, Options{}); !slices.Equal(got, says(`contacts.csv:2: case_id: unknown id "c1"`)) {
			t.Errorf("got %q", got)
		}
		contact["cases.csv"] = "id,age\nc1,35\n"
		report, warnings := put(t, d, contact, Options{})
		if report.Files[0] != (FileReport{File: "cases.csv", Changed: 1}) || len(warnings) > 0 {
			t.Error(report, warnings)
		}
		row := get(t, d, counselling.Cases, "c1")
		if row.Deleted || row.Version != 3 || cell(t, d, counselling.Cases, "c1", "sex") != "female" {
			t.Errorf("%+v", row)
		}
	})
}

func TestRecordsStayInTheNetworkInWhichTheyWereMade(t *testing.T) {
	dbtest.Each(t, late, func(t *testing.T, d *db.DB) {
		put(t, d, good, at(hours(1)))
		put(t, d, bundle{
			"project_transfers.csv": "id,project_id,network_id,valid_from\nt2,p1,n2,2026-11-23\nt3,p1,,2026-11-22\nt4,p1,n1,2099-01-01\n",
			"cases.csv":             "id,site_id\nc1,s2\nc3,s1\n",
			"contacts.csv":          contactHead + "k9,c1,2018-01-01,phone,recognition,,,,\n",
			"participations.csv":    partHead + "x2,m1,P-2,2017-03-01,,\n",
		}, at(hours(24)))
		for _, c := range []struct {
			typ      *record.Type
			id, want string
		}{
			{counselling.Cases, "c1", "n1"}, {counselling.Cases, "c2", "n2"}, {counselling.Cases, "c3", "n2"},
			{counselling.Contacts, "k9", "n1"}, {counselling.Qualifications, "q1", "n1"},
			{typeOf("measures"), "m1", db.Federal}, {typeOf("participations"), "x2", db.Federal}, {typeOf("trainings"), "y1", "n1"},
			{typeOf("fair_services"), "z1", "n1"},
		} {
			if got := get(t, d, c.typ, c.id).Tenant; got != c.want {
				t.Errorf("%s %s belongs to %s, want %s", c.typ.Name, c.id, got, c.want)
			}
		}
		if got := cell(t, d, typeOf("participations"), "x1", "case_tenant"); got != "n1" {
			t.Errorf("the participation's case belongs to %q", got)
		}
		if got := get(t, d, typeOf("participations"), "x2").Values[typeOf("participations").Index("case_tenant")]; got != nil {
			t.Errorf("a participation without case has the tenant %q", got)
		}
		got := refused(t, d, one("contacts.csv", "id,case_id\nk1,c2\n"), at(hours(25)))
		if want := says(`contacts.csv:2: case_id: "c2" belongs to another network; a record stays in the one in which it was made`); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
	})
}

func TestCellsAreKeptAsTheyAre(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		title := "=HYPERLINK(\"\"x\"\")\r\n +1, 'é' é \u202e\t\U0001F600 "
		put(t, d, good.with(bundle{"trainings.csv": "id,project_id,title,format,held_on,participants\n=1+1,p1,\"" + title + "\",event,2018-01-01,3\n"}), Options{})
		want := strings.ReplaceAll(strings.ReplaceAll(title, "\"\"", "\""), "\r\n", "\n")
		if got := cell(t, d, typeOf("trainings"), "=1+1", "title"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestTheInstantTakenAsNow(t *testing.T) {
	dbtest.Each(t, late, func(t *testing.T, d *db.DB) {
		if got := refused(t, d, good, at(hours(241))); !slices.Equal(got, says("at: 2026-12-02T13:00:00Z is in the future")) {
			t.Errorf("got %q", got)
		}
		put(t, d, good, at(hours(2)))
		want := says("at: 2026-11-22T13:00:00Z is before 2026-11-22T14:00:00Z, when something was stored")
		if got := refused(t, d, good, at(hours(1))); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		put(t, d, good, at(hours(2)))
		put(t, d, one("contacts.csv", contactHead+"k7,c1,2026-11-22,phone,recognition,,,,\n"), at(hours(3)))
		got := refused(t, d, one("contacts.csv", contactHead+"k8,c1,2026-11-23,phone,recognition,,,,\n"), at(hours(4)))
		if !slices.Equal(got, says("contacts.csv:2: held_on: 2026-11-23 is in the future")) {
			t.Errorf("got %q", got)
		}
		put(t, d, one("contacts.csv", contactHead+"k8,c1,2026-11-23,phone,recognition,,,,\n"), Options{})
	})
}

func TestEachFileLeavesAnEntryInEachNetwork(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		type entry struct{ tenant, subject, detail string }
		var entries []entry
		rows, err := d.Query(ctx, "SELECT tenant, subject, detail FROM audit_entry WHERE actor = 'tester' AND command = 'exchange.import' AND kind = 'import' ORDER BY subject, tenant")
		err = db.Each(rows, err, func() error {
			var e entry
			if err := rows.Scan(&e.tenant, &e.subject, &e.detail); err != nil {
				return err
			}
			entries = append(entries, e)
			return nil
		})
		if err != nil || len(entries) != 17 { // cases and contacts are of two networks
			t.Fatal(len(entries), err)
		}
		var detail auditDetail
		if err := json.Unmarshal([]byte(entries[0].detail), &detail); err != nil {
			t.Fatal(err)
		}
		if entries[0].subject != "cases.csv" || entries[0].tenant != "n1" || detail.New != 1 || detail.SHA256 != sha(good["cases.csv"]) {
			t.Errorf("%+v", entries[0])
		}
	})
}

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
