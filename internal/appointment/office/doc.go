// Package office is where a centre sees who asked for an appointment, answers, and offers free slots.
package office
