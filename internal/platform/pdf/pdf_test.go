package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/pdf"
)

const document = `<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Faktenblatt</title>
<style>@page { size: A4 } h1 { break-before: page }</style></head>
<body><p>erste Seite</p><h1>zweite Seite</h1><script>document.body.append("<h1>dritte</h1>")</script></body></html>`

func TestAPageBecomesATaggedDocument(t *testing.T) {
	file, err := pdf.FromHTML(context.Background(), []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		t.Fatalf("it begins with %q", file[:min(8, len(file))])
	}
	for _, part := range []string{"/MarkInfo <</Type /MarkInfo\n/Marked true>>", "/StructTreeRoot", "/Lang (de)", "/Count 2"} {
		if !bytes.Contains(file, []byte(part)) {
			t.Errorf("the file has no %q", part)
		}
	}
}

func TestWithoutChromiumItSaysSo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := pdf.FromHTML(context.Background(), []byte(document))
	if !errors.Is(err, pdf.ErrNoBrowser) || errs.KindOf(err) != errs.Unavailable {
		t.Errorf("%v", err)
	}
}

func TestNobodyIsWaitedForWhoWentAway(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pdf.FromHTML(ctx, []byte(document)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
