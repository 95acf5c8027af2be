// Package training has the trainings, events and consulting for administrations and companies.
//
// Participants are head counts, not registered persons. The basic training on asylum and forced migration is a flagged
// special format: a subset of all trainings, never added to them.
package training
