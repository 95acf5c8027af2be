package indicator_test

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// The oracle counts again what the engine counts, in the plainest way: rows of a bundle as maps of cells, days as text,
// one loop after the other, sentence by sentence of the exchange contract (sections 2 and 4). It shares no code with the
// engine.

// cells is a row of a bundle by column; an empty cell is not there.
type cells map[string]string

// version is a row as it was stored at an instant.
type version struct {
	stored  time.Time
	cells   cells
	deleted bool
}

// fact is a record with all its versions, the oldest first. A zero recorded means: known since ever.
type fact struct {
	recorded time.Time
	versions []version
}

// history is everything that was ever stored, by type and id.
type history map[string]map[string]*fact

// known is what was known at the end of a cut-off day, by type and id.
type known struct {
	history
	cutoff string
	rows   map[string]map[string]cells
}

var berlin = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

func dayIn(t time.Time) string { return t.In(berlin).Format(time.DateOnly) }

// at is what was known at the end of a day: "the newest version of each record stored by then, of records with
// recorded_at up to then". The first version is known from recorded_at on, however late it was stored.
func (h history) at(cutoff string) *known {
	k := &known{history: h, cutoff: cutoff, rows: map[string]map[string]cells{}}
	for typ, facts := range h {
		k.rows[typ] = map[string]cells{}
		for id, f := range facts {
			if !f.recorded.IsZero() && dayIn(f.recorded) > cutoff {
				continue
			}
			newest := f.versions[0]
			for _, v := range f.versions[1:] {
				if dayIn(v.stored) <= cutoff {
					newest = v
				}
			}
			if !newest.deleted {
				k.rows[typ][id] = newest.cells
			}
		}
	}
	return k
}

