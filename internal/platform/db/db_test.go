package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
)

var (
	now = clock.Fixed(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	ctx = db.WithActor(context.Background(), "tester")
)

func put(id string, audited bool) func(*db.Tx) (string, error) {
	return func(tx *db.Tx) (string, error) {
		_, err := tx.Exec("INSERT INTO account_link (token_hash, account_id, expires_at, used_at) VALUES ($1, 'a', 0, 0)", id)
		if audited {
			tx.Audit(db.Entry{Kind: "link", ID: id})
		}
		return id, err
	}
}

func count(t *testing.T, d *db.DB, query string) int {
	t.Helper()
	var n int
	if err := d.Row(ctx, query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteStoresChangeAndEntryTogether(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		got, err := d.Write(ctx, db.Command{Name: "test.put", Tenant: "by"}, put("one", true))
		if err != nil || got != "one" {
			t.Fatal(got, err)
		}
		var actor, command string
		err = d.Row(ctx, "SELECT actor, command FROM audit_entry WHERE tenant = 'by' AND n = 1").Scan(&actor, &command)
		if err != nil || actor != "tester" || command != "test.put" {
			t.Error(actor, command, err)
		}
	})
}

func TestWriteRefusesAChangeWithoutEntry(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		_, err := d.Write(ctx, db.Command{Name: "test.put", Tenant: "by"}, put("silent", false))
		if !errors.Is(err, db.ErrNoAudit) {
			t.Fatalf("got %v", err)
		}
		if n := count(t, d, "SELECT COUNT(*) FROM account_link"); n != 0 {
			t.Errorf("%d rows were stored all the same", n)
		}
	})
}

func TestHousekeepingIsAList(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		fn := func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM session WHERE expires_at < $1", int64(tx.Now()))
			return err
		}
		if err := d.Housekeep(ctx, "session.expire", fn); err != nil {
			t.Error(err)
		}
		if err := d.Housekeep(ctx, "case.change", fn); !errors.Is(err, db.ErrNoAudit) {
			t.Errorf("got %v", err)
		}
	})
}

func TestARepeatedKeyGetsTheFirstAnswer(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		cmd := db.Command{Name: "test.put", Tenant: "by", Key: "form-1"}
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				id := fmt.Sprint("r", i)
				got, err := d.Write(ctx, cmd, put(id, true))
				if err != nil || got == "" {
					t.Error(got, err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, "SELECT COUNT(*) FROM account_link"); n != 1 {
			t.Errorf("%d rows for one key", n)
		}
	})
}

// TestARepetitionThatWouldFailGetsTheFirstAnswer sends a form at the same time as its repetitions, which find that somebody
// was quicker: themselves.
func TestARepetitionThatWouldFailGetsTheFirstAnswer(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				id := fmt.Sprint("r", i/4)
				got, err := d.Write(ctx, db.Command{Name: "test.put", Tenant: "by", Key: id}, func(tx *db.Tx) (string, error) {
					var there int
					if err := tx.Row(ctx, "SELECT COUNT(*) FROM account_link WHERE token_hash = $1", id).Scan(&there); err != nil {
						return "", err
					}
					if there > 0 {
						return "", errs.New(errs.Conflict, "error.conflict")
					}
					return put(id, true)(tx)
				})
				if err != nil || got != id {
					t.Errorf("%s: %q, %v", id, got, err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, "SELECT COUNT(*) FROM account_link"); n != 10 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestAKeyWithOtherContentIsNoRepetition(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		send := func(sum, id string) (string, error) {
			return d.Write(ctx, db.Command{Name: "test.put", Tenant: "by", Key: "k", Sum: sum}, put(id, true))
		}
		for range 2 {
			if got, err := send("one", "r1"); got != "r1" || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		}
		if got, err := send("two", "r2"); got != "r1" || errs.KindOf(err) != errs.Conflict {
			t.Errorf("other content gets %q, %v", got, err)
		}
		if n := count(t, d, "SELECT COUNT(*) FROM account_link"); n != 1 {
			t.Errorf("%d rows for one key", n)
		}
		if _, err := d.Write(ctx, db.Command{Name: "test.put", Tenant: "by", Key: "old"}, put("r4", true)); err != nil {
			t.Fatal(err)
		}
		if got, err := d.Write(ctx, db.Command{Name: "test.put", Tenant: "by", Key: "old", Sum: "one"}, put("r5", true)); got != "r4" || err != nil {
			t.Errorf("after one without a sum: %q, %v", got, err)
		}
	})
}

func TestOneFailureHurtsNobodyElse(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				_, err := d.Write(ctx, db.Command{Name: "test.put", Tenant: "by"}, func(tx *db.Tx) (string, error) {
					id, err := put(fmt.Sprint("x", i), true)(tx)
					if i%10 == 3 {
						return "", errs.New(errs.Invalid, "error.form")
					}
					if i%10 == 7 {
						panic("a bug")
					}
					return id, err
				})
				if bad := i%10 == 3 || i%10 == 7; (err != nil) != bad {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, "SELECT COUNT(*) FROM account_link"); n != 32 {
			t.Errorf("%d rows, want 32", n)
		}
		if n := count(t, d, "SELECT n FROM change_number WHERE tenant = 'by'"); n != 32 {
			t.Errorf("change number %d, want 32", n)
		}
		if n := count(t, d, "SELECT COUNT(*) FROM audit_entry"); n != 32 {
			t.Errorf("%d entries, want 32", n)
		}
	})
}

func TestChangeNumbersOfTwoInstancesHaveNoGap(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, first *db.DB) {
		second := dbtest.Open(t, first.DSN(), now)
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				d := []*db.DB{first, second}[i%2]
				if _, err := d.Write(ctx, db.Command{Name: "test.put", Tenant: "by"}, put(fmt.Sprint(i), true)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, first, "SELECT COUNT(DISTINCT n) FROM audit_entry WHERE n BETWEEN 1 AND 60"); n != 60 {
			t.Errorf("%d of 60 numbers", n)
		}
	})
}

func TestQueriesPrepareOnBothEngines(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		for _, q := range db.Queries() {
			if err := d.Prepare(ctx, q); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
		if d.Prepare(ctx, "SELECT nothing FROM nowhere") == nil {
			t.Error("a wrong query passes")
		}
	})
}

func TestMigrateTwice(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		dbtest.Open(t, d.DSN(), now)
		if err := d.Ready(ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestACommandAfterCloseIsRefused(t *testing.T) {
	d, err := db.Open(ctx, t.TempDir()+"/closed.db", now)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = d.Write(ctx, db.Command{Name: "test.put"}, put("late", true))
	if errs.KindOf(err) != errs.Unavailable {
		t.Errorf("got %v", err)
	}
}
