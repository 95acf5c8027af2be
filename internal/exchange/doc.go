// Package exchange brings bundles into the database and out of it (the exchange contract, sections 1 and 2).
//
// A bundle is a folder or a zip archive of CSV files, one for each record type. The types themselves say what a file may
// hold (see [openiq/internal/platform/record]); this package knows how rows become versions:
//
//   - A bundle is stored as a whole, in one transaction, or not at all; all its errors are reported in one run.
//   - The same id updates, an unchanged row changes nothing, a row left out deletes nothing, a column left out keeps
//     what is stored, an empty cell clears it. So importing is idempotent.
//   - The first recorded_at of a record stays. Every later change is a correction, known from the instant it is stored.
//   - Case data belongs to a tenant for good: that of the record it hangs on, in the end the network in which the
//     project of the site works on the day of the import.
//
// Nothing is read as a whole: case data streams through in chunks, and only hashes of ids are kept of it. An upload is
// not trusted: sizes, growth of archives, names and cells are limited and checked.
package exchange
