// Package programme is the funded network itself: rounds, priority areas, regional networks, competence centres,
// organisations, individual projects and counselling centres, each with the dates from and to which it holds.
//
// Structure is small and belongs to no tenant. It is never overwritten: a corrected row keeps its earlier versions, and
// what changes on a day (a project that moves to a network split off from its old one, a coordination that passes to
// another organisation) is a dated row of its own, so that past reports stay as they were.
//
// What holds always:
//
//   - A record made in the office is known from the instant it is stored: a report as known before lacks it.
//   - A network coordinator changes the own network's projects, sites and organisations; rounds, networks, who coordinates
//     them and what moves between them is for those who may edit everywhere.
//   - Nothing that something refers to is deleted, and no round loses a day on which something was recorded.
//   - Rooms look things up in a [Directory], which holds every change committed before the call, on every instance.
package programme
