// Package measure has the qualification measures and the participations in them.
//
// A participation is one row for one person in one measure; persons are known by the sender's pseudonym only, and the
// published "persons" are participations (exchange.md section 4). Whether the ESF or federal money pays is an attribute
// of the project and, on its own, of each participation.
package measure
