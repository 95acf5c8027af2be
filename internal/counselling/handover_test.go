package counselling_test

import (
	"context"
	"reflect"
	"sync"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/errs"
	"openiq/internal/programme"
)

// ask hands a case of Bremen over to Munich.
func (l *life) ask(id string, in counselling.NewHandover) string {
	l.Helper()
	in.To = "s3"
	handover, err := l.AskHandover(casetest.As(bremen), id, in, token())
	if err != nil {
		l.Fatal(err)
	}
	return handover
}

func TestAHandoverIsAskedDecidedAndRemembered(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		id := l.named(bremen, "s1")
		_, err := l.RecordContact(casetest.As(bremen), id, counselling.Input{"held_on": "2018-10-15", "form": "phone", "themes": "recognition"}, token())
		ok(t, err)
		consent := agreed(person.PurposeHandover, "s3")
		handover := l.ask(id, counselling.NewHandover{Message: "Frau Beispiel zieht um.", Consent: &consent})

		before, err := l.ShowHandover(casetest.As(munich), handover)
		ok(t, err)
		if before.Message != "Frau Beispiel zieht um." || !before.MayAnswer || before.Case == nil || before.Case.Who != nil || before.Case.MayRecord {
			t.Errorf("before it answers the other centre sees %+v", before)
		}
		_, err = l.Get(casetest.As(munich), id)
		mustBe(t, "the case before the answer", err, errs.NotFound)
		if lists, err := l.Handovers(casetest.As(munich)); err != nil || len(lists.Incoming) != 1 || len(lists.Outgoing)+len(lists.Done) != 0 {
			t.Errorf("%+v, %v", lists, err)
		}

		ok(t, l.AcceptHandover(casetest.As(munich), handover, "Gern.", token()))
		c := get(t, l.Service, munich, id)
		if c.Site() != "s3" || c.Tenant != "n1" || c.Row.Values[counselling.Cases.Index("counsellor_id")] != nil {
			t.Errorf("after the handover: site %s, tenant %s, %v", c.Site(), c.Tenant, c.Row.Values)
		}
		if c.Contacts[0].Site != "s1" || c.Contacts[1].Site != "" || len(c.Contacts[0].Initial) != 0 {
			t.Errorf("contacts %+v", c.Contacts)
		}
		if l.nameOf(munich, id) != "Beispiel, Amal" {
			t.Error("the new centre does not know who it is")
		}
		_, err = l.Get(casetest.As(bremen), id)
		mustBe(t, "the case where it came from", err, errs.NotFound)
		after, err := l.ShowHandover(casetest.As(bremen), handover)
		ok(t, err)
		if after.Case != nil || after.Message != "" || after.MayTakeIt || after.State != counselling.HandoverAccepted || after.AnsweredBy != munich.ID {
			t.Errorf("afterwards the old centre sees %+v", after)
		}
		mine, err := l.ShowHandover(casetest.As(munich), handover)
		ok(t, err)
		if mine.Answer != "Gern." || !mine.MayReturn || mine.MayAnswer {
			t.Errorf("afterwards the new centre sees %+v", mine)
		}
		page, err := l.List(casetest.As(munich), counselling.Query{})
		ok(t, err)
		if len(page.Cases) != 1 || page.Cases[0].CaseID != id {
			t.Errorf("the list of the new centre: %+v", page.Cases)
		}
	})
}

func TestWhatIsNeededToHandOver(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		ctx := casetest.As(bremen)
		known, unknown := l.named(bremen, "s1"), l.nameless(bremen, "s1")
		casetest.Store(t, l.d, programme.Projects, "p3 round_id=r2 name=Drei organisation_id=o1 kind=trainings network_id=n1")
		casetest.Store(t, l.d, programme.Sites, "s4 project_id=p3 name=Schulung kind=fixed", "s5 project_id=p2 name=Zu kind=fixed valid_to=2018-10-14")
		for to, key := range map[string]string{"": "error.required", "none": "error.unknown_id", "s1": "counselling.error.handover_here",
			"s4": "counselling.error.handover_closed", "s5": "counselling.error.handover_closed"} {
			_, err := l.AskHandover(ctx, unknown, counselling.NewHandover{To: to, Agreed: true}, token())
			faults(t, "to "+to, err, "to", key)
		}
		_, err := l.AskHandover(ctx, unknown, counselling.NewHandover{To: "s3"}, token())
		faults(t, "nobody agreed", err, "agreed", "counselling.error.handover_agreed")
		_, err = l.AskHandover(ctx, known, counselling.NewHandover{To: "s3", Agreed: true}, token())
		faults(t, "a tick is no consent", err, "consent_handover", "counselling.error.handover_consent")
		_, err = l.AskHandover(ctx, known, counselling.NewHandover{To: "s3", Consent: &person.NewConsent{Purpose: person.PurposeHandover}}, token())
		mustBe(t, "half a consent", err, errs.Invalid)

		other := agreed(person.PurposeHandover, "s2")
		ok(t, l.ChangePerson(ctx, known, person.Change{Give: []person.NewConsent{other}}, token()))
		_, err = l.AskHandover(ctx, known, counselling.NewHandover{To: "s3"}, token())
		faults(t, "consent to another centre", err, "consent_handover", "counselling.error.handover_consent")
		_, err = l.AskHandover(ctx, known, counselling.NewHandover{To: "s2"}, token())
		ok(t, err)
		_, err = l.AskHandover(ctx, known, counselling.NewHandover{To: "s2"}, token())
		says(t, "a second one", err, errs.Conflict, "counselling.error.handover_open")
		_, err = l.AskHandover(casetest.As(analyst), unknown, counselling.NewHandover{To: "s3", Agreed: true}, token())
		mustBe(t, "who only reads", err, errs.Forbidden)
	})
}

