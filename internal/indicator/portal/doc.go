// Package portal shows the public figures: the key figures of the running and the published rounds, each with its definition,
// as a picture, a table and a file. The engine keeps back what would tell of single people.
package portal
