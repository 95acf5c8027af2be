package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/clock"
)

// order is the order of the files in a bundle.
var order = strings.Fields("rounds priority_areas networks competence_centres organisations projects sites cases qualifications contacts procedures procedure_steps costs measures participations referrals trainings fair_services")

// codes are the code lists of the exchange contract; those in optional columns may also be declined.
var codes = map[string]string{
	"priority_areas.funding": "esf_federal federal",
	"networks.states":        "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
	"organisations.kind":     "association chamber authority ministry university education_provider welfare refugee_council company other",
	"projects.kind":          "counselling measures supporting trainings fair_integration coordination competence_centre dissemination other",
	"projects.funding":       "esf_federal federal",
	"projects.for_refugees":  "true false",
	"sites.kind":             "fixed mobile",
	"sites.state":            "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
	"cases.sex":              "female male diverse",
	"cases.residence_title": "eu_eea_ch blue_card education employment job_search humanitarian family recognition_measure settlement_permit " +
		"long_term_resident_other_state asylum_procedure toleration resident_abroad other",
	"cases.german_level": "native a1 a2 b1 b2 c1 c2 none",
	"cases.employment":   "employed employed_abroad not_employed in_training",
	"cases.benefits":     "none sgb2 sgb3 sgb2_sgb3 asylblg",
	"cases.access_route": "job_centre employment_agency employer foreigners_authority education_provider volunteers own_publicity other_counselling " +
		"network_referral media recommendation competent_authority central_service_abroad other",
	"cases.asked_by":                    "self social_environment labour_administration other",
	"cases.scope":                       "professional school_or_academic_only no_formal_qualification",
	"cases.refugee":                     "true false",
	"cases.anonymous":                   "true false",
	"qualifications.kind":               "vocational bachelor master doctorate none_completed",
	"qualifications.regulated":          "true false",
	"contacts.form":                     "at_centre mobile phone digital unknown",
	"contacts.themes":                   "recognition job_training",
	"contacts.contents":                 "r1 r2 r3 r4 r5 r6 r7 j1 j2 j3 j4 j5 j6 j7",
	"cases.special_status":              "none local_staff_afghanistan refugee_ukraine",
	"qualifications.sector":             "agriculture production construction science_it transport_security trade_tourism business health education_social humanities_arts",
	"qualifications.experience":         "abroad germany both none",
	"qualifications.applied_before":     "equivalence statement both none",
	"qualifications.equivalence_before": "not_finished full compensation partial refused",
	"qualifications.statement_before":   "not_finished positive refused",
	"contacts.interpreter":              "true false",
	"procedures.kind":                   "equivalence automatic statement",
	"procedures.state":                  "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
	"procedures.accelerated":            "true false",
	"procedures.origin_eu":              "true false",
	"procedures.regulated":              "true false",
	"procedures.before_counselling":     "true false",
	"procedure_steps.kind":              "applied fee_paid acknowledged documents_requested documents_complete extended decided notified compensation_chosen appeal_filed",
	"procedure_steps.documents":         "cv identity certificates contents experience declaration translations certified_copies",
	"procedure_steps.result":            "full partial compensation refused positive",
	"procedure_steps.compensation":      "adaptation_course knowledge_test",
	"costs.kind":                        "fee statement",
	"costs.help":                        "self sgb2 sgb3 land employer",
	"costs.decision":                    "granted",
	"referrals.kind":                    "measure authority labour_administration other_counselling language_course employer",
	"referrals.outcome":                 "contacted began completed not_suitable not_taken_up",
	"measures.form":                     "course individual",
	"measures.kind":                     "adaptation compensation bridging external_exam exam_preparation language coaching mentoring other",
	"participations.funding":            "esf federal",
	"participations.sex":                "female male diverse",
	"participations.result":             "ongoing full_recognition adequate_employment_reached exam_passed exam_failed completed_without_goal dropped_out",
	"trainings.format":                  "training event consulting",
	"trainings.topic":                   "intercultural_competence anti_discrimination intercultural_opening recognition language_sensitive other",
	"trainings.target_group":            "labour_administration municipal_administration education company other",
	"trainings.asylum_awareness":        "true false",
	"fair_services.kind":                "counselling mediation accompaniment",
	"fair_services.topics":              "pay contract dismissal working_time leave health_insurance other",
}

