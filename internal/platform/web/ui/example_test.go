package ui_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
)

// examplePage is a page with every part on it, for tests and for looking at.
func examplePage(p *i18n.Printer) templ.Component {
	page := ui.Page{
		Title: p.T("column.contact"), Path: "/example?site=s-1",
		Nav: []ui.NavItem{
			{Label: p.T("column.case"), URL: "/cases", Icon: "list", Current: true},
			{Label: p.T("column.measure"), URL: "/measures", Icon: "training"},
			{Label: p.T("column.network"), URL: "/networks", Icon: "network"},
			{Label: p.T("ui.total"), URL: "/figures", Icon: "chart"},
		},
		User:   &ui.User{Name: "counsellor@example.org", Place: p.T("code.role.counsellor"), ProfileURL: "/me", SignOutURL: "/sign-out"},
		Search: &ui.Search{URL: "/search", Label: p.T("shell.search")},
		Action: &ui.NavItem{Label: p.T("shell.new_contact"), URL: "/contacts/new", Icon: "add", Key: "n"},
		Crumbs: []ui.NavItem{{Label: p.T("column.site"), URL: "/sites"}, {Label: p.T("column.case"), URL: "/cases"}},
		Flash:  &ui.Message{Kind: ui.Success, Text: p.T("ui.success")},
	}
	return with(ui.Layout(page), figures(p), form(p), records(p), rest(p))
}

func figures(p *i18n.Printer) templ.Component {
	tile := func(value int, unit, label string) templ.Component {
		return ui.FigureTile(ui.Figure{Value: p.Number(value), Unit: p.Code("unit", unit), Label: label, Note: p.T("column.round"), About: text(label), URL: "/figures"})
	}
	return with(ui.Section(p.T("column.value")), with(ui.Figures(),
		tile(139412, "counsellings", p.Code("themes", "recognition")),
		tile(40655, "counsellings", p.Code("themes", "job_training")),
		tile(874, "measures", p.T("column.measure"))))
}

func form(p *i18n.Printer) templ.Component {
	wrong := ui.Field{Name: "held_on", Label: p.T("column.held_on"), Value: "31.02.2018", Error: p.T("error.date"), Required: true, Hint: p.T("ui.optional")}
	country := ui.Field{Name: "country", Label: p.T("column.country"), Value: "SY", Hint: p.T("ui.type_to_search"), List: "countries"}
	draft := ui.Draft{Path: "/example", Name: "column.contact", Owner: "mark", Word: p.T("draft.saved", "Time", "10:32"),
		Others: []ui.OtherDraft{{When: p.T("draft.of_today", "Time", "9:15"), Continue: "/example?draft=KEY", Discard: "/drafts/KEY/discard"}}}
	return list(ui.DraftNotice(draft), with(raw("<form method=post>", "</form>"),
		ui.ErrorSummary([]ui.Field{wrong}),
		ui.Progress(1, 3),
		ui.Date(wrong),
		ui.Date(ui.Field{Name: "left_on", Label: p.T("column.left_on"), Value: "2018-09-30"}),
		ui.Code(country, ui.CountryOptions(p)),
		ui.Datalist("countries", ui.CountryOptions(p)),
		ui.Code(ui.Field{Name: "residence_title", Label: p.T("column.residence_title")}, ui.CodeOptions(p, "residence_title", []string{"humanitarian", "family"})),
		ui.Text(ui.Field{Name: "title", Label: p.T("column.title"), Value: `<script>"`, MaxLength: 200}),
		ui.Number(ui.Field{Name: "minutes", Label: p.T("column.minutes"), Value: "45"}),
		ui.Email(ui.Field{Name: "email", Label: p.T("column.email"), Autocomplete: "username"}),
		ui.Password(ui.Field{Name: "password", Label: p.T("column.password"), Value: "never shown", Autocomplete: "current-password"}),
		ui.Select(ui.Field{Name: "employment", Label: p.T("column.employment"), Value: "employed"}, ui.CodeOptions(p, "employment", []string{"employed", "not_employed"})),
		ui.Radios(ui.Field{Name: "form", Label: p.T("column.form"), Value: "at_centre", Required: true}, ui.CodeOptions(p, "form", []string{"at_centre", "mobile", "phone"})),
		ui.Checkboxes(ui.Field{Name: "themes", Label: p.T("column.themes"), Values: []string{"recognition"}, Error: p.T("error.required")}, ui.CodeOptions(p, "themes", []string{"recognition", "job_training"})),
		ui.Checkbox(ui.Field{Name: "anonymous", Label: p.T("column.anonymous"), Value: "true"}),
		ui.TextArea(ui.Field{Name: "notes", Label: p.T("ui.details"), Value: "a\nb"}, 4),
		ui.File(ui.Field{Name: "bundle", Label: p.T("ui.export")}, ".zip"),
		with(ui.Actions(), ui.Submit(ui.Primary, p.T("ui.save")), ui.SubmitAs(ui.Secondary, p.T("ui.add"), "do", "draft"), ui.SaveDraft(draft), ui.LinkButton(ui.Tertiary, p.T("ui.cancel"), "/")),
		ui.DraftKeeper(draft)))
}

