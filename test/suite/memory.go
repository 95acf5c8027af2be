package main

import (
	"os"
	"syscall"
)

// memory is where Linux keeps files in memory, and enough is what the tests and the compiler need there at most.
const (
	memory = "/dev/shm"
	enough = 8 << 30
)

// useMemory keeps the tests' temporary files in memory where there is room: each of several hundred databases waits for its
// disk otherwise. Whoever sets TMPDIR has decided.
func useMemory() (tidy func(), err error) {
	var s syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || syscall.Statfs(memory, &s) != nil || s.Bavail*uint64(s.Bsize) < enough {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp(memory, "openiq-suite-")
	if err != nil {
		return nil, err
	}
	// PostgreSQL runs as another user and must get through.
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	return func() { _ = os.RemoveAll(dir) }, os.Setenv("TMPDIR", dir)
}
