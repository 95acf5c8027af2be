package person_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

// later is a vault on the same database some days after the key file was made.
func (v *vault) later(t testing.TB, days int) *vault {
	t.Helper()
	epochs, err := v.keys.Epochs()
	ok(t, err)
	at := epochs[0].Made.Add(time.Duration(days) * 24 * time.Hour)
	return vaultOn(dbtest.Open(t, v.db.DSN(), clock.Fixed(at)), v.keys)
}

func (v *vault) epochs(t testing.TB) map[uint32]int {
	t.Helper()
	out := map[uint32]int{}
	rows, err := v.db.Query(atBremen, "SELECT epoch FROM person")
	var id uint32
	ok(t, db.Each(rows, err, func() error {
		err := rows.Scan(&id)
		out[id]++
		return err
	}))
	return out
}

func TestRenewalKeepsEverybodyReadable(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject, anonymous := v.everything(t), person.Subject{Tenant: "n2", ID: "C2"}
		v.apply(t, atMunich, munich, anonymous, notes("k1", "x"))
		var steps [][2]int
		destroyed, err := v.later(t, 31).RenewKeys(atBremen, func(done, total int) { steps = append(steps, [2]int{done, total}) })
		if err != nil || destroyed != 0 || len(steps) != 1 || steps[0] != [2]int{2, 2} {
			t.Errorf("%d destroyed, %v, progress %v", destroyed, err, steps)
		}
		list, err := v.keys.Epochs()
		ok(t, err)
		if used := v.epochs(t); len(list) != 2 || len(used) != 1 || used[list[1].ID] != 2 {
			t.Errorf("%v of %v", used, list)
		}
		if p := v.get(t, atBremen, bremen, subject); p.Identity.Street != "Musterweg 1" || p.Text("k1", "notes") != "y" || p.Documents[0].Name != "a.pdf" {
			t.Errorf("%+v", p)
		}
		if p := v.get(t, atMunich, munich, anonymous); p.Text("k1", "notes") != "x" {
			t.Errorf("%+v", p)
		}
		// The old key stays for ninety days, in which a backup may need it.
		for days, want := range map[int]int{60: 0, 92: 1} {
			if n, err := v.later(t, days).RenewKeys(atBremen, nil); n != want || err != nil {
				t.Errorf("after %d days: %d destroyed, %v", days, n, err)
			}
		}
		v.get(t, atBremen, bremen, subject)
	})
}

// A key in a stolen backup cannot be unwrapped any more once its epoch key is destroyed.
func TestADestroyedEpochTakesOldCopiesWithIt(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		var id string
		var stolen []byte
		ok(t, v.db.Row(atBremen, "SELECT id, wrapped FROM person WHERE subject_id = $1", subject.ID).Scan(&id, &stolen))
		for _, days := range []int{31, 200} {
			_, err := v.later(t, days).RenewKeys(atBremen, nil)
			ok(t, err)
		}
		keys, err := crypt.Load(v.keys.Path())
		ok(t, err)
		if _, err := keys.Unwrap(id, stolen); !errors.Is(err, crypt.ErrNoEpoch) {
			t.Errorf("unwrapped: %v", err)
		}
		v.get(t, atBremen, bremen, subject)
	})
}

// Others record while keys are renewed; nobody's key may get lost.
func TestRenewalWhileOthersWork(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subjects := []person.Subject{v.everything(t), v.everything(t)}
		var all sync.WaitGroup
		all.Go(func() {
			for days := range 5 {
				if _, err := v.later(t, days+1).RenewKeys(atBremen, nil); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range 20 {
				subjects = append(subjects, v.admit(t, atBremen, bremen, ada))
				v.apply(t, atBremen, bremen, subjects[0], notes("k1", "z"))
			}
		})
		all.Wait()
		for _, s := range subjects {
			if p := v.get(t, atBremen, bremen, s); p.Identity == nil {
				t.Errorf("%+v", p)
			}
		}
	})
}

// started is what Start says and logs.
func started(t testing.TB, v *vault) (string, error) {
	t.Helper()
	var log bytes.Buffer
	err := v.Start(atBremen, slog.New(slog.NewTextHandler(&log, nil)))
	return log.String(), err
}

func TestStartWarnsOfAnOldKey(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		for days, warns := range map[int]bool{0: false, 35: false, 36: true} {
			log, err := started(t, v.later(t, days))
			if err != nil || strings.Contains(log, "openiq key renew") != warns {
				t.Errorf("after %d days: %q, %v", days, log, err)
			}
		}
	})
}

func TestStartForgetsAgain(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.everything(t)
		var id string
		ok(t, v.db.Row(atBremen, "SELECT id FROM person WHERE subject_id = $1", subject.ID).Scan(&id))
		ok(t, os.WriteFile(v.keys.Path()+".erased", []byte(id+"\n"), 0o600))
		if log, err := started(t, v); err != nil || !strings.Contains(log, "persons=1") {
			t.Errorf("%q, %v", log, err)
		}
		isForgotten(t, v, subject)
	})
}

// An instance with an older copy of the key file must say so instead of failing on every second page.
func TestStartRefusesAnOldKeyFile(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		v.admit(t, atBremen, bremen, ada)
		old := v.keys.Path() + ".old"
		copyFile(t, v.keys.Path(), old)
		_, err := v.later(t, 31).RenewKeys(atBremen, nil)
		ok(t, err)
		keys, err := crypt.Load(old)
		ok(t, err)
		if _, err := started(t, vaultOn(v.db, keys)); !errors.Is(err, crypt.ErrNoEpoch) || !strings.Contains(err.Error(), old) {
			t.Errorf("got %v", err)
		}
		if _, err := started(t, v); err != nil {
			t.Errorf("the newest file: %v", err)
		}
	})
}
