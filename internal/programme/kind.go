package programme

import "openiq/internal/platform/record"

// Kind names a type of structure record in commands and audit entries.
type Kind string

// The kinds of structure records.
const (
	KindRound            Kind = "round"
	KindPriorityArea     Kind = "priority_area"
	KindNetwork          Kind = "network"
	KindCompetenceCentre Kind = "competence_centre"
	KindOrganisation     Kind = "organisation"
	KindProject          Kind = "project"
	KindTransfer         Kind = "project_transfer"
	KindSite             Kind = "site"
)

// Kinds are all kinds in the order of [Types].
var Kinds = []Kind{KindRound, KindPriorityArea, KindNetwork, KindCompetenceCentre, KindOrganisation, KindProject, KindTransfer, KindSite}

var typeOfKind = map[Kind]*record.Type{
	KindRound: Rounds, KindPriorityArea: PriorityAreas, KindNetwork: Networks, KindCompetenceCentre: CompetenceCentres,
	KindOrganisation: Organisations, KindProject: Projects, KindTransfer: Transfers, KindSite: Sites,
}

// Type is the record type of a kind; nil for an unknown kind.
func (k Kind) Type() *record.Type { return typeOfKind[k] }
