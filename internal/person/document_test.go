package person_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"testing"

	"openiq/internal/person"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// pdf is a small document, another one for every name.
func pdf(name string) person.NewDocument {
	return person.NewDocument{RecordID: "C1", Category: "certificate", Name: name, Claimed: "application/pdf", Content: []byte("%PDF-1.7\n" + name)}
}

// large is a document of so many bytes.
func large(n int) person.NewDocument {
	d := pdf("large.pdf")
	more := make([]byte, n-len(d.Content))
	_, _ = rand.Read(more)
	d.Content = append(d.Content, more...)
	return d
}

func (v *vault) add(t testing.TB, subject person.Subject, d person.NewDocument) string {
	t.Helper()
	id, err := v.AddDocument(atBremen, bremen, subject, d, ident.Token())
	ok(t, err)
	return id
}

func (v *vault) contentOf(t testing.TB, subject person.Subject, id string) (*person.Document, []byte) {
	t.Helper()
	d, r, err := v.OpenDocument(atBremen, bremen, subject, id)
	ok(t, err)
	content, err := io.ReadAll(r)
	ok(t, err)
	return d, content
}

func TestDocumentsComeBackAsTheyWere(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		for _, n := range []int{20, 256<<10 - 1, 256 << 10, 256<<10 + 1, 1 << 20, person.MaxDocument} {
			given := large(n)
			d, content := v.contentOf(t, subject, v.add(t, subject, given))
			if !bytes.Equal(content, given.Content) || d.Size != int64(n) || d.Type != "application/pdf" || d.Name != "large.pdf" || d.Category != "certificate" ||
				d.RecordID != "C1" || d.StoredBy != "counsellor-s1" {
				t.Errorf("%d bytes: %+v", n, d)
			}
		}
		if documents := v.get(t, atBremen, bremen, subject).Documents; len(documents) != 6 {
			t.Errorf("%+v", documents)
		}
	})
}

func TestDocumentsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		v.add(t, subject, pdf("a.pdf"))
		twice := pdf("a.pdf")
		twice.Name = "b.pdf"
		for key, d := range map[string]person.NewDocument{
			"person.error.document_large": large(person.MaxDocument + 1), "person.error.document_twice": twice,
			"person.error.file_lie":   {RecordID: "C1", Category: "cv", Name: "a.png", Content: []byte("%PDF-1.7\n")},
			"person.error.file_empty": {RecordID: "C1", Category: "cv", Name: "a.pdf"},
		} {
			_, err := v.AddDocument(atBremen, bremen, subject, d, "")
			if errs.KindOf(err) != errs.Invalid || fieldsOf(err)["file"] != key {
				t.Errorf("%s: %v", key, err)
			}
		}
		nothing := pdf("c.pdf")
		nothing.Category, nothing.RecordID = "diary", ""
		_, err := v.AddDocument(atBremen, bremen, subject, nothing, "")
		if wrong := fieldsOf(err); wrong["category"] != "error.code" || wrong["record"] != "error.required" {
			t.Errorf("%v", err)
		}
		if n := v.count(t, "person_document"); n != 1 {
			t.Errorf("%d documents", n)
		}
	})
}

func TestAPersonHasSoMuchRoom(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		var id string
		for range 4 {
			id = v.add(t, subject, large(person.MaxDocument))
		}
		_, err := v.AddDocument(atBremen, bremen, subject, pdf("one.pdf"), "")
		if fieldsOf(err)["file"] != "person.error.documents_full" {
			t.Errorf("got %v", err)
		}
		ok(t, v.DeleteDocument(atBremen, bremen, subject, id, ""))
		v.add(t, subject, pdf("one.pdf"))
		// Somebody else's room is not used up.
		v.add(t, v.admit(t, atBremen, bremen, ada), large(person.MaxDocument))
	})
}

func TestDocumentsNeedTheConsent(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := person.Subject{Tenant: "n1", ID: "C1"}
		v.apply(t, atBremen, bremen, subject, notes("k1", "anonymous"))
		_, err := v.AddDocument(atBremen, bremen, subject, pdf("a.pdf"), "")
		if fieldsOf(err)["consent_identity"] != "person.error.consent_required" {
			t.Errorf("got %v", err)
		}
		v.apply(t, atBremen, bremen, subject, person.Change{Give: []person.NewConsent{consent(person.PurposeIdentity)}})
		v.add(t, subject, pdf("a.pdf"))
	})
}

func TestADeletedDocumentIsGone(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject, other := v.admit(t, atBremen, bremen, ada), v.admit(t, atBremen, bremen, ada)
		id, kept := v.add(t, subject, large(600<<10)), v.add(t, subject, pdf("kept.pdf"))
		mustBe(t, "another person's document", v.DeleteDocument(atBremen, bremen, other, id, ""), errs.NotFound)
		_, _, err := v.OpenDocument(atBremen, bremen, other, id)
		mustBe(t, "another person's document", err, errs.NotFound)
		ok(t, v.DeleteDocument(atBremen, bremen, subject, id, ""))
		mustBe(t, "deleting twice", v.DeleteDocument(atBremen, bremen, subject, id, ""), errs.NotFound)
		_, _, err = v.OpenDocument(atBremen, bremen, subject, id)
		mustBe(t, "opening what is deleted", err, errs.NotFound)
		if d := v.get(t, atBremen, bremen, subject).Documents; len(d) != 1 || d[0].ID != kept {
			t.Errorf("%+v", d)
		}
		if n := v.count(t, "person_document_chunk"); n != 1 {
			t.Errorf("%d chunks are left", n)
		}
	})
}

// Whoever can write to the database still cannot shorten, reorder or swap documents unseen.
func TestAChangedDocumentIsNotRead(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		renumber := "UPDATE person_document_chunk SET n = %d WHERE n = %d AND document_id = '%%[1]s'"
		for name, steps := range map[string][]string{
			"the last chunk is missing": {"DELETE FROM person_document_chunk WHERE n = 2 AND document_id = '%[1]s'"},
			"two chunks are swapped":    {fmt.Sprintf(renumber, 9, 0), fmt.Sprintf(renumber, 0, 1), fmt.Sprintf(renumber, 1, 9)},
			"it ends earlier":           {"UPDATE person_document SET size = 524288 WHERE id = '%[1]s'"},
			"a chunk of another": {`UPDATE person_document_chunk SET sealed = (SELECT sealed FROM person_document_chunk WHERE n = 1 AND document_id = '%[2]s')
				WHERE n = 1 AND document_id = '%[1]s'`},
		} {
			subject := v.admit(t, atBremen, bremen, ada)
			id, other := v.add(t, subject, large(600<<10)), v.add(t, subject, large(600<<10))
			for _, step := range steps {
				query := strings.ReplaceAll(strings.ReplaceAll(step, "%[1]s", id), "%[2]s", other)
				_, err := v.db.Write(context.Background(), db.Command{Name: "test.tamper", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
					tx.Audit(db.Entry{Kind: "person", ID: subject.ID})
					n, err := tx.Exec(query)
					if n != 1 {
						t.Errorf("%s changed %d rows", step, n)
					}
					return "", err
				})
				ok(t, err)
			}
			_, r, err := v.OpenDocument(atBremen, bremen, subject, id)
			ok(t, err)
			if content, err := io.ReadAll(r); err == nil {
				t.Errorf("%s: read %d bytes", name, len(content))
			}
		}
	})
}
