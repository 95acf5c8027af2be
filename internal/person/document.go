package person

import (
	"context"
	"crypto/sha256"
	"io"
	"slices"
	"strconv"

	"openiq/internal/person/filetype"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// Document is what a list shows of a document.
type Document struct {
	ID       string
	RecordID string // the record it belongs to: the case or, say, a qualification
	Category string // one of Categories
	Name     string // of the file
	Type     string // found in the content, for example application/pdf
	Size     int64  // in bytes
	StoredAt clock.Instant
	StoredBy string
}

// Categories are what a document can be (practice.md 1.4).
var Categories = []string{"cv", "certificate", "residence", "other"}

// How large a document may be, and all of a person's together, in bytes (practice.md 1.4).
const (
	MaxDocument  = 10 << 20
	MaxDocuments = 40 << 20
)

// NewDocument is a document to be kept.
type NewDocument struct {
	RecordID string
	Category string
	Name     string
	Claimed  string // the type that the browser claims; may be empty
	Content  []byte
}

// sealedDocument is a document ready to be stored.
type sealedDocument struct {
	Document
	name   []byte
	digest int64
	chunks [][]byte
}

// chunkBytes is how much of a document is sealed, stored and sent at a time.
const chunkBytes = 256 << 10

// AddDocument keeps a document and returns its id; it is [Service.Apply] for one. key is the form's idempotency key.
func (s *Service) AddDocument(ctx context.Context, place authz.Target, subject Subject, n NewDocument, key string) (string, error) {
	p, err := s.Prepare(ctx, place, subject, Change{Documents: []NewDocument{n}})
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "person.document", Tenant: subject.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		return p.documents[0].ID, p.Put(ctx, tx)
	})
}

// check refuses what is not kept here; it notes the type that the content has.
func (n *NewDocument) check(wrong *errs.Fields) filetype.Type {
	n.Name = filetype.CleanName(cleanLine(n.Name))
	if !slices.Contains(Categories, n.Category) {
		wrong.Add("category", "error.code")
	}
	if n.RecordID == "" {
		wrong.Add("record", "error.required")
	}
	if len(n.Content) > MaxDocument {
		wrong.Add("file", "person.error.document_large", "Max", MaxDocument>>20)
		return ""
	}
	found, problem := filetype.Check(n.Name, n.Claimed, n.Content)
	if problem != "" {
		wrong.Add("file", "person.error.file_"+string(problem))
	}
	return found
}

func (s *Service) sealDocument(key *crypt.DataKey, person string, n NewDocument, found filetype.Type) sealedDocument {
	sum := sha256.Sum256(n.Content)
	d := sealedDocument{
		Document: Document{ID: ident.New(clock.InstantOf(s.db.Clock().Now())), RecordID: n.RecordID, Category: n.Category,
			Type: string(found), Size: int64(len(n.Content))},
		digest: s.keys.Hash64("person.document/"+person, string(sum[:])),
	}
	d.name = key.Seal(sealName(d.ID), []byte(n.Name))
	for chunk := range slices.Chunk(n.Content, chunkBytes) {
		last := (len(d.chunks)+1)*chunkBytes >= len(n.Content)
		d.chunks = append(d.chunks, key.Seal(sealChunk(d.ID, len(d.chunks), last), chunk))
	}
	return d
}

func sealName(id string) string { return "document/" + id }

// sealChunk ties a chunk to its document and place, so that none can be left out, moved or taken from another document.
func sealChunk(id string, n int, last bool) string {
	return "document/" + id + "/" + strconv.Itoa(n) + "/" + strconv.FormatBool(last)
}

// OpenDocument reads a document chunk by chunk; NotFound when there is none of this id. Call [Service.LogRead] before.
func (s *Service) OpenDocument(ctx context.Context, place authz.Target, subject Subject, id string) (*Document, io.Reader, error) {
	row, key, err := s.open(ctx, place, subject)
	if err != nil {
		return nil, nil, err
	}
	if row == nil {
		return nil, nil, errs.Missing()
	}
	documents, err := documentsOf(ctx, s.db, subject, key)
	if err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(documents, func(d Document) bool { return d.ID == id })
	if at < 0 {
		return nil, nil, errs.Missing()
	}
	return &documents[at], &chunkReader{ctx: ctx, db: s.db, key: key, subject: subject, document: documents[at]}, nil
}

// chunkReader opens one chunk after the other.
type chunkReader struct {
	ctx      context.Context
	db       db.Reader
	key      *crypt.DataKey
	subject  Subject
	document Document
	n        int
	rest     []byte
}

// Read gives the next bytes; an error in the middle means that somebody changed the document in the database.
func (r *chunkReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		start := int64(r.n) * chunkBytes
		if start >= r.document.Size {
			return 0, io.EOF
		}
		sealed, err := readChunk(r.ctx, r.db, r.subject, r.document.ID, r.n)
		if err != nil {
			return 0, err
		}
		if r.rest, err = r.key.Open(sealChunk(r.document.ID, r.n, start+chunkBytes >= r.document.Size), sealed); err != nil {
			return 0, err
		}
		r.n++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// DeleteDocument removes a document for good. key is the form's idempotency key.
func (s *Service) DeleteDocument(ctx context.Context, place authz.Target, subject Subject, id, key string) error {
	if err := authz.Require(ctx, ActionRecord, place); err != nil {
		return err
	}
	row, _, err := s.unlock(ctx, place, subject)
	if err != nil {
		return err
	}
	if row == nil {
		return errs.Missing()
	}
	_, err = s.db.Write(ctx, db.Command{Name: "person.document_delete", Tenant: subject.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		found, err := removeDocument(tx, subject, id)
		if err == nil && !found {
			err = errs.Missing()
		}
		tx.Audit(db.Entry{Kind: "person", ID: subject.ID, Detail: "deleted document " + id})
		return "", err
	})
	return err
}

func (d *sealedDocument) put(ctx context.Context, tx *db.Tx, subject Subject) error {
	used, err := usedBytes(ctx, tx, subject)
	if err != nil {
		return err
	}
	var wrong errs.Fields
	if used+d.Size > MaxDocuments {
		wrong.Add("file", "person.error.documents_full", "Max", MaxDocuments>>20)
		return wrong.Err()
	}
	stored, err := insertDocument(tx, subject, d)
	if err == nil && !stored {
		wrong.Add("file", "person.error.document_twice")
		err = wrong.Err()
	}
	return err
}
