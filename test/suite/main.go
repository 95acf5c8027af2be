// Suite runs all Go tests and says in plain words what ran. "make test" and
// "make test-full" use it:
//
//	go run ./test/suite [-quality FILE] [-fuzz DURATION] [PACKAGE...]
//
// It starts one PostgreSQL for the whole run, shows the output of what fails
// and nothing of what passes, and ends with the line "N passed, N failed". A
// skipped test counts as failed: what a test needs must be there.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"openiq/internal/platform/db/pgtest"
)

func main() {
	quality := flag.String("quality", "", "measure coverage too and write the report to this file")
	fuzz := flag.Duration("fuzz", 0, "also fuzz each target for this long, and repeat the random tests with many more cases")
	flag.Parse()
	packages := flag.Args()
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ok, err := run(ctx, packages, *quality, *fuzz)
	if err != nil {
		fmt.Fprintln(os.Stderr, "suite:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// run is the whole of it; ok tells whether everything passed.
func run(ctx context.Context, packages []string, quality string, fuzz time.Duration) (ok bool, err error) {
	if fuzz > 0 { // time does not matter: tests that can look at more do so
		if err := os.Setenv("OPENIQ_FULL", "1"); err != nil {
			return false, err
		}
	}
	tidy, err := useMemory()
	if err != nil {
		return false, err
	}
	defer tidy()
	stop, err := startPostgres()
	if err != nil {
		return false, err
	}
	defer stop()
	describe(os.Stdout)
	args := []string{"-race", "-shuffle=on", "-vet=off", "-timeout=20m"}
	if quality != "" {
		args = append(args, "-cover")
	}
	total, err := goTest(ctx, append(args, packages...))
	if err != nil {
		return false, err
	}
	var deeper []string
	if fuzz > 0 {
		var more report
		if more, deeper, err = searchDeeper(ctx, packages, fuzz); err != nil {
			return false, err
		}
		total.add(more)
	}
	if quality != "" {
		if err := os.WriteFile(quality, []byte(qualityReport(total, deeper)), 0o644); err != nil {
			return false, err
		}
		fmt.Println("Wrote", quality)
	}
	fmt.Println(total.closingLine())
	return total.ok(), nil
}

// startPostgres starts one server for all packages, unless one is given.
func startPostgres() (stop func(), err error) {
	if os.Getenv(pgtest.EnvServer) != "" {
		return func() {}, nil
	}
	server, err := pgtest.Start()
	if err != nil {
		return nil, err
	}
	if err := os.Setenv(pgtest.EnvServer, server.URL()); err != nil {
		return nil, err
	}
	return func() { server.Close() }, nil
}

// goTest runs "go test -json" and reads what it reports.
func goTest(ctx context.Context, args []string) (report, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return report{}, err
	}
	if err := cmd.Start(); err != nil {
		return report{}, err
	}
	r, readErr := summarise(out, os.Stdout)
	waitErr := cmd.Wait()
	if readErr != nil {
		return report{}, readErr
	}
	if waitErr != nil && r.ok() {
		// It failed without saying which test: a package pattern without a match, for instance.
		return report{}, fmt.Errorf("go test: %w", waitErr)
	}
	return r, nil
}

// describe says what the tests run on.
func describe(w io.Writer) {
	for _, line := range []struct{ what, command string }{
		{"Go", "go version"},
		{"Chromium", "chromium --version"},
		{"Node.js", "node --version"},
	} {
		fmt.Fprintf(w, "%-11s %s\n", line.what, outputOf(line.command))
	}
	fmt.Fprintf(w, "%-11s %s\n", "PostgreSQL", os.Getenv(pgtest.EnvServer))
	fmt.Fprintf(w, "%-11s %s\n", "Temporary", os.TempDir())
	fmt.Fprintf(w, "%-11s %s\n", "Test data", os.Getenv("OPENIQ_TESTDATA"))
}

func outputOf(command string) string {
	words := strings.Fields(command)
	out, err := exec.Command(words[0], words[1:]...).Output()
	if err != nil {
		return "missing: " + err.Error()
	}
	return strings.TrimSpace(string(out))
}
