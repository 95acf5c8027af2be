package feedback_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/feedback"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// watch is a clock that a test moves on.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) set(to time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = to
}

var (
	start  = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	public = context.Background()
	reader = authz.With(public, &authz.Actor{ID: "reader"})
	editor = db.WithActor(authz.With(public, &authz.Actor{ID: "editor", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, feedback.ActionEdit)}}), "editor")
)

type room struct {
	*feedback.Service
	t     *testing.T
	db    *db.DB
	watch *watch
}

func each(t *testing.T, fn func(t *testing.T, r *room)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	w := &watch{}
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) {
		w.set(start)
		fn(t, &room{feedback.New(d, keys), t, d, w})
	})
}

func (r *room) give(f feedback.Feedback) {
	r.t.Helper()
	if err := r.Give(public, f, ident.Token()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) list(f feedback.Filter) []feedback.Feedback {
	r.t.Helper()
	all, err := r.List(editor, f, 10)
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

var barrier = feedback.Feedback{Page: "/finder", Lang: "ar", Helpful: feedback.No, Kind: feedback.Accessibility, Text: "لا أرى الزر", Email: "someone@example.org"}

func TestWhatReadersSayIsKeptSealed(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		key := ident.Token()
		for range 3 { // sent three times
			if err := r.Give(public, barrier, key); err != nil {
				t.Fatal(err)
			}
		}
		r.give(feedback.Feedback{Page: "/finder", Lang: "de", Helpful: feedback.Yes})
		r.give(feedback.Feedback{Page: "/centres", Lang: "de", Text: "Telefon ist falsch", Kind: "wrong"})
		open := r.list(feedback.Filter{State: feedback.Open, Kind: feedback.Accessibility})
		if len(open) != 1 || open[0].Text != barrier.Text || open[0].Email != barrier.Email || open[0].Lang != "ar" || open[0].At.Time() != start {
			t.Errorf("%+v", open)
		}
		var sealed, email string
		if err := r.db.Row(public, `SELECT text, email FROM feedback WHERE id = $1`, open[0].ID).Scan(&sealed, &email); err != nil {
			t.Fatal(err)
		}
		if sealed == "" || email == "" || strings.Contains(sealed+email, "example") || strings.Contains(sealed, barrier.Text) {
			t.Errorf("stored are %q and %q", sealed, email)
		}
		if n := len(r.list(feedback.Filter{})); n != 3 {
			t.Errorf("%d in all", n)
		}
		if n := len(r.list(feedback.Filter{State: feedback.Open})); n != 2 {
			t.Errorf("%d are open: a yes needs no answer", n)
		}
		if n := len(r.list(feedback.Filter{Page: "/finder", Helpful: feedback.Yes})); n != 1 {
			t.Errorf("%d found the finder helpful", n)
		}
		counts, err := r.Counts(editor)
		if err != nil || len(counts) != 2 || counts[0] != (feedback.Count{Page: "/finder", Yes: 1, No: 1, Open: 1}) {
			t.Errorf("%+v, %v", counts, err)
		}
	})
}

func TestTickedOff(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		r.give(barrier)
		id := r.list(feedback.Filter{})[0].ID
		for _, state := range []string{feedback.Done, feedback.Open, feedback.Done} {
			if err := r.SetState(editor, id, state, ident.Token()); err != nil || r.list(feedback.Filter{})[0].State != state {
				t.Errorf("%s: %v", state, err)
			}
		}
		if err := r.SetState(editor, id, "lost", ident.Token()); errs.KindOf(err) != errs.Invalid {
			t.Errorf("no state: %v", err)
		}
		if err := r.SetState(editor, "nobody", feedback.Done, ident.Token()); errs.KindOf(err) != errs.NotFound || err == nil {
			t.Errorf("no feedback: %v", err)
		}
	})
}

func TestALongListIsTurned(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		for range 12 {
			r.watch.set(r.watch.Now().Add(time.Second))
			r.give(barrier)
		}
		first := r.list(feedback.Filter{})
		rest := r.list(feedback.Filter{Before: first[9].ID})
		if len(first) != 10 || len(rest) != 2 || rest[0].ID >= first[9].ID || first[0].At < first[1].At {
			t.Errorf("%d and %d", len(first), len(rest))
		}
	})
}

func TestForgottenAfterAYear(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		r.give(barrier)
		r.watch.set(time.Date(2027, 11, 22, 22, 30, 0, 0, time.UTC))
		r.give(barrier)
		if err := r.Tidy(public); err != nil || len(r.list(feedback.Filter{})) != 2 {
			t.Errorf("deleted before its time: %v", err)
		}
		r.watch.set(time.Date(2027, 11, 22, 23, 0, 0, 0, time.UTC)) // the next day in Berlin
		for range 2 {
			if err := r.Tidy(public); err != nil || len(r.list(feedback.Filter{})) != 1 {
				t.Errorf("not deleted: %v", err)
			}
		}
	})
}

func TestWhatIsNotTaken(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		for field, change := range map[string]func(*feedback.Feedback){
			"page":          func(f *feedback.Feedback) { f.Page = "https://evil.example" },
			"page/host":     func(f *feedback.Feedback) { f.Page = "//evil.example" },
			"page/query":    func(f *feedback.Feedback) { f.Page = "/finder?name=x" },
			"page/long":     func(f *feedback.Feedback) { f.Page = "/" + strings.Repeat("a", 400) },
			"page/line":     func(f *feedback.Feedback) { f.Page = "/a\nb" },
			"helpful":       func(f *feedback.Feedback) { f.Helpful = "maybe" },
			"kind":          func(f *feedback.Feedback) { f.Kind, f.Email = "praise", "" },
			"text/long":     func(f *feedback.Feedback) { f.Text = strings.Repeat("ä", feedback.MaxText+1) },
			"text/empty":    func(f *feedback.Feedback) { f.Text = "" },
			"helpful/empty": func(f *feedback.Feedback) { f.Text, f.Helpful, f.Kind, f.Email = "", "", "", "" },
			"email":         func(f *feedback.Feedback) { f.Email = "no address" },
			"email/name":    func(f *feedback.Feedback) { f.Email = "A <a@example.org>" },
			"email/kind":    func(f *feedback.Feedback) { f.Kind = "wrong" },
		} {
			f := barrier
			change(&f)
			var wrong errs.Fields
			if err := wrong.Absorb(r.Give(public, f, ident.Token())); err != nil || len(wrong) != 1 || wrong[0].Name != strings.Split(field, "/")[0] {
				t.Errorf("%s: %+v, %v", field, wrong, err)
			}
		}
		good := barrier
		good.Text = strings.Repeat("ä", feedback.MaxText)
		r.give(good)
		if n := len(r.list(feedback.Filter{})); n != 1 {
			t.Errorf("%d stored", n)
		}
	})
}

func TestWhoMayNotRead(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		r.give(barrier)
		if all, err := r.List(reader, feedback.Filter{}, 10); errs.KindOf(err) != errs.Forbidden || all != nil {
			t.Errorf("the list: %v", err)
		}
		if all, err := r.Counts(reader); errs.KindOf(err) != errs.Forbidden || all != nil {
			t.Errorf("the counts: %v", err)
		}
		if err := r.SetState(reader, "x", feedback.Done, ident.Token()); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("ticking off: %v", err)
		}
	})
}
