package counselling_test

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// sheet is a published sheet of the year 2018, with what was stored by some instant.
func sheet(at clock.Instant) counselling.Beside {
	return counselling.Beside{Reports: published{{From: clock.MustDay("2018-01-01"), To: clock.MustDay("2018-10-10"), At: at}}}
}

func (l *life) version(id string) int64 {
	l.Helper()
	return get(l.T, l.Service, bremen, id).Version
}

func (l *life) put(id string) {
	l.Helper()
	ok(l.T, l.Bin(casetest.As(bremen), id, l.version(id), token()))
}

// row is a case as it is stored, wherever it is.
func (l *life) row(id string) (binned, deleted bool) {
	l.Helper()
	c, err := counselling.Cases.Get(context.Background(), l.d, id)
	ok(l.T, err)
	return c.Values[counselling.Cases.Index("binned_at")] != nil, c.Deleted
}

func TestWhatWasReportedKeepsItsFacts(t *testing.T) {
	for name, test := range map[string]struct {
		held     string
		after    bool // the sheet was published after the contact was stored
		reported bool
	}{
		"counted":           {"2018-10-01", true, true},
		"stored too late":   {"2018-10-01", false, false},
		"outside its days":  {"2018-10-11", true, false},
		"on its last day":   {"2018-10-10", true, true},
		"before its period": {"2017-12-31", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			lives(t, func(t *testing.T, l *life) {
				id := casetest.Open(t, l.Service, bremen, casetest.New("s1", test.held))
				at := clock.InstantOf(l.watch.Now())
				if !test.after {
					at--
				}
				l.Connect(sheet(at))
				l.put(id)
				if binned, deleted := l.row(id); binned != test.reported || deleted == test.reported {
					t.Errorf("binned %v, deleted %v", binned, deleted)
				}
			})
		})
	}
}

// TestACorrectedContactCountsAsItWas bins a case whose contact was moved out of the sheet's days after the publication.
func TestACorrectedContactCountsAsItWas(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		id := casetest.Open(t, l.Service, bremen, casetest.New("s1", "2018-10-01"))
		l.Connect(sheet(clock.InstantOf(l.watch.Now())))
		l.watch.pass(1)
		k := get(t, l.Service, bremen, id).Contacts[0]
		ok(t, l.CorrectContact(casetest.As(bremen), id, k.ID, 1, counselling.Input{"held_on": "2018-10-12"}, token()))
		l.put(id)
		if binned, deleted := l.row(id); !binned || deleted {
			t.Errorf("binned %v, deleted %v", binned, deleted)
		}
	})
}

