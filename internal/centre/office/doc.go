// Package office lets those in charge say what the public is told about their centres, and where mobile counselling stops.
package office
