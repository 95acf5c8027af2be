package reference

import (
	"openiq/internal/account"
	"openiq/internal/platform/i18n"
)

// rolesPage has the matrix of rights.
func rolesPage(words *i18n.Printer) []byte {
	p := newPage("Roles and rights")
	p.line("Who may do what, and how far it reaches. There are no other rights; the office shows the same table under `/access`.")
	p.line("An account can have several roles.")
	p.line("")
	p.table("role", "code", "given for")
	for _, row := range account.Matrix {
		p.row(words.Code("role", string(row.Role)), code(string(row.Role)), words.Code("scope_kind", string(row.Place)))
	}
	p.line("")
	heads := []string{"may"}
	for _, row := range account.Matrix {
		heads = append(heads, words.Code("role", string(row.Role)))
	}
	p.table(heads...)
	for _, action := range account.Actions {
		cells := []string{words.Code("action", string(action))}
		for _, row := range account.Matrix {
			cell := ""
			if reach, ok := row.Reach[action]; ok {
				cell = words.T("account.reach." + string(reach))
			}
			cells = append(cells, cell)
		}
		p.row(cells...)
	}
	return p.bytes()
}
