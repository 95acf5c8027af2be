// Package office has the pages of the structure: who does what in the network, where, until when, as lists and as maps,
// today and on any day of the past; and the forms with which those who may change it.
package office
