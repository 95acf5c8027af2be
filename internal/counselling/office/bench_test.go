package office_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
)

// BenchmarkList is the case list as a whole page, compressed, over a centre with 2,000 cases.
func BenchmarkList(b *testing.B) {
	h := newHouse(b, dbtest.SQLite(b, now))
	fillCentre(h, "s1", 2000)
	for name, path := range map[string]string{"all": "/cases", "filtered": "/cases?country=SY&sex=female"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r := httptest.NewRequest(http.MethodGet, path, nil)
					r.Header.Set("Accept-Encoding", "gzip")
					r.Header.Set("Accept-Language", "de")
					if w := h.do(bremen, r); w.Code != http.StatusOK {
						b.Fatal(w.Code)
					}
				}
			})
			b.ReportMetric(float64(h.get(bremen, path).Body.Len()), "B/page")
		})
	}
}

// fillCentre stores many plausible cases at once, each with a contact and a qualification.
func fillCentre(h *house, site string, n int) {
	h.t.Helper()
	pick := func(i int, of ...string) string { return of[i%len(of)] }
	_, err := h.d.Write(context.Background(), db.Command{Name: "test.fill", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
		var touched counselling.Touched
		for i := range n {
			c := row(counselling.Cases, "site_id", site, "sex", pick(i, "female", "male"), "age", int64(20+i%40), "nationality", pick(i, "SY", "PL", "UA"))
			c.Tenant, c.ID = "n1", ident.New(tx.Now())
			q := row(counselling.Qualifications, "case_id", c.ID, "country", pick(i, "SY", "SY", "PL", "UA"), "reference_occupation", pick(i, "engineer", "teacher", "nurse"))
			k := row(counselling.Contacts, "case_id", c.ID, "held_on", int64(clock.MustDay("2018-09-30")-clock.Day(i/5)), "form", "phone", "themes", "recognition")
			q.Tenant, q.ID, k.Tenant, k.ID = "n1", c.ID, "n1", c.ID
			for _, put := range []struct {
				t *record.Type
				r record.Row
			}{{counselling.Cases, c}, {counselling.Qualifications, q}, {counselling.Contacts, k}} {
				if _, err := put.t.Put(tx, put.r, nil); err != nil {
					return "", err
				}
			}
			touched.Add(c.ID)
		}
		tx.Audit(db.Entry{Kind: "import", ID: "test"})
		return "", counselling.RefreshSummaries(tx, &touched)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func row(t *record.Type, pairs ...any) record.Row {
	r := record.Row{Values: make([]any, len(t.Columns))}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.Values[t.Index(pairs[i].(string))] = pairs[i+1]
	}
	return r
}
