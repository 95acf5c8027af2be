// Package centre is the counselling centres as the public sees them: where they are, when and how one reaches them, and
// where mobile counselling stops next.
//
// The structure (programme) owns what a centre is: its name, place, coordinates, dates and the project in charge. This room
// stores beside it what the public is told, as whole states of which the newest counts and the former ones are kept. A
// centre is public as long as it is open in the structure, also when nobody has told anything yet.
//
// What is told is only as good as the day on which somebody in charge last looked at it: that day is shown to the public, and
// those in charge are reminded after [RecheckAfter] days.
//
// Nothing here is personal: telephone numbers and addresses are those of the office, never of somebody who works there.
package centre
