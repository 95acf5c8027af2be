// Package office shows the catalogue of reference occupations to staff: to find, to review and to edit.
package office
