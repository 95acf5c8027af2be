// Package filetype says what a file is by looking inside, and refuses what only pretends.
//
// Kept are documents that people bring to a counselling: PDF, photographs and scans, office files. A file is refused when
// it is empty, of another kind, another than its name says, or made to harm whoever opens it: pictures of enormous size,
// archives that unpack to enormous size, office files with macros.
package filetype
