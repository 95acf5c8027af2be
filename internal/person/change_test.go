package person_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// keyOf is the message key of an error.
func keyOf(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return fmt.Sprint(err)
}

// fieldsOf are the wrong fields of an error with their messages.
func fieldsOf(err error) map[string]string {
	out := map[string]string{}
	var e *errs.Error
	if errors.As(err, &e) {
		for _, f := range e.Fields {
			out[f.Name] = f.Key
		}
	}
	return out
}

// count is how many rows a table has.
func (v *vault) count(t testing.TB, table string) (n int) {
	t.Helper()
	ok(t, v.db.Row(context.Background(), "SELECT COUNT(*) FROM "+table).Scan(&n))
	return n
}

var tables = []string{"person", "person_history", "person_token", "person_text", "person_document", "person_document_chunk", "consent"}

// counts are the rows of all tables of the room.
func (v *vault) counts(t testing.TB) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range tables {
		out[table] = v.count(t, table)
	}
	return out
}

func notes(record, text string) person.Change {
	return person.Change{Texts: map[string]person.Texts{record: {"notes": text}}}
}

func (v *vault) apply(t testing.TB, ctx context.Context, place authz.Target, subject person.Subject, c person.Change) {
	t.Helper()
	ok(t, v.Apply(ctx, place, subject, c, ident.Token()))
}

func TestOnlyTheCentreInChargeReadsAndWrites(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		reader := somebody("reader", authz.Scope{Kind: authz.Site, ID: "s1"}, person.ActionRead)
		for name, c := range map[string]struct {
			ctx   context.Context
			place authz.Target
			kind  errs.Kind
		}{
			"another network":                {atMunich, bremen, errs.NotFound},
			"another place, made up":         {atMunich, munich, errs.NotFound},
			"the centre next door":           {counsellor(emden), emden, errs.NotFound},
			"without the right":              {analyst, bremen, errs.Forbidden},
			"nobody":                         {context.Background(), bremen, errs.Forbidden},
			"the whole nation, another site": {somebody("x", authz.Scope{Kind: authz.Nation}, person.ActionRead, person.ActionRecord), munich, errs.NotFound},
		} {
			_, err := v.Get(c.ctx, c.place, subject)
			mustBe(t, name+" reads", err, c.kind)
			_, err = v.History(c.ctx, c.place, subject)
			mustBe(t, name+" reads the history", err, c.kind)
			mustBe(t, name+" writes", v.Apply(c.ctx, c.place, subject, notes("k1", "x"), ""), c.kind)
			_, err = v.AddDocument(c.ctx, c.place, subject, pdf("a.pdf"), "")
			mustBe(t, name+" adds a document", err, c.kind)
			_, _, err = v.OpenDocument(c.ctx, c.place, subject, "x")
			mustBe(t, name+" opens a document", err, c.kind)
			mustBe(t, name+" deletes a document", v.DeleteDocument(c.ctx, c.place, subject, "x", ""), c.kind)
			_, err = v.Similar(c.ctx, bremen, ada, person.Subject{})
			if c.place == bremen {
				mustBe(t, name+" looks for duplicates", err, c.kind)
			}
		}
		mustBe(t, "who only reads writes", v.Apply(reader, bremen, subject, notes("k1", "x"), ""), errs.Forbidden)
		v.get(t, reader, bremen, subject)
		for who, ctx := range map[string]context.Context{"Munich": atMunich, "an analyst": analyst, "nobody": context.Background()} {
			if labels, err := v.Labels(ctx, subject); err != nil || len(labels) != 0 {
				t.Errorf("%s reads %v, %v", who, labels, err)
			}
		}
	})
}

func TestASubjectOfAnotherTenantIsNobody(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		subject.Tenant = "n2"
		if p := v.get(t, atBremen, bremen, subject); p.Identity != nil || len(p.Consents) != 0 {
			t.Errorf("%+v", p)
		}
		if labels, err := v.Labels(atBremen, subject); err != nil || len(labels) != 0 {
			t.Errorf("%v, %v", labels, err)
		}
	})
}

func TestTheHistorySaysWhoChangedWhat(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		colleague := somebody("colleague", authz.Scope{Kind: authz.Site, ID: "s1"}, person.ActionRead, person.ActionRecord)
		newer := ada
		newer.Phone, newer.Street = "", "Musterweg 1"
		v.apply(t, colleague, bremen, subject, person.Change{Identity: &newer, Version: 1})
		versions, err := v.History(atBremen, bremen, subject)
		ok(t, err)
		if len(versions) != 2 || versions[0].Number != 2 || versions[0].StoredBy != "colleague" || versions[1].StoredBy != "counsellor-s1" {
			t.Fatalf("%+v", versions)
		}
		want := []person.Difference{{Field: "street", To: "Musterweg 1"}, {Field: "phone", From: ada.Phone}}
		if d := versions[1].Identity.Differences(&versions[0].Identity); !reflect.DeepEqual(d, want) {
			t.Errorf("%+v", d)
		}
		if p := v.get(t, atBremen, bremen, subject); *p.Identity != newer || p.Version != 2 {
			t.Errorf("%+v", p)
		}
		var details string
		ok(t, v.db.Row(atBremen, "SELECT detail FROM audit_entry WHERE kind = 'person' AND actor = 'colleague' AND subject = $1", subject.ID).Scan(&details))
		if details != "identity" {
			t.Errorf("audit says %q", details)
		}
	})
}

