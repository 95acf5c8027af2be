// Package bench measures speed and size on an invented network of real size. Run it with "make bench"; the results that
// count are in docs/performance.md with date and machine.
//
// OPENIQ_BENCH_SCALE multiplies cases and contacts (1: the fact sheet's size, 7: about 1.4 million contacts).
// OPENIQ_BENCH_DB is a postgres:// URL of an empty database to measure there instead of on SQLite.
package bench
