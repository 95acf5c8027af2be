package exchange

import (
	"context"
	"slices"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/procedure"
)

// procedures is a bundle with what happened in two procedures of the cases of good.
var procedures = bundle{
	"procedures.csv": "id,case_id,qualification_id,kind,accelerated,state,authority,origin_eu,regulated,before_counselling\n" +
		"v1,c1,q2,equivalence,false,SH,Ministerium,false,true,false\nv2,c1,,statement,,,,,,\n",
	"procedure_steps.csv": "id,procedure_id,kind,on_day,until_day,documents,result,compensation\n" +
		"w1,v1,applied,2026-09-01,,,,\nw2,v1,documents_requested,2026-09-15,2026-10-15,cv identity,,\nw3,v1,documents_complete,2026-10-01,,,,\nw4,v2,applied,2026-10-01,,,,\n",
	"costs.csv": "id,case_id,procedure_id,kind,amount,help,applied_on,decided_on,decision,granted\n" +
		"d1,c1,v1,fee,40000,recognition_grant,2026-08-01,2026-08-20,granted,40000\nd2,c2,,translation,9000,self,,,,\n",
}

// due is what is due, "case source rule day".
func due(t *testing.T, d *db.DB) []string {
	t.Helper()
	var out []string
	var caseID, source, rule string
	var on int64
	rows, err := d.Query(ctx, "SELECT case_id, source, rule, due_on FROM case_due ORDER BY source, due_on")
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(&caseID, &source, &rule, &on); err != nil {
			return err
		}
		out = append(out, caseID+" "+source+" "+rule+" "+clock.Day(on).String())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestProceduresComeWithWhatIsDue(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		if _, warnings := put(t, d, procedures, Options{}); len(warnings) > 0 {
			t.Errorf("warnings: %q", warnings)
		}
		want := []string{"c1 v1 decision 2027-01-04", "c1 v1 outcome 2027-01-18", "c1 v2 outcome 2027-04-01"}
		if got := due(t, d); !slices.Equal(got, want) {
			t.Errorf("due are %q, want %q", got, want)
		}
		first := count(t, d, "SELECT due_on FROM case_summary WHERE case_id = 'c1'")
		if got := clock.Day(first).String(); got != "2027-01-04" {
			t.Errorf("the summary says %s", got)
		}
		put(t, d, one("procedure_steps.csv", "id,procedure_id,kind,on_day,result\nw5,v1,decided,2026-11-20,full\n"), Options{})
		want = []string{"c1 v1 grant_invoices 2027-02-24", "c1 v2 outcome 2027-04-01"}
		if got := due(t, d); !slices.Equal(got, want) {
			t.Errorf("after the decision %q, want %q", got, want)
		}
		all := exported(t, d)
		other := emptied(t, d)
		put(t, other, all, Options{})
		same(t, exported(t, other), all)
		if got := due(t, other); !slices.Equal(got, want) {
			t.Errorf("from an export %q, want %q", got, want)
		}
	})
}

// TestDueDaysAreMadeAnewAfterAnUpgrade spoils what is due and the digest of the rules, as another version would have left them.
func TestDueDaysAreMadeAnewAfterAnUpgrade(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good.with(procedures), Options{})
		want := due(t, d)
		spoil := func(query string) {
			_, err := d.Write(ctx, db.Command{Name: "test.spoil", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
				tx.Audit(db.Entry{Kind: "test"})
				_, err := tx.Exec(query)
				return "", err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := procedure.Ready(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		spoil("UPDATE case_due SET due_on = 1, rule = 'x' WHERE rule = 'decision'")
		if err := procedure.Ready(context.Background(), d); err != nil || slices.Equal(due(t, d), want) {
			t.Errorf("the same rules computed everything anew: %v", err)
		}
		spoil("UPDATE summary_rules SET digest = 'old' WHERE id = 2")
		if err := procedure.Ready(context.Background(), d); err != nil || !slices.Equal(due(t, d), want) {
			t.Errorf("%v: %q, want %q", err, due(t, d), want)
		}
	})
}

func TestWrongProceduresAreRefused(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		for file, test := range map[string][2]string{
			"procedures.csv":      {"id,case_id,qualification_id,kind\nv1,c1,q1,equivalence\nv2,c1,,statement\nv9,c2,q1,equivalence\n", "procedures.csv:4: qualification_id: q1 belongs to another case"},
			"procedure_steps.csv": {"id,procedure_id,kind,on_day\nw9,v1,applied,2026-11-23\n", "procedure_steps.csv:2: on_day: 2026-11-23 is in the future"},
			"costs.csv":           {"id,case_id,procedure_id,kind\nd9,c2,v1,fee\n", "costs.csv:2: procedure_id: v1 belongs to another case"},
		} {
			if got := refused(t, d, procedures.with(one(file, test[0])), Options{}); !slices.Equal(got, []string{test[1]}) {
				t.Errorf("%s: %q", file, got)
			}
		}
		_, warnings := put(t, d, procedures.with(one("procedure_steps.csv", "id,procedure_id,kind,on_day,until_day,result\nw1,v1,decided,2026-09-01,,partial\nw2,v1,decided,2026-09-02,,\nw3,v1,applied,1950-01-01,,\n")), Options{})
		want := []string{"procedure_steps.csv:2: result: warning: is one of full, compensation, refused in this procedure",
			"procedure_steps.csv:3: result: warning: is missing in the step decided", "procedure_steps.csv:4: on_day: warning: 1950-01-01 is before the year of birth"}
		if !slices.Equal(warnings, want) {
			t.Errorf("warnings %q", warnings)
		}
	})
}
