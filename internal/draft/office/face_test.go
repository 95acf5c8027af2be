package office_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// notes is a face with one form, as others are: the notes of a case, all versions of it, with a check and a version.
type notes struct {
	drafts web.Drafts
	sync.Mutex
	texts map[string][]string // by case
}

func (n *notes) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /notes/{id}", Action: authz.SignedIn, Handler: n.open},
		{Pattern: "POST /notes/{id}", Action: authz.SignedIn, Handler: n.save},
	}
}

func (n *notes) of(id string) []string {
	n.Lock()
	defer n.Unlock()
	return slices.Clone(n.texts[id])
}

func (n *notes) open(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm("key", ident.Token(), "version", strconv.Itoa(len(n.of(r.PathValue("id")))))
	if _, err := n.drafts.Fill(r, f); err != nil {
		return err
	}
	return n.show(w, r, http.StatusOK, f)
}

func (n *notes) show(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	d, err := n.drafts.Show(r, f, "counselling.contact.new")
	if err != nil {
		return err
	}
	return web.Render(w, r, status, page(web.Page(r, "Notizen"), status, f, d))
}

func (n *notes) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	switch {
	case f.Get("notes") == "":
		f.Fault("notes", "error.required")
		return n.show(w, r, http.StatusBadRequest, f)
	case f.Get("version") != strconv.Itoa(len(n.of(id))):
		return n.show(w, r, http.StatusConflict, f)
	}
	n.Lock()
	n.texts[id] = append(n.texts[id], f.Get("notes"))
	n.Unlock()
	if err := n.drafts.Done(r.Context(), f.Get("key")); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "counselling.contact.saved")
	web.Redirect(w, r, r.URL.Path)
	return nil
}

// page puts the parts of a form that keeps drafts where they belong.
func page(frame ui.Page, status int, f *web.Form, d ui.Draft) templ.Component {
	return part(func(ctx context.Context) []templ.Component {
		p := i18n.From(ctx)
		themes := ui.CodeOptions(p, "themes", []string{"recognition", "job_training"})
		above := []templ.Component{ui.DraftNotice(d)}
		if status == http.StatusConflict {
			above = append(above, ui.Alert(ui.Warning, p.T("counselling.conflict.title")))
		}
		return []templ.Component{within(ui.Layout(frame), append(above, within(element("form", `class="test" method="post"`),
			ui.ErrorSummary(f.Wrong(p, func(string) string { return "Notizen" })),
			element("input", `type="hidden" name="key" value="`+templ.EscapeString(f.Get("key"))+`"`),
			element("input", `type="hidden" name="version" value="`+templ.EscapeString(f.Get("version"))+`"`),
			ui.TextArea(f.Field(p, "notes", "Notizen"), 6),
			ui.Checkboxes(f.Field(p, "themes", p.T("column.themes")), themes),
			within(ui.Actions(), ui.Submit(ui.Primary, p.T("ui.save")), ui.SaveDraft(d)),
			ui.DraftKeeper(d)))...)}
	})
}

// part renders what a function makes for the reader.
func part(parts func(ctx context.Context) []templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, c := range parts(ctx) {
			if err := c.Render(templ.ClearChildren(ctx), w); err != nil {
				return err
			}
		}
		return nil
	})
}

// within is a component with its children.
func within(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		inner := part(func(context.Context) []templ.Component { return children })
		return outer.Render(templ.WithChildren(ctx, inner), w)
	})
}

// element is an element of HTML about its children.
func element(name, attributes string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, "<"+name+" "+attributes+">"); err != nil || name == "input" {
			return err
		}
		if err := templ.GetChildren(ctx).Render(templ.ClearChildren(ctx), w); err != nil {
			return err
		}
		_, err := io.WriteString(w, "</"+name+">")
		return err
	})
}
