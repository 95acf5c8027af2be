// Package programme is the funded network itself: rounds, priority areas, regional networks, competence centres,
// organisations, individual projects and counselling centres, each with the dates from and to which it holds.
//
// Structure is small and belongs to no tenant. It is never overwritten: a corrected row keeps its earlier versions, and
// what changes on a day (a project that moves to a network split off from its old one, a coordination that passes to
// another organisation) is a dated row of its own, so that past reports stay as they were.
package programme
