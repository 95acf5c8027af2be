// Package api tells other programs about the centres in the words of HSDS 3.0, the Human Services Data Specification
// (openreferral.org), under /hsds.
//
// An organisation that carries projects offers one service, counselling on recognition, at its centres and at the places where
// its mobile counselling stops: each of these is a location, and what joins it with the service is a service at location with
// the hours or the dates. Ids follow from those of the program, so that they stay the same.
package api
