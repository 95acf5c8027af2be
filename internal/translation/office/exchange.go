package office

import (
	"errors"
	"io"
	"net/http"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/translation"
)

// importView is the form of an import with what the last one did.
type importView struct {
	*scene
	form   *web.Form
	report *translation.Report
}

// mostRefusals is how many refused texts a page lists.
const mostRefusals = 200

func (o *office) importScene(r *http.Request) (*importView, error) {
	s, err := o.scene(r, web.P(r).T("translation.import"))
	if err != nil {
		return nil, err
	}
	s.below()
	return &importView{scene: s, form: web.NewForm("key", ident.Token())}, nil
}

func (o *office) importForm(w http.ResponseWriter, r *http.Request) error {
	v, err := o.importScene(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, importPage(v))
}

// mostFile is the most bytes of a file; all texts of a language need far less.
const mostFile = 8 << 20

func (o *office) takeOver(w http.ResponseWriter, r *http.Request) error {
	v, err := o.importScene(r)
	if err != nil {
		return err
	}
	raw, err := v.read(w, r)
	if err != nil {
		return err
	}
	if len(raw) == 0 {
		v.form.Fault("file", "error.required")
		return web.Render(w, r, http.StatusBadRequest, importPage(v))
	}
	v.report, err = o.texts.Import(r.Context(), v.lang.Tag, raw, v.form.Get("partial") == "true", v.form.Get("reviewed") == "true", v.form.Get("key"))
	v.form.Set("key", ident.Token())
	status := http.StatusOK
	switch wrong := errs.KindOf(err); {
	case err == nil && len(v.report.Refusals()) > 0:
		status = http.StatusBadRequest
	case err == nil:
	case wrong == errs.Invalid || wrong == errs.Conflict:
		var e *errs.Error
		errors.As(err, &e)
		v.form.Fault("file", e.Key, e.Args...)
		v.report, status = nil, web.StatusOf(err)
	default:
		return err
	}
	return web.Render(w, r, status, importPage(v))
}

// read takes the file and the fields of the form.
func (v *importView) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostFile)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "error.bad_request")
	}
	var raw []byte
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			if !ident.IsToken(v.form.Get("key")) {
				v.form.Set("key", ident.Token())
			}
			return raw, nil
		}
		if err != nil {
			return nil, badBody(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, badBody(err)
		}
		if part.FormName() == "file" {
			raw = content
		} else {
			v.form.Set(part.FormName(), string(content))
		}
	}
}

// badBody is what is wrong with a form that broke off: too large, or not understood.
func badBody(err error) error {
	if web.StatusOf(err) == http.StatusRequestEntityTooLarge {
		return err
	}
	return errs.Wrap(err, errs.Invalid, "error.bad_request")
}

// counts say how many texts had which outcome.
func (v *importView) counts() []ui.Row {
	var rows []ui.Row
	for _, o := range []translation.Outcome{translation.Added, translation.Changed, translation.Unchanged, translation.Open, translation.Refused} {
		if n := v.report.Count(o); n > 0 {
			rows = append(rows, ui.Row{Label: v.p.T("translation.outcome." + string(o)), Value: v.p.Number(n)})
		}
	}
	return rows
}

// refusals are the first of what was refused.
func (v *importView) refusals() []translation.Finding {
	all := v.report.Refusals()
	return all[:min(len(all), mostRefusals)]
}

func (v *importView) label(name string) string { return v.p.T("translation.field." + name) }

func (v *importView) field(name string) ui.Field { return v.form.Field(v.p, name, v.label(name)) }
