package bench

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart starts the built program and waits for its first page; then it lets the figures load and reads how much
// memory the program holds (Linux).
func BenchmarkStart(b *testing.B) {
	n := filled(b)
	program := filepath.Join(b.TempDir(), "openiq")
	if out, err := exec.Command("go", "build", "-o", program, "openiq/cmd/openiq").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var first time.Duration
	var rss, anonymous int64
	for range b.N {
		took, process := start(b, program, n)
		first += took
		time.Sleep(settle)
		rss, anonymous = memory(b, process.Process.Pid, "VmRSS"), memory(b, process.Process.Pid, "RssAnon")
		_ = process.Process.Signal(os.Interrupt)
		_ = process.Wait()
	}
	b.ReportMetric(float64(first.Microseconds())/1000/float64(b.N), "first-page-ms")
	b.ReportMetric(float64(rss)/1024, "rss-MB")
	b.ReportMetric(float64(anonymous)/1024, "rss-anon-MB")
}

// settle is long enough for the figures to be loaded at the largest scale.
const settle = 20 * time.Second

func start(b *testing.B, program string, n network) (time.Duration, *exec.Cmd) {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	began := time.Now()
	process := exec.Command(program, "serve", "--db", n.dsn, "--listen", address)
	process.Stderr = io.Discard
	if err := process.Start(); err != nil {
		b.Fatal(err)
	}
	for time.Since(began) < 10*time.Second {
		answer, err := http.Get("http://" + address + "/signin")
		if err == nil {
			_, _ = io.Copy(io.Discard, answer.Body)
			_ = answer.Body.Close()
			return time.Since(began), process
		}
		time.Sleep(time.Millisecond)
	}
	b.Fatal("the program does not answer")
	return 0, nil
}

// memory is a line of the process's status in KiB.
func memory(b *testing.B, pid int, line string) int64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for text := range strings.Lines(string(status)) {
		if name, value, _ := strings.Cut(text, ":"); name == line {
			n, err := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			if err != nil {
				b.Fatal(err)
			}
			return n
		}
	}
	return 0
}
