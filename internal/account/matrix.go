package account

import (
	"maps"
	"slices"

	"openiq/internal/platform/authz"
)

// The actions of the program.
const (
	StructureRead  authz.Action = "structure.read"   // who does what, where, until when
	StructureEdit  authz.Action = "structure.edit"   // networks, organisations, projects, sites and their dates
	CaseRead       authz.Action = "case.read"        // pseudonymous cases with their contacts
	CaseRecord     authz.Action = "case.record"      // new cases, contacts and corrections
	PersonRead     authz.Action = "person.read"      // who the persons behind the cases are, their documents and notes
	PersonLocate   authz.Action = "person.locate"    // in which centre somebody has a case, without reading who they are
	FiguresRead    authz.Action = "figures.read"     // figures inside, before they are published and with small cells
	SheetRead      authz.Action = "sheet.read"       // published fact sheets with their differences to today
	SheetPublish   authz.Action = "sheet.publish"    // freeze a fact sheet
	AccountRead    authz.Action = "account.read"     // the staff's accounts
	AccountManage  authz.Action = "account.manage"   // new accounts, their roles, deactivation
	AuditRead      authz.Action = "audit.read"       // the audit trail
	MatrixRead     authz.Action = "matrix.read"      // the table below
	ExchangeImport authz.Action = "exchange.import"  // bundles and official formats
	ExchangeExport authz.Action = "exchange.export"  // the whole bundle
	KnowledgeEdit  authz.Action = "knowledge.edit"   // occupations, authorities and procedures that the finder knows
	CentreEdit     authz.Action = "centre.edit"      // what the public is told about a centre, and its mobile dates
	PageEdit       authz.Action = "page.edit"        // news and other editable pages of the portal, feedback from readers
	Translate      authz.Action = "translation.edit" // texts of the portal in the languages given to somebody
)

// Actions are all actions, in the order in which the matrix shows them.
var Actions = []authz.Action{StructureRead, StructureEdit, CaseRead, CaseRecord, PersonRead, PersonLocate, FiguresRead, SheetRead, SheetPublish,
	AccountRead, AccountManage, AuditRead, MatrixRead, ExchangeImport, ExchangeExport, KnowledgeEdit, CentreEdit, PageEdit, Translate}

// Role is what somebody is in the network.
type Role string

// The roles (domain/practice.md section 7).
const (
	Counsellor              Role = "counsellor"
	CentreLead              Role = "centre_lead"
	ProjectLead             Role = "project_lead"
	NetworkCoordinator      Role = "network_coordinator"
	CompetenceCentreAnalyst Role = "competence_centre_analyst"
	DisseminationEditor     Role = "dissemination_editor"
	Finance                 Role = "finance"
	CentralAdministrator    Role = "central_administrator"
	Auditor                 Role = "auditor"
	DataProtectionOfficer   Role = "data_protection_officer"
	Translator              Role = "translator"
)

// Row is what one role may do.
type Row struct {
	Role  Role
	Place authz.ScopeKind // of what the role is given for
	Reach map[authz.Action]authz.ScopeKind
}

