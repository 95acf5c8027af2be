package portal

import (
	"strings"
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
)

// schemaOf is a centre in the words of schema.org, for search engines: a LocalBusiness that costs nothing.
func schemaOf(c *centre.Centre, address string) map[string]any {
	s := thing("LocalBusiness")
	s["@context"] = "https://schema.org"
	s["@id"] = address
	s["url"] = address
	s["name"] = c.Name
	s["isAccessibleForFree"] = true
	s["knowsLanguage"] = c.Languages
	set(s, "telephone", strings.TrimPrefix(phoneOf(c.Phone), "tel:"))
	set(s, "email", c.Email)
	set(s, "sameAs", c.Web)
	if c.Carrier != "" {
		carrier := thing("Organization")
		carrier["name"] = c.Carrier
		s["parentOrganization"] = carrier
	}
	s["address"] = postal(c.Street, c.Postcode, c.Place, c.State)
	if c.Located {
		s["geo"] = coordinates(c.Lat, c.Lon)
	}
	if c.Access != "" {
		feature := thing("LocationFeatureSpecification")
		feature["name"], feature["value"] = "step-free access", c.Access == centre.AccessYes
		s["amenityFeature"] = feature
	}
	if hours := hoursOf(c); len(hours) > 0 {
		s["openingHoursSpecification"] = hours
	}
	if events := eventsOf(c); len(events) > 0 {
		s["event"] = events
	}
	return s
}

func thing(kind string) map[string]any { return map[string]any{"@type": kind} }

// set leaves out what is not known.
func set(s map[string]any, name, value string) {
	if value != "" {
		s[name] = value
	}
}

func phoneOf(phone string) string {
	if phone == "" {
		return ""
	}
	return dial(phone)
}

func postal(street, postcode, place, state string) map[string]any {
	s := thing("PostalAddress")
	set(s, "streetAddress", street)
	set(s, "postalCode", postcode)
	set(s, "addressLocality", place)
	if state != "" {
		s["addressRegion"] = "DE-" + state
	}
	s["addressCountry"] = "DE"
	return s
}

func coordinates(lat, lon float64) map[string]any {
	s := thing("GeoCoordinates")
	s["latitude"], s["longitude"] = lat, lon
	return s
}

func hoursOf(c *centre.Centre) []map[string]any {
	var all []map[string]any
	for _, o := range c.Hours {
		s := thing("OpeningHoursSpecification")
		s["dayOfWeek"], s["opens"], s["closes"] = o.Weekday.String(), o.From.String(), o.To.String()
		all = append(all, s)
	}
	return all
}

func eventsOf(c *centre.Centre) []map[string]any {
	var all []map[string]any
	for _, v := range c.Visits[:min(len(c.Visits), shownVisits)] {
		place := thing("Place")
		place["address"] = postal(v.Street, v.Postcode, v.Place, v.State)
		place["name"] = address(v.Street, v.Postcode, v.Place)
		s := thing("Event")
		s["name"], s["location"] = c.Name, place
		s["startDate"], s["endDate"] = at(v.Day, v.From).Format(time.RFC3339), at(v.Day, v.To).Format(time.RFC3339)
		s["isAccessibleForFree"] = true
		all = append(all, s)
	}
	return all
}

// at is a time of a day in Germany.
func at(day clock.Day, t centre.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, int(t)/60, int(t)%60, 0, 0, clock.Berlin)
}
