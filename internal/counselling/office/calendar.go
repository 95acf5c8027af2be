package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// Accounts knows what an account may do now, for calendars that are fetched without a session.
type Accounts interface {
	ActorOf(ctx context.Context, id string) (*authz.Actor, error)
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

// calendarView is the page on which one gets the address of one's calendar.
type calendarView struct {
	since    clock.Instant // 0: there is no address
	own, all string        // the addresses, the one time they can be shown; empty otherwise
}

func (o *office) calendarPage(w http.ResponseWriter, r *http.Request) error {
	return o.showCalendar(w, r, calendarView{})
}

func (o *office) showCalendar(w http.ResponseWriter, r *http.Request, v calendarView) (err error) {
	if v.since, err = o.cases.Feed(r.Context()); err != nil {
		return err
	}
	p := web.P(r)
	page := web.Page(r, p.T("worklist.calendar"))
	page.Crumbs = []ui.NavItem{listCrumb(p)}
	page.OneTime = v.own != "" // asking for it again would make another one
	return web.Render(w, r, http.StatusOK, v.view(page))
}

// changeCalendar makes a new address, or ends the one there is.
func (o *office) changeCalendar(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if f.Get("do") == doClose {
		if err := o.cases.CloseFeed(r.Context()); err != nil {
			return err
		}
		web.Flash(w, r, ui.Success, "worklist.calendar.closed")
		web.Redirect(w, r, "/calendar")
		return nil
	}
	secret, err := o.cases.OpenFeed(r.Context())
	if err != nil {
		return err
	}
	address := func(more ...string) string {
		query := url.Values{"lang": {web.P(r).Content().Lang()}}
		for i := 0; i+1 < len(more); i += 2 {
			query.Set(more[i], more[i+1])
		}
		return web.URL(r, "/calendar/"+secret+calendarType+"?"+query.Encode())
	}
	return o.showCalendar(w, r, calendarView{own: address(), all: address("cases", "all")})
}

// calendarType ends the address of a calendar.
const calendarType = ".ics"

// How often a program may ask again.
const (
	calendarAge     = 15 * time.Minute
	calendarRefresh = "PT1H" // and how often it is asked to
)

// feed answers a calendar program. It knows nobody but by the secret in the address.
func (o *office) feed(w http.ResponseWriter, r *http.Request) error {
	secret, ok := strings.CutSuffix(r.PathValue("file"), calendarType)
	if !ok {
		return errs.Missing()
	}
	actor, days, err := o.cases.Calendar(r.Context(), o.accounts, secret, r.URL.Query().Get("cases") == "all")
	if err != nil {
		return err
	}
	web.SetActor(r, actor.ID)
	body := calendarOf(web.P(r).Content(), days, func(caseID string) string { return web.URL(r, caseURL(caseID)) })
	sum := sha256.Sum256([]byte(body))
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="openiq`+calendarType+`"`)
	h.Set("Cache-Control", "private, max-age="+strconv.Itoa(int(calendarAge.Seconds())))
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	h.Set("Vary", "Accept-Language")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(body)) // answers "not modified" by the ETag
	return nil
}

// calendarOf writes appointments as all-day events that say what is due in which case, and nothing about anybody.
func calendarOf(p *i18n.Printer, days []counselling.Appointment, address func(caseID string) string) string {
	c := ics.NewCalendarFor("OpenIQ")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(p.T("worklist.calendar.name"))
	c.SetRefreshInterval(calendarRefresh)
	c.SetXPublishedTTL(calendarRefresh)
	for _, day := range days {
		what := p.T("worklist.column.follow_up")
		if day.Rule != "" {
			what = dueText(p, day.Rule)
		}
		on := time.Unix(int64(day.On)*24*60*60, 0).UTC()
		e := c.AddEvent(uid(day))
		e.SetDtStampTime(on) // the same at every fetch
		e.SetAllDayStartAt(on)
		e.SetAllDayEndAt(on.AddDate(0, 0, 1))
		e.SetSummary(p.T("worklist.calendar.event", "What", plain(what), "Code", day.CaseID))
		e.SetURL(address(day.CaseID))
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return c.Serialize(ics.WithNewLineWindows) // RFC 5545 wants CRLF everywhere
}

// uid names an event for good, even when its day changes.
func uid(a counselling.Appointment) string {
	sum := sha256.Sum256([]byte(a.CaseID + "\x00" + a.Source + "\x00" + a.Rule))
	return hex.EncodeToString(sum[:16]) + "@openiq"
}
