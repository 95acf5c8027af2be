// Package account is the staff: who may sign in, in which roles, for which part of the network.
//
// What holds always:
//
//   - One table (matrix.go) says what a role may do and how far it reaches. Nobody gets a right in another way.
//   - An account has any number of roles, each for one place that fits the role: a counsellor for a site, a network
//     coordinator for a network. Who has another place in mind gets another role.
//   - The database holds no e-mail address, link or session token in clear: addresses are sealed, everything that is
//     looked up is a keyed hash. The audit trail names accounts by id only.
//   - An unknown address, a wrong password and too many tries get one and the same answer.
//   - Whoever gets other roles, another password or is deactivated is signed out everywhere, at once: each request
//     reads its session, and nothing of it is kept in memory.
package account
