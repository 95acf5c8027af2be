package person_test

import (
	"reflect"
	"sync"
	"testing"

	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// to is a consent for a recipient.
func to(purpose, name string) person.NewConsent {
	c := consent(purpose)
	c.Recipient = person.Recipient{Name: name, Contact: "jo@example.org"}
	return c
}

func withdraw(c *person.Consent) person.Change {
	return person.Change{Withdraw: []person.Withdrawal{{ConsentID: c.ID, On: "2018-10-15", Medium: "phone"}}}
}

func TestConsentsSayWhatWasAgreedTo(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := person.Subject{Tenant: "n1", ID: "C1"}
		v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{consent(person.PurposeOffers), to(person.PurposeAuthority, "Chamber"), to(person.PurposeAuthority, "Ministry")}})
		p := v.get(t, atBremen, bremen, subject)
		if len(p.Consents) != 3 || p.Consent(person.PurposeIdentity) != nil || p.Consent(person.PurposeOffers) == nil {
			t.Fatalf("%+v", p.Consents)
		}
		c := p.Consent(person.PurposeAuthority)
		want := person.Consent{ID: c.ID, Purpose: "authority", Recipient: c.Recipient, GivenOn: today, Medium: "face_to_face", Text: shown,
			RecordedAt: clock.InstantOf(now.Now()), RecordedBy: "counsellor-s1", Valid: true, WithdrawnOn: clock.NoDay}
		if !reflect.DeepEqual(*c, want) || c.Recipient.Contact != "jo@example.org" {
			t.Errorf("%+v", c)
		}
		for name, wanted := range map[string]bool{"Chamber": true, " chamber ": true, "Ministry": true, "Somebody else": false, "": false} {
			if given, err := v.Consented(atBremen, v.db, subject, person.PurposeAuthority, name); err != nil || given != wanted {
				t.Errorf("%q: %v, %v", name, given, err)
			}
		}
	})
}

func TestConsentsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := person.Subject{Tenant: "n1", ID: "C1"}
		for _, c := range []struct {
			spoil      func(*person.NewConsent)
			field, key string
		}{
			{func(n *person.NewConsent) { n.Purpose = "fun" }, "purpose", "error.code"},
			{func(n *person.NewConsent) { n.GivenOn = "" }, "consent_authority_given_on", "error.required"},
			{func(n *person.NewConsent) { n.GivenOn = "2018-02-30" }, "consent_authority_given_on", "error.date"},
			{func(n *person.NewConsent) { n.GivenOn = "2018-10-16" }, "consent_authority_given_on", "error.future"},
			{func(n *person.NewConsent) { n.Medium = "" }, "consent_authority_medium", "error.required"},
			{func(n *person.NewConsent) { n.Medium = "pigeon" }, "consent_authority_medium", "error.code"},
			{func(n *person.NewConsent) { n.Recipient.Name = " " }, "consent_authority_recipient", "error.required"},
			{func(n *person.NewConsent) { n.Text.Body = " " }, "consent_authority_text", "error.required"},
			{func(n *person.NewConsent) { n.Text.Version = "" }, "consent_authority_text", "error.required"},
			{func(n *person.NewConsent) { n.Purpose = person.PurposeOffers }, "consent_offers_info_recipient", "person.error.no_recipient"},
		} {
			n := to(person.PurposeAuthority, "Chamber")
			c.spoil(&n)
			err := v.Apply(atBremen, bremen, subject, person.Change{Give: []person.NewConsent{n}}, "")
			if wrong := fieldsOf(err); !reflect.DeepEqual(wrong, map[string]string{c.field: c.key}) {
				t.Errorf("%s: %v", c.field, err)
			}
		}
		for field, w := range map[string]person.Withdrawal{"withdrawn_on": {ConsentID: "x", On: "2018-10-16", Medium: "phone"}, "withdrawn_medium": {ConsentID: "x", On: "2018-10-15"}} {
			if err := v.Apply(atBremen, bremen, subject, person.Change{Withdraw: []person.Withdrawal{w}}, ""); fieldsOf(err)[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		if n := v.count(t, "consent"); n != 0 {
			t.Errorf("%d consents", n)
		}
	})
}

func TestOneConsentForAPurposeAndRecipient(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := person.Subject{Tenant: "n1", ID: "C1"}
		for _, n := range []person.NewConsent{consent(person.PurposeOffers), to(person.PurposeThirdPerson, "Jo")} {
			v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{n}})
			err := v.Apply(atBremen, bremen, subject, person.Change{Give: []person.NewConsent{n}}, "")
			if errs.KindOf(err) != errs.Conflict || keyOf(err) != "person.error.consent_twice" {
				t.Errorf("%s twice: %v", n.Purpose, err)
			}
			v.apply(t, atBremen, bremen, subject, withdraw(v.get(t, atBremen, bremen, subject).Consent(n.Purpose)))
			v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{n}}) // given anew
		}
		var valid int
		for _, c := range v.get(t, atBremen, bremen, subject).Consents {
			if c.Valid {
				valid++
			} else if c.WithdrawnOn != today || c.WithdrawnMedium != "phone" || c.EndedBy != "counsellor-s1" || c.EndedAt != clock.InstantOf(now.Now()) {
				t.Errorf("%+v", c)
			}
		}
		if valid != 2 {
			t.Errorf("%d are valid", valid)
		}
	})
}

