// Package authz says what somebody may do, and where. It knows neither roles nor records: a room of the domain turns
// roles into [Grant]s, and everybody else asks.
//
//   - A command asks [Require] with the place where its record lies.
//   - A read gets a [Filter] from [Rows] and hands it to its store, which demands one. What a filter does not let
//     through does not exist: the answer is "not found", never "forbidden".
//   - The machine acts by [AsSystem] and reads by [System]; both are easy to search for.
package authz