func TestTextsAreReplacedOneByOne(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := person.Subject{Tenant: "n1", ID: "C1"} // anonymous: notes need no consent
		v.apply(t, atBremen, bremen, subject, person.Change{Texts: map[string]person.Texts{"k1": {"notes": "eins", "wish": "zwei"}, "C1": {"notes": "drei"}}})
		v.apply(t, atBremen, bremen, subject, notes("k1", "vier"))
		v.apply(t, atBremen, bremen, subject, notes("C1", ""))
		v.apply(t, atBremen, bremen, subject, notes("C1", "fünf"))
		p := v.get(t, atBremen, bremen, subject)
		want := map[string]person.Texts{"k1": {"notes": "vier", "wish": "zwei"}, "C1": {"notes": "fünf"}}
		if !reflect.DeepEqual(p.Texts, want) || p.Identity != nil || p.Version != 0 {
			t.Errorf("%+v", p)
		}
		if n := v.count(t, "person_text"); n != 5 {
			t.Errorf("%d versions are kept, want 5", n)
		}
		err := v.Apply(atBremen, bremen, subject, notes("k1", strings.Repeat("x", 50_001)), "")
		if fieldsOf(err)["notes"] != "error.too_long" {
			t.Errorf("a long text: %v", err)
		}
	})
}

func TestNothingIsStoredForAnEmptyChange(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := person.Subject{Tenant: "n1", ID: "C1"}
		v.apply(t, atBremen, bremen, subject, person.Change{})
		p, err := v.Prepare(atBremen, bremen, subject, person.Change{})
		ok(t, err)
		_, err = v.db.Write(atBremen, db.Command{Name: "test.put", Tenant: "n1"}, func(tx *db.Tx) (string, error) { return "", p.Put(atBremen, tx) })
		ok(t, err)
		if n := v.count(t, "person"); n != 0 {
			t.Errorf("%d persons", n)
		}
	})
}

// The history tells of changes, not of forms that were sent.
func TestTheSameOnceMoreIsNoChange(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject, anonymous := v.everything(t), person.Subject{Tenant: "n1", ID: "C1"}
		p, before, entries := v.get(t, atBremen, bremen, subject), v.counts(t), v.count(t, "audit_entry")
		v.apply(t, atBremen, bremen, subject, person.Change{Identity: p.Identity, Version: p.Version, Texts: map[string]person.Texts{"k1": {"notes": " y ", "wish": ""}}})
		v.apply(t, atBremen, bremen, anonymous, notes("k1", "  "))
		if after := v.counts(t); !reflect.DeepEqual(before, after) {
			t.Errorf("%v, then %v", before, after)
		}
		if n := v.count(t, "audit_entry"); n != entries {
			t.Errorf("%d entries more", n-entries)
		}
		v.apply(t, atBremen, bremen, subject, notes("k1", ""))
		if p := v.get(t, atBremen, bremen, subject); p.Text("k1", "notes") != "" {
			t.Errorf("%+v", p.Texts)
		}
	})
}

func TestWhatTheCallerHandedInStaysAsItWas(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		texts := map[string]person.Texts{"k1": {"notes": " x "}}
		give, documents := []person.NewConsent{consent(person.PurposeIdentity), to(person.PurposeAuthority, " Chamber ")}, []person.NewDocument{pdf(" a .pdf")}
		i := person.Identity{GivenName: " Ada "}
		v.apply(t, atBremen, bremen, person.Subject{Tenant: "n1", ID: "C1"}, person.Change{Identity: &i, Texts: texts, Give: give, Documents: documents})
		if texts["k1"]["notes"] != " x " || give[1].Recipient.Name != " Chamber " || documents[0].Name != " a .pdf" || i.GivenName != " Ada " {
			t.Errorf("%v %v %v %v", texts, give, documents[0].Name, i)
		}
	})
}

func TestWhoComesSecondIsTold(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		mine, theirs := ada, ada
		mine.Street, theirs.Street = "Meine", "Ihre"
		prepared, err := v.Prepare(atBremen, bremen, subject, person.Change{Identity: &mine, Version: 1})
		ok(t, err)
		v.apply(t, atBremen, bremen, subject, person.Change{Identity: &theirs, Version: 1})
		_, err = v.db.Write(atBremen, db.Command{Name: "test.put", Tenant: "n1"}, func(tx *db.Tx) (string, error) { return "", prepared.Put(atBremen, tx) })
		mustBe(t, "prepared before, stored after", err, errs.Conflict)
		err = v.Apply(atBremen, bremen, subject, person.Change{Identity: &mine, Version: 1}, "")
		mustBe(t, "an old tab", err, errs.Conflict)
		if keyOf(err) != "error.conflict" {
			t.Errorf("the message is %s", keyOf(err))
		}
		if p := v.get(t, atBremen, bremen, subject); p.Identity.Street != "Ihre" || p.Version != 2 {
			t.Errorf("%+v", p)
		}
		// Notes do not care who changed the address meanwhile.
		note, err := v.Prepare(atBremen, bremen, subject, notes("k1", "x"))
		ok(t, err)
		v.apply(t, atBremen, bremen, subject, person.Change{Identity: &mine, Version: 2})
		_, err = v.db.Write(atBremen, db.Command{Name: "test.put", Tenant: "n1"}, func(tx *db.Tx) (string, error) { return "", note.Put(atBremen, tx) })
		ok(t, err)
	})
}

