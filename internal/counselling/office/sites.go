package office

import (
	"slices"
	"strconv"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// siteOptions are centres to choose from. Names come back in every round: where two are alike, the years of the closed
// ones tell them apart, else the ids.
func siteOptions(d *programme.Directory, sites []*programme.Site) []ui.Option {
	alike := map[string]int{}
	labels := make([]string, len(sites))
	for i, s := range sites {
		labels[i] = siteLabel(d, s)
		alike[labels[i]]++
	}
	options := make([]ui.Option, len(sites))
	for i, s := range sites {
		if alike[labels[i]] > 1 {
			labels[i] += " (" + s.ID + ")"
		}
		options[i] = ui.Option{Value: s.ID, Label: labels[i]}
	}
	return options
}

// withSite are centres to choose from with the one that is chosen already, where it is none of them: that of a conversation
// before the case was handed over.
func withSite(options []ui.Option, d *programme.Directory, chosen string) []ui.Option {
	site := d.Site(chosen)
	if site == nil || slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == chosen }) {
		return options
	}
	return append(options, siteOptions(d, []*programme.Site{site})...)
}

// siteLabel is a centre's name, with its years when it is closed.
func siteLabel(d *programme.Directory, s *programme.Site) string {
	if d.Open(s, d.Today()) {
		return s.Name
	}
	span := s.Span
	if p := d.Project(s.ProjectID); p != nil {
		span = record.Span{From: max(span.From, p.Span.From), To: min(span.To, p.Span.To)}
	}
	return s.Name + " (" + year(span.From) + "–" + year(span.To) + ")"
}

func year(d clock.Day) string {
	if d == record.Always.From || d == record.Always.To {
		return ""
	}
	return strconv.Itoa(d.Year())
}
