// Package figures tests the built program's figures on the whole invented network: what is published must come out of
// the records, on the command line as everybody calls it.
package figures
