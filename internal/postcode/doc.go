// Package postcode knows where postcodes and places lie: in which Land, in which district, and about where on the map.
//
// The places come from the postcode file of GeoNames (CC BY 4.0), which an administrator imports. Without it the program
// knows the Laender of each region, the first three digits of a postcode. A postcode can lie in several districts and even
// Laender: then all are given, and who needs one has to ask.
package postcode
