package bench

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"openiq/internal/app"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/ident"
)

// clients is how many counsellors work at the same time.
const clients = 8

// counsellor is somebody signed in, with a connection of their own.
type counsellor struct {
	base   string
	client *http.Client
}

// serve starts the program on a port of this machine and signs the clients in.
func serve(b *testing.B, n network, email string) []*counsellor {
	b.Helper()
	p := n.program(b, n.open(b))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: p.Handler(), ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })
	all := make([]*counsellor, clients)
	for i := range all {
		jar, _ := cookiejar.New(nil)
		all[i] = &counsellor{"http://" + listener.Addr().String(), &http.Client{
			Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 1, DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}}
		status, body := all[i].post(b, "/signin", url.Values{"email": {email}, "password": {app.DemoPassword}})
		if status != http.StatusSeeOther {
			b.Fatalf("signing in: %d %s", status, body)
		}
	}
	return all
}

func (c *counsellor) get(b *testing.B, path string) (int, []byte) {
	r, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		b.Error(err)
		return 0, nil
	}
	r.Header.Set("Accept-Encoding", "gzip")
	return c.do(b, r)
}

func (c *counsellor) post(b *testing.B, path string, form url.Values) (int, []byte) {
	r, err := http.NewRequest(http.MethodPost, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.Error(err)
		return 0, nil
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(b, r)
}

func (c *counsellor) do(b *testing.B, r *http.Request) (int, []byte) {
	answer, err := c.client.Do(r)
	if err != nil {
		b.Error(err)
		return 0, nil
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Error(err)
	}
	return answer.StatusCode, body
}

var caseLink = regexp.MustCompile(`href="/cases/([^"/?]+)"`)

// cases are the ids on the first page of the list.
func (c *counsellor) cases(b *testing.B) []string {
	b.Helper()
	r, _ := http.NewRequest(http.MethodGet, c.base+"/cases", nil)
	_, body := c.do(b, r)
	var ids []string
	for _, m := range caseLink.FindAllSubmatch(body, -1) {
		if id := string(m[1]); id != "new" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) < 10 {
		b.Fatalf("the list shows %d cases", len(ids))
	}
	return ids
}

// each lets every client do its share of b.N and reports the rate and the slowest answers.
func each(b *testing.B, all []*counsellor, do func(c *counsellor, i int)) {
	b.Helper()
	paced(b, all, 0, do)
}

// paced is each with so many requests a second, 0: as many as can be. A request that has to wait for a client is slow.
func paced(b *testing.B, all []*counsellor, rate int, do func(c *counsellor, i int)) {
	b.Helper()
	var next atomic.Int64
	times := make([][]time.Duration, len(all))
	b.ResetTimer()
	first := time.Now()
	var wg sync.WaitGroup
	for k, c := range all {
		wg.Go(func() {
			for i := int(next.Add(1)); i <= b.N; i = int(next.Add(1)) {
				start := time.Now()
				if rate > 0 {
					start = first.Add(time.Duration(i) * time.Second / time.Duration(rate))
					time.Sleep(time.Until(start))
				}
				do(c, i)
				times[k] = append(times[k], time.Since(start))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	sorted := slices.Sorted(slices.Values(slices.Concat(times...)))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
	b.ReportMetric(float64(sorted[len(sorted)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(sorted[len(sorted)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkRecordContact records later contacts through the form of the office.
func BenchmarkRecordContact(b *testing.B) {
	all := serve(b, filled(b).copied(b), "counsellor@demo.example")
	ids := all[0].cases(b)
	today := clock.Today(clock.System).String()
	each(b, all, func(c *counsellor, i int) {
		form := url.Values{"key": {ident.Token()}, "held_on": {today}, "form": {"phone"}, "themes": {"recognition"}}
		status, body := c.post(b, "/cases/"+ids[i%len(ids)]+"/contacts/new", form)
		if status != http.StatusSeeOther {
			b.Errorf("%d %s", status, body)
		}
	})
}

// BenchmarkCaseList reads the list of a large centre's cases from one country as a full page of 50 rows.
func BenchmarkCaseList(b *testing.B) {
	n := filled(b).copied(b)
	all := serve(b, n, n.hire(b, largeCentre))
	countries := []string{"SY", "PL", "RU"}
	each(b, all, func(c *counsellor, i int) {
		status, body := c.get(b, fmt.Sprintf("/cases?country=%s", countries[i%len(countries)]))
		if status != http.StatusOK || !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
			b.Errorf("%d, %d bytes", status, len(body))
		}
	})
	page, err := gzip.NewReader(bytes.NewReader(second(all[0].get(b, "/cases?country=SY"))))
	if err != nil {
		b.Fatal(err)
	}
	text, err := io.ReadAll(page)
	if rows := bytes.Count(text, []byte("<tr>")) - 1; err != nil || rows != 50 {
		b.Fatalf("the page has %d rows, %v", rows, err)
	}
}

// largeCentre is a centre of the demo's old round with more than a thousand cases.
const largeCentre = "s15-001"

func second(_ int, body []byte) []byte { return body }
