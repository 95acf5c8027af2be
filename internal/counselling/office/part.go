package office

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/web/ui"
)

// Part gives what another room adds to the page of a case, for the reader of the request: events of the timeline, panels
// beside it, actions at the top. A room's face has a func that makes its Part; app hands them to [Routes].
type Part func(r *http.Request, d *counselling.Detail) (Shown, error)

// Shown is what a Part adds. All of it may be empty.
type Shown struct {
	Alerts  []templ.Component // at the top, for what needs an answer now
	Events  []Event
	Panels  []templ.Component // beside the timeline, above the facts
	Actions []ui.NavItem      // links shown as buttons, for those who may record
}

// Event is an entry of the timeline. Body is what stands within its list item; a heading in it is an h3.
type Event struct {
	On   clock.Day
	At   clock.Instant // orders the events of a day; 0: before all others of it
	ID   string        // orders the rest
	Body templ.Component
}

// parts collects what all rooms add to a page; the newest event comes first.
func (o *office) shown(r *http.Request, d *counselling.Detail) (all Shown, err error) {
	for _, part := range o.parts {
		s, err := part(r, d)
		if err != nil {
			return Shown{}, err
		}
		all.Alerts = append(all.Alerts, s.Alerts...)
		all.Events = append(all.Events, s.Events...)
		all.Panels = append(all.Panels, s.Panels...)
		all.Actions = append(all.Actions, s.Actions...)
	}
	return all, nil
}

// newestFirst orders the events of a timeline.
func newestFirst(events []Event) {
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(b.At, a.At), cmp.Compare(b.ID, a.ID))
	})
}
