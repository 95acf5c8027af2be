package centre

import (
	"slices"
	"time"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
)

// Form is how a centre advises.
type Form string

// The forms (words: code.centre_form).
const (
	InPerson Form = "in_person"
	Phone    Form = "phone"
	Video    Form = "video"
	Mobile   Form = "mobile" // it comes to other places
)

// Forms are all forms.
var Forms = []Form{InPerson, Phone, Video, Mobile}

// Access is whether one gets in without a step.
type Access string

// What is known of the way in (words: code.step_free); nothing: unknown.
const (
	AccessYes    Access = "yes"
	AccessPartly Access = "partly"
	AccessNo     Access = "no"
)

// Accesses are all answers.
var Accesses = []Access{AccessYes, AccessPartly, AccessNo}

// RecheckAfter is after how many days without a look those in charge are reminded.
const RecheckAfter = 90

// Told is what the public is told about a centre beside the structure.
type Told struct {
	Street      string    `json:"street,omitempty"` // with the number; postcode and place are the structure's
	Phone       string    `json:"phone,omitempty"`
	Email       string    `json:"email,omitempty"`
	Web         string    `json:"web,omitempty"`
	Hours       []Opening `json:"hours,omitempty"` // by weekday from Monday, and time
	HoursNote   string    `json:"hours_note,omitempty"`
	Forms       []Form    `json:"forms,omitempty"`
	Access      Access    `json:"access,omitempty"`
	Languages   []string  `json:"languages,omitempty"` // counselled in, code list language
	Interpreter bool      `json:"interpreter,omitempty"`
	Note        string    `json:"note,omitempty"`       // German, short
	CheckedOn   clock.Day `json:"checked_on,omitempty"` // when somebody in charge last confirmed it; 0: never
	Stops       []Stop    `json:"stops,omitempty"`
}

// Opening is a time of a weekday at which a centre is open.
type Opening struct {
	Weekday time.Weekday `json:"weekday"`
	Span
}

// Weekdays are the days of the week from Monday.
var Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// HoursOn are the times of a weekday, the earliest first.
func (t *Told) HoursOn(day time.Weekday) []Span {
	var all []Span
	for _, o := range t.Hours {
		if o.Weekday == day {
			all = append(all, o.Span)
		}
	}
	return all
}

// Old says whether nobody looked at it for more than RecheckAfter days, or never.
func (t *Told) Old(today clock.Day) bool {
	return t.CheckedOn == 0 || today-t.CheckedOn > RecheckAfter
}

// Stop of an id; nil when there is none.
func (t *Told) Stop(id string) *Stop {
	for i := range t.Stops {
		if t.Stops[i].ID == id {
			return &t.Stops[i]
		}
	}
	return nil
}

// clone is a copy that shares nothing that is changed.
func (t *Told) clone() Told {
	c := *t
	c.Hours, c.Forms, c.Languages, c.Stops = slices.Clone(t.Hours), slices.Clone(t.Forms), slices.Clone(t.Languages), slices.Clone(t.Stops)
	for i := range c.Stops {
		c.Stops[i].Cancelled = slices.Clone(c.Stops[i].Cancelled)
	}
	return c
}

// Centre is a counselling centre as the public sees it on a day. It never changes.
type Centre struct {
	ID, Name               string
	Mobile                 bool // of kind mobile in the structure: it has no rooms of its own
	Postcode, Place, State string
	Lat, Lon               float64
	Located                bool          // Lat and Lon are known
	Organisation           string        // that carries it: its id in the structure
	Carrier                string        // and its name
	Told                                 // forms and languages are never left open here: the structure's where nothing was told
	Version                int64         // of Told; 0: nothing was told yet
	ChangedAt              clock.Instant // when Told was stored; counts when something was told
	Visits                 []Visit

	Target authz.Target // where it lies, for those in charge
}

// Offers says whether a centre advises in a form.
func (c *Centre) Offers(f Form) bool { return slices.Contains(c.Forms, f) }

// Next is the next mobile date; nil when none is known.
func (c *Centre) Next() *Visit {
	if len(c.Visits) == 0 {
		return nil
	}
	return &c.Visits[0]
}

// Dates are the mobile dates ahead on a day with the cancelled ones among them, the soonest first: who knows of one that was
// called off must learn it.
func (c *Centre) Dates(today clock.Day) []Visit {
	return ahead(c.Stops, today, func(*Stop, clock.Day) bool { return true })
}

// Gap is something that the public should be told and is not.
type Gap string

// The gaps (words: centre.gap).
const (
	GapStreet  Gap = "street"
	GapReach   Gap = "reach" // neither telephone nor e-mail
	GapHours   Gap = "hours"
	GapAccess  Gap = "access"
	GapVisits  Gap = "visits"  // mobile, and no date ahead
	GapChecked Gap = "checked" // nobody looked at it for long
)

// Gaps are what a centre's page lacks on a day.
func (c *Centre) Gaps(today clock.Day) []Gap {
	var all []Gap
	for _, g := range []struct {
		gap     Gap
		missing bool
	}{
		{GapStreet, c.Street == "" && c.Offers(InPerson)},
		{GapReach, c.Phone == "" && c.Email == ""},
		{GapHours, len(c.Hours) == 0 && c.HoursNote == "" && c.Offers(InPerson)},
		{GapAccess, c.Access == "" && c.Offers(InPerson)},
		{GapVisits, c.Offers(Mobile) && len(c.Visits) == 0},
		{GapChecked, c.Old(today)},
	} {
		if g.missing {
			all = append(all, g.gap)
		}
	}
	return all
}
