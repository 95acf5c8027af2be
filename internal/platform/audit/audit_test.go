package audit_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/platform/audit"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/db/pgtest"
)

var (
	now = clock.Fixed(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	ctx = db.WithActor(context.Background(), "tester")
)

// record makes n entries of a tenant.
func record(t *testing.T, d *db.DB, tenant string, n int) {
	t.Helper()
	_, err := d.Write(ctx, db.Command{Name: "test.record", Tenant: tenant}, func(tx *db.Tx) (string, error) {
		for i := range n {
			tx.Audit(db.Entry{Kind: "thing", ID: fmt.Sprint("t", i), Detail: "Größe geändert"})
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func seal(t *testing.T, d *db.DB) {
	t.Helper()
	if err := audit.Seal(ctx, d); err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, d *db.DB) map[string]audit.Chain {
	t.Helper()
	report, err := audit.Verify(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	chains := map[string]audit.Chain{}
	ok := true
	for _, c := range report.Chains {
		chains[c.Tenant] = c
		ok = ok && c.Broken == ""
	}
	if ok != report.OK() {
		t.Errorf("OK is %v for %+v", report.OK(), report)
	}
	return chains
}

// tamper goes round db.Write's audit as somebody with the database's password would.
func tamper(t *testing.T, d *db.DB, query string) {
	t.Helper()
	err := d.Housekeep(ctx, "audit.seal", func(tx *db.Tx) error {
		_, err := tx.Exec(query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// chains makes a chain of three links (entries 1-4, 5-8, 9-10) and a tail (11, 12) for each tenant.
func chains(t *testing.T, d *db.DB, tenants ...string) {
	t.Helper()
	for _, n := range []int{4, 4, 2, 2} {
		seal(t, d)
		for _, tenant := range tenants {
			record(t, d, tenant, n)
		}
	}
}

func TestAnUntouchedChainHolds(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		if got := verify(t, d); len(got) != 0 {
			t.Errorf("an empty database: %+v", got)
		}
		chains(t, d, "by")
		record(t, d, "federal", 1)
		got := verify(t, d)
		if c := got["by"]; c.Broken != "" || c.Links != 3 || c.Sealed != 10 || c.Unsealed != 2 || len(c.Head) != 64 {
			t.Errorf("%+v", c)
		}
		if c := got["federal"]; c.Broken != "" || c.Links != 0 || c.Unsealed != 1 || c.Head != "" {
			t.Errorf("%+v", c)
		}
		for range 2 { // the second time there is nothing to do
			seal(t, d)
			if c := verify(t, d)["by"]; c.Broken != "" || c.Links != 4 || c.Sealed != 12 || c.Unsealed != 0 {
				t.Errorf("after sealing the tail: %+v", c)
			}
		}
	})
}

// tampering is what somebody could do with the database's password; $ stands for the tenant.
var tampering = []struct {
	name, query, want string
	links             int
}{
	{"changed detail", `UPDATE audit_entry SET detail = 'Größe geändert.' WHERE tenant = '$' AND n = 6`, "entries 5 to 8 are not", 1},
	{"changed time", `UPDATE audit_entry SET at = at + 1 WHERE tenant = '$' AND n = 1`, "entries 1 to 4 are not", 0},
	{"changed actor", `UPDATE audit_entry SET actor = 'other' WHERE tenant = '$' AND n = 10`, "entries 9 to 10 are not", 2},
	{"letters moved to the next column", `UPDATE audit_entry SET kind = 'thin', subject = 'gt1' WHERE tenant = '$' AND n = 6`, "entries 5 to 8 are not", 1},
	{"reordered", `UPDATE audit_entry SET subject = CASE n WHEN 6 THEN 't2' ELSE 't1' END WHERE tenant = '$' AND n IN (6, 7)`, "entries 5 to 8 are not", 1},
	{"deleted", `DELETE FROM audit_entry WHERE tenant = '$' AND n = 6`, "entry 6 is missing", 1},
	{"deleted at the end of a link", `DELETE FROM audit_entry WHERE tenant = '$' AND n = 8`, "entry 8 is missing", 1},
	{"deleted all of a link", `DELETE FROM audit_entry WHERE tenant = '$' AND n BETWEEN 5 AND 8`, "entry 5 is missing", 1},
	{"deleted the last sealed one and the tail", `DELETE FROM audit_entry WHERE tenant = '$' AND n >= 10`, "entry 10 is missing", 2},
	{"deleted inside the tail", `DELETE FROM audit_entry WHERE tenant = '$' AND n = 11`, "entry 11 is missing", 3},
	{"deleted at the end of the tail", `DELETE FROM audit_entry WHERE tenant = '$' AND n = 12`, "entry 12 is missing", 3},
	{"deleted everything", `DELETE FROM audit_entry WHERE tenant = '$'`, "entry 1 is missing", 0},
	{"inserted in front", insertAs(0), "entry 0 was not made", 0},
	{"inserted at the end", insertAs(13), "entries up to 13, but only 12", 3},
	{"inserted beyond the end", insertAs(20), "entry 13 is missing", 3},
	{"link changed", `UPDATE audit_seal SET hash = 'b' WHERE tenant = '$' AND first_n = 5`, "entries 5 to 8 are not", 1},
	{"link dated back", `UPDATE audit_seal SET sealed_at = sealed_at - 1 WHERE tenant = '$' AND first_n = 5`, "entries 5 to 8 are not", 1},
	{"link shortened", `UPDATE audit_seal SET last_n = 7 WHERE tenant = '$' AND first_n = 5`, "entries 5 to 7 are not", 1},
	{"link deleted", `DELETE FROM audit_seal WHERE tenant = '$' AND first_n = 5`, "entries 9 to 10 does not follow entry 4", 1},
	{"first link deleted", `DELETE FROM audit_seal WHERE tenant = '$' AND first_n = 1`, "entries 5 to 8 does not follow entry 0", 0},
	{"number of the last entry deleted", `DELETE FROM change_number WHERE tenant = '$'`, "entries up to 12, but only 0", 3},
}

func insertAs(n int) string {
	return fmt.Sprintf(`INSERT INTO audit_entry (tenant, n, at, actor, command, kind, subject, detail) VALUES ('$', %d, 0, 'x', 'x', 'x', 'x', 'x')`, n)
}

// Whatever is done, the report names where, the links before it hold, and so do the other tenants.
func TestTamperingShows(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		tenant := func(i int) string { return fmt.Sprint("tenant-", i) }
		var all []string
		for i := range tampering {
			all = append(all, tenant(i))
		}
		chains(t, d, all...)
		for i, c := range tampering {
			if before := verify(t, d)[tenant(i)]; before.Broken != "" {
				t.Fatalf("%s: broken beforehand: %s", c.name, before.Broken)
			}
			tamper(t, d, strings.ReplaceAll(c.query, "$", tenant(i)))
			got := verify(t, d)[tenant(i)]
			if !strings.Contains(got.Broken, c.want) || got.Links != c.links {
				t.Errorf("%s: %d links hold, then %q; want %d, then %q", c.name, got.Links, got.Broken, c.links, c.want)
			}
		}
	})
}

func TestSealStopsAtAGap(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		record(t, d, "be", 3)
		record(t, d, "by", 3)
		tamper(t, d, `DELETE FROM audit_entry WHERE tenant = 'by' AND n = 2`)
		if err := audit.Seal(ctx, d); err == nil || !strings.Contains(err.Error(), "entry 2 of tenant by is missing") {
			t.Errorf("got %v", err)
		}
		got := verify(t, d)
		if c := got["be"]; c.Sealed != 3 || c.Broken != "" {
			t.Errorf("the other tenant: %+v", c)
		}
		if c := got["by"]; c.Sealed != 0 || !strings.Contains(c.Broken, "entry 2 is missing") {
			t.Errorf("the tenant with the gap: %+v", c)
		}
	})
}

// Two instances that record and seal at the same time make one chain, not two.
func TestTwoInstancesSealOneChain(t *testing.T) {
	open := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") },
		"postgres": func(t *testing.T) string { return pgtest.DSN(t) },
	}
	for engine, dsn := range open {
		t.Run(engine, func(t *testing.T) {
			name := dsn(t)
			both := []*db.DB{dbtest.Open(t, name, now), dbtest.Open(t, name, now)}
			var work sync.WaitGroup
			for _, d := range both {
				for range 3 {
					work.Go(func() {
						for range 10 {
							record(t, d, "by", 2)
							if err := audit.Seal(ctx, d); err != nil {
								t.Error(err)
							}
						}
					})
				}
			}
			work.Wait()
			seal(t, both[0])
			if c := verify(t, both[1])["by"]; c.Broken != "" || c.Sealed != 120 || c.Unsealed != 0 {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestRunSealsUntilItIsStopped(t *testing.T) {
	d := dbtest.SQLite(t, now)
	record(t, d, "by", 3)
	running, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		audit.Run(running, d, slog.New(slog.DiscardHandler))
		close(ended)
	}()
	for verify(t, d)["by"].Sealed != 3 {
		time.Sleep(time.Millisecond)
	}
	stop()
	<-ended
}