func TestACaseComesBackFromTheBinAsItWas(t *testing.T) {
	for name, beside := range map[string]counselling.Beside{"reported": sheet(1 << 60), "unreported": {Reports: published(nil)}} {
		t.Run(name, func(t *testing.T) {
			lives(t, func(t *testing.T, l *life) {
				l.Connect(beside)
				ctx := casetest.As(bremen)
				id := l.named(bremen, "s1")
				_, err := l.AskHandover(ctx, id, counselling.NewHandover{To: "s3", Consent: ptr(agreed(person.PurposeHandover, "s3"))}, token())
				ok(t, err)
				before := get(t, l.Service, bremen, id)
				l.put(id)
				_, err = l.Get(ctx, id)
				says(t, "a case in the bin", err, errs.NotFound, "counselling.error.in_bin")
				_, err = l.RecordContact(ctx, id, counselling.Input{}, token())
				says(t, "a contact for it", err, errs.NotFound, "counselling.error.in_bin")
				says(t, "deleted twice", l.Bin(ctx, id, before.Version+1, token()), errs.NotFound, "counselling.error.in_bin")
				if page, err := l.List(ctx, counselling.Query{}); err != nil || len(page.Cases) != 0 {
					t.Errorf("the list still has %+v, %v", page.Cases, err)
				}
				l.watch.pass(counselling.KeptDays)
				ok(t, l.EmptyBin(context.Background()))
				all, err := l.Binned(ctx)
				ok(t, err)
				if len(all) != 1 || all[0].CaseID != id || all[0].DaysLeft != 0 || all[0].By != bremen.ID || all[0].Reported != (name == "reported") {
					t.Errorf("on its last day the bin has %+v", all)
				}
				ok(t, l.Restore(ctx, id, token()))
				after := get(t, l.Service, bremen, id)
				before.Row.Version, before.Row.Stored = after.Row.Version, after.Row.Stored
				if !reflect.DeepEqual(before.Row, after.Row) || !reflect.DeepEqual(before.Contacts, after.Contacts) || !reflect.DeepEqual(before.Qualifications, after.Qualifications) {
					t.Errorf("before %+v, after %+v", before.Row, after.Row)
				}
				if l.nameOf(bremen, id) != "Beispiel, Amal" {
					t.Error("nobody knows any more who it is")
				}
				if page, err := l.List(ctx, counselling.Query{}); err != nil || len(page.Cases) != 1 {
					t.Errorf("the list has %+v, %v", page.Cases, err)
				}
				if h, err := l.HandoversOf(ctx, after.Held); err != nil || h[0].State != counselling.HandoverWithdrawn {
					t.Errorf("the handover is %+v, %v", h, err)
				}
				says(t, "taken back twice", l.Restore(ctx, id, token()), errs.Conflict, "counselling.error.not_in_bin")
			})
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestAfterNinetyDaysThePersonIsForgotten(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		l.Connect(sheet(1 << 60))
		ctx := casetest.As(bremen)
		reported, fresh := l.named(bremen, "s1"), l.named(bremen, "s1", "Kowalczyk")
		l.Connect(counselling.Beside{Reports: published(nil)})
		unreported := l.named(bremen, "s1", "Ústí")
		l.put(unreported)
		l.Connect(sheet(1 << 60))
		l.put(reported)
		l.watch.pass(1)
		l.put(fresh)
		l.watch.pass(counselling.KeptDays)
		ok(t, l.EmptyBin(context.Background()))
		for id, want := range map[string]int{reported: 0, unreported: 0, fresh: 1} {
			var n int
			ok(t, l.d.Row(ctx, "SELECT COUNT(*) FROM person WHERE subject_id = $1", id).Scan(&n))
			if n != want {
				t.Errorf("%d persons of %s, want %d", n, id, want)
			}
		}
		if binned, deleted := l.row(reported); !binned || deleted {
			t.Error("the facts of a reported case are gone")
		}
		says(t, "taken back too late", l.Restore(ctx, reported, token()), errs.Conflict, "counselling.error.emptied")
		all, err := l.Binned(ctx)
		ok(t, err)
		if len(all) != 1 || all[0].CaseID != fresh {
			t.Errorf("the bin has %+v", all)
		}
		ok(t, l.EmptyBin(context.Background()))
		var actors int
		ok(t, l.d.Row(ctx, "SELECT COUNT(*) FROM audit_entry WHERE actor = 'bin' AND kind = 'person' AND detail = 'forgotten'").Scan(&actors))
		if actors != 2 {
			t.Errorf("%d persons were forgotten", actors)
		}
	})
}

// TestTheBinAtOnce deletes and takes back one case from many sides: it is never in between, and nobody wins twice.
func TestTheBinAtOnce(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		id := l.nameless(bremen, "s1")
		version := l.version(id)
		at := func(command func() error) (won int) {
			results := make([]error, 6)
			var all sync.WaitGroup
			for i := range results {
				all.Go(func() { results[i] = command() })
			}
			all.Wait()
			for _, err := range results {
				if err == nil {
					won++
				}
			}
			return won
		}
		if won := at(func() error { return l.Bin(casetest.As(bremen), id, version, token()) }); won != 1 {
			t.Errorf("%d deleted it", won)
		}
		if won := at(func() error { return l.Restore(casetest.As(bremen), id, token()) }); won != 1 {
			t.Errorf("%d took it back", won)
		}
		get(t, l.Service, bremen, id)
		key := token()
		for range 2 {
			ok(t, l.Bin(casetest.As(bremen), id, version+2, key))
		}
	})
}

