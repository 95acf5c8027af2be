package app

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"openiq/internal/account"
	"openiq/internal/platform/audit"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
)

// keyEnv names the file with the master key.
const keyEnv = "OPENIQ_KEY_FILE"

// loadKeys reads the master key; without one nothing that is encrypted can be read or written.
func loadKeys() (*crypt.Keys, error) {
	path := os.Getenv(keyEnv)
	if path == "" {
		return nil, fmt.Errorf("%s names no file with the master key; make one with: openiq key FILE", keyEnv)
	}
	return crypt.Load(path)
}

// ensureKeys makes the key file of a demo where there is none.
func ensureKeys(dsn string) (*crypt.Keys, error) {
	path := cmp.Or(os.Getenv(keyEnv), demoKeyFile(dsn))
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := crypt.Generate(path); err != nil {
			return nil, err
		}
	}
	return crypt.Load(path)
}

// demoKeyFile lies beside a SQLite file and, for PostgreSQL, in the current directory.
func demoKeyFile(dsn string) string {
	if db.IsPostgres(dsn) {
		return "openiq-demo.key"
	}
	return dsn + ".key"
}

type userCommands struct {
	Add userAdd `cmd:"" help:"Add an account and print a one-time link to set its password."`
}

type userAdd struct {
	database
	Role  string `required:"" placeholder:"ROLE" help:"The role, for example counsellor."`
	Scope string `placeholder:"network=ID|project=ID|site=ID" help:"Where the role holds; empty for the nation."`
	Email string `required:"" placeholder:"E" help:"The e-mail address to sign in with."`
	Base  string `name:"base-url" default:"http://localhost:8080" help:"The address at which the office is reached."`
}

// Run adds an account.
func (c *userAdd) Run(e *environment) error {
	keys, err := loadKeys()
	if err != nil {
		return err
	}
	scope, err := account.ParseScope(c.Scope)
	if err != nil {
		return err
	}
	return e.with(c.DB, func(d *db.DB) error {
		link, err := account.New(d, keys).Add(e.ctx, c.Email, account.Assignment{Role: account.Role(c.Role), Scope: scope})
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "%s/welcome/%s\n", strings.TrimSuffix(c.Base, "/"), link.Token)
		return nil
	})
}

type auditCommands struct {
	Verify auditVerify `cmd:"" help:"Check the audit trail's hash chains and name what is not sealed yet."`
}

type auditVerify struct {
	database
}

// Run verifies the chains.
func (c *auditVerify) Run(e *environment) error {
	return e.with(c.DB, func(d *db.DB) error {
		report, err := audit.Verify(e.ctx, d)
		if err != nil {
			return err
		}
		return printChains(e, report)
	})
}

// printChains writes how each chain stands; a broken one is an error.
func printChains(e *environment, report audit.Report) error {
	for _, c := range report.Chains {
		if c.Broken != "" {
			fmt.Fprintf(e.out, "%s: BROKEN after entry %d: %s\n", c.Tenant, c.Sealed, c.Broken)
			continue
		}
		fmt.Fprintf(e.out, "%s: %d links hold, up to entry %d; not sealed yet: %d\n", c.Tenant, c.Links, c.Sealed, c.Unsealed)
	}
	if !report.OK() {
		return errors.New("the audit trail was changed")
	}
	return nil
}