// Matrix is the table of all rights: how far each role's actions reach, which is either the place for which somebody has
// the role or the nation. It follows the separation of domain/practice.md section 9, fact 30: a counsellor sees the own
// centre, a coordinator figures and projects of the own network, a competence centre pseudonymous cases, and nobody in
// the middle who people are.
var Matrix = []Row{
	{Counsellor, authz.Site, reach{
		authz.Nation: {StructureRead, SheetRead, MatrixRead},
		authz.Site:   {CaseRead, CaseRecord, PersonRead, FiguresRead},
	}.byAction()},
	{CentreLead, authz.Site, reach{
		authz.Nation: {StructureRead, SheetRead, MatrixRead},
		authz.Site:   {CaseRead, CaseRecord, PersonRead, FiguresRead, CentreEdit},
	}.byAction()},
	{ProjectLead, authz.Project, reach{
		authz.Nation:  {StructureRead, SheetRead, MatrixRead},
		authz.Project: {CaseRead, FiguresRead, CentreEdit},
	}.byAction()},
	{NetworkCoordinator, authz.Network, reach{
		authz.Nation:  {StructureRead, SheetRead, MatrixRead},
		authz.Network: {StructureEdit, FiguresRead, CentreEdit},
	}.byAction()},
	{CompetenceCentreAnalyst, authz.Nation, reach{
		authz.Nation: {StructureRead, CaseRead, FiguresRead, SheetRead, MatrixRead},
	}.byAction()},
	{DisseminationEditor, authz.Nation, reach{
		authz.Nation: {StructureRead, FiguresRead, SheetRead, MatrixRead, KnowledgeEdit, PageEdit, Translate},
	}.byAction()},
	{Finance, authz.Nation, reach{
		authz.Nation: {StructureRead, FiguresRead, SheetRead, MatrixRead},
	}.byAction()},
	{CentralAdministrator, authz.Nation, reach{
		authz.Nation: {StructureRead, StructureEdit, FiguresRead, SheetRead, SheetPublish, AccountRead, AccountManage,
			AuditRead, MatrixRead, ExchangeImport, ExchangeExport, KnowledgeEdit, CentreEdit, PageEdit, Translate},
	}.byAction()},
	{Auditor, authz.Nation, reach{
		authz.Nation: {StructureRead, CaseRead, FiguresRead, SheetRead, AccountRead, AuditRead, MatrixRead},
	}.byAction()},
	{DataProtectionOfficer, authz.Nation, reach{
		authz.Nation: {StructureRead, PersonLocate, AuditRead, MatrixRead},
	}.byAction()},
	{Translator, authz.Nation, reach{
		authz.Nation: {StructureRead, MatrixRead, Translate},
	}.byAction()},
}

// reach lists actions by how far they reach, the way the table is read best.
type reach map[authz.ScopeKind][]authz.Action

func (r reach) byAction() map[authz.Action]authz.ScopeKind {
	out := map[authz.Action]authz.ScopeKind{}
	for kind, actions := range r {
		for _, a := range actions {
			out[a] = kind
		}
	}
	return out
}

// Roles are all roles, in the order of the matrix.
func Roles() []Role {
	roles := make([]Role, len(Matrix))
	for i, row := range Matrix {
		roles[i] = row.Role
	}
	return roles
}

// rights are a role's actions, ready to be granted: built once, because every request needs them.
type rights struct {
	place      authz.ScopeKind
	nationwide []authz.Action
	atPlace    []authz.Action
}

var rightsOf = func() map[Role]rights {
	all := map[Role]rights{}
	for _, row := range Matrix {
		r := rights{place: row.Place}
		for _, action := range slices.Sorted(maps.Keys(row.Reach)) {
			if row.Reach[action] == authz.Nation {
				r.nationwide = append(r.nationwide, action)
			} else {
				r.atPlace = append(r.atPlace, action)
			}
		}
		all[row.Role] = r
	}
	return all
}()

// NewActor is an account's actor with the rights of its roles.
func NewActor(id string, roles []Assignment) *authz.Actor {
	a := &authz.Actor{ID: id, Roles: make([]string, 0, len(roles)), Grants: make([]authz.Grant, 0, 2*len(roles))}
	sites := 0
	for _, given := range roles {
		r, known := rightsOf[given.Role]
		if !known || r.place != given.Scope.Kind {
			continue // of a program with another matrix: no right rather than a wrong one
		}
		a.Roles = append(a.Roles, string(given.Role))
		a.Grants = append(a.Grants, authz.Allow(authz.Scope{Kind: authz.Nation}, r.nationwide...))
		if len(r.atPlace) > 0 {
			a.Grants = append(a.Grants, authz.Allow(given.Scope, r.atPlace...))
		}
		if given.Scope.Kind == authz.Site && given.Scope.ID != a.HomeSite {
			a.HomeSite = given.Scope.ID
			sites++
		}
	}
	if sites > 1 {
		a.HomeSite = ""
	}
	return a
}
