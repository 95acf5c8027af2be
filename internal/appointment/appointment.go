package appointment

import (
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// ActionAnswer is the right to see a centre's requests and to answer them: that of recording its cases.
const ActionAnswer authz.Action = "case.record"

// State is how far a request has come.
type State string

// The states (words: code.appointment_state).
const (
	Unconfirmed State = "unconfirmed"
	Waiting     State = "waiting"   // for the centre's answer
	Offered     State = "offered"   // a time, which the person has not agreed to yet
	Booked      State = "booked"    // a time that both agreed to
	Declined    State = "declined"  // by the centre, with a reason
	Withdrawn   State = "withdrawn" // by the person
	Done        State = "done"      // the conversation was held, or a case was opened
)

// Ended says whether nothing more comes.
func (s State) Ended() bool { return s == Declined || s == Withdrawn || s == Done }

// The reasons for which a centre declines (words: code.appointment_reason).
const (
	ReasonFull     = "full"      // it has no time soon
	ReasonOther    = "other"     // another centre is nearer or knows more
	ReasonNotHere  = "not_here"  // it is about something else than we do
	ReasonNoAnswer = "no_answer" // the person could not be reached
)

// Reasons are all reasons.
var Reasons = []string{ReasonFull, ReasonOther, ReasonNotHere, ReasonNoAnswer}

// Wishes are the times one can wish for: a weekday, counted from Monday, and its morning or afternoon.
var Wishes = []string{"1am", "1pm", "2am", "2pm", "3am", "3pm", "4am", "4pm", "5am", "5pm"}

// The limits.
const (
	ConfirmWithin = 24 * time.Hour       // then an unconfirmed request is gone
	HoldFor       = 30 * time.Minute     // for which an unconfirmed request has its slot
	KeepFor       = 90 * 24 * time.Hour  // personal data, after the appointment
	WaitAtMost    = 180 * 24 * time.Hour // a request that nobody answers; then it is forgotten
	MostText      = 500                  // characters that a person may add
	MostName      = 100
	mostOpen      = 3 // requests that one contact may have open
	mostTries     = 5 // at the code of a mail
	mostMails     = 3 // with the same link
	leadTime      = 2 * time.Hour
)

// Details are what only the person and the centre know. They lie sealed.
type Details struct {
	Name   string   `json:"name,omitempty"` // as the person wants to be called
	Email  string   `json:"email,omitempty"`
	Phone  string   `json:"phone,omitempty"`
	Text   string   `json:"text,omitempty"`
	Code   string   `json:"code,omitempty"` // the finder's
	Wishes []string `json:"wishes,omitempty"`
	Lang   string   `json:"lang"`            // of pages and mails
	Base   string   `json:"base"`            // scheme and host by which the person came, for links in mails
	Place  string   `json:"place,omitempty"` // where the appointment is, in the centre's words
	Word   string   `json:"word,omitempty"`  // what the centre added to its answer
}

// Request is a request for an appointment.
type Request struct {
	ID       string
	Site     string
	State    State
	Form     centre.Form
	Language string // BCP 47, in which the person wants to speak
	Verified bool   // the mail address is the person's
	Slot     string // id; empty: none
	Starts   clock.Instant
	Minutes  int
	Reason   string // why it was declined
	Other    string // the centre to ask instead
	Asked    clock.Instant
	// Confirmed, Answered: 0: not yet. First is the first day that was offered.
	Confirmed clock.Instant
	Answered  clock.Instant
	First     clock.Day
	Forget    clock.Instant // when Details are emptied; 0: not known yet
	Version   int64
	Details   *Details // nil: not asked for, or forgotten
}

// WaitingDays is for how many days a request has waited.
func (r *Request) WaitingDays(today clock.Day) int {
	if r.Confirmed == 0 {
		return 0
	}
	return int(today - r.Confirmed.Day())
}

// Slot is a time that a centre offers.
type Slot struct {
	ID          string
	Site        string
	Starts      clock.Instant
	Minutes     int
	Form        centre.Form
	Languages   []string
	Interpreter bool
	Place       string // where, or which mobile stop; German
	Request     string // who has it; empty: nobody
	held        clock.Instant
}

// Free says whether one can take a slot.
func (s *Slot) Free(now clock.Instant) bool { return s.Request == "" || s.held <= now }

// Agreed says whether somebody has a slot for good.
func (s *Slot) Agreed() bool { return s.Request != "" && s.held == forever }

// soon is the time from which slots can be taken: a centre must be able to see that somebody comes.
func soon(now clock.Instant) clock.Instant { return now.Add(leadTime) }

// errTaken is the answer to who was too late.
func errTaken() error { return errs.New(errs.Conflict, KeyTaken) }

// Keys of errors that pages look for.
const (
	KeyTaken = "appointment.error.taken" // the slot is another's now
	KeyCode  = "appointment.error.code"  // the code is wrong, or was tried too often, or is too old
)
