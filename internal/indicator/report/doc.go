// Package report turns figures into words, tables and files: what the office shows, what the command line prints and what
// is handed out.
//
// It is a face of the indicators: codes and ids become words here and nowhere below. The office and the command line
// share it, so that the same question has the same answer in both.
package report
