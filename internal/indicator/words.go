package indicator

// words number the values of the dimensions that come from code lists.
type words struct {
	cases                                          [caseAttributes]*dict
	qualificationKinds, countries, occupations     *dict
	forms, contents, themes, byTheme, yesNo        *dict
	measureForms, measureKinds, participationFunds *dict
	sexes, results, formats, topics, targetGroups  *dict
	serviceKinds, serviceTopics                    *dict
}

// The groups of ages published, by the first age of each but the first (exchange.md section 4).
var ageGroups = []string{"under_25", "25_34", "35_44", "45_54", "55_plus"}

// Codes of the scopes that count apart, in the order of the list.
const (
	scopeSchoolOnly      = uint8(firstValid) + 1
	scopeNoQualification = uint8(firstValid) + 2
)

// formUnknown is the code "unknown", which counts as declined (exchange.md section 1).
const formUnknown = "unknown"

// The rows of counselling.cases.by_theme.
const (
	onlyRecognition = firstValid + iota
	onlyJobTraining
	bothThemes
)

func newWords() *words {
	w := &words{
		qualificationKinds: listDict("qualification_kind"), countries: listDict("country"), occupations: newDict(),
		forms: listDict("form"), contents: listDict("contents"), themes: listDict("themes"),
		byTheme: newDict("only_recognition", "only_job_training", "both"), yesNo: newDict("true", "false"),
		measureForms: listDict("measure_form"), measureKinds: listDict("measure_kind"),
		participationFunds: listDict("participation_funding"), sexes: listDict("sex"), results: listDict("participation_result"),
		formats: listDict("training_format"), topics: listDict("training_topic"), targetGroups: listDict("target_group"),
		serviceKinds: listDict("fair_kind"), serviceTopics: listDict("fair_topics"),
	}
	w.forms.index[formUnknown] = declined
	lists := map[int]string{
		caseSex: "sex", caseResidenceTitle: "residence_title", caseGermanLevel: "german_level", caseEmployment: "employment",
		caseBenefits: "benefits", caseAccessRoute: "access_route", caseAskedBy: "asked_by", caseScope: "scope",
	}
	for k := range w.cases {
		switch k {
		case caseNationality, caseSecondNationality, caseLivesIn:
			w.cases[k] = w.countries
		case caseAgeGroup:
			w.cases[k] = newDict(ageGroups...)
		case caseRefugee, caseAnonymous:
			w.cases[k] = w.yesNo
		default:
			w.cases[k] = listDict(lists[k])
		}
	}
	return w
}

// ageGroup is the code of the group of an age in years.
func ageGroup(age int64) uint8 {
	group := uint8(firstValid)
	for _, from := range []int64{25, 35, 45, 55} {
		if age >= from {
			group++
		}
	}
	return group
}

// reported is the nationality that counts: the first, but if it is German and a second one is given, the second.
func (w *words) reported(first, second uint8) uint8 {
	if code(first) == w.countries.of("DE") && code(second) >= firstValid {
		return second
	}
	return first
}

// pack packs several codes of one cell; bit 15 stands for "declined".
func pack(d *dict, cell []byte) uint16 {
	var out uint16
	for len(cell) > 0 {
		end := 0
		for end < len(cell) && cell[end] != ' ' {
			end++
		}
		switch c := d.code(cell[:end]); c {
		case notFilled:
		case declined:
			out |= declinedBit
		default:
			out |= 1 << (c - firstValid)
		}
		cell = cell[min(end+1, len(cell)):]
	}
	return out
}

const declinedBit uint16 = 1 << 15

// unpack lists the codes of a packed cell.
func unpack(packed uint16, out []code) []code {
	switch {
	case packed == 0:
		return append(out, notFilled)
	case packed == declinedBit:
		return append(out, declined)
	}
	for k := range code(15) {
		if packed&(1<<k) != 0 {
			out = append(out, firstValid+k)
		}
	}
	return out
}
