package person

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/person/index"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

const personColumns = `tenant, subject_id, id, site_id, epoch, wrapped, version, label, identity, tokens, stored_at, stored_by, touched_at`

var (
	selectPerson = db.SQL(`SELECT ` + personColumns + ` FROM person WHERE subject_id = $1 AND tenant = $2`)
	insertOne    = db.SQL(`INSERT INTO person (` + personColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (subject_id, tenant) DO NOTHING`)
	// Takes the row's lock, and finds nothing once the person was forgotten or moved, or ($6 = 1) somebody changed the identity.
	touchPerson = db.SQL(`UPDATE person SET touched_at = $4 WHERE subject_id = $1 AND tenant = $2 AND id = $3 AND site_id = $5
		AND (CAST($6 AS INTEGER) = 0 OR version = $7)`)
	keepReplaced = db.SQL(`INSERT INTO person_history (tenant, subject_id, version, identity, stored_at, stored_by, replaced_at)
		SELECT tenant, subject_id, version, identity, stored_at, stored_by, CAST($3 AS BIGINT) FROM person
		WHERE subject_id = $1 AND tenant = $2 AND identity IS NOT NULL`)
	updateIdentity = db.SQL(`UPDATE person SET version = $3, label = $4, identity = $5, tokens = $6, stored_at = $7, stored_by = $8
		WHERE subject_id = $1 AND tenant = $2`)
	updateSite    = db.SQL(`UPDATE person SET site_id = $4 WHERE subject_id = $1 AND tenant = $2 AND id = $3 AND site_id = $5`)
	deletePerson  = db.SQL(`DELETE FROM person WHERE subject_id = $1 AND tenant = $2`)
	selectHistory = db.SQL(`SELECT version, identity, stored_at, stored_by FROM person_history WHERE subject_id = $1 AND tenant = $2 ORDER BY version DESC`)

	// The last subject fills the rest, so that there is one text for every number of them.
	selectLabels = db.SQL(`SELECT tenant, subject_id, id, site_id, wrapped, label, tokens FROM person
		WHERE label IS NOT NULL AND subject_id IN (` + placeholders(1, mostLabels) + `)`)

	selectTexts = db.SQL(`SELECT record_id, name, sealed FROM person_text WHERE subject_id = $1 AND tenant = $2 AND replaced_at IS NULL`)
	replaceText = db.SQL(`UPDATE person_text SET replaced_at = $5 WHERE subject_id = $1 AND record_id = $2 AND name = $3 AND tenant = $4
		AND replaced_at IS NULL`)
	lastText   = db.SQL(`SELECT COALESCE(MAX(version), 0) FROM person_text WHERE subject_id = $1 AND record_id = $2 AND name = $3 AND tenant = $4`)
	insertText = db.SQL(`INSERT INTO person_text (tenant, subject_id, record_id, name, version, sealed, stored_at, stored_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)

	insertShown     = db.SQL(`INSERT INTO consent_text (id, version, language, body) VALUES ($1, $2, $3, $4) ON CONFLICT (id, version, language) DO NOTHING`)
	selectShown     = db.SQL(`SELECT body FROM consent_text WHERE id = $1 AND version = $2 AND language = $3`)
	insertConsented = db.SQL(`INSERT INTO consent (tenant, id, subject_id, purpose, recipient, recipient_hash, given_on, medium, text_id, text_version,
		language, recorded_at, recorded_by, valid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) ON CONFLICT DO NOTHING`)
	selectValid = db.SQL(`SELECT 1 FROM consent WHERE subject_id = $1 AND tenant = $2 AND purpose = $3 AND recipient_hash = $4 AND valid = 1`)
	// Changes nothing, but takes the row's lock.
	lockConsent    = db.SQL(`UPDATE consent SET valid = 1 WHERE subject_id = $1 AND tenant = $2 AND purpose = $3 AND recipient_hash = 0 AND valid = 1`)
	selectConsents = db.SQL(`SELECT c.id, c.purpose, c.recipient, c.given_on, c.medium, c.text_id, c.text_version, c.language, COALESCE(t.body, ''),
		c.recorded_at, c.recorded_by, c.valid, c.withdrawn_on, COALESCE(c.withdrawn_medium, ''), COALESCE(c.ended_at, 0), COALESCE(c.ended_by, '')
		FROM consent c LEFT JOIN consent_text t ON t.id = c.text_id AND t.version = c.text_version AND t.language = c.language
		WHERE c.subject_id = $1 AND c.tenant = $2 ORDER BY c.id DESC`)
	withdrawOne = db.SQL(`UPDATE consent SET valid = 0, withdrawn_on = $4, withdrawn_medium = $5, ended_at = $6, ended_by = $7
		WHERE id = $1 AND tenant = $2 AND subject_id = $3 AND valid = 1`)
	selectPurpose   = db.SQL(`SELECT purpose FROM consent WHERE id = $1 AND tenant = $2 AND subject_id = $3`)
	endConsents     = db.SQL(`UPDATE consent SET valid = 0, ended_at = $3, ended_by = $4 WHERE subject_id = $1 AND tenant = $2 AND valid = 1`)
	clearRecipients = db.SQL(`UPDATE consent SET recipient = NULL, recipient_hash = 0 WHERE subject_id = $1 AND tenant = $2 AND recipient IS NOT NULL`)

	lockPerson    = db.SQL(`UPDATE person SET touched_at = $3 WHERE subject_id = $1 AND tenant = $2`)
	deleteHistory = db.SQL(`DELETE FROM person_history WHERE subject_id = $1 AND tenant = $2`)
	deleteTexts   = db.SQL(`DELETE FROM person_text WHERE subject_id = $1 AND tenant = $2`)
	deleteChunks  = db.SQL(`DELETE FROM person_document_chunk WHERE tenant = $2
		AND document_id IN (SELECT id FROM person_document WHERE subject_id = $1 AND tenant = $2)`)
	deleteDocuments = db.SQL(`DELETE FROM person_document WHERE subject_id = $1 AND tenant = $2`)
	selectDocuments = db.SQL(`SELECT id, record_id, category, name, type, size, stored_at, stored_by FROM person_document
		WHERE subject_id = $1 AND tenant = $2 ORDER BY id DESC`)
	insertDoc = db.SQL(`INSERT INTO person_document (tenant, subject_id, id, record_id, category, type, size, name, digest, stored_at, stored_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (subject_id, digest, tenant) DO NOTHING`)
	insertChunk  = db.SQL(`INSERT INTO person_document_chunk (tenant, document_id, n, sealed) VALUES ($1, $2, $3, $4)`)
	selectChunk  = db.SQL(`SELECT sealed FROM person_document_chunk WHERE document_id = $1 AND tenant = $2 AND n = $3`)
	sumDocuments = db.SQL(`SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM person_document WHERE subject_id = $1 AND tenant = $2`)
	deleteDoc    = db.SQL(`DELETE FROM person_document WHERE id = $1 AND tenant = $2 AND subject_id = $3`)
	deleteOwn    = db.SQL(`DELETE FROM person_document_chunk WHERE document_id = $1 AND tenant = $2`)
	selectByID   = db.SQL(`SELECT subject_id, tenant FROM person WHERE id = $1`)

	selectEpochs   = db.SQL(`SELECT DISTINCT epoch FROM person`)
	countOtherKeys = db.SQL(`SELECT COUNT(*) FROM person WHERE epoch <> $1`)
	selectWrapped  = db.SQL(`SELECT tenant, subject_id, id, wrapped FROM person WHERE epoch = $1 LIMIT $2`)
	updateWrapped  = db.SQL(`UPDATE person SET epoch = $4, wrapped = $5 WHERE subject_id = $1 AND tenant = $2 AND id = $3 AND epoch = $6`)
)

// mostLabels is how many names one query reads.
const mostLabels = 50

// placeholders are n of them from $from on.
func placeholders(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(from+i))
	}
	return b.String()
}

