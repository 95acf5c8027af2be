// Package index finds persons by tokens: keyed hashes of parts of names, of phone numbers and of addresses. It knows no names
// and nobody's rights.
package index
