package counselling

import (
	"strings"

	"openiq/internal/platform/db"
)

// The table case_summary has what the case list shows of a case. It is computed from the newest versions of the case,
// its contacts and its qualifications, in the transaction that changes one of them; what is deleted does not count.
// Country and reference occupation are those of the first qualification by id.
const summarise = `INSERT INTO case_summary (tenant, case_id, site_id, first_contact, last_contact, contacts, qualifications,
		sex, age, nationality, country, reference_occupation, scope)
	SELECT c.tenant, c.id, c.site_id, COALESCE(k.first_on, 0), COALESCE(k.last_on, 0), COALESCE(k.n, 0), COALESCE(q.n, 0),
		c.sex, c.age, c.nationality, f.country, f.reference_occupation, c.scope
	FROM cases c
	LEFT JOIN (SELECT case_id, MIN(held_on) AS first_on, MAX(held_on) AS last_on, COUNT(*) AS n FROM contacts
		WHERE tenant = $1 AND deleted = 0{case_id} GROUP BY case_id) k ON k.case_id = c.id
	LEFT JOIN (SELECT case_id, MIN(id) AS first_id, COUNT(*) AS n FROM qualifications
		WHERE tenant = $1 AND deleted = 0{case_id} GROUP BY case_id) q ON q.case_id = c.id
	LEFT JOIN qualifications f ON f.id = q.first_id AND f.tenant = $1
	WHERE c.tenant = $1 AND c.deleted = 0{id}
	ON CONFLICT (case_id, tenant) DO UPDATE SET site_id = excluded.site_id, first_contact = excluded.first_contact,
		last_contact = excluded.last_contact, contacts = excluded.contacts, qualifications = excluded.qualifications,
		sex = excluded.sex, age = excluded.age, nationality = excluded.nationality, country = excluded.country,
		reference_occupation = excluded.reference_occupation, scope = excluded.scope`

var (
	forgetTenant    = db.SQL(`DELETE FROM case_summary WHERE tenant = $1`)
	summariseTenant = db.SQL(strings.NewReplacer("{case_id}", "", "{id}", "").Replace(summarise))
	forgetCase      = db.SQL(`DELETE FROM case_summary WHERE tenant = $1 AND case_id = $2`)
	summariseCase   = db.SQL(strings.NewReplacer("{case_id}", " AND case_id = $2", "{id}", " AND c.id = $2").Replace(summarise))
)

// RefreshSummary makes the summary of one case anew, or removes it when the case is deleted. Removing comes first: on
// PostgreSQL it waits for whoever changes the same case, so that what follows sees their contact too.
func RefreshSummary(tx *db.Tx, tenant, caseID string) error {
	_, err := tx.Exec(forgetCase, tenant, caseID)
	if err == nil {
		_, err = tx.Exec(summariseCase, tenant, caseID)
	}
	return err
}

// manyCases of one tenant cost as much one by one as all cases of the tenant at once.
const manyCases = 2000

// Touched collects the cases whose summaries must be made anew. Its size is bounded: of a tenant with many touched
// cases it keeps only that.
type Touched struct {
	cases map[string]map[string]struct{} // by tenant; nil for a tenant with many
}

// Add notes that a case, one of its contacts or one of its qualifications was stored.
func (t *Touched) Add(tenant, caseID string) {
	if t.cases == nil {
		t.cases = map[string]map[string]struct{}{}
	}
	ids, known := t.cases[tenant]
	switch {
	case !known:
		t.cases[tenant] = map[string]struct{}{strings.Clone(caseID): {}}
	case ids == nil: // already many
	case len(ids) == manyCases:
		t.cases[tenant] = nil
	default:
		ids[strings.Clone(caseID)] = struct{}{}
	}
}

// RefreshSummaries makes the summaries of the touched cases anew.
func RefreshSummaries(tx *db.Tx, touched *Touched) error {
	for tenant, ids := range touched.cases {
		if ids == nil {
			if err := refreshTenant(tx, tenant); err != nil {
				return err
			}
		}
		for id := range ids {
			if err := RefreshSummary(tx, tenant, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func refreshTenant(tx *db.Tx, tenant string) error {
	_, err := tx.Exec(forgetTenant, tenant)
	if err == nil {
		_, err = tx.Exec(summariseTenant, tenant)
	}
	return err
}
