package office

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// documentsView is the page of the documents of the person of a case.
type documentsView struct {
	form
	*counselling.Detail
	names   map[string]string // of who stored them, by account
	results []result
}

// result is what became of one file of an upload.
type result struct {
	name string
	why  string // empty: it is kept
}

func (o *office) documents(w http.ResponseWriter, r *http.Request) error {
	return o.showDocuments(w, r, http.StatusOK, web.NewForm(), nil)
}

func (o *office) showDocuments(w http.ResponseWriter, r *http.Request, status int, typed *web.Form, results []result) error {
	d, err := o.known(r)
	if err != nil {
		return err
	}
	typed.Set("key", ident.Token()) // of the next files, never of those that were sent
	f, err := o.formOf(r, typed, nil)
	if err != nil {
		return err
	}
	var ids []string
	for i := range d.Who.Documents {
		ids = append(ids, d.Who.Documents[i].StoredBy)
	}
	names, err := o.accountNames(r, ids)
	if err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.document.title"))
	page.Crumbs = caseCrumbs(f.p, d.ID)
	return web.Render(w, r, status, documentsView{f, d, names, results}.view(page))
}

// accountNames are what accounts are called, each asked for once.
func (o *office) accountNames(r *http.Request, ids []string) (map[string]string, error) {
	slices.Sort(ids)
	return o.accounts.Names(r.Context(), slices.Compact(ids))
}

// identified says whether the person agreed that it is stored who they are: without that there are no documents.
func (v documentsView) identified() bool { return v.Who.Consent(person.PurposeIdentity) != nil }

// used is how many bytes all documents have together.
func (v documentsView) used() (sum int64) {
	for i := range v.Who.Documents {
		sum += v.Who.Documents[i].Size
	}
	return sum
}

func (v documentsView) failed() bool {
	return slices.ContainsFunc(v.results, func(r result) bool { return r.why != "" })
}

// sizeWords is a number of bytes as people read it.
func sizeWords(p *i18n.Printer, bytes int64) string {
	if bytes < 1<<20 {
		return p.Number(int((bytes+1023)>>10)) + "\u00A0KB"
	}
	if bytes%(1<<20) == 0 {
		return p.Number(int(bytes>>20)) + "\u00A0MB"
	}
	return p.Decimal(float64(bytes)/(1<<20), 1) + "\u00A0MB"
}

// upload takes several files at once. Each is kept as a whole or refused with a word, whatever becomes of the others.
func (o *office) upload(w http.ResponseWriter, r *http.Request) error {
	if _, err := o.recordable(r); err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "error.bad_request")
	}
	f := web.NewForm()
	var results []result
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = o.take(r, f, part, &results)
		} else {
			err = bodyError(err)
		}
		if tooLarge(err) {
			results = append(results, result{why: web.P(r).T("counselling.document.all_large", "Max", person.MaxDocuments>>20)})
			break
		}
		if err != nil {
			return err
		}
	}
	if len(results) == 0 && f.OK() {
		f.Fault("files", "error.required")
	}
	if !f.OK() || slices.ContainsFunc(results, func(r result) bool { return r.why != "" }) {
		return o.showDocuments(w, r, http.StatusBadRequest, f, results)
	}
	return doneAt(w, r, nil, caseURL(r.PathValue("id"), "documents"), "counselling.document.saved")
}

// tooLarge says whether a request was cut off because there is too much of it.
func tooLarge(err error) bool {
	large := new(http.MaxBytesError)
	return errors.As(err, &large)
}

// take reads one part of the form: what the files are, or a file. The fields come first, as the page has them.
func (o *office) take(r *http.Request, f *web.Form, part *multipart.Part, results *[]result) error {
	if part.FormName() != "files" {
		value, err := io.ReadAll(io.LimitReader(part, 100))
		f.Set(part.FormName(), string(value))
		return bodyError(err)
	}
	if part.FileName() == "" { // no file was chosen
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(part, person.MaxDocument+1))
	if err != nil {
		return bodyError(err)
	}
	if !ident.IsToken(f.Get("key")) {
		f.Fault("key", "counselling.error.key")
		return nil
	}
	n := person.NewDocument{Category: f.Get("category"), Name: part.FileName(), Claimed: part.Header.Get("Content-Type"), Content: content}
	err = o.cases.AddDocument(r.Context(), r.PathValue("id"), n, f.Get("key")+"/"+strconv.Itoa(len(*results)))
	why, err := refusal(web.P(r), err)
	*results = append(*results, result{part.FileName(), why})
	return err
}

// bodyError is what reading a request failed with: the reader's fault, unless there was too much of it.
func bodyError(err error) error {
	if err == nil || tooLarge(err) {
		return err
	}
	return errs.Wrap(err, errs.Invalid, "error.bad_request")
}

// refusal is why a file was not kept, in words, where that is for the reader to know.
func refusal(p *i18n.Printer, err error) (why string, other error) {
	var e *errs.Error
	switch {
	case err == nil:
		return "", nil
	case !errors.As(err, &e):
		return "", err
	case e.Kind == errs.Invalid && len(e.Fields) > 0:
		return p.T(e.Fields[0].Key, e.Fields[0].Args...), nil
	case e.Kind == errs.Conflict:
		return p.T(e.Key, e.Args...), nil
	}
	return "", err
}

// download sends a document to be kept by the reader. It opens nowhere within the program, whatever it is.
func (o *office) download(w http.ResponseWriter, r *http.Request) error {
	d, content, err := o.cases.OpenDocument(r.Context(), r.PathValue("id"), r.PathValue("part"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("Content-Length", strconv.FormatInt(d.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(w, content)
	return err
}

// documentRemoval asks before a document is deleted.
type documentRemoval struct {
	form
	*counselling.Detail
	document *person.Document
}

func (o *office) deleteDocumentForm(w http.ResponseWriter, r *http.Request) error {
	return o.showDeleteDocument(w, r, http.StatusOK)
}

func (o *office) showDeleteDocument(w http.ResponseWriter, r *http.Request, status int) error {
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(d.Who.Documents, func(doc person.Document) bool { return doc.ID == r.PathValue("part") })
	if i < 0 {
		return errs.Missing()
	}
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.document.delete"))
	page.Crumbs = append(caseCrumbs(f.p, d.ID), ui.NavItem{Label: f.p.T("counselling.document.title"), URL: caseURL(d.ID, "documents")})
	return web.Render(w, r, status, documentRemoval{f, d, &d.Who.Documents[i]}.view(page))
}

func (o *office) deleteDocument(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	if !f.OK() {
		return o.showDeleteDocument(w, r, http.StatusBadRequest)
	}
	err = o.cases.DeleteDocument(r.Context(), r.PathValue("id"), r.PathValue("part"), f.Get("key"))
	return doneAt(w, r, err, caseURL(r.PathValue("id"), "documents"), "counselling.document.deleted")
}
