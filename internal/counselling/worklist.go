package counselling

import (
	"math"
	"slices"
)

// List is a work list: the cases that need something, in the order in which one attends to them.
type List string

// The lists. Every case stands in All or in Closed; the others pick from them.
const (
	All        List = "all"        // open cases, the newest contact first
	Today      List = "today"      // open cases in the actor's charge with something due by today, to follow up, or advised today
	Mine       List = "mine"       // open cases in the actor's charge, the newest contact first
	Waiting    List = "waiting"    // registered and not advised yet, the longest wait first
	DueDays    List = "due"        // open cases in which something is due, the next first
	FollowUps  List = "follow_up"  // open cases to follow up, the next first
	Incomplete List = "incomplete" // advised cases in which something is missing, closed ones too, the newest contact first
	Closed     List = "closed"     // the last closed first
)

// Lists are all lists, in the order of their tabs.
var Lists = []List{Today, Mine, Waiting, DueDays, FollowUps, Incomplete, All, Closed}

// Own says that a list has the actor's own cases only.
func (l List) Own() bool { return l == Today || l == Mine }

// What a case in the summaries must be like to stand in a list; the indexes of case_summary have the same words.
// {actor} and {today} are given when a list is read.
const (
	isOpen       = `closed_on IS NULL`
	isClosed     = `closed_on IS NOT NULL`
	isWaiting    = `closed_on IS NULL AND contacts = 0 AND registered_at IS NOT NULL`
	isDue        = `closed_on IS NULL AND due_on IS NOT NULL`
	isFollowUp   = `closed_on IS NULL AND follow_up_on IS NOT NULL`
	isIncomplete = `light < 2 AND contacts > 0`
	isMine       = `closed_on IS NULL AND counsellor_id = {actor}`
	isToday      = isMine + ` AND (follow_up_on <= {today} OR due_on <= {today} OR last_contact = {today})`
)

// attention is the earlier day of follow-up and due day; cases without either come last.
const attention = `COALESCE(CASE WHEN follow_up_on <= due_on THEN follow_up_on ELSE COALESCE(due_on, follow_up_on) END, 2147483646)`

// order says what a list has and how it runs.
type order struct {
	list  List
	where string
	key   string   // what it is sorted by, before the id
	down  bool     // the greatest key first
	also  []string // further days that it shows
}

var orders = []order{
	{list: Today, where: isToday, key: attention, also: []string{"last_contact", "follow_up_on", "due_on"}},
	{list: Mine, where: isMine, key: "last_contact", down: true},
	{list: Waiting, where: isWaiting, key: "registered_at"},
	{list: DueDays, where: isDue, key: "due_on", also: []string{"last_contact"}},
	{list: FollowUps, where: isFollowUp, key: "follow_up_on", also: []string{"last_contact"}},
	{list: Incomplete, where: isIncomplete, key: "last_contact", down: true},
	{list: All, where: isOpen, key: "last_contact", down: true},
	{list: Closed, where: isClosed, key: "closed_on", down: true, also: []string{"last_contact"}},
}

// orderOf a list; nil when there is no such list.
func orderOf(l List) *order {
	if i := slices.IndexFunc(orders, func(o order) bool { return o.list == l }); i >= 0 {
		return &orders[i]
	}
	return nil
}

// start is before the first line.
func (o *order) start() Cursor {
	switch {
	case o.down:
		return Cursor{math.MaxInt32, "\U0010FFFF"}
	case o.list == Waiting: // instants, not days
		return Cursor{math.MinInt64, ""}
	}
	return Cursor{math.MinInt32, ""}
}

// holds says whether a line could stand in the list: all but Waiting are sorted by days.
func (o *order) holds(c Cursor) bool { return o.list == Waiting || c.Key == int64(int32(c.Key)) }

// compare orders two lines.
func (o *order) compare(a, b *Summary) int {
	c := Cursor{a.key, a.CaseID}.compare(Cursor{b.key, b.CaseID})
	if o.down {
		return -c
	}
	return c
}