func TestTheBinOfOthersIsUnknown(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		theirs, mine := l.nameless(munich, "s3"), l.nameless(bremen, "s1")
		for _, id := range []string{theirs, "none"} {
			says(t, "delete", l.Bin(casetest.As(bremen), id, 1, token()), errs.NotFound, "error.not_found")
			says(t, "take back", l.Restore(casetest.As(bremen), id, token()), errs.NotFound, "error.not_found")
		}
		l.put(mine)
		_, elsewhere := l.Get(casetest.As(munich), mine)
		says(t, "a case in the bin of others", elsewhere, errs.NotFound, "error.not_found")
		says(t, "an old version", l.Bin(casetest.As(munich), theirs, 7, token()), errs.Conflict, "error.conflict")
		mustBe(t, "who only reads", l.Bin(casetest.As(analyst), theirs, 1, token()), errs.Forbidden)
		all, err := l.Binned(casetest.As(munich))
		if err != nil || len(all) != 0 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestAClosedCaseIsOpenedByANewContact(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		ctx := casetest.As(bremen)
		id := l.nameless(bremen, "s1")
		contact := func(day string) {
			_, err := l.RecordContact(ctx, id, counselling.Input{"held_on": day, "form": "phone", "themes": "recognition", "contents": "r1"}, token())
			ok(t, err)
		}
		faults(t, "no day", l.CloseCase(ctx, id, 1, "", token()), "closed_on", "error.required")
		faults(t, "tomorrow", l.CloseCase(ctx, id, 1, "2018-10-16", token()), "closed_on", "error.future")
		faults(t, "no day at all", l.CloseCase(ctx, id, 1, "gestern", token()), "closed_on", "error.date")
		faults(t, "before the conversation", l.CloseCase(ctx, id, 1, "2018-09-30", token()), "closed_on", "counselling.error.closed_early")
		ok(t, l.CloseCase(ctx, id, 1, "2018-10-10", token()))
		says(t, "an old tab", l.CloseCase(ctx, id, 1, "2018-10-11", token()), errs.Conflict, "error.conflict")
		contact("2018-10-10")
		if day, closed := get(t, l.Service, bremen, id).ClosedOn(); !closed || day.String() != "2018-10-10" {
			t.Errorf("a contact of the last day opened it: %v %v", day, closed)
		}
		contact("2018-10-11")
		if day, closed := get(t, l.Service, bremen, id).ClosedOn(); closed {
			t.Errorf("still closed on %v", day)
		}
		page, err := l.List(ctx, counselling.Query{})
		ok(t, err)
		if len(page.Cases) != 1 || page.Cases[0].Contacts != 3 {
			t.Errorf("the list: %+v", page.Cases)
		}
		ok(t, l.CloseCase(ctx, id, 3, "2018-10-15", token()))
		ok(t, l.ReopenCase(ctx, id, 4, token()))
		if _, closed := get(t, l.Service, bremen, id).ClosedOn(); closed {
			t.Error("not opened again")
		}
		mustBe(t, "elsewhere", l.CloseCase(casetest.As(munich), id, 5, "2018-10-15", token()), errs.NotFound)
	})
}

func TestAReferralAsksForItsOutcome(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		ctx := casetest.As(bremen)
		id := l.named(bremen, "s1")
		key := token()
		var referral string
		for range 2 {
			var err error
			referral, err = l.Refer(ctx, id, counselling.Input{"on_day": "2018-10-10", "kind": "measure", "measure_id": "m1", "where": "Frau Muster, Zimmer 3"}, key)
			ok(t, err)
		}
		c := get(t, l.Service, bremen, id)
		if len(c.Dues) != 1 || c.Dues[0].Rule != "referral_outcome" || c.Dues[0].On.String() != "2018-12-05" || c.Dues[0].Source != referral {
			t.Errorf("due: %+v", c.Dues)
		}
		ok(t, l.Reveal(ctx, c.Held))
		if got := c.Who.Text(referral, counselling.TextWhere); got != "Frau Muster, Zimmer 3" {
			t.Errorf("where: %q", got)
		}
		all, err := l.ReferralsOf(ctx, c.Held)
		ok(t, err)
		names, err := l.MeasureNames(ctx, all)
		if err != nil || len(all) != 1 || names["m1"] != "Pflegekurs" {
			t.Errorf("%+v, %v, %v", all, names, err)
		}
		ok(t, l.CorrectReferral(ctx, id, referral, 1, counselling.Input{"outcome": "began", "outcome_on": "2018-10-14"}, token()))
		if c := get(t, l.Service, bremen, id); len(c.Dues) != 0 {
			t.Errorf("still due: %+v", c.Dues)
		}
		says(t, "an old tab", l.CorrectReferral(ctx, id, referral, 1, counselling.Input{"where": "dort"}, token()), errs.Conflict, "error.conflict")
		ok(t, l.CorrectReferral(ctx, id, referral, 2, counselling.Input{"outcome": "", "outcome_on": "", "on_day": "2018-10-01", "kind": "employer", "measure_id": "", "where": ""}, token()))
		if c := get(t, l.Service, bremen, id); len(c.Dues) != 1 || c.Dues[0].On.String() != "2018-11-26" {
			t.Errorf("due again: %+v", c.Dues)
		}
		ok(t, l.DeleteReferral(ctx, id, referral, 3, token()))
		if c := get(t, l.Service, bremen, id); len(c.Dues) != 0 {
			t.Errorf("due after it was taken back: %+v", c.Dues)
		}
		mustBe(t, "taken back twice", l.DeleteReferral(ctx, id, referral, 4, token()), errs.NotFound)
	})
}

