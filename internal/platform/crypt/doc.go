// Package crypt seals what the database must not hold in clear and makes keyed hashes of what is looked up.
//
// One key file outside the database and its backups holds two Tink keysets: one seals (AES-256-GCM), one hashes
// (HMAC-SHA-256). Whoever has the database without that file can read neither. Every use names its purpose, so that a
// text sealed for one purpose does not open for another, and equal texts of two purposes have different hashes.
//
// What belongs to a person is sealed with a [DataKey] of that person's own, so that destroying the key makes all of it
// unreadable. The database keeps data keys wrapped with an epoch key of the key file. Epoch keys are renewed monthly and
// destroyed 90 days later: then the data keys in old copies of the database can never be unwrapped again.
package crypt