// ids are the ids of the known records of a type, in the order of bytes.
func (k *known) ids(typ string) []string {
	var out []string
	for id := range k.rows[typ] {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// roundOn is the round that contains a day, empty when none does.
func (k *known) roundOn(day string) string {
	for id, r := range k.rows["rounds"] {
		if r["starts_on"] <= day && day <= r["ends_on"] {
			return id
		}
	}
	return ""
}

// within says whether a day lies in dates that are inclusive and open where empty.
func within(from, to, day string) bool { return (from == "" || from <= day) && (to == "" || day <= to) }

// runs says whether a known project's dates, where empty its round's, include a day.
func (k *known) runs(project, day string) bool {
	p, ok := k.rows["projects"][project]
	round := k.rows["rounds"][p["round_id"]]
	return ok && within(cmp.Or(p["starts_on"], round["starts_on"]), cmp.Or(p["ends_on"], round["ends_on"]), day)
}

// networkOf is the network of a project on a day: its own, until it is moved. Of two moves on one day the one with the
// lower id counts.
func (k *known) networkOf(project, day string) string {
	p, ok := k.rows["projects"][project]
	if !ok {
		return ""
	}
	network, since := p["network_id"], ""
	for _, id := range k.ids("project_transfers") {
		t := k.rows["project_transfers"][id]
		if t["project_id"] == project && t["valid_from"] <= day && t["valid_from"] > since {
			network, since = t["network_id"], t["valid_from"]
		}
	}
	return network
}

// siteOf is where a contact was held: its own site, "empty = the case's site at that time".
func (k *known) siteOf(contact cells) string {
	if contact["site_id"] != "" {
		return contact["site_id"]
	}
	versions := k.history["cases"][contact["case_id"]].versions
	site := versions[0].cells["site_id"]
	for _, v := range versions[1:] {
		if day := dayIn(v.stored); day <= contact["held_on"] && day <= k.cutoff {
			site = v.cells["site_id"]
		}
	}
	return site
}

// otherScope says whether a case counts apart.
func otherScope(c cells) bool {
	return c["scope"] == "school_or_academic_only" || c["scope"] == "no_formal_qualification"
}

// contact is a contact of a known case, with what it is within its case and round.
type contact struct {
	cells
	id, round string
	recorded  time.Time
	initial   []string // themes
	first     bool     // of its case in its round
	apart     bool     // of a case of other scope
}

// contacts are the contacts of known cases, case by case in the order in which they count.
func (k *known) contacts() []*contact {
	var out []*contact
	for _, id := range k.ids("contacts") {
		row := k.rows["contacts"][id]
		if c, ok := k.rows["cases"][row["case_id"]]; ok {
			out = append(out, &contact{cells: row, id: id, round: k.roundOn(row["held_on"]),
				recorded: k.history["contacts"][id].recorded, apart: otherScope(c)})
		}
	}
	slices.SortFunc(out, func(a, b *contact) int {
		return cmp.Or(cmp.Compare(a.cells["case_id"], b.cells["case_id"]), cmp.Compare(a.cells["held_on"], b.cells["held_on"]),
			a.recorded.Compare(b.recorded), cmp.Compare(a.id, b.id))
	})
	seen := map[[3]string]bool{}
	for _, c := range out {
		if c.round == "" {
			continue // what lies in no round is the first of none
		}
		for _, theme := range strings.Fields(c.cells["themes"]) {
			if key := [3]string{c.cells["case_id"], c.round, theme}; !seen[key] {
				seen[key] = true
				c.initial = append(c.initial, theme)
			}
		}
		key := [3]string{c.cells["case_id"], c.round}
		c.first = !seen[key]
		seen[key] = true
	}
	return out
}

// question is what is asked, in words.
type question struct {
	id, from, to, round, cutoff string
	by                          []string
	where                       [][2]string
}

// period is from and to of a question; ok is false when its round is not known.
func (k *known) period(q question) (from, to string, ok bool) {
	from, to = "9999-12-31", k.cutoff
	for _, r := range k.rows["rounds"] {
		from = min(from, r["starts_on"])
	}
	if q.round == "" {
		return cmp.Or(q.from, from), cmp.Or(q.to, to), true
	}
	r, ok := k.rows["rounds"][q.round]
	return max(q.from, r["starts_on"]), min(cmp.Or(q.to, r["ends_on"]), r["ends_on"]), ok
}

// count is what the answer should be.
type count struct {
	from, to                          string
	value, valid, notFilled, declined int
	rows                              map[string]int // by codes with a space between
}

// answer counts.
func (h history) answer(q question) (count, bool) {
	k := h.at(q.cutoff)
	from, to, ok := k.period(q)
	out := count{from: from, to: to, rows: map[string]int{}}
	for _, u := range k.units(q.id, from, to) {
		if u.weight > 0 && u.holds(q.where) { // nobody came to a training: no heads, no row
			out.add(u, q.by)
		}
	}
	return out, ok
}

func (c *count) add(u unit, by []string) {
	c.value += u.weight
	combinations := u.combinations(by)
	valid := map[string]bool{}
	for _, codes := range combinations {
		if !slices.Contains(codes, "") && !slices.Contains(codes, "declined") {
			valid[strings.Join(codes, " ")] = true
		}
	}
	for codes := range valid {
		if len(by) > 0 {
			c.rows[codes] += u.weight
		}
	}
	switch {
	case len(valid) > 0:
		c.valid += u.weight
	case missing(combinations) == "":
		c.notFilled += u.weight
	default:
		c.declined += u.weight
	}
}

// missing says how a unit without any valid combination is missing: "" or "declined". A unit is missing in a dimension
// in which it has no valid value, not filled before declined, and in the table when it is missing in either. One whose
// values are spread over several parts, none of them complete, is missing as its parts are.
func missing(combinations [][]string) string {
	var of []string // for each dimension
	for k := range combinations[0] {
		best := "declined"
		for _, codes := range combinations {
			if codes[k] == "" && best == "declined" {
				best = ""
			}
			if codes[k] != "" && codes[k] != "declined" {
				best = "valid"
			}
		}
		of = append(of, best)
	}
	switch {
	case slices.Contains(of, ""):
		return ""
	case slices.Contains(of, "declined"):
		return "declined"
	}
	for _, codes := range combinations {
		if slices.Contains(codes, "") {
			return ""
		}
	}
	return "declined"
}
