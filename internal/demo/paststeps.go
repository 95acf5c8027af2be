package demo

import "sync"

// pastSteps are the imports of the old round.
func pastSteps(scale int) []Step {
	net := pastStructure()
	cases := pastCases(net, scale)
	kept := sync.OnceValue(func() *records { return pastRecords(net, cases) })
	steps := make([]Step, len(pastImports))
	for i, m := range pastImports {
		steps[i] = Step{At: m.time(), Files: append(pastStructureFiles(net, i), recordFiles(cases, kept, i)...)}
	}
	return steps
}

// pastStructureFiles are the structure at first, the mended kinds of sites with the third quarter, and Hamburg's new coordinator at
// the end.
func pastStructureFiles(s *structure, step int) []File {
	switch step {
	case 0:
		return firstStructure(s)
	case pastCut:
		return []File{table("sites.csv", siteColumns, s.siteRows(true))}
	case len(pastImports) - 1:
		return []File{table("organisations.csv", organisationColumns, organisationRows(hamburgChange(s)))}
	}
	return nil
}

func firstStructure(s *structure) []File {
	var centres [][]string
	for _, c := range pastCentres {
		centres = append(centres, []string{c[0], c[1], text(s.from), ""})
	}
	return []File{
		table("rounds.csv", roundColumns, fixedRows([]string{s.round, "Förderrunde 2015–2018", text(s.from), text(s.to)})),
		table("priority_areas.csv", areaColumns, fixedRows(
			[]string{s.round + "-1", s.round, "1", "Anerkennungs- und Qualifizierungsberatung", "esf_federal"},
			[]string{s.round + "-2", s.round, "2", "Qualifizierungen im Kontext des Anerkennungsgesetzes", "esf_federal"},
			[]string{s.round + "-3", s.round, "3", "Interkulturelle Kompetenzentwicklung", "federal"})),
		table("networks.csv", networkColumns, networkRows(s.networks)),
		table("competence_centres.csv", centreColumns, fixedRows(centres...)),
		table("organisations.csv", organisationColumns, organisationRows(s.organisations)),
		table("projects.csv", projectColumns, s.projectRows()),
		table("sites.csv", siteColumns, s.siteRows(false)),
	}
}
