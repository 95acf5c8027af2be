// Package finder is the search of the recognition finder: from what somebody typed, in any language and script, to the
// occupations it may mean.
//
// An Index has labels, each a text in a language that names an entry. It is built once, kept in memory, can be written to
// bytes and read back within milliseconds, and never changes: several goroutines search it at once.
//
// A query is cut into words and each word is looked up in several ways, from the surest to the boldest: as it stands,
// without its gender, as a beginning, with one typing error, by the sound of its consonants across scripts (Arabic,
// Cyrillic and Greek written in Latin letters and back), and as a compound of known words. What a label then scores is how
// much of the query it explains and how much of itself the query names; rare words weigh more than common ones. The way
// that led to a label is kept as its reason.
package finder