// allowed are the codes as sets, with declined where it may stand.
var allowed = func() map[string]map[string]bool {
	sets := map[string]map[string]bool{}
	for column, list := range codes {
		set := map[string]bool{}
		for _, code := range strings.Fields(list) {
			set[code] = true
		}
		file, name, _ := strings.Cut(column, ".")
		set["declined"] = list != "true false" && !slices.Contains(strings.Fields(required[file]), name)
		sets[column] = set
	}
	return sets
}()

// refs are the columns that name another file's record.
var refs = map[string]string{
	"round_id": "rounds", "network_id": "networks", "competence_centre_id": "competence_centres", "organisation_id": "organisations",
	"priority_area_id": "priority_areas", "project_id": "projects", "site_id": "sites", "case_id": "cases", "measure_id": "measures",
	"procedure_id": "procedures", "qualification_id": "qualifications",
}

// patterns are the columns of a simple form.
var patterns = map[string]*regexp.Regexp{
	"nationality": regexp.MustCompile(`^[A-Z]{2}$`), "second_nationality": regexp.MustCompile(`^[A-Z]{2}$`), "lives_in": regexp.MustCompile(`^[A-Z]{2}$`),
	"country": regexp.MustCompile(`^[A-Z]{2}$`), "reference_occupation": regexp.MustCompile(`^[a-z0-9_-]{1,40}$`), "postcode": regexp.MustCompile(`^[0-9]{5}$`),
	"completed_year": regexp.MustCompile(`^(19[5-9]|20[0-2])[0-9]$`),
	"year_of_entry":  regexp.MustCompile(`^(19[5-9]|20[0-2])[0-9]$`), "minutes": regexp.MustCompile(`^[0-9]+$`), "age": regexp.MustCompile(`^[1-6][0-9]$`),
	"participants": regexp.MustCompile(`^[1-9][0-9]*$`), "managers": regexp.MustCompile(`^[0-9]+$`), "places": regexp.MustCompile(`^[0-9]+$`),
	"number": regexp.MustCompile(`^[0-9]$`), "lat": regexp.MustCompile(`^(4[7-9]|5[0-5])\.[0-9]+$`), "lon": regexp.MustCompile(`^([5-9]|1[0-5])\.[0-9]+$`),
	"languages": regexp.MustCompile(`^[a-z]{2}( [a-z]{2})*$`), "language": regexp.MustCompile(`^[a-z]{2}$`), "training_years": regexp.MustCompile(`^[2-6]$`),
}

// required are the columns that must not be empty.
var required = map[string]string{
	"rounds": "id name starts_on ends_on", "priority_areas": "id round_id number name funding", "networks": "id name states", "competence_centres": "id name",
	"organisations": "id name", "projects": "id round_id name organisation_id kind", "sites": "id project_id name kind", "cases": "id site_id",
	"qualifications": "id case_id", "contacts": "id case_id held_on form themes", "measures": "id project_id name form starts_on",
	"participations": "id measure_id person_ref entered_on", "trainings": "id project_id title format held_on participants",
	"fair_services": "id person_ref project_id held_on kind", "procedures": "id case_id kind", "procedure_steps": "id procedure_id kind on_day",
	"costs": "id case_id kind", "referrals": "id case_id on_day kind",
}

// inspector reads a sequence of imports as an importer would and keeps the faults.
type inspector struct {
	ids    map[string]bool // "cases c15-000001"
	rounds [][2]string
	now    time.Time
	file   string
	faults []string
}

func (x *inspector) fault(format string, args ...any) {
	if len(x.faults) < 20 {
		x.faults = append(x.faults, fmt.Sprintf("%s in %s: ", x.now, x.file)+fmt.Sprintf(format, args...))
	}
}

