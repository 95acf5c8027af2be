package account_test

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
)

var nobody = context.Background()

func TestSignIn(t *testing.T) {
	each(t, func(o *office) {
		id := o.join("jo@example.org", counsellor("S-1"))
		got, err := o.SignIn(nobody, " JO@example.org", password, "192.0.2.1")
		if err != nil || got != id {
			o.t.Errorf("%q %v", got, err)
		}
		if n := o.count(`SELECT COUNT(*) FROM audit_entry WHERE command = 'account.signin' AND actor = subject`); n != 1 {
			o.t.Errorf("%d entries", n)
		}
	})
}

// Unknown, wrong, not yet ready, deactivated, locked: nobody can tell which.
func TestOneAnswerToWhoeverIsRefused(t *testing.T) {
	each(t, func(o *office) {
		o.join("jo@example.org", counsellor("S-1"))
		o.invite("new@example.org", counsellor("S-1"))
		gone := o.join("gone@example.org", counsellor("S-1"))
		a, _ := o.Get(o.admin, gone)
		if err := o.SetActive(o.admin, gone, a.Version, false); err != nil {
			o.t.Fatal(err)
		}
		want := o.signIn("jo@example.org", "wrong")
		for range 6 {
			_ = o.signIn("jo@example.org", "wrong")
		}
		for name, err := range map[string]error{
			"unknown":     o.signIn("who@example.org", password),
			"no address":  o.signIn("", ""),
			"not ready":   o.signIn("new@example.org", ""),
			"deactivated": o.signIn("gone@example.org", password),
			"locked":      o.signIn("jo@example.org", password),
		} {
			if errs.KindOf(err) != errs.Invalid || !reflect.DeepEqual(err, want) {
				o.t.Errorf("%s: %#v, want %#v", name, err, want)
			}
		}
		if n := o.count(`SELECT COUNT(*) FROM audit_entry WHERE command = 'account.signin'`); n != 0 {
			o.t.Errorf("%d signed in", n)
		}
	})
}

func TestThrottlePerAccount(t *testing.T) {
	each(t, func(o *office) {
		o.join("jo@example.org", counsellor("S-1"))
		o.join("other@example.org", counsellor("S-1"))
		fail := func(n int) {
			for range n {
				_ = o.signIn("jo@example.org", "wrong")
			}
		}
		fail(4)
		if err := o.signIn("jo@example.org", password); err != nil {
			o.t.Errorf("four failures lock: %v", err)
		}
		fail(5) // the success began anew
		if o.signIn("jo@example.org", password) == nil {
			o.t.Error("five failures do not lock")
		}
		if err := o.signIn("other@example.org", password); err != nil {
			o.t.Errorf("another account is locked: %v", err)
		}
		o.watch.pass(time.Second)
		fail(1) // the sixth: two seconds
		o.watch.pass(time.Second)
		if o.signIn("jo@example.org", password) == nil {
			o.t.Error("the delay does not grow")
		}
		o.watch.pass(time.Second)
		if err := o.signIn("jo@example.org", password); err != nil {
			o.t.Errorf("still locked after the delay: %v", err)
		}
		for range 30 { // each try as early as it counts
			fail(1)
			o.watch.pass(15 * time.Minute)
		}
		if err := o.signIn("jo@example.org", password); err != nil {
			o.t.Errorf("locked for more than a quarter of an hour: %v", err)
		}
	})
}

func TestThrottlePerAddress(t *testing.T) {
	each(t, func(o *office) {
		o.join("jo@example.org", counsellor("S-1"))
		from := func(address, email string) error {
			_, err := o.SignIn(nobody, email, password, address)
			return err
		}
		for i := range 50 {
			if from("2001:db8:1:2::"+string(rune('a'+i%6)), "u"+string(rune('a'+i%26))+string(rune('a'+i/26))+"@example.org") == nil {
				o.t.Fatal("signed in as nobody")
			}
		}
		if from("2001:db8:1:2:ffff::1", "jo@example.org") == nil {
			o.t.Error("fifty failures from a network do not lock it")
		}
		if err := from("2001:db8:1:3::1", "jo@example.org"); err != nil {
			o.t.Errorf("the neighbours are locked: %v", err)
		}
		o.watch.pass(25 * time.Hour)
		if err := from("2001:db8:1:2::1", "jo@example.org"); err != nil {
			o.t.Errorf("failures of yesterday count: %v", err)
		}
	})
}