// TestOneAnswerWins answers one handover eight times at once, both ways.
func TestOneAnswerWins(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		id := l.nameless(bremen, "s1")
		handover := l.ask(id, counselling.NewHandover{Agreed: true})
		results := make([]error, 8)
		var all sync.WaitGroup
		for i := range results {
			all.Go(func() {
				switch i % 3 {
				case 0:
					results[i] = l.AcceptHandover(casetest.As(munich), handover, "", token())
				case 1:
					results[i] = l.WithdrawHandover(casetest.As(bremen), handover, token())
				default:
					results[i] = l.DeclineHandover(casetest.As(munich), handover, "", token())
				}
			})
		}
		all.Wait()
		found, err := l.ShowHandover(casetest.As(munich), handover)
		ok(t, err)
		won := 0
		for _, err := range results {
			if err == nil {
				won++
				continue
			}
			says(t, "who came second", err, errs.Conflict, "counselling.error.handover_"+found.State)
		}
		if won != 1 {
			t.Errorf("%d won: %v", won, results)
		}
		var site string
		ok(t, l.d.Row(context.Background(), "SELECT site_id FROM case_summary WHERE case_id = $1", id).Scan(&site))
		if (site == "s3") != (found.State == counselling.HandoverAccepted) {
			t.Errorf("%s, and the case is at %s", found.State, site)
		}
	})
}

func TestARepeatedAnswerIsTheFirstOne(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		handover := l.ask(l.nameless(bremen, "s1"), counselling.NewHandover{Agreed: true})
		key := token()
		for range 2 {
			ok(t, l.AcceptHandover(casetest.As(munich), handover, "Ja.", key))
		}
		says(t, "accepted twice", l.AcceptHandover(casetest.As(munich), handover, "", token()), errs.Conflict, "counselling.error.handover_accepted")
		says(t, "withdrawn too late", l.WithdrawHandover(casetest.As(bremen), handover, token()), errs.Conflict, "counselling.error.handover_accepted")
	})
}

func TestAHandoverComesBack(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		id := l.named(bremen, "s1")
		consent := agreed(person.PurposeHandover, "s3")
		handover := l.ask(id, counselling.NewHandover{Consent: &consent})
		says(t, "not accepted yet", l.ReturnHandover(casetest.As(munich), handover, token()), errs.Conflict, "counselling.error.handover_asked")
		ok(t, l.AcceptHandover(casetest.As(munich), handover, "", token()))
		_, err := l.AskHandover(casetest.As(munich), id, counselling.NewHandover{To: "s1"}, token())
		faults(t, "onwards it needs a consent", err, "consent_handover", "counselling.error.handover_consent")
		mustBe(t, "the old centre", l.ReturnHandover(casetest.As(bremen), handover, token()), errs.NotFound)
		ok(t, l.ReturnHandover(casetest.As(munich), handover, token()))
		if l.nameOf(bremen, id) != "Beispiel, Amal" {
			t.Error("the first centre does not know any more who it is")
		}
		_, err = l.Get(casetest.As(munich), id)
		mustBe(t, "the case after it went back", err, errs.NotFound)
		says(t, "back twice", l.ReturnHandover(casetest.As(munich), handover, token()), errs.Conflict, "counselling.error.handover_returned")
		all, err := l.HandoversOf(casetest.As(bremen), get(t, l.Service, bremen, id).Held)
		ok(t, err)
		if len(all) != 1 || all[0].State != counselling.HandoverReturned || all[0].ReturnedBy != munich.ID || all[0].AnsweredBy != munich.ID {
			t.Errorf("remembered: %+v", all)
		}
	})
}

