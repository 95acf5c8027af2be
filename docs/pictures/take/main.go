// Command take makes the pictures of the README anew, from a demo that is being served:
//
//	make demo                        # in one terminal
//	go run ./docs/pictures/take      # in another
//
// It needs Chromium. The demo is invented, so no real person is in a picture.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// picture is one page as one role sees it.
type picture struct {
	name, role, path, lang string
	width, height          int    // of the window; a picture shows nothing below it
	from                   string // CSS selector of what stands at the top of the window; empty: the page's top
}

var pictures = []picture{
	{"portal", "counsellor", "/de/", "de", 1100, 980, ""},
	{"answer-phone", "counsellor", "/ar/finder/answer?occupation=nurse&country=SY&place=86150", "ar", 390, 1500, ""},
	{"centres", "counsellor", "/de/centres?q=86150", "de", 1100, 900, "#results"},
	{"appointment-phone", "counsellor", "/ar/appointments/new?centre=s26-021", "ar", 390, 1500, ""},
	{"cases", "counsellor", "/cases", "en", 1440, 860, ""},
	{"case", "counsellor", "", "en", 1280, 960, ""}, // the first of the list
	{"new-case-phone", "counsellor", "/cases/new", "de", 390, 844, ""},
	{"figures", "analyst", "/figures?indicator=counselling.cases.new&round=r2015&cutoff=2018-09-30&by1=country", "en", 1280, 960, ""},
	{"network", "coordinator", "/network", "en", 1280, 960, "svg[role=img]"},
	{"arabic", "counsellor", "/cases", "ar", 1280, 700, ""},
	{"factsheet", "analyst", "/factsheets/at-a-glance-2018/2018-09-30", "de", 1360, 1300, ""},
}

func main() {
	at := flag.String("at", "http://127.0.0.1:8080", "where the demo is served")
	password := flag.String("password", "Beratung-ist-kostenlos", "of the demo's accounts")
	into := flag.String("into", "docs/pictures", "folder for the pictures")
	flag.Parse()
	if err := take(*at, *password, *into); err != nil {
		fmt.Fprintln(os.Stderr, "take:", err)
		os.Exit(1)
	}
}

func take(at, password, into string) error {
	ctx, stop, err := browser()
	if err != nil {
		return err
	}
	defer stop()
	for _, p := range pictures {
		client, err := signIn(at, p.role+"@demo.example", password)
		if err != nil {
			return err
		}
		if p.path == "" {
			if p.path, err = firstCase(client, at); err != nil {
				return err
			}
		}
		shot, err := p.show(ctx, client, at)
		if err == nil {
			shot, err = smaller(shot)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(into, p.name+".png"), shot, 0o644)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Printf("%-16s %4d KB\n", p.name, len(shot)>>10)
	}
	return nil
}

// signIn is a client with the session of an account.
func signIn(at, email, password string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, Timeout: time.Minute}
	answer, err := client.PostForm(at+"/signin", url.Values{"email": {email}, "password": {password}})
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.Request.URL.Path == "/signin" {
		return nil, errors.New("cannot sign in as " + email)
	}
	return client, nil
}

var caseLink = regexp.MustCompile(`<th scope="row"[^>]*><a href="(/cases/[^/"?]+)"`)

// firstCase is the address of the case advised last.
func firstCase(client *http.Client, at string) (string, error) {
	answer, err := client.Get(at + "/cases")
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	page := make([]byte, 1<<20)
	n := 0
	for err == nil && n < len(page) {
		var more int
		more, err = answer.Body.Read(page[n:])
		n += more
	}
	for _, link := range caseLink.FindAllSubmatch(page[:n], -1) {
		if path := string(link[1]); path != "/cases/new" {
			return path, nil
		}
	}
	return "", errors.New("the list shows no case")
}

// browser starts a Chromium without a window that asks no other host than this machine.
func browser() (context.Context, func(), error) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		return nil, nil, err
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(program), chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost")}
	for _, name := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(name, true))
	}
	ctx, release := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(ctx)
	return ctx, func() { end(); release() }, chromedp.Do(ctx)
}

// show is the page in a tab of its own, as PNG.
func (p picture) show(ctx context.Context, client *http.Client, at string) ([]byte, error) {
	ctx, closeTab := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	defer closeTab()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		return nil, err
	}
	home, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	cookies := append(client.Jar.Cookies(home), &http.Cookie{Name: "lang", Value: p.lang})
	for _, c := range cookies {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: at}); err != nil {
			return nil, err
		}
	}
	size := emulation.SetDeviceMetricsOverrideParams{Width: int64(p.width), Height: int64(p.height), DeviceScaleFactor: 1}
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, size); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(at+p.path)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("document.fonts.ready.then(() => true)", chromedp.EvalAwaitPromise)); err != nil {
		return nil, err
	}
	if p.from != "" {
		scroll := fmt.Sprintf("document.querySelector(%q).scrollIntoView() === undefined", p.from)
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](scroll)); err != nil {
			return nil, err
		}
	}
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}
