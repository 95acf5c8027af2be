// Package indicator computes every figure there is, from records, with one engine.
//
// An indicator is declared as data (definitions.json): a population, what is counted of it, and conditions. The engine
// keeps the facts in memory in columns, one small number a value, and follows the database's change numbers before
// every answer. A row of the columns carries the days from and to which it was known, so any earlier cut-off is the
// same single scan: what a report said can be computed again (exchange.md section 2).
//
// How it is put together:
//
//	definition.go  what is counted, as data        query.go      what is asked and answered
//	structure.go   rounds, networks, projects…     contact.go    counselling facts, cut into rows by what was known when
//	activity.go    measures, trainings, services   population.go which rows a figure is about
//	column.go      dimensions                      execute.go    the scan
//	store.go       reading the facts               engine.go     keeping them fresh
//	sheet.go       fact sheets                     publish.go    frozen ones
package indicator
