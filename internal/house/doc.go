// Package house keeps the rules of the house: who may know whom, and where
// HTTP, HTML and SQL may be. They are tests of this package, so a change that
// breaks one does not pass "make test". CONTRIBUTING.md explains them.
//
// The table of rooms is in rooms.go; it is the place to enter a new room or a
// new way between two.
package house
