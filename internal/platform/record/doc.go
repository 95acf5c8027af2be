// Package record keeps versioned facts: what is known now, what was known before, and since when.
//
// A [Type] describes one record type: its table, its columns, what a cell may hold. From it come reading and writing of
// the exchange bundle's files and the few SQL texts that store a version. Each type has two tables with the same
// columns: NAME holds the newest version of each record, NAME_history the replaced ones with the instant they were
// replaced. So nothing recorded is ever overwritten without a trace, and any day's knowledge can be computed again:
//
//   - the first version is known from its recorded_at (0: since ever),
//   - each later one from the instant it was stored, until the next one was stored;
//   - a deletion is a version too.
package record
