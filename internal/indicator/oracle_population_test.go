package indicator_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// units are what an indicator counts in a period.
func (k *known) units(id, from, to string) []unit {
	in := func(day string) bool { return day != "" && from <= day && day <= to }
	switch id {
	case "counselling.recognition.initial":
		return k.initial(in, "recognition")
	case "counselling.job_training.initial":
		return k.initial(in, "job_training")
	case "counselling.follow_up":
		return k.followUps(in)
	case "counselling.total":
		return slices.Concat(k.initial(in, "recognition"), k.initial(in, "job_training"), k.followUps(in))
	case "counselling.contacts":
		return k.contactUnits(in, func(*contact) bool { return true })
	case "counselling.cases":
		return k.cases(in, false)
	case "counselling.other_scope":
		return k.cases(in, true)
	case "counselling.cases.new":
		return k.contactUnits(in, func(c *contact) bool { return c.first })
	case "counselling.cases.by_theme":
		return k.byTheme(in, to)
	case "counselling.qualifications":
		return k.qualifications(in)
	case "counselling.sites.fixed":
		return k.sites(to, "fixed")
	case "counselling.sites.mobile":
		return k.sites(to, "mobile")
	case "measures.schemes":
		return k.measures(in)
	case "measures.supporting_projects":
		return k.supporting(from, to)
	case "measures.persons":
		return k.participations(in, "entered_on", func(cells) bool { return true })
	case "measures.persons.federal":
		return k.participations(in, "entered_on", func(p cells) bool { return p["funding"] == "federal" })
	case "measures.succeeded":
		return k.participations(in, "left_on", func(p cells) bool {
			return p["result"] == "full_recognition" || p["result"] == "adequate_employment_reached"
		})
	case "trainings.total":
		return k.trainings(in, false, false)
	case "trainings.participants":
		return k.trainings(in, false, true)
	case "trainings.asylum_awareness":
		return k.trainings(in, true, false)
	case "trainings.asylum_awareness.participants":
		return k.trainings(in, true, true)
	case "fair.persons":
		return k.persons(in)
	case "fair.services":
		return k.services(in, func(bool) bool { return true })
	case "fair.initial":
		return k.services(in, func(initial bool) bool { return initial })
	case "fair.follow_up":
		return k.services(in, func(initial bool) bool { return !initial })
	case "network.networks":
		return k.valid("networks", "network", to)
	case "network.competence_centres":
		return k.valid("competence_centres", "competence_centre", to)
	case "network.projects":
		return k.projects(to, func(cells) bool { return true })
	case "network.refugee_projects":
		return k.projects(to, func(p cells) bool { return p["for_refugees"] == "true" })
	}
	panic("the oracle does not know " + id)
}

// contactUnits are contacts of the period, without those of other scopes.
func (k *known) contactUnits(in func(string) bool, want func(*contact) bool) []unit {
	var out []unit
	for _, c := range k.contacts() {
		if in(c.cells["held_on"]) && !c.apart && want(c) {
			out = append(out, k.unitAt(c))
		}
	}
	return out
}

func (k *known) initial(in func(string) bool, theme string) []unit {
	return k.contactUnits(in, func(c *contact) bool { return slices.Contains(c.initial, theme) })
}

func (k *known) followUps(in func(string) bool) []unit {
	return k.contactUnits(in, func(c *contact) bool { return len(c.initial) == 0 })
}

// cases are the cases with a contact in the period, at the first such contact.
func (k *known) cases(in func(string) bool, apart bool) []unit {
	var out []unit
	met := map[string]bool{}
	for _, c := range k.contacts() {
		if id := c.cells["case_id"]; in(c.cells["held_on"]) && c.apart == apart && !met[id] {
			met[id] = true
			out = append(out, k.unitAt(c))
		}
	}
	return out
}

// byTheme are the new cases with what they were advised on from then to the period's end, within the round.
func (k *known) byTheme(in func(string) bool, to string) []unit {
	var out []unit
	all := k.contacts()
	for _, first := range all {
		if !in(first.cells["held_on"]) || first.apart || !first.first {
			continue
		}
		themes := map[string]bool{}
		for _, c := range all {
			if c.cells["case_id"] == first.cells["case_id"] && c.round == first.round && c.cells["held_on"] <= to {
				for _, theme := range strings.Fields(c.cells["themes"]) {
					themes[theme] = true
				}
			}
		}
		u := k.unitAt(first)
		switch {
		case themes["recognition"] && themes["job_training"]:
			u.set("case", "themes", "both")
		case themes["recognition"]:
			u.set("case", "themes", "only_recognition")
		default:
			u.set("case", "themes", "only_job_training")
		}
		out = append(out, u)
	}
	return out
}

// qualifications are those of the new cases, each once, where the case is first new.
func (k *known) qualifications(in func(string) bool) []unit {
	var out []unit
	met := map[string]bool{}
	for _, c := range k.contacts() {
		caseID := c.cells["case_id"]
		if !in(c.cells["held_on"]) || c.apart || !c.first || met[caseID] {
			continue
		}
		met[caseID] = true
		for _, id := range k.ids("qualifications") {
			if q := k.rows["qualifications"][id]; q["case_id"] == caseID {
				u := k.unitAt(c)
				for _, column := range qualificationColumns {
					u.set("qualification", column, q[column])
					delete(u.inPart, "qualification."+column)
				}
				out = append(out, u)
			}
		}
	}
	return out
}

func (k *known) sites(on, kind string) []unit {
	var out []unit
	for _, id := range k.ids("sites") {
		s := k.rows["sites"][id]
		if s["kind"] == kind && within(s["valid_from"], s["valid_to"], on) && k.runs(s["project_id"], on) &&
			k.rows["projects"][s["project_id"]]["kind"] == "counselling" {
			u := newUnit()
			u.setSite(k, id, on)
			out = append(out, u)
		}
	}
	return out
}

