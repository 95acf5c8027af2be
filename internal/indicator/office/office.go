package office

import (
	"context"
	"net/http"

	"openiq/internal/account"
	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// Structure gives the network's structure: names and rounds. programme.Service is one.
type Structure interface {
	Directory(ctx context.Context) (*programme.Directory, error)
}

// office is the face with what it needs.
type office struct {
	engine    *indicator.Engine
	structure Structure
	work      Work
	files     *sheetFiles
	checking  chan struct{} // one sheet is computed anew at a time: each reads all facts there are
	exporting chan struct{} // so many files of records are made at a time: each holds a core, and memory
	snapshots *snapshots
	reminders []Reminder
}

// Reminder is what another room wants somebody to see at the beginning of the day: a line that leads to where it is; an empty
// label says that there is nothing.
type Reminder func(r *http.Request) (ui.NavItem, error)

const mostExports = 2

// Routes are the face's addresses. The start page has the reminders of other rooms.
func Routes(engine *indicator.Engine, structure Structure, work Work, reminders ...Reminder) []web.Route {
	o := office{engine, structure, work, newSheetFiles(), make(chan struct{}, 1), make(chan struct{}, mostExports), &snapshots{clock: engine.Clock(), kept: map[area]*snapshot{}}, reminders}
	return []web.Route{
		{Pattern: "GET /start", Action: authz.SignedIn, Handler: o.start},
		{Pattern: "GET /figures", Action: account.FiguresRead, Handler: o.figures},
		{Pattern: "GET /figures.csv", Action: account.FiguresRead, Handler: o.figuresCSV},
		{Pattern: "GET /figures.json", Action: account.FiguresRead, Handler: o.figuresJSON},
		{Pattern: "GET /figures.xlsx", Action: account.FiguresRead, Handler: o.figuresXLSX},
		{Pattern: "GET /figures/values.json", Action: account.FiguresRead, Handler: o.values},
		{Pattern: "GET /figures/definitions", Action: authz.SignedIn, Handler: o.definitions},
		{Pattern: "GET /figures/definitions/{indicator}", Action: authz.SignedIn, Handler: o.definition},
		{Pattern: "GET /figures/records", Action: account.CaseRead, Handler: o.showRecords},
		{Pattern: "GET /figures/records.csv", Action: account.CaseRead, Handler: o.recordsCSV},
		{Pattern: "GET /figures/records.xlsx", Action: account.CaseRead, Handler: o.recordsXLSX},
		{Pattern: "GET /factsheets", Action: account.SheetRead, Handler: o.sheets},
		{Pattern: "GET /factsheets/{sheet}/{cutoff}", Action: account.SheetRead, Handler: o.sheet},
		{Pattern: "GET /factsheets/{sheet}/{cutoff}/check", Action: account.SheetRead, Handler: o.check},
		{Pattern: "GET /factsheets/{sheet}/{cutoff}/publish", Action: account.SheetPublish, Handler: o.confirm},
		{Pattern: "POST /factsheets/{sheet}/{cutoff}/publish", Action: account.SheetPublish, Handler: o.publish},
		{Pattern: "GET /sheets", Action: authz.Public, Handler: o.publicSheets},
		{Pattern: "GET /sheets/{sheet}/{cutoff}", Action: authz.Public, Handler: o.publicSheet},
	}
}

// words are the reader's words with the names of the structure: all of one language, also where only the frame of the
// pages is translated into the reader's.
func (o office) words(ctx context.Context) (report.Words, *programme.Directory, error) {
	d, err := o.structure.Directory(ctx)
	if err != nil {
		return report.Words{}, nil, err
	}
	return report.Words{P: i18n.From(ctx).Content(), Names: report.NamesIn(d)}, d, nil
}
