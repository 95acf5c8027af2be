package recognition

import (
	_ "embed"
	"slices"

	"openiq/internal/platform/clock"
)

// Amount is a fee or the limits of a help of amounts.json. Amounts are in cents; 0: none.
type Amount struct {
	ID     string   `json:"id"`
	Kind   string   `json:"kind"`   // of a fee: the procedure or cost for which it is taken
	Help   string   `json:"help"`   // of limits: the help
	Covers []string `json:"covers"` // kinds of costs that the help pays

	Fixed   int64 `json:"fixed"`   // the fee
	Further int64 `json:"further"` // the fee for each further one
	Least   int64 `json:"least"`   // the least sum that the help pays
	Most    int64 `json:"most"`    // the highest sum

	// Who earns more in a year, alone or as a couple, does not get the help.
	IncomeSingle int64 `json:"income_single"`
	IncomeCouple int64 `json:"income_couple"`

	ValidFrom day    `json:"valid_from"` // first day of the application for it
	ValidTo   day    `json:"valid_to"`   // last one
	Law       string `json:"law"`
	Source    string `json:"source"`
}

//go:embed amounts.json
var amountsFile []byte

var amounts = parse[Amount](amountsFile, "amounts.json")

// Amounts are all fees and limits in the order of the file.
func Amounts() []Amount { return slices.Clone(amounts) }

// RecognitionGrant is the federal grant for people with a low income (Anerkennungszuschuss).
const RecognitionGrant = "recognition_grant"

// Cost is what somebody has to pay, and the help with it.
type Cost struct {
	Kind      string
	Amount    int64 // cents
	Help      string
	AppliedOn clock.Day // for the help; 0: not yet
	DecidedOn clock.Day // 0: not yet
	Granted   int64     // cents; 0: nothing or not decided
}

// The warnings about a cost.
const (
	GrantTooLate  = "grant_too_late"  // applied for when the procedure had begun, which is never granted
	GrantNotYet   = "grant_not_yet"   // the procedure has begun and the grant was not applied for
	GrantUnknown  = "grant_unknown"   // no limits are known for that day
	GrantTooMuch  = "grant_too_much"  // more than the grant pays for costs of this kind
	GrantTooLarge = "grant_over_cost" // more than the cost itself
)

// Warnings are what is implausible about a cost of a procedure that began with the application on a day; 0: not yet. The
// grant must be applied for before the procedure and never pays for what began before (domain/practice.md 3.5).
func Warnings(c Cost, applied, today clock.Day) []string {
	var found []string
	if c.Granted > c.Amount && c.Amount > 0 {
		found = append(found, GrantTooLarge)
	}
	if c.Help != RecognitionGrant {
		return found
	}
	switch {
	case applied != 0 && c.AppliedOn == 0:
		found = append(found, GrantNotYet)
	case applied != 0 && c.AppliedOn > applied:
		found = append(found, GrantTooLate)
	}
	on := c.AppliedOn
	if on == 0 {
		on = today
	}
	switch limit := Limit(c.Help, c.Kind, on); {
	case limit == nil:
		found = append(found, GrantUnknown)
	case c.Granted > limit.Most:
		found = append(found, GrantTooMuch)
	}
	return found
}

// Limit is what a help pays for costs of a kind when it is applied for on a day; nil where nothing is known.
func Limit(help, kind string, on clock.Day) *Amount {
	i := slices.IndexFunc(amounts, func(a Amount) bool {
		return a.Help == help && slices.Contains(a.Covers, kind) && within(on, a.ValidFrom, a.ValidTo)
	})
	if i < 0 {
		return nil
	}
	return &amounts[i]
}

// Fee is the fee that is taken for something on a day; nil where it is not the same everywhere.
func Fee(kind string, on clock.Day) *Amount {
	i := slices.IndexFunc(amounts, func(a Amount) bool { return a.Kind == kind && within(on, a.ValidFrom, a.ValidTo) })
	if i < 0 {
		return nil
	}
	return &amounts[i]
}
