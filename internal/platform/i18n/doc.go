// Package i18n turns message keys, codes, numbers and dates into words.
//
// Texts stand in locale/ (see there). A Bundle is loaded once; a Printer writes one language and is safe for
// concurrent use. Plain messages cost one map look-up; only those with values or plural forms go through go-i18n.
// A key that no language has is printed as itself, so that it is seen and mended.
package i18n