// Many tries at once are as many tries as one after the other.
func TestThrottleCountsWhatComesAtOnce(t *testing.T) {
	each(t, func(o *office) {
		o.join("jo@example.org", counsellor("S-1"))
		var work sync.WaitGroup
		for range 40 {
			work.Go(func() { _ = o.signIn("jo@example.org", "wrong") })
		}
		work.Wait()
		if n := o.count(`SELECT COUNT(*) FROM audit_entry WHERE command = 'account.signin_refused'`); n != 5 {
			o.t.Errorf("%d passwords were compared, want 5", n)
		}
	})
}

func TestLinkWorksOnce(t *testing.T) {
	each(t, func(o *office) {
		link := o.invite("jo@example.org", counsellor("S-1"))
		if err := o.LinkOpen(nobody, link.Token); err != nil {
			o.t.Fatal(err)
		}
		_, err := o.UseLink(nobody, link.Token, "kurz")
		wantFields(o.t, "a bad password", err, "password", "account.error.password_short")
		var good atomic.Int32
		var work sync.WaitGroup
		for range 8 {
			work.Go(func() {
				_, err := o.UseLink(nobody, link.Token, password)
				if err == nil {
					good.Add(1)
				} else {
					wantKind(o.t, "used at once", err, errs.NotFound)
				}
			})
		}
		work.Wait()
		if good.Load() != 1 {
			o.t.Errorf("the link worked %d times", good.Load())
		}
		_, err = o.UseLink(nobody, link.Token, password)
		wantKind(o.t, "used again", err, errs.NotFound)
		wantKind(o.t, "open", o.LinkOpen(nobody, link.Token), errs.NotFound)
	})
}

func TestLinkEnds(t *testing.T) {
	each(t, func(o *office) {
		first := o.invite("jo@example.org", counsellor("S-1"))
		second, err := o.NewLink(o.admin, first.Account)
		if err != nil {
			o.t.Fatal(err)
		}
		wantKind(o.t, "an older link", o.LinkOpen(nobody, first.Token), errs.NotFound)
		wantKind(o.t, "no link", o.LinkOpen(nobody, ""), errs.NotFound)
		o.watch.pass(7*24*time.Hour - time.Second)
		if err := o.LinkOpen(nobody, second.Token); err != nil {
			o.t.Errorf("closed before its time: %v", err)
		}
		o.watch.pass(time.Second)
		_, err = o.UseLink(nobody, second.Token, password)
		wantKind(o.t, "after seven days", err, errs.NotFound)
	})
}

func TestPasswordRules(t *testing.T) {
	each(t, func(o *office) {
		link := o.invite("jo.mustermann@example.org", counsellor("S-1"))
		for given, key := range map[string]string{
			"elf Zeichen":               "account.error.password_short",
			"ÄÖÜäöüßÄÖÜä":               "account.error.password_short", // counted in characters, not bytes
			strings.Repeat("x", 201):    "error.too_long",
			"Jo.Mustermann@example.org": "account.error.password_email",
			"jo.mustermann":             "account.error.password_email",
			"Passwort1234":              "account.error.password_common",
			"qwertzuiop12":              "account.error.password_common",
		} {
			_, err := o.UseLink(nobody, link.Token, given)
			wantFields(o.t, given, err, "password", key)
		}
		if _, err := o.UseLink(nobody, link.Token, strings.Repeat("ä", 200)); err != nil {
			o.t.Errorf("200 characters: %v", err)
		}
	})
}

