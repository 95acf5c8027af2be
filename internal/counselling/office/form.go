package office

import (
	"net/http"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// formOf is a form with its questions and a fresh key, for a reader.
func (o *office) formOf(r *http.Request, typed *web.Form, questions []question) (form, error) {
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return form{}, err
	}
	if !isKey(typed.Get("key")) {
		typed.Set("key", ident.Token())
	}
	return form{Form: typed, p: web.P(r), today: d.Today(), questions: questions}, nil
}

// readForm reads a posted form. One without a key of ours is shown again: nobody could tell its repetition.
func (o *office) readForm(r *http.Request, questions []question) (form, error) {
	typed, err := web.ReadForm(r)
	if err != nil {
		return form{}, err
	}
	if !isKey(typed.Get("key")) {
		typed.Fault("key", "counselling.error.key")
	}
	return o.formOf(r, typed, questions)
}

// isKey says whether a text may be a token of package ident: 26 characters of base 32.
func isKey(s string) bool {
	return len(s) == 26 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// refused says whether to show the form again: something was wrong before the command or is now.
func (f form) refused(err error) bool {
	return f.Absorb(err) || err == nil && !f.OK()
}

// contactSites are the centres at which a contact of a case may have been held: those of the project in charge.
func (o *office) contactSites(r *http.Request, d *counselling.Detail) ([]ui.Option, error) {
	structure, err := o.structure.Directory(r.Context())
	if err != nil {
		return nil, err
	}
	own := structure.Site(d.Site())
	if own == nil {
		return nil, nil
	}
	return siteOptions(structure, structure.SitesOf(own.ProjectID)), nil
}
