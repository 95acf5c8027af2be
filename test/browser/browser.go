// Package browser lets tests look at pages as people do: in a real Chromium,
// at any width, in any language, light or dark, with and without JavaScript.
//
//	b := browser.New(t)
//	p := b.Open(url, browser.View{Width: 390, Lang: "ar", Dark: true})
//	browser.Clean(t, p.Axe(), p.Overflow(), p.Keyboard(), p.Console(), browser.ValidHTML(p.Source()))
//
// A check returns the problems that it found, one readable line each; no
// problem means the page passed. What is missing on the machine (Chromium, the
// npm packages of test/package.json) fails the test. Nothing is skipped.
package browser

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Browser is a Chromium without a window. Its pages share cookies.
type Browser struct {
	t   testing.TB
	ctx context.Context
}

// New starts a Chromium that ends with the test.
func New(t testing.TB) *Browser {
	t.Helper()
	program, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	allocator, release := chromedp.NewExecAllocator(context.Background(), flags(program)...)
	t.Cleanup(release)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("browser: start %s: %v", program, err)
	}
	return &Browser{t: t, ctx: ctx}
}

// Private returns the same Chromium with no cookies: another visitor.
func (b *Browser) Private() *Browser {
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	b.t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		b.t.Fatalf("browser: %v", err)
	}
	return &Browser{t: b.t, ctx: ctx}
}

// SetCookie hands the browser a cookie for the address, for instance that of a
// session which the test has opened over plain HTTP.
func (b *Browser) SetCookie(url string, c *http.Cookie) {
	b.t.Helper()
	params := network.SetCookieParams{Name: c.Name, Value: c.Value, URL: url, HTTPOnly: &c.HttpOnly, Secure: &c.Secure}
	if _, err := chromedp.Call(b.ctx, network.SetCookie, params); err != nil {
		b.t.Fatalf("browser: set cookie %s: %v", c.Name, err)
	}
}

// Clean fails the test with every problem that the checks found.
func Clean(t testing.TB, checks ...[]string) {
	t.Helper()
	for _, problems := range checks {
		for _, problem := range problems {
			t.Error(problem)
		}
	}
}

// chromium finds the installed browser under its names on Debian and elsewhere.
func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("browser: Chromium is not installed: apt-get install chromium")
}

// flags make Chromium quiet: no window, no profile, no talk with its maker. No
// host but this machine resolves, so that a page which asks elsewhere shows it.
func flags(program string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"),
		chromedp.Flag("password-store", "basic"),
	}
	for _, name := range []string{
		"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "no-default-browser-check",
		"disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage",
		"hide-scrollbars", "mute-audio",
	} {
		options = append(options, chromedp.Flag(name, true))
	}
	return options
}

// testFolder is the repository's folder test, found from wherever the test runs.
func testFolder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		folder := filepath.Join(dir, "test")
		if _, err := os.Stat(filepath.Join(folder, "package.json")); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("browser: no test/package.json in any folder above")
		}
		dir = parent
	}
}
