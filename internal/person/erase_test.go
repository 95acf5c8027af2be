package person_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"openiq/internal/person"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/migrations"
)

// register are the lines of the register of erasures.
func (v *vault) register(t testing.TB) []string {
	t.Helper()
	content, err := os.ReadFile(v.keys.Path() + ".erased")
	if os.IsNotExist(err) {
		return nil
	}
	ok(t, err)
	return strings.Fields(string(content))
}

func (v *vault) forget(t testing.TB, subject person.Subject) {
	t.Helper()
	_, err := v.db.Write(atBremen, db.Command{Name: "test.forget", Tenant: subject.Tenant}, func(tx *db.Tx) (string, error) {
		return "", v.Forget(atBremen, tx, subject)
	})
	ok(t, err)
}

// everything stores something of every kind about somebody.
func (v *vault) everything(t testing.TB) person.Subject {
	t.Helper()
	subject := v.admit(t, atBremen, bremen, ada)
	newer := ada
	newer.Street = "Musterweg 1"
	v.apply(t, atBremen, bremen, subject, person.Change{Identity: &newer, Version: 1, Texts: map[string]person.Texts{"k1": {"notes": "x"}},
		Give: []person.NewConsent{to(person.PurposeAuthority, "Chamber")}, Documents: []person.NewDocument{pdf("a.pdf")}})
	v.apply(t, atBremen, bremen, subject, notes("k1", "y"))
	return subject
}

func TestForgettingLeavesTheBareConsents(t *testing.T) {
	for name, forget := range map[string]func(*testing.T, *vault, person.Subject){
		"forgotten": func(t *testing.T, v *vault, s person.Subject) { v.forget(t, s) },
		"withdrawn": func(t *testing.T, v *vault, s person.Subject) {
			v.apply(t, atBremen, bremen, s, withdraw(v.get(t, atBremen, bremen, s).Consent(person.PurposeIdentity)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, v *vault) {
				kept := v.admit(t, atBremen, bremen, ada)
				want := v.counts(t)
				want["consent"] += 2
				subject := v.everything(t)
				var id string
				ok(t, v.db.Row(atBremen, "SELECT id FROM person WHERE subject_id = $1", subject.ID).Scan(&id))
				forget(t, v, subject)
				if got := v.counts(t); !reflect.DeepEqual(got, want) {
					t.Errorf("left: %v, want %v", got, want)
				}
				if lines := v.register(t); !reflect.DeepEqual(lines, []string{id}) {
					t.Errorf("register %v, want %s", lines, id)
				}
				isForgotten(t, v, subject)
				if found, err := v.Search(atBremen, "Ada Example", nil); err != nil || len(found.Hits) != 1 || found.Hits[0].Subject != kept {
					t.Errorf("found %+v, %v", found, err)
				}
			})
		})
	}
}

// isForgotten looks at what is left of a person: two consents without their recipients.
func isForgotten(t *testing.T, v *vault, subject person.Subject) {
	t.Helper()
	p := v.get(t, atBremen, bremen, subject)
	if p.Identity != nil || p.Version != 0 || len(p.Texts)+len(p.Documents) > 0 || len(p.Consents) != 2 {
		t.Errorf("%+v", p)
	}
	for _, c := range p.Consents {
		if c.Valid || c.Recipient != (person.Recipient{}) || c.Text != shown || c.EndedBy == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestWhoAgreesAnewBeginsAnew(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.everything(t)
		v.forget(t, subject)
		v.apply(t, atBremen, bremen, subject, notes("k1", "anonymous"))
		v.apply(t, atBremen, bremen, subject, person.Change{Identity: &ada, Give: []person.NewConsent{consent(person.PurposeIdentity)}})
		if p := v.get(t, atBremen, bremen, subject); *p.Identity != ada || p.Version != 1 || p.Text("k1", "notes") != "anonymous" {
			t.Errorf("%+v", p)
		}
		v.forget(t, subject)
		if lines := v.register(t); len(lines) != 2 || lines[0] == lines[1] {
			t.Errorf("register %v", lines)
		}
	})
}

