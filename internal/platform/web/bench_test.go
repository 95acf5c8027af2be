package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/a-h/templ"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// BenchmarkList is what the edge, the frame and a table of 50 rows cost, without a database.
func BenchmarkList(b *testing.B) {
	h := newHouse(b, map[string]http.Handler{"GET /cases": web.Func(func(w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, r, http.StatusOK, listPage(web.Page(r, "Fälle")))
	})})
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(http.MethodGet, "/cases?site=1", nil)
			r.Header.Set("Accept-Encoding", "gzip, br")
			r.Header.Set("Accept-Language", "de-DE,de;q=0.9,en;q=0.8")
			if w := h.do(r); w.Code != http.StatusOK {
				b.Fatal(w.Code)
			}
		}
	})
}

func listPage(page ui.Page) templ.Component {
	columns := []ui.Column{{Label: "Fall"}, {Label: "Datum"}, {Label: "Staatsangehörigkeit"}, {Label: "Aufenthalt"}, {Label: "Minuten", Numeric: true}}
	rows := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := i18n.From(ctx)
		day := clock.MustDay("2018-09-30")
		for i := range 50 {
			for _, s := range []string{
				`<tr><th scope="row"><a href="/cases/`, p.Number(i), `">C-`, p.Number(4711 + i), `</a></th><td>`, p.DateShort(day - clock.Day(i)), `</td><td>`,
				templ.EscapeString(p.Country("SY")), `</td><td>`, templ.EscapeString(p.Code("residence_title", "toleration")), `</td><td class="number">`, p.Number(i * 7), `</td></tr>`,
			} {
				if _, err := io.WriteString(w, s); err != nil {
					return err
				}
			}
		}
		return nil
	})
	table := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Table("Fälle", columns).Render(templ.WithChildren(ctx, rows), w)
	})
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Layout(page).Render(templ.WithChildren(ctx, table), w)
	})
}
