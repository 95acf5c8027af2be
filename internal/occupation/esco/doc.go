// Package esco reads the publishers' files that the catalogue of occupations is linked to: the ESCO classification of the
// European Commission, in the official CSV download or as files of labels, and the official crosswalk from ESCO to the
// German classification of occupations KldB 2010 of the Federal Employment Agency.
//
// Readers go by the header of a file, because columns differ from version to version. What cannot be read is refused with
// file, line and column; nothing is guessed.
package esco
