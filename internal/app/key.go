package app

import (
	"fmt"

	"openiq/internal/person"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/programme"
)

type keyCommand struct {
	New   keyNew   `cmd:"" default:"withargs" help:"Make a new file with the master key: openiq key FILE."`
	Renew keyRenew `cmd:"" help:"Monthly: wrap the keys of all persons with a new epoch key and destroy those that nobody needs any more."`
}

type keyNew struct {
	Path string `arg:"" placeholder:"FILE" help:"The file to make; one that is there is left alone."`
}

// Run makes the file that OPENIQ_KEY_FILE is to name.
func (c *keyNew) Run() error { return crypt.Generate(c.Path) }

type keyRenew struct {
	database
}

// Run renews the epoch key. The program may go on serving: it reads the key file again by itself. Where it runs on several
// machines, they must see the same file.
func (c *keyRenew) Run(e *environment) error {
	keys, err := loadKeys()
	if err != nil {
		return err
	}
	return e.with(c.DB, func(d *db.DB) error {
		destroyed, err := person.New(d, keys, programme.New(d)).RenewKeys(e.ctx, func(done, total int) {
			fmt.Fprintf(e.errOut, "wrapped %d of %d keys\n", done, total)
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "The epoch key is renewed; %d old ones are destroyed.\n", destroyed)
		return nil
	})
}
