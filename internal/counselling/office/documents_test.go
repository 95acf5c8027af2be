package office_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/ident"
)

// pdf is the smallest file that is one.
var pdf = []byte("%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n")

// file is one of an upload.
type file struct {
	name    string
	content []byte
}

// keep stores a document by the service.
func (h *house) keep(id, name string, content []byte) {
	h.t.Helper()
	err := h.cases.AddDocument(casetest.As(bremen), id, person.NewDocument{Category: "certificate", Name: name, Content: content}, ident.Token())
	if err != nil {
		h.t.Fatal(err)
	}
}

// upload sends files as a browser does.
func (h *house) upload(a *authz.Actor, id, category string, files ...file) *httptest.ResponseRecorder {
	h.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	_ = parts.WriteField("key", ident.Token())
	_ = parts.WriteField("category", category)
	for _, f := range files {
		part, err := parts.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="files"; filename=%q`, f.name)},
			"Content-Type": {"application/octet-stream"}})
		if err != nil {
			h.t.Fatal(err)
		}
		_, _ = part.Write(f.content)
	}
	_ = parts.Close()
	return h.send(a, id, parts.FormDataContentType(), &body)
}

func (h *house) send(a *authz.Actor, id, contentType string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/cases/"+id+"/documents", body)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Accept-Language", "de")
	return h.do(a, r)
}

// variant is a file that differs from others.
func variant(n int) []byte { return append(pdf, fmt.Sprintf("%% %d\n", n)...) }

func TestSeveralFilesAreKeptAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		name := "Zeugnis – شهادة.pdf"
		if w := h.upload(bremen, id, "certificate", file{name, variant(1)}, file{"lebenslauf.pdf", variant(2)}); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		doc := h.page(h.get(bremen, "/cases/"+id+"/documents"), 200)
		rows := text(doc.Find("main tbody"))
		if doc.Find("main tbody tr").Length() != 2 || !strings.Contains(rows, name) || !strings.Contains(rows, "Zeugnis oder Urkunde") || !strings.Contains(rows, bremen.Name) {
			t.Fatalf("listed: %s", rows)
		}
		link := doc.Find("main tbody a bdi:contains('شهادة')").Parent().AttrOr("href", "")
		w := h.get(bremen, link)
		if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), variant(1)) {
			t.Fatalf("%d, %q", w.Code, w.Body)
		}
		for header, want := range map[string]string{"Content-Type": "application/pdf", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
			"Content-Disposition":     "attachment; filename*=utf-8''Zeugnis%20%E2%80%93%20%D8%B4%D9%87%D8%A7%D8%AF%D8%A9.pdf",
			"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %s", header, got)
			}
		}
		if read := strings.Join(h.entries("read", id), "\n"); !strings.Contains(read, "document ") || strings.Contains(read, "Zeugnis") {
			t.Errorf("noted: %s", read)
		}
		if strings.Contains(link, "Zeugnis") {
			t.Errorf("the name stands in the address: %s", link)
		}
		h.page(h.get(munich, link), http.StatusNotFound)
		h.page(h.get(analyst, link), http.StatusForbidden)
	})
}

func TestOneWrongFileDoesNotHurtTheOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		h.keep(id, "da.pdf", variant(1))
		large := append(bytes.Clone(pdf), make([]byte, person.MaxDocument)...)
		w := h.upload(bremen, id, "cv", file{"gut.pdf", variant(2)}, file{"bild.png", pdf}, file{"da.pdf", variant(1)}, file{"leer.pdf", nil},
			file{"gross.pdf", large}, file{"programm.exe", []byte("MZ\x90\x00 nothing else")}, file{"auch-gut.pdf", variant(3)})
		doc := h.page(w, http.StatusBadRequest)
		said := map[string]string{}
		for _, line := range strings.Split(strings.Join(doc.Find(".kern-alert--danger li").Map(func(_ int, s *goquery.Selection) string { return text(s) }), "\n"), "\n") {
			name, why, _ := strings.Cut(line, ": ")
			said[name] = why
		}
		for name, want := range map[string]string{"gut.pdf": "gespeichert", "auch-gut.pdf": "gespeichert", "bild.png": "etwas anderes", "da.pdf": "liegt schon hier",
			"leer.pdf": "leer", "gross.pdf": "größer als 10 MB", "programm.exe": "Art von Datei"} {
			if !strings.Contains(said[name], want) {
				t.Errorf("%s: %q", name, said[name])
			}
		}
		if n := len(h.who(id).Documents); n != 3 {
			t.Errorf("%d documents", n)
		}
	})
}

func TestNoFileOrNoKindIsSaid(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		if doc := h.page(h.upload(bremen, id, "cv"), http.StatusBadRequest); doc.Find("#f-files-error").Length() != 1 {
			t.Error("not said that a file is missing")
		}
		if doc := h.page(h.upload(bremen, id, "", file{"a.pdf", pdf}), http.StatusBadRequest); doc.Find(".kern-alert--danger li").Length() != 1 {
			t.Error("not said that the kind is missing")
		}
		h.page(h.send(bremen, id, "application/x-www-form-urlencoded", strings.NewReader("key=x")), http.StatusBadRequest)
		h.page(h.send(bremen, id, "multipart/form-data; boundary=x", strings.NewReader("--x\r\nbroken")), http.StatusBadRequest)
		if n := len(h.who(id).Documents); n != 0 {
			t.Errorf("%d documents", n)
		}
	})
}

// endless is an upload that never ends.
type endless struct{ head io.Reader }

func (e endless) Read(p []byte) (int, error) {
	if n, err := e.head.Read(p); n > 0 || err != io.EOF {
		return n, err
	}
	clear(p)
	return len(p), nil
}

func TestAnUploadThatNeverEndsIsCutOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		head := "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n" + ident.Token() +
			"\r\n--x\r\nContent-Disposition: form-data; name=\"category\"\r\n\r\ncv" +
			"\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"gut.pdf\"\r\n\r\n" + string(pdf) +
			"\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"endlos.pdf\"\r\n\r\n" + string(pdf)
		doc := h.page(h.send(bremen, id, "multipart/form-data; boundary=x", endless{strings.NewReader(head)}), http.StatusBadRequest)
		if said := text(doc.Find(".kern-alert--danger")); !strings.Contains(said, "gut.pdf: gespeichert") || !strings.Contains(said, "zusammen sind zu groß") {
			t.Errorf("said: %s", said)
		}
		if n := len(h.who(id).Documents); n != 1 {
			t.Errorf("%d documents", n)
		}
	})
}

func TestAnAnonymousCaseSaysWhyItHasNoDocuments(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		doc := h.page(h.get(bremen, "/cases/"+id+"/documents"), 200)
		if doc.Find("form[enctype]").Length() != 0 || !strings.Contains(text(doc.Find(".empty")), "einverstanden") {
			t.Errorf("shown: %s", text(doc.Find("main")))
		}
		doc = h.page(h.upload(bremen, id, "cv", file{"a.pdf", pdf}), http.StatusBadRequest)
		if said := text(doc.Find(".kern-alert--danger")); !strings.Contains(said, "Einwilligung") {
			t.Errorf("said: %s", said)
		}
		if who := h.who(id); len(who.Documents) != 0 {
			t.Error("kept all the same")
		}
	})
}

func TestADocumentIsDeletedForGood(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		h.keep(id, "zeugnis.pdf", pdf)
		link := "/cases/" + id + "/documents/" + h.who(id).Documents[0].ID
		doc := h.page(h.get(bremen, link+"/delete"), 200)
		if !strings.Contains(text(doc.Find("main")), "zeugnis.pdf") {
			t.Error("not said which")
		}
		h.page(h.post(munich, link+"/delete", form(doc)), http.StatusNotFound)
		h.page(h.post(bremen, link+"/delete", form(doc, "key", "none")), http.StatusBadRequest)
		if w := h.post(bremen, link+"/delete", form(doc)); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if h.page(h.get(bremen, link), http.StatusNotFound); len(h.who(id).Documents) != 0 {
			t.Error("still there")
		}
	})
}
