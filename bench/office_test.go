package bench

import (
	"context"
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
	"syscall"
	"testing"
	"time"

	"openiq/internal/app"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/ident"
)

// clients is how many counsellors ask at the same time where a benchmark does not say otherwise.
const clients = 8

// counsellor is somebody signed in, with a connection of their own.
type counsellor struct {
	base   string
	client *http.Client
}

// serve starts the program on a port of this machine and signs the clients in.
func serve(b *testing.B, n network, email string) []*counsellor {
	b.Helper()
	return serveMany(b, n, email, clients)
}

// serveMany is serve for so many clients.
func serveMany(b *testing.B, n network, email string, clients int) []*counsellor {
	b.Helper()
	app.CollectLess()
	p := n.program(b, n.open(b))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: p.Handler(), ReadHeaderTimeout: time.Second}
	background, stop := context.WithCancel(ctx)
	var jobs sync.WaitGroup
	jobs.Go(func() { _ = server.Serve(listener) })
	jobs.Go(func() { p.NoteReads(background) })
	b.Cleanup(func() {
		_ = server.Close()
		stop()
		jobs.Wait()
	})
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

var caseLink = regexp.MustCompile(`<th scope="row"[^>]*><a href="/cases/([^"/?]+)"`)

// cases are the ids on the first page of the list.
func (c *counsellor) cases(b *testing.B) []string {
	b.Helper()
	r, _ := http.NewRequest(http.MethodGet, c.base+"/cases", nil)
	_, body := c.do(b, r)
	var ids []string
	for _, m := range caseLink.FindAllSubmatch(body, -1) {
		if id := string(m[1]); !slices.Contains(ids, id) {
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
	first, before := time.Now(), cpuTime()
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
	b.ReportMetric(float64((cpuTime()-before).Microseconds())/1000/float64(b.N), "cpu-ms")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
	b.ReportMetric(float64(sorted[len(sorted)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(sorted[len(sorted)*99/100].Microseconds())/1000, "p99-ms")
}

// cpuTime is the processor time that this process has used, its clients' share included: unlike the rate it says something
// on a busy machine, too.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // only a wrong pointer can be refused
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
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

// largeCentre is a centre of the demo's old round with more than a thousand cases.
const largeCentre = "s15-001"

func second(_ int, body []byte) []byte { return body }