// stored is a person as it lies in the database.
type stored struct {
	tenant, subjectID, id, site string
	epoch                       uint32
	wrapped                     []byte
	version                     int64
	label, identity             []byte
	tokens                      []int64
	storedAt, touchedAt         clock.Instant
	storedBy                    string
}

func (s *stored) subject() Subject { return Subject{Tenant: s.tenant, ID: s.subjectID} }

// entry is the person in the search index, with some of their tokens.
func (s *stored) entry(tokens []int64) index.Entry {
	return index.Entry{Tenant: s.tenant, Subject: s.subjectID, Site: s.site, Tokens: tokens}
}

// readPerson is nil when the vault has nothing sealed of this subject.
func readPerson(ctx context.Context, r db.Reader, subject Subject) (*stored, error) {
	var s stored
	var tokens []byte
	err := r.Row(ctx, selectPerson, subject.ID, subject.Tenant).Scan(&s.tenant, &s.subjectID, &s.id, &s.site, &s.epoch, &s.wrapped,
		&s.version, &s.label, &s.identity, &tokens, (*int64)(&s.storedAt), &s.storedBy, (*int64)(&s.touchedAt))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	s.tokens = unpack(tokens)
	return &s, err
}

// insertPerson is false when somebody else was quicker.
func insertPerson(tx *db.Tx, s *stored) (bool, error) {
	n, err := tx.Exec(insertOne, s.tenant, s.subjectID, s.id, s.site, int64(s.epoch), s.wrapped, s.version, s.label, s.identity,
		pack(s.tokens), int64(s.storedAt), s.storedBy, int64(s.touchedAt))
	return n == 1, err
}

