// Package reference writes those pages of the reference that the program knows best: the columns of a bundle, the
// indicators, the deadlines and the roles. A test compares them with what is here; after a change of the program write them anew with
//
//	go test ./docs/reference -update
package reference
