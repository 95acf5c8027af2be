// Package demo invents a whole network: what `openiq demo` fills an empty database with.
//
// It writes exchange bundles (the columns of the exchange contract) as a sequence of imports, oldest first, so that a
// database filled with them has a history: rows recorded late, rows corrected before and after a cut-off day, structure
// that changed. Nothing here is taken from a real person or organisation; only towns, countries and occupations exist.
//
// Invariants:
//   - The old round (2015-2018) gives exactly the figures of the fact sheet of September 2018 when counted as known at the
//     end of 2018-09-30 (targets.go), times the scale for cases and contacts.
//   - The current round (2026-2028) is alive up to the day handed in as today.
//   - The same day and scale give the same bytes: every record is drawn from a generator seeded with its own number, never
//     from the clock, and so can be made again at any time without keeping it. Memory does not grow with the scale.
//
// Shares and proportions (countries, occupations, ages, access routes, forms) follow the published reports on the
// counselling of 2012 to 2018; they are plausible, not measured.
package demo