func (x *inspector) read(t testing.TB, steps []Step, from, until time.Time) {
	t.Helper()
	x.ids, x.now = map[string]bool{}, from
	for _, s := range steps {
		if !s.At.After(x.now) || s.At.After(until) {
			x.fault("import at %s", s.At)
		}
		x.now = s.At
		place := -1
		for _, f := range s.Files {
			x.file = strings.TrimSuffix(f.Name, ".csv")
			if next := slices.Index(order, x.file); next <= place {
				x.fault("file out of order")
			} else {
				place = next
			}
			x.table(t, f)
		}
	}
}

func (x *inspector) table(t testing.TB, f File) {
	header, rows := parse(t, f)
	seen := map[string]bool{}
	cell := make(map[string]string, len(header))
	for _, row := range rows {
		if seen[row[0]] {
			x.fault("%s twice", row[0])
		}
		if len(row[0]) > 64 {
			x.fault("%s is too long", row[0])
		}
		seen[row[0]] = true
		x.ids[x.file+" "+row[0]] = true
		for i, column := range header {
			cell[column] = row[i]
			x.value(column, row[i], row[0])
		}
		x.row(cell)
	}
}

func (x *inspector) value(column, value, id string) {
	if value == "" {
		if slices.Contains(strings.Fields(required[x.file]), column) {
			x.fault("%s: %s is empty", id, column)
		}
		return
	}
	if set, ok := allowed[x.file+"."+column]; ok {
		for code := range strings.FieldsSeq(value) {
			if !set[code] {
				x.fault("%s: %s is %q", id, column, code)
			}
		}
	}
	if p, ok := patterns[column]; ok && !p.MatchString(value) {
		x.fault("%s: %s is %q", id, column, value)
	}
	if target, ok := refs[column]; ok && !x.ids[target+" "+value] {
		x.fault("%s: %s names %q, which is not there", id, column, value)
	}
	if strings.HasSuffix(column, "_on") || strings.HasPrefix(column, "valid_") || strings.HasPrefix(column, "coordinates_") {
		if _, err := clock.ParseDay(value); err != nil {
			x.fault("%s: %s: %v", id, column, err)
		}
	}
}

// row checks what spans columns.
func (x *inspector) row(cell map[string]string) {
	id, today := cell["id"], clock.DayOf(x.now).String()
	if x.file == "rounds" {
		for _, r := range x.rounds {
			if during(r[0], r[1], cell["starts_on"], cell["ends_on"]) {
				x.fault("%s overlaps", id)
			}
		}
		x.rounds = append(x.rounds, [2]string{cell["starts_on"], cell["ends_on"]})
	}
	if cell["sex"] == "diverse" && (strings.HasPrefix(id, "c15") || strings.Contains(cell["measure_id"], "15-")) {
		x.fault("%s: diverse, before the law knew it", id)
	}
	if held := cell["held_on"]; held != "" {
		if held > today {
			x.fault("%s: held on %s", id, held)
		}
		if !slices.ContainsFunc(x.rounds, func(r [2]string) bool { return during(r[0], r[1], held, held) }) {
			x.fault("%s: held on %s, outside every round", id, held)
		}
	}
	if recorded := cell["recorded_at"]; recorded != "" {
		at, err := time.Parse(time.RFC3339, recorded)
		if err != nil || at.After(x.now) || clock.DayOf(at).String() < max(cell["held_on"], cell["entered_on"]) {
			x.fault("%s: recorded at %s (%v)", id, recorded, err)
		}
	}
	for _, pair := range [][2]string{{"entered_on", "left_on"}, {"starts_on", "ends_on"}, {"valid_from", "valid_to"}, {"coordinates_from", "coordinates_to"}} {
		if first, last := cell[pair[0]], cell[pair[1]]; last != "" && last < first {
			x.fault("%s: %s %s is before %s %s", id, pair[1], last, pair[0], first)
		}
	}
	x.person(cell, id, today)
}