func TestARepeatedFormIsStoredOnce(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject, key := person.Subject{Tenant: "n1", ID: "C1"}, ident.Token()
		change := person.Change{Identity: &ada, Give: []person.NewConsent{consent(person.PurposeIdentity)}}
		prepared := make([]*person.Prepared, 4) // by several instances, from the same form
		for i := range prepared {
			var err error
			prepared[i], err = v.Prepare(atBremen, bremen, subject, change)
			ok(t, err)
		}
		var all sync.WaitGroup
		for _, p := range prepared {
			all.Go(func() {
				_, err := v.db.Write(atBremen, db.Command{Name: "test.put", Tenant: "n1", Key: key}, func(tx *db.Tx) (string, error) { return "", p.Put(atBremen, tx) })
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if p := v.get(t, atBremen, bremen, subject); *p.Identity != ada || p.Version != 1 || len(p.Consents) != 1 {
			t.Errorf("%+v", p)
		}
	})
}

// What goes wrong later in the caller's transaction takes the person with it.
func TestHalfIsNothing(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		before := v.counts(t)
		change := person.Change{Identity: &ada, Give: []person.NewConsent{consent(person.PurposeIdentity)}, Documents: []person.NewDocument{pdf("a.pdf")},
			Texts: map[string]person.Texts{"k1": {"notes": "x"}}}
		p, err := v.Prepare(atBremen, bremen, person.Subject{Tenant: "n1", ID: "C1"}, change)
		ok(t, err)
		broken := errs.New(errs.Conflict, "error.conflict")
		_, err = v.db.Write(atBremen, db.Command{Name: "test.put", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
			return "", errors.Join(p.Put(atBremen, tx), broken)
		})
		mustBe(t, "the case could not be stored", err, errs.Conflict)
		if after := v.counts(t); !reflect.DeepEqual(before, after) {
			t.Errorf("left behind: %v", after)
		}
	})
}

func TestMoveFollowsAHandover(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		_, err := v.db.Write(atBremen, db.Command{Name: "test.move", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "case", ID: subject.ID})
			if err := v.Move(atBremen, tx, person.Subject{Tenant: "n1", ID: "anonymous"}, "s3"); err != nil {
				return "", err
			}
			return "", v.Move(atBremen, tx, subject, "s3")
		})
		ok(t, err)
		_, err = v.Get(atBremen, bremen, subject)
		mustBe(t, "the centre that gave it away", err, errs.NotFound)
		if p := v.get(t, atMunich, munich, subject); *p.Identity != ada {
			t.Errorf("%+v", p)
		}
		for who, ctx := range map[string]context.Context{"Bremen": atBremen, "Munich": atMunich} {
			found, err := v.Search(ctx, "Ada Example", nil)
			ok(t, err)
			if want := map[string]int{"Bremen": 0, "Munich": 1}[who]; len(found.Hits) != want {
				t.Errorf("%s finds %+v", who, found)
			}
		}
	})
}

// Nothing that names anybody may stand in clear anywhere, not even in the trail of what was done.
func TestNothingStandsInClear(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		authority := consent(person.PurposeAuthority)
		authority.Recipient = person.Recipient{Name: "Example Chamber", Contact: "jo@example.org"}
		v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{authority}, Texts: map[string]person.Texts{"k1": {"notes": "Ada Example"}}})
		_, err := v.AddDocument(atBremen, bremen, subject, pdf("Ada Example.pdf"), "")
		ok(t, err)
		_, err = v.Search(atBremen, "Ada Example", nil)
		ok(t, err)
		for _, table := range append(tables, "audit_entry", "consent_text", "idempotency") {
			for _, row := range v.dump(t, table) {
				for _, name := range []string{"Example", "ada@example", "0421 123456", "49421123456", "Chamber", "jo@"} {
					if strings.Contains(row, name) {
						t.Errorf("%s: %q holds %q", table, row, name)
					}
				}
			}
		}
	})
}

// dump has every row of a table as text, bytes as they are.
func (v *vault) dump(t *testing.T, table string) (out []string) {
	t.Helper()
	rows, err := v.db.Query(context.Background(), "SELECT * FROM "+table)
	ok(t, err)
	columns, err := rows.Columns()
	ok(t, err)
	err = db.Each(rows, nil, func() error {
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		err := rows.Scan(into...)
		for i, c := range cells {
			if b, is := c.([]byte); is {
				cells[i] = string(b)
			}
		}
		out = append(out, fmt.Sprint(cells...))
		return err
	})
	ok(t, err)
	return out
}
