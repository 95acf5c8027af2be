// Package person knows who somebody is: the vault of names, addresses, notes, documents and consents.
//
// Everything that could name a person is sealed with a data key of that person's own. The key lies in the database wrapped
// by an epoch key of the key file (see platform/crypt). A person belongs to a subject, the record of a case, which stays
// pseudonymous: facts and figures never look in here.
//
// # What others call
//
//   - [Service.Prepare] and [Prepared.Put]: a change of identity, texts and consents. Preparing reads, checks and seals
//     outside the transaction; Put only executes SQL, so that a new case, its contact, the consent and the identity are
//     stored as one. [Service.Apply] is both for a change that comes alone.
//   - [Service.Get] reads everything about a person, [Service.Labels] the names for a list, [Service.History] who changed
//     which field of the identity.
//   - [Service.LogRead] and [Service.LogList] note who looked; call them before the page is sent.
//   - [Service.Search] finds by name, phone number and e-mail address, [Service.Locate] says where a person's records are
//     without naming anybody, [Service.Similar] offers probable duplicates.
//   - [Service.AddDocument], [Service.OpenDocument], [Service.DeleteDocument]; a [Change] may have documents as well.
//   - [Service.Consented] asks for a consent, also within a transaction. [Service.Move] follows a handover.
//   - [Service.Forget] destroys a person's key and with it everything here but the bare consents.
//   - [Service.Start] and [Service.RunReadLog] when the program serves: the one checks the key file and forgets again whom a
//     restored backup brought back ([Service.ReplayErasures]), the other commits what LogList noted.
//   - [Service.RenewKeys] is "openiq key renew".
//
// The parts of names and the terms by which spellings find each other are in the folder name, what a file really is in the
// folder filetype.
//
// # Invariants
//
//   - Identity and documents are stored only while the consent [PurposeIdentity] is valid; this is checked within the
//     transaction. Withdrawing it forgets the person at once. Texts (notes) need no consent: anonymous cases have them too.
//   - Reading demands [ActionRead], writing [ActionRecord], both at the centre in charge; the place that a caller passes in
//     must be the one stored here, else the person does not exist.
//   - A record's id is made by the caller before the transaction (ident.New), because texts are sealed for it.
//   - No personal data stands in errors, audit entries, logs or the search index, which has keyed hashes only.
//   - Replaced identities and texts are kept, sealed with the same key, until the person is forgotten.
//   - Forgetting appends the person's random id to the register of erasures, a file beside the key file, before it commits.
//
// Legal basis: Art. 6 (1) (a), 7, 17, 25 and 32 GDPR; domain/practice.md 1.5 (consent block), facts 18 and 19.
package person