// touch makes sure that a person is still there as when a change was prepared, with the same version of the identity if that
// is to be replaced, and keeps it so until the commit.
func touch(ctx context.Context, tx *db.Tx, s *stored, version bool) error {
	must := 0
	if version {
		must = 1
	}
	n, err := tx.Exec(touchPerson, s.subjectID, s.tenant, s.id, int64(tx.Now()), s.site, must, s.version)
	if err != nil || n == 1 {
		return err
	}
	now, err := readPerson(ctx, tx, s.subject())
	switch {
	case err != nil:
		return err
	case now == nil || now.id != s.id:
		return forgotten()
	case now.site != s.site:
		return errs.Missing()
	}
	return errs.New(errs.Conflict, "error.conflict")
}

// replaceIdentity keeps the version that is there and stores a newer one; touch has locked the row.
func replaceIdentity(tx *db.Tx, old, now *stored) error {
	if _, err := tx.Exec(keepReplaced, old.subjectID, old.tenant, int64(tx.Now())); err != nil {
		return err
	}
	if _, err := tx.Exec(updateIdentity, now.subjectID, now.tenant, now.version, now.label, now.identity, pack(now.tokens),
		int64(now.storedAt), now.storedBy); err != nil {
		return err
	}
	gone := slices.DeleteFunc(slices.Clone(old.tokens), func(t int64) bool { return slices.Contains(now.tokens, t) })
	if err := index.Remove(tx, old.entry(gone)); err != nil {
		return err
	}
	return index.Put(tx, now.entry(slices.DeleteFunc(slices.Clone(now.tokens), func(t int64) bool { return slices.Contains(old.tokens, t) })))
}

func movePerson(tx *db.Tx, s *stored, site string) (bool, error) {
	n, err := tx.Exec(updateSite, s.subjectID, s.tenant, s.id, site, s.site)
	return n == 1, err
}

func pack(tokens []int64) []byte {
	out := make([]byte, 0, 8*len(tokens))
	for _, t := range tokens {
		out = binary.BigEndian.AppendUint64(out, uint64(t))
	}
	return out
}

