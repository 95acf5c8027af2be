package procedure

import (
	"context"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

var (
	selectProcedures = Procedures.Where(`case_id = $1 AND tenant = $2 AND deleted = 0`)
	selectSteps      = Steps.Where(`tenant = $2 AND deleted = 0 AND procedure_id IN
		(SELECT id FROM procedures WHERE case_id = $1 AND tenant = $2 AND deleted = 0)`)
	selectCosts = Costs.Where(`case_id = $1 AND tenant = $2 AND deleted = 0 ORDER BY id`)

	// For many procedures at once, whatever their tenants.
	selectPage    = Procedures.Where(`id > $1 ORDER BY id LIMIT ` + strconv.Itoa(atOnce))
	selectStepsOf = Steps.Where(`deleted = 0 AND procedure_id IN ` + hundred)
	selectCostsOf = Costs.Where(`deleted = 0 AND procedure_id IN ` + hundred)
	hundred       = "($1" + func() string {
		var list strings.Builder
		for i := 2; i <= atOnce; i++ {
			list.WriteString(", $" + strconv.Itoa(i))
		}
		return list.String()
	}() + ")"

	selectPast = db.SQL(`SELECT DISTINCT source FROM case_due WHERE due_on < $1 AND rule = $2`)

	selectRules = db.SQL(`SELECT digest FROM summary_rules WHERE id = 2`)
	updateRules = db.SQL(`UPDATE summary_rules SET digest = $1 WHERE id = 2`)
)

// read reads everything about the procedures of a case. Most cases have none.
func read(ctx context.Context, r db.Reader, tenant, caseID string, today clock.Day) (*All, error) {
	procedures, err := Procedures.Read(ctx, r, selectProcedures, caseID, tenant)
	if err != nil {
		return nil, err
	}
	var steps []record.Row
	if len(procedures) > 0 {
		if steps, err = Steps.Read(ctx, r, selectSteps, caseID, tenant); err != nil {
			return nil, err
		}
	}
	costs, err := Costs.Read(ctx, r, selectCosts, caseID, tenant)
	return assemble(procedures, steps, costs, today), err
}

// pastDues are the procedures in whose cases something stands as due that was due before a day by a rule.
func pastDues(ctx context.Context, r db.Reader, day clock.Day, rule string) (ids []string, err error) {
	var id string
	rows, err := r.Query(ctx, selectPast, int64(day), rule)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
