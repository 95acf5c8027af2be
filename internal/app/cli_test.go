package app

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/pgtest"
)

// shell runs commands as somebody at a terminal does.
type shell struct {
	t   *testing.T
	dsn string
}

// run gives the exit status and what stood on standard output and standard error.
func (s shell) run(args ...string) (status int, out, errOut string) {
	s.t.Helper()
	var o, e bytes.Buffer
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "DB", s.dsn)
	}
	env := &environment{ctx: db.WithActor(authz.AsSystem(context.Background(), "cli"), "cli"), in: strings.NewReader(""), out: &o, errOut: &e, clock: now}
	status = env.run(args)
	return status, o.String(), e.String()
}

// must runs a command that has to succeed.
func (s shell) must(args ...string) string {
	s.t.Helper()
	status, out, errOut := s.run(args...)
	if status != exitOK {
		s.t.Fatalf("%v: exit status %d: %s", args, status, errOut)
	}
	return out
}

func eachShell(t *testing.T, fn func(t *testing.T, s shell)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, shell{t, filepath.Join(t.TempDir(), "iq.db")}) })
	t.Run("postgres", func(t *testing.T) { fn(t, shell{t, pgtest.DSN(t)}) })
}

func TestCommandsOfTheContract(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.must("init", "--db", "DB")
		s.must("init", "--db", "DB") // safe to repeat
		if out := s.must("import", "bundle", "--db", "DB", "testdata/two-networks"); !strings.Contains(out, "contacts.csv: 127 new, 0 changed, 0 unchanged") {
			t.Error(out)
		}
		if out := s.must("import", "bundle", "--db", "DB", "testdata/two-networks"); !strings.Contains(out, "contacts.csv: 0 new, 0 changed, 127 unchanged") {
			t.Error(out)
		}
		var answer struct {
			ID, Unit, From, To, Cutoff string
			Value                      int
		}
		out := s.must("indicator", "--db", "DB", "counselling.contacts", "--round", "r26", "--format", "json")
		if err := json.Unmarshal([]byte(out), &answer); err != nil || answer.Value != 127 || answer.From != "2026-01-01" || answer.To != "2028-12-31" || answer.Cutoff != "2026-11-22" {
			t.Error(out, err)
		}
		out = s.must("indicator", "--db", "DB", "counselling.contacts", "--by", "network", "--where", "state=HH", "--format", "csv")
		if out != "network,value\nbravo,14\n#valid,14\n#not_filled,0\n#declined,0\n" {
			t.Errorf("%q", out)
		}
		out = s.must("factsheet", "--db", "DB", "at-a-glance-2018", "--cutoff", "2026-11-22", "--lang", "en", "--format", "json")
		if !strings.Contains(out, `{"id":"network.networks","label":"Regional networks","value":2,"display":"2","unit":"networks","note":""}`) {
			t.Error(out)
		}
		first, second := filepath.Join(t.TempDir(), "a.zip"), filepath.Join(t.TempDir(), "b.zip")
		s.must("export", "bundle", "--db", "DB", first)
		other := shell{t, filepath.Join(t.TempDir(), "other.db")}
		other.must("init", "--db", "DB")
		other.must("import", "bundle", "--db", "DB", first)
		other.must("export", "bundle", "--db", "DB", second)
		a, errA := os.ReadFile(first)
		b, errB := os.ReadFile(second)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Error("export, import and export again give other bytes", errA, errB)
		}
	})
}

func TestExitStatus(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.must("init", "--db", "DB")
		bad := t.TempDir()
		if err := os.WriteFile(filepath.Join(bad, "rounds.csv"), []byte("id,name,starts_on,ends_on\nr1,Runde,2015-01-01,heute\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			status int
			says   string
			args   []string
		}{
			{exitFailed, "rounds.csv:2: ends_on: ", []string{"import", "bundle", "--db", "DB", bad}},
			{exitFailed, "future", []string{"import", "bundle", "--db", "DB", "--at", "2030-01-01T00:00:00Z", "testdata/two-networks"}},
			{exitFailed, "nothing", []string{"indicator", "--db", "DB", "nothing"}},
			{exitFailed, "colour", []string{"indicator", "--db", "DB", "counselling.total", "--by", "colour"}},
			{exitFailed, "no such fact sheet", []string{"factsheet", "--db", "DB", "nothing", "--cutoff", "2026-11-22"}},
			{exitUsage, "", []string{"indicator", "--db", "DB"}},
			{exitUsage, "2018-13-01", []string{"indicator", "--db", "DB", "counselling.total", "--cutoff", "2018-13-01"}},
			{exitUsage, "format", []string{"indicator", "--db", "DB", "counselling.total", "--format", "xml"}},
			{exitUsage, "", []string{"dance"}},
		} {
			status, _, errOut := s.run(test.args...)
			if status != test.status || !strings.Contains(strings.ToLower(errOut), strings.ToLower(test.says)) {
				t.Errorf("%v: exit status %d, want %d with %q: %s", test.args, status, test.status, test.says, errOut)
			}
		}
		if out := s.must("indicator", "--db", "DB", "network.networks", "--format", "json"); !strings.Contains(out, `"value":0`) {
			t.Error("a refused bundle left something", out)
		}
	})
}

func TestACommandMakesNoDatabase(t *testing.T) {
	s := shell{t, filepath.Join(t.TempDir(), "typo.db")}
	status, _, errOut := s.run("indicator", "--db", "DB", "counselling.total")
	if status != exitFailed || !strings.Contains(errOut, "there is no database") {
		t.Error(status, errOut)
	}
	if _, err := os.Stat(s.dsn); err == nil {
		t.Error("it made one")
	}
}
