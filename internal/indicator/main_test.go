package indicator_test

import (
	"flag"
	"os"
	"testing"
)

// fewChecks is how many random networks each property is tried with in an ordinary run; "make test-full" asks for
// thousands with -rapid.checks.
const fewChecks = "12"

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", fewChecks); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