func TestChangePassword(t *testing.T) {
	each(t, func(o *office) {
		id := o.join("jo@example.org", counsellor("S-1"))
		me := as(id, counsellor("S-1"))
		o.start(id, "here")
		o.start(id, "there")
		const next = "ein ganz anderer Hund"
		wantFields(o.t, "wrong old one", o.ChangePassword(me, "wrong", next), "old", "account.error.old_password")
		wantFields(o.t, "bad new one", o.ChangePassword(me, password, "kurz"), "password", "account.error.password_short")
		wantKind(o.t, "nobody", o.ChangePassword(nobody, password, next), errs.Forbidden)
		if !o.holds("here") || !o.holds("there") {
			o.t.Fatal("signed out without a change")
		}
		if err := o.ChangePassword(me, password, next); err != nil {
			o.t.Fatal(err)
		}
		if o.holds("here") || o.holds("there") {
			o.t.Error("still signed in")
		}
		if err := o.signIn("jo@example.org", next); err != nil {
			o.t.Error(err)
		}
		wantKind(o.t, "the old one", o.signIn("jo@example.org", password), errs.Invalid)
		for range 8 {
			_ = o.ChangePassword(me, "wrong", password)
		}
		wantFields(o.t, "guessing", o.ChangePassword(me, next, password), "old", "account.error.old_password")
	})
}

func TestSession(t *testing.T) {
	each(t, func(o *office) {
		coordinator := account.Assignment{Role: account.NetworkCoordinator, Scope: at(authz.Network, "N-1")}
		id := o.join("jo@example.org", counsellor("S-1"), coordinator)
		o.start(id, "token")
		actor, expires, err := o.Actor(nobody, "token")
		if err != nil || actor == nil {
			o.t.Fatal(actor, err)
		}
		if actor.ID != id || actor.Name != "jo@example.org" || len(actor.Roles) != 2 || actor.HomeSite != "S-1" {
			o.t.Errorf("%+v", actor)
		}
		if !actor.MayAt(account.CaseRead, authz.Target{Site: "S-1"}) || actor.MayAt(account.CaseRead, authz.Target{Site: "S-2"}) {
			o.t.Error("the actor's rights are not those of its roles")
		}
		if expires.Time().Sub(o.watch.Now()) != account.SessionLife {
			o.t.Errorf("ends at %s", expires)
		}
		if o.holds("other") || o.holds("") {
			o.t.Error("any token will do")
		}
		o.watch.pass(account.SessionLife - time.Second)
		if !o.holds("token") {
			o.t.Error("ended early")
		}
		o.watch.pass(time.Second)
		if o.holds("token") {
			o.t.Error("holds longer than its life")
		}
		former := func(token string) string { // and tidies up
			account, err := o.Former(nobody, token)
			if err == nil {
				err = o.Tidy(nobody)
			}
			if err != nil {
				o.t.Fatal(err)
			}
			return account
		}
		o.watch.pass(24*time.Hour - time.Second)
		for token, want := range map[string]string{"token": id, "other": "", "": ""} {
			if got := former(token); got != want {
				o.t.Errorf("the session %q was of %q, want %q", token, got, want)
			}
		}
		o.watch.pass(time.Second)
		former("")
		if former("token") != "" || o.count(`SELECT COUNT(*) FROM session`) != 0 {
			o.t.Error("not tidied up")
		}
	})
}

func TestEndSession(t *testing.T) {
	each(t, func(o *office) {
		jo, other := o.join("jo@example.org", counsellor("S-1")), o.join("other@example.org", counsellor("S-1"))
		o.start(jo, "one")
		o.start(jo, "two")
		o.start(other, "foreign")
		me := as(jo, counsellor("S-1"))
		mine, err := o.Sessions(me)
		if err != nil || len(mine) != 2 {
			o.t.Fatalf("%+v %v", mine, err)
		}
		wantKind(o.t, "another's session", o.EndSession(me, o.SessionID("foreign")), errs.NotFound)
		wantKind(o.t, "nobody", o.EndSession(nobody, o.SessionID("one")), errs.Forbidden)
		if err := o.EndSession(me, o.SessionID("one")); err != nil {
			o.t.Fatal(err)
		}
		if o.holds("one") || !o.holds("two") || !o.holds("foreign") {
			o.t.Error("the wrong sessions ended")
		}
		if err := o.DropSession(nobody, "two"); err != nil || o.holds("two") {
			o.t.Errorf("not dropped: %v", err)
		}
	})
}
