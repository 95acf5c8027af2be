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
