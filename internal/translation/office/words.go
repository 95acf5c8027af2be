package office

import (
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
	"openiq/internal/translation"
)

func languageColumns(p *i18n.Printer) []ui.Column {
	return []ui.Column{{Label: p.T("translation.field.language")}, {Label: p.T("translation.state.translated"), Numeric: true},
		{Label: p.T("translation.state.missing"), Numeric: true}, {Label: p.T("translation.state.outdated"), Numeric: true},
		{Label: p.T("translation.state.reviewed"), Numeric: true}, {Label: p.T("translation.field.status")}}
}

// kindOf is the tone in which a report is told.
func kindOf(r *translation.Report) ui.Kind {
	switch {
	case len(r.Refusals()) > 0:
		return ui.Warning
	case r.Stored:
		return ui.Success
	}
	return ui.Info
}

// titleOf says in a line what an import did.
func titleOf(r *translation.Report) string {
	switch {
	case r.Stored:
		return "translation.imported"
	case len(r.Refusals()) > 0:
		return "translation.not_imported"
	}
	return "translation.nothing_new"
}