func (x *inspector) person(cell map[string]string, id, today string) {
	if r := cell["result"]; (r == "full_recognition" || r == "adequate_employment_reached") && cell["left_on"] == "" {
		x.fault("%s: %s without leaving", id, r)
	}
	for _, column := range []string{"left_on", "entered_on"} {
		if cell[column] > today {
			x.fault("%s: %s is %s", id, column, cell[column])
		}
	}
	age, noAge := strconv.Atoi(cell["age"])
	entered, noYear := strconv.Atoi(cell["year_of_entry"])
	if noAge == nil && noYear == nil && entered < clock.DayOf(x.now).Year()-age-5 {
		x.fault("%s: entered in %d at age %d", id, entered, age)
	}
}

var yearsBefore = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)

func TestEveryRowObeysTheContract(t *testing.T) {
	var x inspector
	x.read(t, Steps(today, 1), yearsBefore, at(today, morning).time())
	for _, f := range x.faults {
		t.Error(f)
	}
	filled := map[string]bool{}
	for id := range x.ids {
		file, _, _ := strings.Cut(id, " ")
		filled[file] = true
	}
	if len(filled) != len(order) {
		t.Errorf("only %v have rows", filled)
	}
}

func TestEveryDayObeysTheContract(t *testing.T) {
	for _, day := range []string{"2026-01-05", "2026-01-06", "2026-01-15", "2026-01-16", "2026-03-29", "2026-04-07", "2027-01-01", "2028-02-29", "2028-12-31", "2031-05-01"} {
		var x inspector
		d := clock.MustDay(day)
		x.read(t, withoutPastRecords(Steps(d, 1)), yearsBefore, at(d, morning).time())
		for _, f := range x.faults {
			t.Errorf("%s: %s", day, f)
		}
	}
}

// withoutPastRecords keeps the structure of the old round only, which is what the current one builds on.
func withoutPastRecords(steps []Step) []Step {
	var kept []Step
	for _, s := range steps {
		if s.At.Year() < 2020 {
			s.Files = slices.DeleteFunc(slices.Clone(s.Files), func(f File) bool { return slices.Index(order, strings.TrimSuffix(f.Name, ".csv")) > 6 })
		}
		kept = append(kept, s)
	}
	return kept
}

// TestInspectorFindsFaults shows that the inspection above can fail.
func TestInspectorFindsFaults(t *testing.T) {
	day := at(clock.MustDay("2018-07-02"), evening).time()
	round := table("rounds.csv", roundColumns, fixedRows([]string{"r", "R", "2015-01-01", "2018-12-31"}))
	contact := func(row ...string) []File {
		return []File{round, table("contacts.csv", contactColumns, fixedRows(append(row, "", "")))}
	}
	for want, files := range map[string][]File{
		"twice":                  {table("networks.csv", networkColumns, fixedRows([]string{"n", "N", "BE", "", ""}, []string{"n", "N", "BE", "", ""}))},
		`states is "XY"`:         {table("networks.csv", networkColumns, fixedRows([]string{"n", "N", "XY", "", ""}))},
		"name is empty":          {table("networks.csv", networkColumns, fixedRows([]string{"n", "", "BE", "", ""}))},
		"which is not there":     contact("k", "c", "2018-01-01", "phone", "recognition", "", "", "", ""),
		"held on 2018-07-03":     contact("k", "c", "2018-07-03", "phone", "recognition", "", "", "", ""),
		"outside every round":    contact("k", "c", "2014-07-03", "phone", "recognition", "", "", "", ""),
		"recorded at 2018-07-03": contact("k", "c", "2018-07-01", "phone", "recognition", "", "", "", "2018-07-03T10:00:00+02:00"),
		"out of order":           {round, round},
		"overlaps":               {table("rounds.csv", roundColumns, fixedRows([]string{"r", "R", "2015-01-01", "2018-12-31"}, []string{"s", "S", "2018-12-31", "2019-12-31"}))},
	} {
		var x inspector
		x.read(t, []Step{{day, files}}, yearsBefore, day)
		if !slices.ContainsFunc(x.faults, func(f string) bool { return strings.Contains(f, want) }) {
			t.Errorf("%q not found in %q", want, x.faults)
		}
	}
}
