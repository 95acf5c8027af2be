package person_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/person"
	"openiq/internal/platform/db"
)

// reads are the entries about who looked at whom, as "actor tenant subject detail".
func (v *vault) reads(t testing.TB) (out []string) {
	t.Helper()
	rows, err := v.db.Query(context.Background(), "SELECT actor, tenant, subject, detail FROM audit_entry WHERE kind = 'read' ORDER BY tenant, n")
	err = db.Each(rows, err, func() error {
		var actor, tenant, subject, detail string
		err := rows.Scan(&actor, &tenant, &subject, &detail)
		out = append(out, strings.TrimSpace(fmt.Sprint(actor, " ", tenant, " ", subject, " ", detail)))
		return err
	})
	ok(t, err)
	return out
}

// shownIDs are all subjects that entries of an actor name.
func shownIDs(entries []string, actor string) (ids []string) {
	for _, e := range entries {
		if words := strings.Fields(e); words[0] == actor {
			ids = append(ids, words[2:]...)
		}
	}
	slices.Sort(ids)
	return ids
}

var quiet = slog.New(slog.DiscardHandler)

func subject(tenant string, n int) person.Subject {
	return person.Subject{Tenant: tenant, ID: fmt.Sprintf("C%05d", n)}
}

func TestLookingAtSomebodyLeavesAnEntry(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		ok(t, v.LogRead(atBremen, subject("n1", 1)))
		if got := v.reads(t); !slices.Equal(got, []string{"counsellor-s1 n1 C00001"}) {
			t.Errorf("%q", got)
		}
	})
}

// Without the job that gathers them, entries of lists are committed at once.
func TestAListLeavesAnEntryForEachTenant(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		ok(t, v.LogList(atBremen, subject("n1", 2), subject("n2", 3), subject("n1", 1)))
		ok(t, v.LogList(atBremen))
		if got := v.reads(t); !slices.Equal(got, []string{"counsellor-s1 n1  C00001 C00002", "counsellor-s1 n2  C00003"}) {
			t.Errorf("%q", got)
		}
	})
}

// running starts the job and waits until it is there: then entries are not committed at once. stop ends it and waits.
func (v *vault) running(t testing.TB, log *slog.Logger) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var job sync.WaitGroup
	job.Go(func() { v.RunReadLog(ctx, log) })
	for before := -1; before != len(v.reads(t)); {
		before = len(v.reads(t))
		ok(t, v.LogList(analyst, subject("n1", 0)))
	}
	return func() {
		cancel()
		job.Wait()
	}
}

func TestListsAreCommittedTogether(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		stop := v.running(t, quiet)
		var all sync.WaitGroup
		for who, ctx := range []context.Context{atBremen, atMunich} {
			for n := range 100 {
				all.Go(func() {
					for k := range 5 {
						if err := v.LogList(ctx, subject("n1", 1000*who+n), subject("n1", 1000*who+n+k)); err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		all.Wait()
		stop()
		entries := v.reads(t)
		for who, actor := range []string{"counsellor-s1", "counsellor-s3"} {
			ids := slices.Compact(shownIDs(entries, actor))
			if len(ids) != 104 || ids[0] != subject("n1", 1000*who).ID || ids[103] != subject("n1", 1000*who+103).ID {
				t.Errorf("%s: %d ids, %v", actor, len(ids), ids)
			}
		}
		if len(entries) > 50 {
			t.Errorf("%d entries for 1000 lists", len(entries))
		}
	})
}

// A long list has several entries, none of which is unreadable.
func TestALongList(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		many := make([]person.Subject, 450)
		for n := range many {
			many[n] = subject("n1", n)
		}
		ok(t, v.LogList(atBremen, many...))
		if entries := v.reads(t); len(entries) != 3 || len(shownIDs(entries, "counsellor-s1")) != 450 {
			t.Errorf("%d entries", len(entries))
		}
	})
}

// Whoever looks while the job ends is noted as well.
func TestNothingIsLostWhenTheJobEnds(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		for round := range 5 {
			stop := v.running(t, quiet)
			var all sync.WaitGroup
			for n := range 50 {
				all.Go(func() {
					if err := v.LogList(atBremen, subject("n1", 100*round+n)); err != nil {
						t.Error(err)
					}
				})
			}
			stop()
			all.Wait()
		}
		if ids := shownIDs(v.reads(t), "counsellor-s1"); len(ids) != 250 {
			t.Errorf("%d entries, want 250", len(ids))
		}
	})
}

// While nothing can be committed, nobody sees more names than fit into the queue.
func TestTheQueueIsBounded(t *testing.T) {
	d, err := db.Open(context.Background(), t.TempDir()+"/gone.db", now)
	ok(t, err)
	v := vaultOn(d, newVault(t, second(t, &vault{db: d})).keys)
	var complaints bytes.Buffer
	stop := v.running(t, slog.New(slog.NewTextHandler(&complaints, nil)))
	ok(t, d.Close()) // the database is gone
	ctx, cancel := context.WithTimeout(atBremen, 2*time.Second)
	defer cancel()
	noted := 0
	for v.LogList(ctx, subject("n1", noted)) == nil {
		noted++
	}
	if noted > 2000 || ctx.Err() == nil {
		t.Errorf("%d lists were noted, %v", noted, ctx.Err())
	}
	stop()
	if !strings.Contains(complaints.String(), "noting who looked at lists") {
		t.Errorf("the log says %q", &complaints)
	}
}
