package account

import (
	"fmt"
	"slices"
	"strings"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
)

// Assignment is a role and the place for which somebody has it.
type Assignment struct {
	Role  Role
	Scope authz.Scope
}

// String is the assignment for the audit trail: "counsellor site=S-12".
func (a Assignment) String() string {
	if a.Scope.Kind == authz.Nation {
		return string(a.Role)
	}
	return fmt.Sprintf("%s %s=%s", a.Role, a.Scope.Kind, a.Scope.ID)
}

// ParseScope reads "network=ID", "project=ID" or "site=ID"; nothing is the nation.
func ParseScope(s string) (authz.Scope, error) {
	if s == "" {
		return authz.Scope{Kind: authz.Nation}, nil
	}
	kind, id, _ := strings.Cut(s, "=")
	scope := authz.Scope{Kind: authz.ScopeKind(kind), ID: id}
	if id == "" || !slices.Contains([]authz.ScopeKind{authz.Network, authz.Project, authz.Site}, scope.Kind) {
		return scope, errs.Wrap(fmt.Errorf("%q is none of network=ID, project=ID and site=ID", s), errs.Invalid, "account.error.place")
	}
	return scope, nil
}

// PlaceOf is the kind of place for which a role is given; false for an unknown role.
func PlaceOf(r Role) (authz.ScopeKind, bool) {
	known, ok := rightsOf[r]
	return known.place, ok
}

// check notes what is wrong with an assignment but for whether the place exists.
func (a Assignment) check(wrong *errs.Fields) {
	place, known := PlaceOf(a.Role)
	switch {
	case !known:
		wrong.Add("role", "account.error.role", "roles", roleCodes())
	case a.Scope.Kind != place:
		wrong.Add("place", "account.error.place."+string(place))
	case (a.Scope.ID == "") != (place == authz.Nation):
		wrong.Add("place", "account.error.place."+string(place))
	}
}

// roleCodes are all roles as one types them.
func roleCodes() string {
	codes := make([]string, len(Matrix))
	for i, row := range Matrix {
		codes[i] = string(row.Role)
	}
	return strings.Join(codes, ", ")
}
