// Package recognition knows how recognition procedures run: which steps there are, which deadlines follow from them, what
// the law says about each. It is rules only: facts and a day go in, due days come out; it stores nothing.
//
// The rules are data: steps.json says in which order steps can follow each other and what a form asks about each,
// deadlines.json has the deadlines with the law they come from and the days of application for which they hold,
// amounts.json the fees and grants with theirs. The arithmetic is that of §§ 187 to 193 BGB, to which § 31 VwVfG refers:
// the day of the event does not count, a period of months ends on the day with the same number or on the month's last
// one, and what would end on a Saturday, a Sunday or a holiday of the Land ends on the next working day.
//
// What is computed here helps to ask in time. It binds nobody, and where facts are missing it takes the earlier day for
// what the person must do.
package recognition