func TestForgettingNobodyDoesNothing(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		_, err := v.db.Write(atBremen, db.Command{Name: "test.forget", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "case", ID: "C1"})
			return "", v.Forget(atBremen, tx, person.Subject{Tenant: "n1", ID: "C1"})
		})
		ok(t, err)
		if lines := v.register(t); len(lines) != 0 {
			t.Errorf("register %v", lines)
		}
	})
}

// A consent that only another purpose had leaves the person as they are.
func TestWithdrawingAnotherConsentForgetsNobody(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.everything(t)
		v.apply(t, atBremen, bremen, subject, withdraw(v.get(t, atBremen, bremen, subject).Consent(person.PurposeAuthority)))
		p := v.get(t, atBremen, bremen, subject)
		if p.Identity == nil || p.Consent(person.PurposeAuthority) != nil || len(v.register(t)) != 0 {
			t.Errorf("%+v", p)
		}
		for _, c := range p.Consents {
			if c.Valid {
				continue
			}
			if err := v.Apply(atBremen, bremen, subject, withdraw(&c), ""); keyOf(err) != "person.error.consent_withdrawn" {
				t.Errorf("twice: %v", err)
			}
		}
	})
}

// Where the register cannot be written, nobody is told that a person is forgotten.
func TestWithoutItsRegisterNothingIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.everything(t)
		ok(t, os.Mkdir(v.keys.Path()+".erased", 0o700))
		_, err := v.db.Write(atBremen, db.Command{Name: "test.forget", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
			return "", v.Forget(atBremen, tx, subject)
		})
		if err == nil || !strings.Contains(err.Error(), "register of erasures") {
			t.Errorf("got %v", err)
		}
		if p := v.get(t, atBremen, bremen, subject); p.Identity == nil || len(p.Documents) != 1 {
			t.Errorf("%+v", p)
		}
	})
}

// A restored backup brings people back; the register sends them away again.
func TestARestoredBackupForgetsAgain(t *testing.T) {
	live := filepath.Join(t.TempDir(), "live.db")
	backup := live + ".backup"
	d, err := db.Open(context.Background(), live, now)
	ok(t, err)
	ok(t, d.Migrate(context.Background(), migrations.Files))
	v := newVault(t, d)
	gone, kept := v.everything(t), v.admit(t, atBremen, bremen, ada)
	ok(t, d.Close())
	copyFile(t, live, backup)
	copyFile(t, live+"-wal", backup+"-wal")
	v = vaultOn(dbtest.Open(t, live, now), v.keys)
	v.forget(t, gone)

	restored := vaultOn(dbtest.Open(t, backup, now), v.keys)
	if p := restored.get(t, atBremen, bremen, gone); p.Identity == nil {
		t.Fatal("the backup does not have the person")
	}
	for _, want := range []int{1, 0} {
		if n, err := restored.ReplayErasures(atBremen); n != want || err != nil {
			t.Errorf("%d forgotten again, %v; want %d", n, err, want)
		}
	}
	isForgotten(t, restored, gone)
	if p := restored.get(t, atBremen, bremen, kept); p.Identity == nil {
		t.Error("somebody else is gone")
	}
	if lines := v.register(t); len(lines) != 1 {
		t.Errorf("the register grew: %v", lines)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	ok(t, err)
	ok(t, os.WriteFile(to, content, 0o600))
}

// A line that a crash cut off neither hides the next one nor forgets anybody.
func TestACutOffRegister(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		ok(t, os.WriteFile(v.keys.Path()+".erased", []byte("ABC"), 0o600))
		v.forget(t, subject)
		if lines := v.register(t); len(lines) != 2 || lines[0] != "ABC" || len(lines[1]) != 16 {
			t.Errorf("%v", lines)
		}
		if n, err := v.ReplayErasures(atBremen); n != 0 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// What was read before the person was forgotten cannot be opened any more with what is stored.
func TestADocumentIsNotOpenedAfterForgetting(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.everything(t)
		id := v.get(t, atBremen, bremen, subject).Documents[0].ID
		_, r, err := v.OpenDocument(atBremen, bremen, subject, id)
		ok(t, err)
		v.forget(t, subject)
		_, err = io.ReadAll(r)
		mustBe(t, "reading on", err, errs.NotFound)
		_, _, err = v.OpenDocument(atBremen, bremen, subject, id)
		mustBe(t, "opening", err, errs.NotFound)
	})
}
