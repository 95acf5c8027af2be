package pdf

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"openiq/internal/platform/errs"
)

// patience is how long one document may take, waiting for others not included.
const patience = 45 * time.Second

// turn lets one document through at a time: a browser takes more memory than the rest of the program.
var turn = make(chan struct{}, 1)

// ErrNoBrowser says that this machine has no Chromium: errs.Unavailable.
var ErrNoBrowser = errs.New(errs.Unavailable, "error.pdf_browser")

// FromHTML prints a whole HTML document, which brings its styles and fonts along: nothing is loaded from anywhere, and no
// script runs. Size and margins of the paper are those of its @page rule. The error is [ErrNoBrowser] without a Chromium.
func FromHTML(ctx context.Context, html []byte) ([]byte, error) {
	program, err := chromium()
	if err != nil {
		return nil, err
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ctx, stop := start(ctx, program)
	defer stop()
	file, err := printed(ctx, string(html))
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return file, nil
}

// printed shows the document in an empty tab and prints it.
func printed(ctx context.Context, html string) ([]byte, error) {
	if err := scripts(ctx, false); err != nil {
		return nil, err
	}
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	content := page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: html}
	if _, err := chromedp.Call(ctx, page.SetDocumentContent, content); err != nil {
		return nil, err
	}
	if err := fontsReady(ctx); err != nil {
		return nil, err
	}
	yes := true
	out, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{
		PrintBackground: &yes, PreferCSSPageSize: &yes, GenerateTaggedPDF: &yes, GenerateDocumentOutline: &yes,
	})
	return out.Data, err
}

// fontsReady waits for the document's fonts. The question is the only script that runs: the document's own were left out
// when it was read.
func fontsReady(ctx context.Context) error {
	if err := scripts(ctx, true); err != nil {
		return err
	}
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("document.fonts.ready.then(() => true)", chromedp.EvalAwaitPromise))
	return err
}

// scripts switches JavaScript on or off.
func scripts(ctx context.Context, on bool) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	return err
}

// chromium finds the installed browser under its names on Debian and elsewhere.
func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// start starts a browser without a window, which ends with stop. No host resolves for it.
func start(ctx context.Context, program string) (_ context.Context, stop func()) {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("password-store", "basic"),
		chromedp.Flag("no-sandbox", os.Geteuid() == 0), // Chromium has no sandbox for root, as in most containers
	}
	for _, name := range []string{"headless", "disable-gpu", "no-first-run", "no-default-browser-check", "disable-background-networking",
		"disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars", "mute-audio"} {
		options = append(options, chromedp.Flag(name, true))
	}
	ctx, release := chromedp.NewExecAllocator(ctx, options...)
	ctx, closeTab := chromedp.NewContext(ctx)
	return ctx, func() {
		closeTab()
		release()
	}
}
