// Package occupation is the catalogue of German reference occupations, the classifications it is linked to, and the search
// that leads from what somebody learned, in their words, to an entry of it.
//
// The catalogue ships with the program (data/*.csv, the words of people in data/words/*.csv) and is written from facts: each
// row names its legal source and the day on which it was last compared with it. What the office changes is stored beside it
// and counts before it. A publisher's classification, ESCO, can be imported; the search then knows its labels, too. Without
// any import everything works with the catalogue alone.
//
// Whether a profession is regulated follows § 3 (5) BQFG. The German reference occupation of a foreign qualification is what
// §§ 4 and 9 BQFG compare it with.
package occupation
