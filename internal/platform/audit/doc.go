// Package audit keeps the entries of the audit trail in hash chains, one a tenant, so that nobody can change, remove or
// slip in an entry afterwards without breaking a link.
//
// Entries are numbered without a gap by db.Write, in the order of commits. [Run] seals them in blocks within seconds:
// a block's hash covers the previous block's hash and every byte of its entries. [Verify] computes all of it again and
// names the first broken link of each tenant, and the tail that is not sealed yet. Whoever notes a tenant's last hash
// outside the database can prove later that nothing before it was touched.
package audit