func (k *known) projects(on string, want func(cells) bool) []unit {
	var out []unit
	for _, id := range k.ids("projects") {
		if k.runs(id, on) && k.networkOf(id, on) != "" && want(k.rows["projects"][id]) {
			u := newUnit()
			u.setProject(k, id, on)
			out = append(out, u)
		}
	}
	return out
}

// supporting are the supporting projects that ran on any day of the period.
func (k *known) supporting(from, to string) []unit {
	var out []unit
	for _, id := range k.ids("projects") {
		if k.rows["projects"][id]["kind"] != "supporting" {
			continue
		}
		day, _ := time.Parse(time.DateOnly, from)
		for ; day.Format(time.DateOnly) <= to; day = day.AddDate(0, 0, 1) {
			if k.runs(id, day.Format(time.DateOnly)) {
				u := newUnit()
				u.setProject(k, id, to)
				out = append(out, u)
				break
			}
		}
	}
	return out
}

func (k *known) valid(typ, dimension, on string) []unit {
	var out []unit
	for _, id := range k.ids(typ) {
		if row := k.rows[typ][id]; within(row["valid_from"], row["valid_to"], on) {
			u := newUnit()
			u.set(dimension, dimension, id)
			out = append(out, u)
		}
	}
	return out
}

func (k *known) measures(in func(string) bool) []unit {
	var out []unit
	for _, id := range k.ids("measures") {
		if m := k.rows["measures"][id]; in(m["starts_on"]) {
			u := newUnit()
			u.setProject(k, m["project_id"], m["starts_on"])
			u.setAll("measure", m, "form", "kind")
			u.setDates("measure", m["starts_on"])
			u.set("measure", "round", k.roundOn(m["starts_on"]))
			out = append(out, u)
		}
	}
	return out
}

// participations are those in known measures.
func (k *known) participations(in func(string) bool, day string, want func(cells) bool) []unit {
	var out []unit
	for _, id := range k.ids("participations") {
		p := k.rows["participations"][id]
		m, ok := k.rows["measures"][p["measure_id"]]
		if ok && in(p[day]) && want(p) {
			u := newUnit()
			u.setProject(k, m["project_id"], p[day])
			u.setAll("measure", m, "form", "kind")
			u.setAll("participation", p, "funding", "sex", "result")
			u.setDates("participation", p[day])
			u.set("participation", "round", k.roundOn(p[day]))
			out = append(out, u)
		}
	}
	return out
}

func (k *known) trainings(in func(string) bool, special, heads bool) []unit {
	var out []unit
	for _, id := range k.ids("trainings") {
		t := k.rows["trainings"][id]
		if !in(t["held_on"]) || special && t["asylum_awareness"] != "true" {
			continue
		}
		u := newUnit()
		if heads {
			u.weight, _ = strconv.Atoi(t["participants"])
		}
		u.setProject(k, t["project_id"], t["held_on"])
		u.setAll("training", t, "format", "topic", "target_group", "asylum_awareness")
		u.setDates("training", t["held_on"])
		u.set("training", "round", k.roundOn(t["held_on"]))
		out = append(out, u)
	}
	return out
}

// served are the known services, person by person in the order in which they count.
func (k *known) served() []string {
	out := k.ids("fair_services")
	rows := k.rows["fair_services"]
	slices.SortStableFunc(out, func(a, b string) int {
		x, y := rows[a], rows[b]
		return cmp.Or(cmp.Compare(x["project_id"], y["project_id"]), cmp.Compare(x["person_ref"], y["person_ref"]),
			cmp.Compare(x["held_on"], y["held_on"]),
			k.history["fair_services"][a].recorded.Compare(k.history["fair_services"][b].recorded))
	})
	return out
}

func (k *known) unitOfService(s cells) unit {
	u := newUnit()
	u.setProject(k, s["project_id"], s["held_on"])
	u.setDates("service", s["held_on"])
	u.set("service", "round", k.roundOn(s["held_on"]))
	return u
}

// services are those of the period; initial is a person's first service in the round, of any kind.
func (k *known) services(in func(string) bool, want func(initial bool) bool) []unit {
	var out []unit
	met := map[[3]string]bool{}
	for _, id := range k.served() {
		s := k.rows["fair_services"][id]
		person := [3]string{s["project_id"], s["person_ref"], k.roundOn(s["held_on"])}
		initial := person[2] != "" && !met[person]
		met[person] = true
		if in(s["held_on"]) && want(initial) {
			u := k.unitOfService(s)
			u.setAll("service", s, "kind", "nationality")
			u.set("service", "topics", strings.Fields(s["topics"])...)
			out = append(out, u)
		}
	}
	return out
}

// persons are (project, person_ref) with a service in the period, at the first one, with the values of all of them.
func (k *known) persons(in func(string) bool) []unit {
	var out []unit
	met := map[[2]string]int{}
	for _, id := range k.served() {
		s := k.rows["fair_services"][id]
		if !in(s["held_on"]) {
			continue
		}
		person := [2]string{s["project_id"], s["person_ref"]}
		at, again := met[person]
		if !again {
			at = len(out)
			met[person] = at
			out = append(out, k.unitOfService(s))
		}
		u := &out[at]
		n := len(u.parts)
		u.setPart("service", n, "kind", s["kind"])
		u.setPart("service", n, "nationality", s["nationality"])
		u.setPart("service", n, "topics", strings.Fields(s["topics"])...)
	}
	return out
}
