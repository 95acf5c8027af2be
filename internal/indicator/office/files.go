package office

import (
	"bytes"
	"context"

	"openiq/internal/indicator/report"
	"openiq/internal/platform/pdf"
)

// sheetFiles makes PDF files of sheets, one at a time. Those of published sheets are kept: they never change, there is one
// for each cut-off and language, and everybody may ask for them.
type sheetFiles struct {
	turn chan struct{} // guards kept
	kept map[string][]byte
}

func newSheetFiles() *sheetFiles {
	return &sheetFiles{turn: make(chan struct{}, 1), kept: map[string][]byte{}}
}

func (f *sheetFiles) pdf(ctx context.Context, s shownSheet) ([]byte, error) {
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	key := ""
	if s.published != nil {
		key = s.published.ID + " " + s.P.Lang()
	}
	if file, ok := f.kept[key]; ok {
		return file, nil
	}
	var html bytes.Buffer
	if err := report.SheetHTML(ctx, &html, s.Words, s.Sheet); err != nil {
		return nil, err
	}
	file, err := pdf.FromHTML(ctx, html.Bytes())
	if err == nil && key != "" {
		f.kept[key] = file
	}
	return file, err
}
