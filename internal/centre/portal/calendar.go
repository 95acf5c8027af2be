package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
)

// How often a calendar program may ask again, and how often it is asked to.
const (
	calendarAge     = time.Hour
	calendarRefresh = "PT12H"
)

// calendar has the mobile dates of a centre for a calendar program; cancelled ones are in it as cancelled, so that they
// disappear from calendars that had them.
func (o *portal) calendar(w http.ResponseWriter, r *http.Request) error {
	c, err := o.centres.Centre(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	p := web.P(r)
	body := calendarOf(p, c, o.centres.Today(), web.URL(r, centreURL(p, c.ID)))
	sum := sha256.Sum256([]byte(body))
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="mobile.ics"`)
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(calendarAge.Seconds())))
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(body)) // answers "not modified" by the ETag
	return nil
}

func calendarOf(p *i18n.Printer, c *centre.Centre, today clock.Day, address string) string {
	cal := ics.NewCalendarFor("OpenIQ")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(c.Name)
	cal.SetRefreshInterval(calendarRefresh)
	cal.SetXPublishedTTL(calendarRefresh)
	for _, v := range c.Dates(today) {
		status := ics.ObjectStatusConfirmed
		if v.Off() {
			status = ics.ObjectStatusCancelled
		}
		event(cal, p, c, v, address).SetStatus(status)
	}
	return cal.Serialize(ics.WithNewLineWindows) // RFC 5545 wants CRLF everywhere
}

func event(cal *ics.Calendar, p *i18n.Printer, c *centre.Centre, v centre.Visit, url string) *ics.VEvent {
	sum := sha256.Sum256([]byte(c.ID + "\x00" + v.ID + "\x00" + v.Day.String()))
	e := cal.AddEvent(hex.EncodeToString(sum[:16]) + "@openiq")
	e.SetDtStampTime(v.Day.Start().Time()) // the same at every fetch
	e.SetStartAt(at(v.Day, v.From))
	e.SetEndAt(at(v.Day, v.To))
	e.SetSummary(p.T("portal.centre.calendar.event", "Place", v.Place))
	e.SetLocation(address(v.Street, v.Postcode, v.Place))
	e.SetDescription(c.Name)
	e.SetURL(url)
	return e
}