func TestAShownTextKeepsItsWords(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		n := consent(person.PurposeOffers)
		v.apply(t, atBremen, bremen, person.Subject{Tenant: "n1", ID: "C1"}, person.Change{Give: []person.NewConsent{n}})
		n.Text.Body = "Ich bin mit allem einverstanden."
		err := v.Apply(atBremen, bremen, person.Subject{Tenant: "n1", ID: "C2"}, person.Change{Give: []person.NewConsent{n}}, "")
		if keyOf(err) != "person.error.text_changed" {
			t.Errorf("other words under the same version: %v", err)
		}
		n.Text.Version = "2018-10"
		v.apply(t, atBremen, bremen, person.Subject{Tenant: "n1", ID: "C2"}, person.Change{Give: []person.NewConsent{n}})
		if n := v.count(t, "consent_text"); n != 2 {
			t.Errorf("%d texts", n)
		}
	})
}

func TestNoIdentityWithoutConsent(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := person.Subject{Tenant: "n1", ID: "C1"}
		err := v.Apply(atBremen, bremen, subject, person.Change{Identity: &ada}, "")
		if errs.KindOf(err) != errs.Invalid || fieldsOf(err)["consent_identity"] != "person.error.consent_required" {
			t.Errorf("got %v", err)
		}
		v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{consent(person.PurposeIdentity)}})
		v.apply(t, atBremen, bremen, subject, person.Change{Identity: &ada})
	})
}

func TestAConsentWithdrawnWhileSomebodyWrites(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		newer := ada
		newer.Street = "Musterweg 1"
		document := pdf("a.pdf")
		for name, c := range map[string]struct {
			change person.Change
			key    string
			early  bool // the identity was not written down yet
		}{
			"a new identity": {person.Change{Identity: &newer}, "person.error.consent_withdrawn", true},
			"the identity":   {person.Change{Identity: &newer, Version: 1}, "person.error.forgotten", false},
			"a document":     {person.Change{Documents: []person.NewDocument{document}}, "person.error.forgotten", false},
			"a first one":    {person.Change{Documents: []person.NewDocument{document}}, "person.error.consent_withdrawn", true},
			"notes":          {notes("k1", "x"), "person.error.forgotten", false},
		} {
			subject := person.Subject{Tenant: "n1", ID: ident.New(clock.InstantOf(now.Now()))}
			if c.early {
				v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{consent(person.PurposeIdentity)}})
			} else {
				subject = v.admit(t, atBremen, bremen, ada)
			}
			prepared, err := v.Prepare(atBremen, bremen, subject, c.change)
			ok(t, err)
			v.apply(t, atBremen, bremen, subject, withdraw(v.get(t, atBremen, bremen, subject).Consent(person.PurposeIdentity)))
			before := v.counts(t)
			_, err = v.db.Write(atBremen, db.Command{Name: "test.put", Tenant: "n1"}, func(tx *db.Tx) (string, error) { return "", prepared.Put(atBremen, tx) })
			if errs.KindOf(err) != errs.Conflict || keyOf(err) != c.key {
				t.Errorf("%s: %v, want %s", name, err, c.key)
			}
			if after := v.counts(t); !reflect.DeepEqual(before, after) {
				t.Errorf("%s: stored something: %v, then %v", name, before, after)
			}
			// The form sent once more is told as much.
			if err := v.Apply(atBremen, bremen, subject, c.change, ""); name != "notes" && err == nil {
				t.Errorf("%s was stored without a consent", name)
			}
		}
	})
}

// However the two meet, nothing of a person without a consent is left.
func TestWithdrawingAndWritingAtOnce(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		for round := range 20 {
			subject := v.admit(t, atBremen, bremen, ada)
			if round%2 == 0 { // the identity is yet to come
				subject = person.Subject{Tenant: "n1", ID: ident.New(clock.InstantOf(now.Now()))}
				v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{consent(person.PurposeIdentity)}})
			}
			p := v.get(t, atBremen, bremen, subject)
			change := person.Change{Identity: &ada, Version: p.Version, Documents: []person.NewDocument{pdf("a.pdf")}, Texts: map[string]person.Texts{"k1": {"notes": "x"}}}
			var both sync.WaitGroup
			both.Go(func() { _ = v.Apply(atBremen, bremen, subject, change, "") }) // either
			both.Go(func() {
				if err := v.Apply(atBremen, bremen, subject, withdraw(p.Consent(person.PurposeIdentity)), ""); err != nil {
					t.Error("the withdrawal fails:", err)
				}
			})
			both.Wait()
			if p := v.get(t, atBremen, bremen, subject); p.Identity != nil || len(p.Texts)+len(p.Documents) > 0 {
				t.Fatalf("round %d: %+v is left", round, p)
			}
		}
	})
}

// Another instance beside this one has its own writer: there the database has to keep them apart.
func TestTwoInstances(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		other := person.New(second(t, v), v.keys, v.structure)
		for round := range 30 {
			subject := person.Subject{Tenant: "n1", ID: ident.New(clock.InstantOf(now.Now()))}
			v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{consent(person.PurposeIdentity)}})
			p := v.get(t, atBremen, bremen, subject)
			var both sync.WaitGroup
			both.Go(func() { _ = other.Apply(atBremen, bremen, subject, person.Change{Identity: &ada}, "") })
			both.Go(func() {
				if err := v.Apply(atBremen, bremen, subject, withdraw(p.Consent(person.PurposeIdentity)), ""); err != nil {
					t.Error("the withdrawal fails:", err)
				}
			})
			both.Wait()
			if p := v.get(t, atBremen, bremen, subject); p.Identity != nil {
				t.Fatalf("round %d: %+v is left", round, p)
			}
		}
		if n := v.count(t, "person") + v.count(t, "person_token"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}