func unpack(packed []byte) []int64 {
	out := make([]int64, 0, len(packed)/8)
	for ; len(packed) >= 8; packed = packed[8:] {
		out = append(out, int64(binary.BigEndian.Uint64(packed)))
	}
	return out
}

// sealedLabel is a label with what is needed to open it.
type sealedLabel struct {
	tenant, subjectID, id, site string
	wrapped, label, tokens      sql.RawBytes // as the database lends them
}

// kept is a copy that outlives the row.
func (l *sealedLabel) kept() sealedLabel {
	k := *l
	k.wrapped, k.label, k.tokens = bytes.Clone(l.wrapped), bytes.Clone(l.label), nil
	return k
}

// labelsOf calls fn for those of the subjects that have a label. What fn gets is good until it returns.
func labelsOf(ctx context.Context, r db.Reader, subjects []Subject, fn func(*sealedLabel) error) error {
	var l sealedLabel
	for part := range slices.Chunk(subjects, mostLabels) {
		args := make([]any, mostLabels)
		for n := range args {
			args[n] = part[min(n, len(part)-1)].ID
		}
		rows, err := r.Query(ctx, selectLabels, args...)
		err = db.Each(rows, err, func() error {
			if err := rows.Scan(&l.tenant, &l.subjectID, &l.id, &l.site, &l.wrapped, &l.label, &l.tokens); err != nil {
				return err
			}
			if !slices.Contains(part, Subject{Tenant: l.tenant, ID: l.subjectID}) {
				return nil
			}
			return fn(&l)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func textsOf(ctx context.Context, r db.Reader, subject Subject, key *crypt.DataKey) (map[string]Texts, error) {
	out := map[string]Texts{}
	rows, err := r.Query(ctx, selectTexts, subject.ID, subject.Tenant)
	err = db.Each(rows, err, func() error {
		var record, name string
		var sealed []byte
		if err := rows.Scan(&record, &name, &sealed); err != nil {
			return err
		}
		text, err := key.Open(sealText(record, name), sealed)
		if out[record] == nil {
			out[record] = Texts{}
		}
		out[record][name] = string(text)
		return err
	})
	return out, err
}

// put replaces a text; one that is the first costs no more than looking for another.
func (t *sealedText) put(ctx context.Context, tx *db.Tx, subject Subject) error {
	var last, now = int64(0), int64(tx.Now())
	err := tx.Row(ctx, lastText, subject.ID, t.record, t.name, subject.Tenant).Scan(&last)
	if err == nil && last > 0 {
		_, err = tx.Exec(replaceText, subject.ID, t.record, t.name, subject.Tenant, now)
	}
	if err == nil && t.sealed != nil {
		_, err = tx.Exec(insertText, subject.Tenant, subject.ID, t.record, t.name, last+1, t.sealed, now, tx.Actor())
	}
	return err
}

// historyOf are the replaced identities, the newest first.
func historyOf(ctx context.Context, r db.Reader, subject Subject, key *crypt.DataKey) ([]Version, error) {
	var out []Version
	rows, err := r.Query(ctx, selectHistory, subject.ID, subject.Tenant)
	err = db.Each(rows, err, func() error {
		var v Version
		var sealed []byte
		if err := rows.Scan(&v.Number, &sealed, (*int64)(&v.StoredAt), &v.StoredBy); err != nil {
			return err
		}
		identity, err := openIdentity(key, sealed)
		if err != nil {
			return err
		}
		v.Identity = *identity
		out = append(out, v)
		return nil
	})
	return out, err
}

// putText keeps a text that was shown. A version that is there already must say the same.
func putText(ctx context.Context, tx *db.Tx, t ShownText) error {
	if _, err := tx.Exec(insertShown, t.ID, t.Version, t.Language, t.Body); err != nil {
		return err
	}
	body, err := shownBody(ctx, tx, t)
	if err == nil && body != t.Body {
		err = errs.New(errs.Conflict, "person.error.text_changed")
	}
	return err
}

// shownBody is a text that was shown before; empty when it never was.
func shownBody(ctx context.Context, r db.Reader, t ShownText) (string, error) {
	var body string
	err := r.Row(ctx, selectShown, t.ID, t.Version, t.Language).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return body, err
}

// insertConsent is false when one of the same purpose and recipient is valid.
func insertConsent(tx *db.Tx, subject Subject, id string, c *sealedConsent) (bool, error) {
	n, err := tx.Exec(insertConsented, subject.Tenant, id, subject.ID, c.Purpose, c.recipient, c.hash, int64(c.given), c.Medium,
		c.Text.ID, c.Text.Version, c.Text.Language, int64(tx.Now()), tx.Actor())
	return n == 1, err
}

func hasConsent(ctx context.Context, r db.Reader, subject Subject, purpose string, recipient int64) (bool, error) {
	var one int
	err := r.Row(ctx, selectValid, subject.ID, subject.Tenant, purpose, recipient).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// holdConsent is hasConsent for a purpose without a recipient, and keeps the answer true until the commit.
func holdConsent(tx *db.Tx, subject Subject, purpose string) (bool, error) {
	n, err := tx.Exec(lockConsent, subject.ID, subject.Tenant, purpose)
	return n == 1, err
}

// consentsOf are a subject's consents, the newest first. A forgotten person's have no recipient, and need no key.
func consentsOf(ctx context.Context, r db.Reader, subject Subject, key *crypt.DataKey) ([]Consent, error) {
	var out []Consent
	rows, err := r.Query(ctx, selectConsents, subject.ID, subject.Tenant)
	err = db.Each(rows, err, func() error {
		var c Consent
		var recipient []byte
		var given int64
		var withdrawn sql.NullInt64
		err := rows.Scan(&c.ID, &c.Purpose, &recipient, &given, &c.Medium, &c.Text.ID, &c.Text.Version, &c.Text.Language, &c.Text.Body,
			(*int64)(&c.RecordedAt), &c.RecordedBy, &c.Valid, &withdrawn, &c.WithdrawnMedium, (*int64)(&c.EndedAt), &c.EndedBy)
		if err != nil {
			return err
		}
		c.GivenOn, c.WithdrawnOn = clock.Day(given), clock.NoDay
		if withdrawn.Valid {
			c.WithdrawnOn = clock.Day(withdrawn.Int64)
		}
		if recipient != nil && key != nil {
			c.Recipient, err = openRecipient(key, recipient)
		}
		out = append(out, c)
		return err
	})
	return out, err
}

// endConsent withdraws a consent and says for what it was; empty when it is not valid any more.
func endConsent(ctx context.Context, tx *db.Tx, subject Subject, e ending) (purpose string, err error) {
	n, err := tx.Exec(withdrawOne, e.id, subject.Tenant, subject.ID, int64(e.on), e.medium, int64(tx.Now()), tx.Actor())
	if err != nil || n == 0 {
		return "", err
	}
	err = tx.Row(ctx, selectPurpose, e.id, subject.Tenant, subject.ID).Scan(&purpose)
	return purpose, err
}

// forget removes everything sealed of a person, whose row the caller has locked and read.
func forget(tx *db.Tx, s *stored) error {
	if err := index.Remove(tx, s.entry(s.tokens)); err != nil {
		return err
	}
	for _, query := range []string{deletePerson, deleteHistory, deleteTexts, deleteChunks, deleteDocuments, clearRecipients} {
		if _, err := tx.Exec(query, s.subjectID, s.tenant); err != nil {
			return err
		}
	}
	return nil
}

// subjectOf finds the subject of a person's random id; false when the person is not there.
func subjectOf(ctx context.Context, r db.Reader, id string) (Subject, bool, error) {
	var s Subject
	err := r.Row(ctx, selectByID, id).Scan(&s.ID, &s.Tenant)
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	return s, err == nil, err
}

// documentsOf are a person's documents, the newest first.
func documentsOf(ctx context.Context, r db.Reader, subject Subject, key *crypt.DataKey) ([]Document, error) {
	var out []Document
	rows, err := r.Query(ctx, selectDocuments, subject.ID, subject.Tenant)
	err = db.Each(rows, err, func() error {
		var d Document
		var sealed []byte
		err := rows.Scan(&d.ID, &d.RecordID, &d.Category, &sealed, &d.Type, &d.Size, (*int64)(&d.StoredAt), &d.StoredBy)
		if err != nil {
			return err
		}
		name, err := key.Open(sealName(d.ID), sealed)
		d.Name = string(name)
		out = append(out, d)
		return err
	})
	return out, err
}

func usedBytes(ctx context.Context, r db.Reader, subject Subject) (n int64, err error) {
	err = r.Row(ctx, sumDocuments, subject.ID, subject.Tenant).Scan(&n)
	return n, err
}

// insertDocument is false when the person has the same content already.
func insertDocument(tx *db.Tx, subject Subject, d *sealedDocument) (bool, error) {
	n, err := tx.Exec(insertDoc, subject.Tenant, subject.ID, d.ID, d.RecordID, d.Category, d.Type, d.Size, d.name, d.digest,
		int64(tx.Now()), tx.Actor())
	if err != nil || n == 0 {
		return false, err
	}
	for i, chunk := range d.chunks {
		if _, err := tx.Exec(insertChunk, subject.Tenant, d.ID, i, chunk); err != nil {
			return false, err
		}
	}
	return true, nil
}

func readChunk(ctx context.Context, r db.Reader, subject Subject, document string, n int) (sealed []byte, err error) {
	err = r.Row(ctx, selectChunk, document, subject.Tenant, n).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		err = errs.Missing() // deleted meanwhile
	}
	return sealed, err
}

// removeDocument is false when the person has no such document.
func removeDocument(tx *db.Tx, subject Subject, id string) (bool, error) {
	n, err := tx.Exec(deleteDoc, id, subject.Tenant, subject.ID)
	if err != nil || n == 0 {
		return false, err
	}
	_, err = tx.Exec(deleteOwn, id, subject.Tenant)
	return true, err
}

func epochsInUse(ctx context.Context, r db.Reader) (map[uint32]bool, error) {
	used := map[uint32]bool{}
	rows, err := r.Query(ctx, selectEpochs)
	err = db.Each(rows, err, func() error {
		var id uint32
		err := rows.Scan(&id)
		used[id] = true
		return err
	})
	return used, err
}

func countOthers(ctx context.Context, r db.Reader, epoch uint32) (n int, err error) {
	err = r.Row(ctx, countOtherKeys, int64(epoch)).Scan(&n)
	return n, err
}

// wrappedKey is a person's key as it is and as it will be.
type wrappedKey struct {
	crypt.Wrapped
	subject Subject
	person  string
	next    crypt.Wrapped
}

func wrappedWith(ctx context.Context, r db.Reader, epoch uint32, most int) ([]wrappedKey, error) {
	var out []wrappedKey
	rows, err := r.Query(ctx, selectWrapped, int64(epoch), most)
	err = db.Each(rows, err, func() error {
		k := wrappedKey{Wrapped: crypt.Wrapped{Epoch: epoch}}
		err := rows.Scan(&k.subject.Tenant, &k.subject.ID, &k.person, &k.Key)
		out = append(out, k)
		return err
	})
	return out, err
}

func storeWrapped(tx *db.Tx, keys []wrappedKey) error {
	for _, k := range keys {
		_, err := tx.Exec(updateWrapped, k.subject.ID, k.subject.Tenant, k.person, int64(k.next.Epoch), k.next.Key, int64(k.Epoch))
		if err != nil {
			return err
		}
	}
	return nil
}
