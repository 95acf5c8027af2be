// Package sheet writes tables as files for spreadsheets: XLSX, or CSV, from the same rows.
//
// Rows are asked for one after the other and go to a temporary file and from there to the reader, so that a file of a
// million rows takes no more memory than one of ten thousand. Nothing in a file is ever computed: a text that a
// spreadsheet would take for a formula gets an apostrophe in front (see [Safe]), in both formats alike.
package sheet
