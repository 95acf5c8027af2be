package draft_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/draft"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// watch is a clock that tests set.
type watch struct {
	sync.Mutex
	t time.Time
}

func (w *watch) Now() time.Time {
	w.Lock()
	defer w.Unlock()
	return w.t
}

func (w *watch) pass(d time.Duration) {
	w.Lock()
	defer w.Unlock()
	w.t = w.t.Add(d)
}

// room is the drafts on an empty database.
type room struct {
	*draft.Service
	t     *testing.T
	db    *db.DB
	watch *watch
}

var ann, bob = as("ann"), as("bob")

func as(account string) context.Context {
	return authz.With(context.Background(), &authz.Actor{ID: account})
}

// each runs fn on each engine.
func each(t *testing.T, fn func(r *room)) {
	t.Helper()
	w := &watch{t: time.Date(2026, 11, 22, 9, 32, 0, 0, time.UTC)}
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) { fn(&room{draft.New(d, newKeys(t)), t, d, w}) })
}

func newKeys(t *testing.T) *crypt.Keys {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

const contact = "/cases/K-1/contacts/new"

// typed is a form in which something stands.
func typed(key, text string) draft.Draft {
	return draft.Draft{Key: key, Path: contact, Name: "counselling.contact.new", Values: url.Values{"notes": {text}, "themes": {"a", "b"}}}
}

// save stores a version that must be taken.
func (r *room) save(who context.Context, d draft.Draft, seq int64) draft.Result {
	r.t.Helper()
	result, err := r.Save(who, d, seq)
	if err != nil || result.State != draft.Kept {
		r.t.Fatalf("saving: %+v %v", result, err)
	}
	return result
}

// notes is what a draft holds.
func (r *room) notes(who context.Context, key string) string {
	r.t.Helper()
	d, err := r.Get(who, key)
	if errs.KindOf(err) == errs.NotFound {
		return "(none)"
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return d.Values.Get("notes")
}

func (r *room) count(query string) int {
	r.t.Helper()
	var n int
	if err := r.db.Row(context.Background(), query).Scan(&n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

func TestADraftIsOfOneAccount(t *testing.T) {
	each(t, func(r *room) {
		key := ident.Token()
		r.save(ann, typed(key, "spricht Farsi"), 1)
		d, err := r.Get(ann, key)
		if err != nil || d.Path != contact || d.Name != "counselling.contact.new" || strings.Join(d.Values["themes"], " ") != "a b" {
			t.Errorf("%+v %v", d, err)
		}
		if d.Saved != clock.InstantOf(r.watch.Now()) || d.Expires.Time().Sub(d.Saved.Time()) != draft.Life {
			t.Errorf("saved %s, stays until %s", d.Saved, d.Expires)
		}
		if got := r.notes(bob, key); got != "(none)" {
			t.Errorf("another account reads %q", got)
		}
		if err := r.Discard(bob, key); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another account discards: %v", err)
		}
		if err := r.Done(bob, key); err != nil {
			t.Errorf("another account's form under the same key: %v", err)
		}
		r.save(as("cyd"), typed(key, "of cyd"), 5)
		if got := r.notes(ann, key); got != "spricht Farsi" {
			t.Errorf("what others did under the same key left %q", got)
		}
		for _, who := range []context.Context{bob, context.Background()} {
			if all, err := r.List(who); len(all) != 0 {
				t.Errorf("another's list: %v %v", all, err)
			}
		}
		if _, err := r.Save(context.Background(), typed(key, ""), 1); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("nobody saves: %v", err)
		}
		if err := r.Discard(ann, key); err != nil || r.notes(ann, key) != "(none)" {
			t.Errorf("discarding: %v", err)
		}
		if err := r.Discard(ann, key); errs.KindOf(err) != errs.NotFound {
			t.Errorf("discarding again: %v", err)
		}
	})
}

func TestTheDatabaseHoldsNothingInClear(t *testing.T) {
	each(t, func(r *room) {
		one, two := ident.Token(), ident.Token()
		r.save(ann, typed(one, "Geheimnis"), 1)
		r.save(ann, typed(two, "anderes"), 1)
		var row string
		err := r.db.Row(context.Background(), `SELECT account_id || key || path || name || sealed FROM draft WHERE key = $1`, one).Scan(&row)
		if err != nil || strings.Contains(row, "Geheimnis") || strings.Contains(row, "themes") || !strings.Contains(row, contact) {
			t.Errorf("%s %v", row, err)
		}
		err = r.db.Housekeep(context.Background(), "draft.keep", func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE draft SET sealed = (SELECT sealed FROM draft WHERE key = $1) WHERE key = $2`, one, two)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if d, err := r.Get(ann, two); err == nil {
			t.Errorf("a draft exchanged in the database opens: %v", d.Values)
		}
	})
}

func TestTheLaterVersionStays(t *testing.T) {
	each(t, func(r *room) {
		key := ident.Token()
		r.save(ann, typed(key, "three"), 3)
		first := r.watch.Now()
		r.watch.pass(time.Minute)
		for seq, text := range map[int64]string{2: "two", 3: "three again"} {
			result, err := r.Save(ann, typed(key, text), seq)
			if err != nil || result.State != draft.Older || result.Seq != 3 || result.At != clock.InstantOf(first) {
				t.Errorf("%s: %+v %v", text, result, err)
			}
		}
		if got := r.notes(ann, key); got != "three" {
			t.Errorf("an older version made it %q", got)
		}
		r.save(ann, typed(key, "four"), 4)
		button := r.save(ann, typed(key, "button"), draft.Latest)
		if want := r.watch.Now().UnixMilli(); button.Seq != want || r.notes(ann, key) != "button" {
			t.Errorf("the button's version is %d, want %d", button.Seq, want)
		}
		ahead := button.Seq + int64(time.Hour/time.Millisecond) // a computer whose clock is wrong
		r.save(ann, typed(key, "ahead"), ahead)
		if again := r.save(ann, typed(key, "button again"), draft.Latest); again.Seq != ahead+1 {
			t.Errorf("the button's version is %d, want %d", again.Seq, ahead+1)
		}
	})
}

// Two tabs save the same draft at the same time, through two instances.
func TestVersionsAtTheSameTime(t *testing.T) {
	each(t, func(r *room) {
		key, versions := ident.Token(), 40
		second := dbtest.Open(t, r.db.DSN(), r.watch)
		keys := newKeys(t)
		services := []*draft.Service{draft.New(r.db, keys), draft.New(second, keys)}
		var tabs sync.WaitGroup
		for i := range versions {
			tabs.Go(func() {
				seq := int64(i + 1)
				if _, err := services[i%2].Save(ann, typed(key, time.Duration(seq).String()), seq); err != nil {
					t.Error(err)
				}
			})
		}
		tabs.Wait()
		d, err := services[0].Get(ann, key)
		if err != nil || d.Values.Get("notes") != time.Duration(versions).String() {
			t.Errorf("the last version is %v %v", d.Values, err)
		}
	})
}

func TestASavedFormHasNoDraft(t *testing.T) {
	each(t, func(r *room) {
		late, never := ident.Token(), ident.Token()
		r.save(ann, typed(late, "x"), 1)
		for _, key := range []string{late, never, late} {
			if err := r.Done(ann, key); err != nil {
				t.Fatal(err)
			}
			result, err := r.Save(ann, typed(key, "late"), 9)
			if err != nil || result.State != draft.Finished || r.notes(ann, key) != "(none)" {
				t.Errorf("a version after the form was saved: %+v %v", result, err)
			}
			if result, err = r.Save(ann, typed(key, "late"), draft.Latest); err != nil || result.State != draft.Finished {
				t.Errorf("the button after the form was saved: %+v %v", result, err)
			}
		}
		if all, err := r.List(ann); err != nil || len(all) != 0 {
			t.Errorf("%v %v", all, err)
		}
		if n := r.count(`SELECT COUNT(*) FROM draft WHERE sealed <> '' OR path <> ''`); n != 0 {
			t.Error("something of a saved form stays")
		}
		if err := r.Discard(ann, late); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a saved form's draft can be discarded: %v", err)
		}
	})
}

func TestADraftExpires(t *testing.T) {
	each(t, func(r *room) {
		old, changed := ident.Token(), ident.Token()
		r.save(ann, typed(old, "old"), 1)
		r.save(ann, typed(changed, "new"), 1)
		if err := r.Done(ann, ident.Token()); err != nil {
			t.Fatal(err)
		}
		r.watch.pass(draft.Life - time.Second)
		r.save(ann, typed(changed, "changed"), 2)
		if err := r.Tidy(context.Background()); err != nil || r.notes(ann, old) != "old" || r.count(`SELECT COUNT(*) FROM draft`) != 2 {
			t.Errorf("a second before its time: %q %v", r.notes(ann, old), err)
		}
		r.watch.pass(time.Second)
		if got := r.notes(ann, old); got != "(none)" {
			t.Errorf("after its time: %q", got)
		}
		if all, err := r.List(ann); err != nil || len(all) != 1 || all[0].Key != changed {
			t.Errorf("the list: %v %v", all, err)
		}
		if err := r.Tidy(context.Background()); err != nil || r.count(`SELECT COUNT(*) FROM draft`) != 1 {
			t.Errorf("not tidied up: %v", err)
		}
	})
}

func TestTheOldestGo(t *testing.T) {
	each(t, func(r *room) {
		keys := make([]string, draft.Most+1)
		other := ident.Token()
		r.save(bob, typed(other, "bob's"), 1)
		for i := range keys {
			keys[i] = ident.Token()
			r.watch.pass(time.Second)
			r.save(ann, typed(keys[i], "x"), 1)
		}
		all, err := r.List(ann)
		if err != nil || len(all) != draft.Most || all[0].Key != keys[draft.Most] || r.notes(ann, keys[0]) != "(none)" {
			t.Errorf("%d drafts, %v", len(all), err)
		}
		r.watch.pass(time.Second)
		r.save(ann, typed(keys[1], "changed"), 2)
		r.watch.pass(time.Second)
		r.save(ann, typed(ident.Token(), "one more"), 1)
		if r.notes(ann, keys[1]) != "changed" || r.notes(ann, keys[2]) != "(none)" || r.notes(bob, other) != "bob's" {
			t.Error("the one not touched for longest should have gone")
		}
	})
}

func TestWhatIsNoDraftIsRefused(t *testing.T) {
	each(t, func(r *room) {
		good := typed(ident.Token(), strings.Repeat("ä", draft.MaxSize/2-50))
		r.save(ann, good, 1)
		for what, change := range map[string]func(d *draft.Draft){
			"too large":          func(d *draft.Draft) { d.Values.Set("notes", strings.Repeat("ä", draft.MaxSize/2)) },
			"no key":             func(d *draft.Draft) { d.Key = "" },
			"a key of ours not":  func(d *draft.Draft) { d.Key = "../../../../etc/passwd-12345" },
			"no address":         func(d *draft.Draft) { d.Path = "" },
			"another site":       func(d *draft.Draft) { d.Path = "//evil.example/cases" },
			"another scheme":     func(d *draft.Draft) { d.Path = "https://evil.example/" },
			"a backslash":        func(d *draft.Draft) { d.Path = `/\evil.example` },
			"a line break":       func(d *draft.Draft) { d.Path = "/cases\r\nX: y" },
			"a query":            func(d *draft.Draft) { d.Path = "/cases/new?name=x" },
			"a very long path":   func(d *draft.Draft) { d.Path = "/" + strings.Repeat("a", 500) },
			"a name like a book": func(d *draft.Draft) { d.Name = strings.Repeat("a", 101) },
		} {
			d := typed(ident.Token(), "x")
			change(&d)
			if _, err := r.Save(ann, d, 1); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", what, err)
			}
		}
		if all, err := r.List(ann); err != nil || len(all) != 1 {
			t.Errorf("%v %v", all, err)
		}
	})
}

func TestDraftsOfAnAddress(t *testing.T) {
	each(t, func(r *room) {
		first, second := ident.Token(), ident.Token()
		r.save(ann, typed(first, "x"), 1)
		r.watch.pass(time.Second)
		r.save(ann, typed(second, "x"), 1)
		for i, path := range []string{"/cases/K-1", "/cases/K-1/edit", "/cases/K-10/edit", "/cases/K-1-edit"} {
			d := typed(ident.Token(), path)
			d.Path = path
			r.save([]context.Context{ann, bob}[i%2], d, 1)
		}
		at, err := r.At(ann, contact)
		if err != nil || len(at) != 2 || at[0].Key != second || at[1].Key != first || at[0].Values != nil {
			t.Errorf("%+v %v", at, err)
		}
		if at, err = r.At(bob, contact); err != nil || len(at) != 0 {
			t.Errorf("another's: %+v %v", at, err)
		}
		if err := r.Forget(context.Background(), "/cases/K-1"); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]int{contact: 0, "/cases/K-1": 0, "/cases/K-1/edit": 0, "/cases/K-10/edit": 1, "/cases/K-1-edit": 1} {
			mine, _ := r.At(ann, path)
			theirs, _ := r.At(bob, path)
			if len(mine)+len(theirs) != want {
				t.Errorf("%s: %d drafts after the case was forgotten, want %d", path, len(mine)+len(theirs), want)
			}
		}
	})
}
