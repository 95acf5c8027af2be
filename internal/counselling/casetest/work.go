package casetest

import (
	"context"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

// Worked is a case as work lists see it. Days are like 2018-10-15; an empty one is none.
type Worked struct {
	ID, Site, Counsellor              string
	Registered, FollowUp, Due, Closed string
	Held                              []string       // the days of its contacts
	Form                              string         // of the contacts; empty: phone
	Facts                             map[string]any // more columns of the case
}

// Work stores cases of the first network as an import would, with their summaries.
func Work(t testing.TB, d *db.DB, cases ...Worked) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.work", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "import", ID: "test"})
		for i := range cases {
			if err := cases[i].put(tx); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (c *Worked) put(tx *db.Tx) error {
	if err := put(tx, counselling.Cases, c.ID, c.facts()); err != nil {
		return err
	}
	form := "phone"
	if c.Form != "" {
		form = c.Form
	}
	for _, day := range c.Held {
		contact := map[string]any{"case_id": c.ID, "held_on": int64(clock.MustDay(day)), "form": form, "themes": "recognition"}
		if err := put(tx, counselling.Contacts, c.ID+day, contact); err != nil {
			return err
		}
	}
	var dues []counselling.Due
	if c.Due != "" {
		dues = append(dues, counselling.Due{Rule: "decision", On: clock.MustDay(c.Due)})
	}
	return counselling.ReplaceDues(tx, tx.Tenant(), c.ID, "procedure", dues)
}

// facts are the columns of the case.
func (c *Worked) facts() map[string]any {
	facts := map[string]any{"site_id": c.Site}
	for column, v := range c.Facts {
		facts[column] = v
	}
	if c.Counsellor != "" {
		facts["counsellor_id"] = c.Counsellor
	}
	if c.Registered != "" {
		facts["registered_at"] = int64(clock.MustDay(c.Registered).Start())
	}
	for column, day := range map[string]string{"follow_up_on": c.FollowUp, "closed_on": c.Closed} {
		if day != "" {
			facts[column] = int64(clock.MustDay(day))
		}
	}
	return facts
}

func put(tx *db.Tx, typ *record.Type, id string, values map[string]any) error {
	r := record.Row{Tenant: tx.Tenant(), ID: id, Values: make([]any, len(typ.Columns))}
	for column, v := range values {
		r.Values[typ.Index(column)] = v
	}
	_, err := typ.Put(tx, r, nil)
	return err
}