func TestWrongReferralsAreRefused(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		ctx := casetest.As(bremen)
		id := l.nameless(bremen, "s1")
		for _, test := range []struct {
			in         counselling.Input
			field, key string
		}{
			{counselling.Input{"on_day": "", "kind": "authority"}, "on_day", "error.required"},
			{counselling.Input{"on_day": "2018-10-16", "kind": "authority"}, "on_day", "error.future"},
			{counselling.Input{"on_day": "2018-10-01", "kind": ""}, "kind", "error.required"},
			{counselling.Input{"on_day": "2018-10-01", "kind": "declined"}, "kind", "error.code"},
			{counselling.Input{"on_day": "2018-10-01", "kind": "measure", "measure_id": "m2"}, "measure_id", "error.unknown_id"},
			{counselling.Input{"on_day": "2018-10-01", "kind": "authority", "measure_id": "m1"}, "measure_id", "counselling.error.no_measure"},
			{counselling.Input{"on_day": "2018-10-01", "kind": "authority", "outcome": "began", "outcome_on": "2018-09-30"}, "outcome_on", "error.before_start"},
			{counselling.Input{"on_day": "2018-10-01", "kind": "authority", "outcome": "began", "outcome_on": "2018-10-16"}, "outcome_on", "error.future"},
			{counselling.Input{"on_day": "2018-10-01", "kind": "authority", "outcome_on": "2018-10-02"}, "outcome", "error.required"},
		} {
			_, err := l.Refer(ctx, id, test.in, token())
			faults(t, test.field, err, test.field, test.key)
		}
		referral, err := l.Refer(ctx, id, counselling.Input{"on_day": "2018-10-01", "kind": "measure", "measure_id": "m1"}, token())
		ok(t, err)
		faults(t, "another kind", l.CorrectReferral(ctx, id, referral, 1, counselling.Input{"kind": "authority"}, token()), "measure_id", "counselling.error.no_measure")
		other := l.nameless(bremen, "s1")
		mustBe(t, "of another case", l.CorrectReferral(ctx, other, referral, 1, nil, token()), errs.NotFound)
		_, err = l.Refer(casetest.As(munich), id, counselling.Input{"on_day": "2018-10-01", "kind": "authority"}, token())
		mustBe(t, "elsewhere", err, errs.NotFound)
		if all, err := l.ReferralsOf(ctx, get(t, l.Service, bremen, id).Held); err != nil || len(all) != 1 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestTheHistorySaysWhoDidWhat(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		ctx := casetest.As(bremen)
		id := l.named(bremen, "s1")
		l.watch.pass(1)
		ok(t, l.CorrectCase(ctx, id, 1, counselling.Input{"age": "40"}, token()))
		l.watch.pass(1)
		k := get(t, l.Service, bremen, id).Contacts[0]
		ok(t, l.DeleteContact(ctx, id, k.ID, 1, token()))
		_, err := l.RecordContact(ctx, id, counselling.Input{"held_on": "2018-10-15", "form": "phone", "themes": "recognition", "notes": "geheim"}, token())
		ok(t, err)
		consent := agreed(person.PurposeHandover, "s3")
		handover := l.ask(id, counselling.NewHandover{Consent: &consent})
		l.watch.pass(1)
		ok(t, l.AcceptHandover(casetest.As(munich), handover, "", token()))

		for range 2 {
			l.nameOf(munich, id)
		}
		c := get(t, l.Service, munich, id)
		h, err := l.History(casetest.As(munich), c.Held)
		ok(t, err)
		var what []string
		for _, r := range h.Revisions {
			word := r.Type.Name + " " + r.By
			if r.Before == nil {
				word += " new"
			}
			if r.After.Deleted {
				word += " deleted"
			}
			what = append(what, word)
		}
		want := []string{"cases counsellor-s3", "contacts counsellor-s1 deleted", "contacts counsellor-s1 new", "cases counsellor-s1",
			"cases counsellor-s1 new", "contacts counsellor-s1 new", "qualifications counsellor-s1 new"}
		if !slices.Equal(what[:1], want[:1]) || len(what) != len(want) || what[3] != want[3] {
			t.Errorf("history %q, want %q", what, want)
		}
		for _, w := range want {
			if !slices.Contains(what, w) {
				t.Errorf("%s is missing in %q", w, what)
			}
		}
		if len(h.Identity) != 1 || h.Identity[0].Identity.GivenName != "Amal" || len(h.Consents) != 2 || len(h.Handovers) != 1 {
			t.Errorf("identity %+v, consents %+v, handovers %+v", h.Identity, h.Consents, h.Handovers)
		}
		if len(h.Texts) != 1 || h.Texts[0].Name != "notes" || h.Texts[0].By != bremen.ID {
			t.Errorf("texts %+v", h.Texts)
		}
		if len(h.Looks) == 0 || h.Looks[0].By != munich.ID || h.Looks[0].Times != 2 || h.Looks[0].On.String() != "2018-10-18" {
			t.Errorf("looks %+v", h.Looks)
		}
		c = get(t, l.Service, analyst, id)
		h, err = l.History(casetest.As(analyst), c.Held)
		ok(t, err)
		if h.Identity != nil || h.Consents != nil || len(h.Revisions) != 7 {
			t.Errorf("an analyst sees %+v", h)
		}
	})
}