func TestAConsentWithdrawnMeanwhileStopsTheHandover(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		id := l.named(bremen, "s1")
		consent := agreed(person.PurposeHandover, "s3")
		handover := l.ask(id, counselling.NewHandover{Consent: &consent})
		c := get(t, l.Service, bremen, id)
		ok(t, l.Reveal(casetest.As(bremen), c.Held))
		end := person.Withdrawal{ConsentID: c.Who.Consent(person.PurposeHandover).ID, On: "2018-10-15", Medium: "phone"}
		ok(t, l.ChangePerson(casetest.As(bremen), id, person.Change{Withdraw: []person.Withdrawal{end}}, token()))
		says(t, "accept", l.AcceptHandover(casetest.As(munich), handover, "", token()), errs.Conflict, "counselling.error.handover_consent")
		if get(t, l.Service, bremen, id).Site() != "s1" {
			t.Error("it went all the same")
		}
		again, err := l.ShowHandover(casetest.As(munich), handover)
		ok(t, err)
		if again.State != counselling.HandoverAsked {
			t.Errorf("half accepted: %s", again.State)
		}
	})
}

func TestADeclinedCaseStays(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		id := l.nameless(bremen, "s1")
		handover := l.ask(id, counselling.NewHandover{Agreed: true, Message: "Bitte übernehmen."})
		ok(t, l.DeclineHandover(casetest.As(munich), handover, "Wir sind voll.", token()))
		v, err := l.ShowHandover(casetest.As(bremen), handover)
		ok(t, err)
		if v.Answer != "Wir sind voll." || v.Case == nil || v.State != counselling.HandoverDeclined {
			t.Errorf("the sender sees %+v", v)
		}
		v, err = l.ShowHandover(casetest.As(munich), handover)
		ok(t, err)
		if v.Case != nil || v.Message != "" {
			t.Errorf("who declined still sees %+v", v)
		}
		if again := l.ask(id, counselling.NewHandover{Agreed: true}); again == handover {
			t.Error("it cannot be asked again")
		}
	})
}

// TestAHandoverOfOthersLooksLikeNone walks every use case as somebody of a third centre.
func TestAHandoverOfOthersLooksLikeNone(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		handover := l.ask(l.nameless(bremen, "s1"), counselling.NewHandover{Agreed: true})
		ctx := casetest.As(emden)
		for name, command := range map[string]func(id string) error{
			"show":     func(id string) error { _, err := l.ShowHandover(ctx, id); return err },
			"accept":   func(id string) error { return l.AcceptHandover(ctx, id, "x", token()) },
			"decline":  func(id string) error { return l.DeclineHandover(ctx, id, "x", token()) },
			"withdraw": func(id string) error { return l.WithdrawHandover(ctx, id, token()) },
			"return":   func(id string) error { return l.ReturnHandover(ctx, id, token()) },
		} {
			theirs, none := command(handover), command("none")
			if theirs == nil || !reflect.DeepEqual(theirs, none) {
				t.Errorf("%s: theirs %v, none %v", name, theirs, none)
			}
			mustBe(t, name+" as the receiver's business", map[bool]error{true: l.WithdrawHandover(casetest.As(munich), handover, token()),
				false: l.AcceptHandover(casetest.As(bremen), handover, "", token())}[name == "withdraw"], errs.NotFound)
		}
		if lists, err := l.Handovers(ctx); err != nil || len(lists.Incoming)+len(lists.Outgoing)+len(lists.Done) != 0 {
			t.Errorf("%+v, %v", lists, err)
		}
		_, err := l.Handovers(casetest.As(analyst))
		mustBe(t, "who only reads", err, errs.Forbidden)
		if n, err := l.HandoversToAnswer(casetest.As(munich)); n != 1 || err != nil {
			t.Errorf("%d to answer, %v", n, err)
		}
	})
}

func TestTheTrailOfAHandoverNamesNobody(t *testing.T) {
	lives(t, func(t *testing.T, l *life) {
		handover := l.ask(l.nameless(bremen, "s1"), counselling.NewHandover{Agreed: true, Message: "geheim"})
		ok(t, l.AcceptHandover(casetest.As(munich), handover, "auch geheim", token()))
		var n int
		ok(t, l.d.Row(context.Background(), "SELECT COUNT(*) FROM audit_entry WHERE detail LIKE '%geheim%'").Scan(&n))
		if n != 0 {
			t.Error("the audit trail has a message")
		}
	})
}