func records(p *i18n.Printer) templ.Component {
	columns := []ui.Column{{Label: p.T("column.case")}, {Label: p.T("column.nationality")}, {Label: p.T("column.residence_title")}, {Label: p.T("column.minutes"), Numeric: true}, {Label: p.T("ui.actions"), Hidden: true}}
	var rows strings.Builder
	for _, nationality := range []string{"SY", "PL", "UA", "XK"} {
		rows.WriteString(`<tr><th scope="row"><a href="/cases/1">C-4711</a></th><td>` + p.Country(nationality) + `</td><td>` + p.Code("residence_title", "humanitarian") +
			`</td><td class="number">` + p.Number(1045) + `</td><td><a href="/cases/1">` + p.T("ui.edit") + `</a></td></tr>`)
	}
	return list(with(ui.Table(p.N("ui.count", 4), columns), raw(rows.String(), "")), ui.Pager("/cases", "/cases?after=x"))
}

func rest(p *i18n.Printer) templ.Component {
	return list(
		ui.Tabs(p.T("ui.details"), []ui.NavItem{{Label: p.T("ui.details"), URL: "/a", Current: true}, {Label: p.T("ui.table"), URL: "/b"}}),
		with(ui.Beside(),
			with(raw("<div>", "</div>"), ui.Alert(ui.Info, p.T("ui.info")), with(ui.Alert(ui.Warning, p.T("ui.warning")), text(p.T("error.help.conflict"))),
				with(ui.Empty(p.T("error.title.not_found"), p.T("error.not_found")), ui.LinkButton(ui.Secondary, p.T("ui.reset"), "/")),
				with(ui.Details(p.T("ui.details"), false), text(p.T("error.form")))),
			with(ui.Panel(p.T("column.case")), ui.Summary([]ui.Row{
				{Label: p.T("column.sex"), Value: p.Code("sex", "female")},
				{Label: p.T("column.benefits"), Value: p.Code("benefits", "")},
				{Label: p.T("column.result"), Part: ui.Badge(ui.Success, p.Code("result", "exam_passed"))},
			}))))
}

// with is a component with its children.
func with(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, list(children...)), w)
	})
}

func list(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range parts {
			if err := part.Render(templ.ClearChildren(ctx), w); err != nil {
				return err
			}
		}
		return nil
	})
}

func raw(before, after string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		if _, err := io.WriteString(w, before); err != nil {
			return err
		}
		if err := children.Render(templ.ClearChildren(ctx), w); err != nil {
			return err
		}
		_, err := io.WriteString(w, after)
		return err
	})
}

func text(s string) templ.Component { return raw("<p>"+templ.EscapeString(s)+"</p>", "") }

func render(t *testing.T, lang string) *goquery.Document {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	p := b.Printer(lang)
	var out bytes.Buffer
	if err := examplePage(p).Render(i18n.WithPrinter(context.Background(), p), &out); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
