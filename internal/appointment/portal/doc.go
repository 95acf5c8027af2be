// Package portal is where people ask a centre for an appointment, confirm that, and look after their request by a link or a
// code. Pages behind a link are told to nobody: no referrer, no search engine, no log.
package portal
