package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/programme"
)

// BenchmarkCaseList reads each work list of a large centre as a full page of 50 rows, with the names of the persons decrypted
// and noted.
func BenchmarkCaseList(b *testing.B) {
	n := filled(b).copied(b)
	email := n.hire(b, largeCentre)
	n.spread(b, largeCentre)
	all := serve(b, n, email)
	for _, list := range []string{"all", "all country=SY", "today", "mine", "waiting", "due", "follow_up", "incomplete", "closed"} {
		name, filter, _ := strings.Cut(list, " ")
		path := "/cases?list=" + name + "&" + filter
		b.Run(list, func(b *testing.B) {
			each(b, all, func(c *counsellor, _ int) {
				status, body := c.get(b, path)
				if status != http.StatusOK || !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
					b.Errorf("%d, %d bytes", status, len(body))
				}
			})
			rows, names := shownBy(b, all[0], path)
			if rows != counselling.PageSize || names != rows {
				b.Fatalf("the page has %d rows with %d names", rows, names)
			}
		})
	}
}

// shownBy counts the cases of a page, and those with a name.
func shownBy(b *testing.B, c *counsellor, path string) (rows, names int) {
	b.Helper()
	page, err := gzip.NewReader(bytes.NewReader(second(c.get(b, path))))
	if err != nil {
		b.Fatal(err)
	}
	text, err := io.ReadAll(page)
	if err != nil {
		b.Fatal(err)
	}
	return bytes.Count(text, []byte(`<th scope="row"`)), bytes.Count(text, []byte(`class="named"`))
}

// spread gives each case of a centre a name and the account hired last, and every list its share of them.
func (n network) spread(b *testing.B, site string) {
	b.Helper()
	keys, err := crypt.Load(n.key)
	if err != nil {
		b.Fatal(err)
	}
	d := n.open(b)
	structure := programme.New(d)
	directory, err := structure.Directory(ctx)
	if err != nil {
		b.Fatal(err)
	}
	vault, place := person.New(d, keys, structure), directory.PlaceOfSite(site)
	system := db.WithActor(authz.AsSystem(context.Background(), "bench"), "bench")
	cases := casesOf(b, d, site)
	var who []*person.Prepared
	for i, c := range cases {
		p, err := vault.Prepare(system, place, c, person.Change{
			Identity: &person.Identity{FamilyName: "Familie " + clock.Day(i).String(), GivenName: "Muhammad"},
			Give: []person.NewConsent{{Purpose: person.PurposeIdentity, GivenOn: "2018-01-01", Medium: "phone",
				Text: person.ShownText{ID: person.PurposeIdentity, Version: "bench", Language: "de", Body: "An invented person agreed."}}},
		})
		if err != nil {
			b.Fatal(err)
		}
		who = append(who, p)
	}
	_, err = d.Write(system, db.Command{Name: "bench.spread", Tenant: cases[0].Tenant, Alone: true}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "import", ID: "bench"})
		var touched counselling.Touched
		for i, c := range cases {
			if err := who[i].Put(system, tx); err != nil {
				return "", err
			}
			if err := stand(tx, c, i); err != nil {
				return "", err
			}
			touched.Add(c.ID)
		}
		return "", counselling.RefreshSummaries(tx, &touched)
	})
	if err != nil {
		b.Fatal(err)
	}
}

// stand puts the i-th case into the lists: of ten cases one is closed, one waits, two are due, two are to follow up.
func stand(tx *db.Tx, c person.Subject, i int) error {
	today := int64(tx.Today())
	exec := func(query string, args ...any) error {
		_, err := tx.Exec(query, append(args, c.Tenant, c.ID)...)
		return err
	}
	err := exec(`UPDATE cases SET counsellor_id = (SELECT MAX(account_id) FROM account_role WHERE scope_id = site_id) WHERE tenant = $1 AND id = $2`)
	if err != nil {
		return err
	}
	switch i % 10 {
	case 0:
		return exec(`UPDATE cases SET closed_on = $1 WHERE tenant = $2 AND id = $3`, today)
	case 1:
		if err := exec(`UPDATE cases SET registered_at = $1 WHERE tenant = $2 AND id = $3`, int64(tx.Now())-int64(i)*60_000_000); err != nil {
			return err
		}
		return exec(`UPDATE contacts SET deleted = 1 WHERE tenant = $1 AND case_id = $2`)
	case 2, 3:
		return counselling.PutDues(tx, c.Tenant, c.ID, "bench", []counselling.Due{{Rule: "decision", On: clock.Day(today + int64(i%100) - 50)}})
	case 4, 5:
		return exec(`UPDATE cases SET follow_up_on = $1 WHERE tenant = $2 AND id = $3`, today+int64(i%100)-50)
	}
	return nil
}

// casesOf are the cases of a centre.
func casesOf(b *testing.B, d *db.DB, site string) []person.Subject {
	b.Helper()
	var cases []person.Subject
	var c person.Subject
	rows, err := d.Query(ctx, `SELECT tenant, case_id FROM case_summary WHERE site_id = $1 ORDER BY case_id`, site)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&c.Tenant, &c.ID)
		cases = append(cases, c)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return cases
}
