package office

import (
	"errors"
	"net/http"
	"strconv"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// editView is the form of a record.
type editView struct {
	page   ui.Page
	form   *web.Form
	fields []field
	cancel string
	notice string     // message key above the form; may be empty
	theirs []conflict // what somebody else stored meanwhile
	kind   programme.Kind
}

// conflict is a column whose stored value is not what was typed.
type conflict struct{ label, stored, typed string }

// isKey says whether a form's idempotency key may be one that this program made.
func isKey(key string) bool { return len(key) >= 16 && len(key) <= 64 }

// withKey gives a form its idempotency key, so that sending it twice stores it once.
func withKey(f *web.Form) *web.Form {
	if !isKey(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	return f
}

func (o *office) addForm(k programme.Kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !programme.MayAdd(r.Context(), k) {
			return authz.Require(r.Context(), programme.ActionEdit, authz.Target{})
		}
		d, err := o.programme.Directory(r.Context())
		if err != nil {
			return err
		}
		f := web.ReadQuery(r) // may name what the new record belongs to
		if round := d.RoundOn(d.Today()); round != nil && f.Get("round_id") == "" {
			f.Set("round_id", round.ID)
		}
		return o.showForm(w, r, http.StatusOK, d, k, "", f, nil)
	}
}

func (o *office) editForm(k programme.Kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		rec, err := o.programme.Open(r.Context(), k, r.PathValue("id"))
		if err != nil {
			return err
		}
		d, err := o.programme.Directory(r.Context())
		if err != nil {
			return err
		}
		f := formOf(rec)
		f.Set("version", strconv.FormatInt(rec.Version, 10))
		return o.showForm(w, r, http.StatusOK, d, k, rec.ID, f, nil)
	}
}

func (o *office) showForm(w http.ResponseWriter, r *http.Request, status int, d *programme.Directory, k programme.Kind, id string, f *web.Form, theirs []conflict) error {
	p := web.P(r)
	v := editView{kind: k, form: withKey(f), fields: fieldsFor(r.Context(), p, d, k, f), theirs: theirs, cancel: list(k)}
	if id == "" {
		v.page = inner(r, k, p.T("programme.add."+string(k)))
	} else {
		v.page = inner(r, k, p.T("programme.edit.title", "Name", d.Name(k, id)), ui.NavItem{Label: d.Name(k, id), URL: address(k, id)})
		v.cancel = address(k, id)
		if key := "programme.edit.notice." + string(k); p.Has(key) {
			v.notice = key
		}
	}
	return web.Render(w, r, status, editPage(v))
}

func (o *office) save(k programme.Kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		d, err := o.programme.Directory(r.Context())
		if err != nil {
			return err
		}
		id := r.PathValue("id")
		version, _ := strconv.ParseInt(f.Get("version"), 10, 64) // a broken one is no version that is stored
		edit := programme.Edit{Kind: k, ID: id, Version: version, Cells: cellsOf(r.Context(), web.P(r), d, k, f), Key: withKey(f).Get("key")}
		stored, err := o.programme.Save(r.Context(), edit)
		var stale *programme.Stale
		switch {
		case err == nil:
			web.Flash(w, r, ui.Success, "programme.saved")
			web.Redirect(w, r, address(k, stored))
			return nil
		case errors.As(err, &stale):
			f.Set("version", strconv.FormatInt(stale.Stored.Version, 10))
			return o.showForm(w, r, http.StatusConflict, d, k, id, f, differing(r, d, stale.Stored, edit.Cells))
		case f.Absorb(err):
			return o.showForm(w, r, http.StatusBadRequest, d, k, id, f, nil)
		}
		return err
	}
}

// differing puts what is stored beside what was typed.
func differing(r *http.Request, d *programme.Directory, stored programme.Record, typed map[string]string) []conflict {
	p := web.P(r)
	var out []conflict
	for _, c := range columnsFor(r.Context(), stored.Kind) {
		if a, b := stored.Cells[c.Name], typed[c.Name]; a != b {
			out = append(out, conflict{label(p, c.Name), text(p, d, c, a), text(p, d, c, b)})
		}
	}
	return out
}

// deleteView asks whether a record shall be deleted.
type deleteView struct {
	page    ui.Page
	form    *web.Form
	facts   []ui.Row
	cancel  string
	inUse   []string // record types that still refer to it
	changed bool     // somebody changed it meanwhile
}

func (o *office) deleteForm(k programme.Kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		return o.showDelete(w, r, http.StatusOK, k, web.NewForm(), deleteView{})
	}
}

func (o *office) showDelete(w http.ResponseWriter, r *http.Request, status int, k programme.Kind, f *web.Form, v deleteView) error {
	rec, err := o.programme.Open(r.Context(), k, r.PathValue("id"))
	if err != nil {
		return err
	}
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	p := web.P(r)
	f.Set("version", strconv.FormatInt(rec.Version, 10))
	v.form, v.facts, v.cancel = withKey(f), facts(p, d, rec), back(rec)
	name := d.Name(k, rec.ID)
	if k == programme.KindTransfer {
		name = noun(p, k)
	}
	v.page = inner(r, k, p.T("programme.delete.title", "Name", name))
	return web.Render(w, r, status, deletePage(v))
}

// back is the page of a record; for a transfer that of its project.
func back(rec programme.Record) string {
	if rec.Kind == programme.KindTransfer {
		return address(programme.KindProject, rec.Cells["project_id"])
	}
	return address(rec.Kind, rec.ID)
}

func (o *office) delete(k programme.Kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		d, err := o.programme.Directory(r.Context())
		if err != nil {
			return err
		}
		rec, listed := d.Record(k, r.PathValue("id")) // not listed when the form is sent twice
		version, _ := strconv.ParseInt(f.Get("version"), 10, 64)
		err = o.programme.Delete(r.Context(), k, r.PathValue("id"), version, withKey(f).Get("key"))
		var used *programme.InUse
		var stale *programme.Stale
		switch {
		case err == nil:
			web.Flash(w, r, ui.Success, "programme.deleted")
			if listed && k == programme.KindTransfer {
				web.Redirect(w, r, back(rec))
			} else {
				web.Redirect(w, r, list(k))
			}
			return nil
		case errors.As(err, &used):
			return o.showDelete(w, r, http.StatusConflict, k, f, deleteView{inUse: used.By})
		case errors.As(err, &stale):
			return o.showDelete(w, r, http.StatusConflict, k, f, deleteView{changed: true})
		}
		return err
	}
}
