package office

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/translation"
	"openiq/locale"
)

// listView is a page of the list of texts.
type listView struct {
	*scene
	rows        []*translation.Entry
	total       int
	first, next string
}

// pageSize is how many texts a page has.
const pageSize = 100

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, "")
	if err != nil {
		return err
	}
	s.page.Title = s.names[s.lang.Tag]
	v := listView{scene: s, rows: s.found()}
	v.total = len(v.rows)
	if after := s.query.Get("after"); after != "" {
		if i := slices.IndexFunc(v.rows, func(e *translation.Entry) bool { return e.Key == after }); i >= 0 {
			v.rows = v.rows[i+1:]
		}
		v.first = s.listURL()
	}
	if len(v.rows) > pageSize {
		v.rows = v.rows[:pageSize]
		v.next = web.With(r, "after", v.rows[pageSize-1].Key)
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// choices are what to list only.
func (s *scene) choices() []ui.Option {
	var all []ui.Option
	for _, only := range translation.Choices {
		all = append(all, ui.Option{Value: only, Label: s.p.T("translation.only." + only)})
	}
	return all
}

// brief is a text in a line.
func brief(text *locale.Text) string {
	if text == nil {
		return ""
	}
	words := text.Plain
	if text.Forms != nil {
		words = text.Forms["other"]
		if words == "" {
			words = text.Forms["many"]
		}
	}
	const most = 120 // characters
	if letters := []rune(words); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return strings.TrimSpace(words)
}

// export sends the texts that the filters leave, for translation tools.
func (o *office) export(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, "")
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := translation.WritePO(&file, s.lang.Tag, s.found(), clock.InstantOf(o.clock.Now())); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/x-gettext-translation; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="openiq-`+s.lang.Tag+`.po"`)
	h.Set("Cache-Control", "no-store")
	_, err = w.Write(file.Bytes())
	return err
}
