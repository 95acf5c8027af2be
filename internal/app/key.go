package app

import "openiq/internal/platform/crypt"

type keyCommand struct {
	Path string `arg:"" placeholder:"FILE" help:"The file to make; one that is there is left alone."`
}

// Run makes the file that OPENIQ_KEY_FILE is to name.
func (c *keyCommand) Run() error { return crypt.Generate(c.Path) }
