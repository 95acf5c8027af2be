package draft_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"openiq/internal/draft"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

var nobody = context.Background()

// pack seals a form for an account.
func (r *room) pack(account string, d draft.Draft) string {
	r.t.Helper()
	sealed, err := r.Pack(r.Owner(account), d)
	if err != nil {
		r.t.Fatal(err)
	}
	return sealed
}

func TestAFormCrossesASignIn(t *testing.T) {
	each(t, func(r *room) {
		key := ident.Token()
		sealed := r.pack("ann", typed(key, "vor der Anmeldung"))
		if strings.Contains(sealed, "Anmeldung") || strings.Contains(sealed, "ann") {
			t.Error("what travels can be read")
		}
		r.watch.pass(draft.CarriedFor)
		d, state, err := r.Unpack(nobody, "ann", sealed)
		if err != nil || state != draft.Kept || d.Key != key || d.Path != contact || r.notes(ann, key) != "vor der Anmeldung" {
			t.Errorf("%+v %d %v: %q", d, state, err, r.notes(ann, key))
		}
	})
}

func TestWhatMayNotBeUnpacked(t *testing.T) {
	each(t, func(r *room) {
		key := ident.Token()
		sealed := r.pack("ann", typed(key, "x"))
		if _, _, err := r.Unpack(nobody, "bob", sealed); errs.KindOf(err) != errs.Conflict {
			t.Errorf("another account: %v", err)
		}
		changed := []byte(sealed)
		changed[len(changed)/2] ^= 1
		r.save(ann, typed(ident.Token(), "x"), 1)
		var asDraft string
		if err := r.db.Row(nobody, `SELECT sealed FROM draft`).Scan(&asDraft); err != nil {
			t.Fatal(err)
		}
		for what, text := range map[string]string{
			"changed": string(changed), "empty": "", "no seal": "hello", "cut": sealed[:20], "sealed for something else": asDraft,
		} {
			if _, _, err := r.Unpack(nobody, "ann", text); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", what, err)
			}
		}
		r.watch.pass(draft.CarriedFor + time.Second)
		if _, _, err := r.Unpack(nobody, "ann", sealed); errs.KindOf(err) != errs.Invalid {
			t.Errorf("too old: %v", err)
		}
		if got := r.notes(ann, key); got != "(none)" {
			t.Errorf("refused, and yet there is %q", got)
		}
		if _, err := r.Pack(r.Owner("ann"), typed(key, strings.Repeat("x", draft.MaxSize))); errs.KindOf(err) != errs.Invalid {
			t.Errorf("too large: %v", err)
		}
		if _, err := r.Pack(r.Owner("ann"), draft.Draft{Key: key, Path: "//evil.example"}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("another site: %v", err)
		}
	})
}

// Sent twice, what was carried neither replaces what was saved later nor brings back what is done.
func TestUnpackingAgain(t *testing.T) {
	each(t, func(r *room) {
		key := ident.Token()
		ahead := r.watch.Now().Add(time.Hour).UnixMilli() // of a computer whose clock is wrong
		r.save(ann, typed(key, "before"), ahead)
		r.watch.pass(time.Second)
		sealed := r.pack("ann", typed(key, "carried"))
		r.watch.pass(time.Second)
		if _, state, err := r.Unpack(nobody, "ann", sealed); err != nil || state != draft.Kept || r.notes(ann, key) != "carried" {
			t.Errorf("%d %v: %q", state, err, r.notes(ann, key))
		}
		r.watch.pass(time.Second)
		r.save(ann, typed(key, "later"), draft.Latest)
		if _, state, err := r.Unpack(nobody, "ann", sealed); err != nil || state != draft.Older || r.notes(ann, key) != "later" {
			t.Errorf("again: %d %v: %q", state, err, r.notes(ann, key))
		}
		if err := r.Done(ann, key); err != nil {
			t.Fatal(err)
		}
		if _, state, err := r.Unpack(nobody, "ann", sealed); err != nil || state != draft.Finished || r.notes(ann, key) != "(none)" {
			t.Errorf("after saving: %d %v", state, err)
		}
	})
}

func TestOwner(t *testing.T) {
	each(t, func(r *room) {
		mark := r.Owner("ann")
		if strings.Contains(mark, "ann") || mark == r.Owner("bob") {
			t.Errorf("mark %q", mark)
		}
		if !r.Owns(ann, mark) || r.Owns(bob, mark) || r.Owns(nobody, mark) || r.Owns(ann, "") || r.Owns(ann, "ann") {
			t.Error("whose form it is comes out wrong")
		}
	})
}
