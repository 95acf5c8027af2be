package api

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
)

// world is the whole directory in the words of HSDS, with everything nested as deep as an answer may need.
type world struct {
	organizations []*organization // by name
	services      []*service      // by name of their organisations
	places        []*serviceAtLocation
}

// builder makes a world of the open centres.
type builder struct {
	p       *i18n.Printer // English
	today   clock.Day
	address func(path string) string // of pages of ours
}

func (b builder) world(centres []*centre.Centre) *world {
	w := &world{}
	by := map[string][]*centre.Centre{}
	for _, c := range centres {
		by[c.Organisation] = append(by[c.Organisation], c)
	}
	for id, own := range by {
		o := &organization{ID: uuid("organization", id), Name: own[0].Carrier, Description: "An organisation of the network that counsels people on the recognition of foreign qualifications in Germany."}
		w.organizations = append(w.organizations, o)
		w.services = append(w.services, b.service(o, id, own))
	}
	slices.SortFunc(w.organizations, func(a, b *organization) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	slices.SortFunc(w.services, func(a, b *service) int {
		return cmp.Or(strings.Compare(a.Organization.Name, b.Organization.Name), strings.Compare(a.ID, b.ID))
	})
	for _, s := range w.services {
		w.places = append(w.places, s.Places...)
	}
	return w
}

// service is the counselling of an organisation, with its places.
func (b builder) service(o *organization, id string, centres []*centre.Centre) *service {
	s := &service{ID: uuid("service", id), OrganizationID: o.ID, Organization: o, Name: "Counselling on the recognition of foreign qualifications", Status: "active",
		Description: "Which German occupation a foreign qualification corresponds to, who decides on its recognition, which documents, costs and deadlines there are, and what helps on the way.",
		Fees:        "Free of charge.", Eligibility: "Everybody who learned an occupation or studied abroad, whatever their residence status.",
		Application: "Ask for an appointment on the page of a centre, by telephone or by e-mail."}
	var languages []string
	var forms []centre.Form
	var changed clock.Instant
	var checked clock.Day // the oldest: all of it was checked by then
	for i, c := range centres {
		s.Places = append(s.Places, b.rooms(s, c))
		for j := range c.Stops {
			if stop := &c.Stops[j]; stop.Last() >= b.today {
				s.Places = append(s.Places, b.stop(s, c, stop))
			}
		}
		languages, forms = append(languages, c.Languages...), append(forms, c.Forms...)
		changed = max(changed, c.ChangedAt)
		if i == 0 || c.CheckedOn < checked {
			checked = c.CheckedOn
		}
		if c.Interpreter {
			s.Interpretation = "Some centres can bring in an interpreter; please ask beforehand."
		}
	}
	if checked != 0 {
		s.AssuredDate = checked.String()
	}
	if changed != 0 {
		s.LastModified = changed.Time().Format(time.RFC3339)
	}
	s.Languages, s.Attributes = b.languages(s.ID, languages), attributes("service", s.ID, forms)
	return s
}

// rooms is a service at the rooms of a centre.
func (b builder) rooms(s *service, c *centre.Centre) *serviceAtLocation {
	where := b.location(s, c, c.ID, place{c.Name, c.Street, c.Postcode, c.Place, c.State, c.Lat, c.Lon, c.Located})
	if c.Access != "" {
		where.Accessibility = []accessibility{{uuid("accessibility", c.ID), where.ID, "Entrance: " + b.p.Code("step_free", string(c.Access)) + "."}}
	}
	l := &serviceAtLocation{ID: uuid("service_at_location", c.ID), ServiceID: s.ID, LocationID: where.ID, Description: c.Note, Location: where, Service: s}
	for i, o := range c.Hours {
		l.Schedules = append(l.Schedules, schedule{ID: uuid("schedule", c.ID, strconv.Itoa(i)), Freq: "WEEKLY", ByDay: weekday(o.Weekday),
			OpensAt: b.at(o.From, b.today), ClosesAt: b.at(o.To, b.today), Notes: c.HoursNote})
	}
	b.reach(l, c)
	l.Attributes = attributes("service_at_location", l.ID, c.Forms)
	return l
}

// stop is a service where mobile counselling stops.
func (b builder) stop(s *service, c *centre.Centre, stop *centre.Stop) *serviceAtLocation {
	id := c.ID + "/" + stop.ID
	where := b.location(s, c, id, place{c.Name, stop.Street, stop.Postcode, stop.Place, cmp.Or(stop.State, c.State), stop.Lat, stop.Lon, stop.Located})
	l := &serviceAtLocation{ID: uuid("service_at_location", id), ServiceID: s.ID, LocationID: where.ID, Description: "Mobile counselling.", Location: where, Service: s,
		Schedules: []schedule{b.dates(id, stop)}}
	b.reach(l, c)
	l.Attributes = attributes("service_at_location", l.ID, []centre.Form{centre.Mobile})
	return l
}

// dates are those of a stop, as in iCalendar.
func (b builder) dates(id string, stop *centre.Stop) schedule {
	s := schedule{ID: uuid("schedule", id), DTStart: stop.On.String(), OpensAt: b.at(stop.From, stop.On), ClosesAt: b.at(stop.To, stop.On)}
	switch stop.Repeat {
	case centre.Once:
		s.Count = 1
		return s
	case centre.Weekly:
		s.Freq, s.Interval, s.ByDay = "WEEKLY", 1, weekday(stop.On.Weekday())
	case centre.Fortnightly:
		s.Freq, s.Interval, s.ByDay = "WEEKLY", 2, weekday(stop.On.Weekday())
	case centre.Monthly:
		_, _, day := stop.On.Date()
		which := (day-1)/7 + 1
		if which == 5 {
			which = -1 // a fifth one is the last
		}
		s.Freq, s.Interval, s.ByDay = "MONTHLY", 1, strconv.Itoa(which)+weekday(stop.On.Weekday())
	}
	s.Until = stop.Until.String()
	var off []string
	for _, day := range stop.Cancelled {
		off = append(off, day.String())
	}
	if len(off) > 0 {
		s.Notes = "Cancelled on " + strings.Join(off, ", ") + "."
	}
	return s
}

// place is what a location is made of.
type place struct {
	name, street, postcode, town, state string
	lat, lon                            float64
	located                             bool
}

func (b builder) location(s *service, c *centre.Centre, id string, at place) *location {
	l := &location{ID: uuid("location", id), LocationType: "physical", URL: b.address("/en/centres/" + c.ID), OrganizationID: s.OrganizationID, Name: at.name,
		External: c.ID, ExternalType: "OpenIQ"}
	if at.located {
		l.Latitude, l.Longitude = &at.lat, &at.lon
	}
	l.Languages = b.languages(l.ID, c.Languages)
	l.Addresses = []address{{ID: uuid("address", id), LocationID: l.ID, Address1: cmp.Or(at.street, at.name), City: at.town, PostalCode: at.postcode,
		StateProvince: b.state(at.state), Country: "DE", AddressType: "physical"}}
	return l
}

// state is the name of a Land; nothing where it is not known.
func (b builder) state(code string) string {
	if code == "" {
		return ""
	}
	return b.p.Code("state", code)
}

// reach says how one reaches a place.
func (b builder) reach(l *serviceAtLocation, c *centre.Centre) {
	if c.Phone != "" {
		l.Phones = []phone{{uuid("phone", l.ID), c.Phone, "voice"}}
	}
	if c.Email != "" {
		l.Contacts = []contact{{uuid("contact", l.ID), c.Email}}
	}
}

// languages are those of tags, each once, in the order of the tags.
func (b builder) languages(of string, tags []string) []language {
	tags = slices.Clone(tags)
	slices.Sort(tags)
	var all []language
	for _, tag := range slices.Compact(tags) {
		all = append(all, language{uuid("language", of, tag), b.p.Language(tag), tag})
	}
	return all
}

// at is a time of day with what Germany is ahead of UTC on a day.
func (b builder) at(t centre.Time, day clock.Day) string {
	return t.String() + day.Start().Time().In(clock.Berlin).Add(12*time.Hour).Format("-07:00")
}

func weekday(day time.Weekday) string { return strings.ToUpper(day.String()[:2]) }

// uuid is an id that follows from what it names: version 8 of RFC 9562, made of a hash.
func uuid(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte("openiq/hsds/" + kind + "\x00" + strings.Join(parts, "\x00")))
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
