package app

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"openiq/internal/demo"
)

// stepFiles is a step of the demo as a folder of files that are written while they are read.
func stepFiles(s demo.Step) fs.FS { return stepFS{s} }

type stepFS struct{ demo.Step }

// Open starts writing a file.
func (s stepFS) Open(name string) (fs.File, error) {
	for _, f := range s.Files {
		if f.Name == name {
			r, w := io.Pipe()
			go func() { _ = w.CloseWithError(f.Write(w)) }()
			return &stepFile{PipeReader: r, name: name}, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists the files.
func (s stepFS) ReadDir(string) ([]fs.DirEntry, error) {
	var entries []fs.DirEntry
	for _, f := range s.Files {
		entries = append(entries, fs.FileInfoToDirEntry(&stepFile{name: f.Name}))
	}
	return entries, nil
}

// Stat describes a file.
func (s stepFS) Stat(name string) (fs.FileInfo, error) { return &stepFile{name: name}, nil }

// stepFile is a file being written; its size is not known before.
type stepFile struct {
	*io.PipeReader
	name string
}

func (f *stepFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *stepFile) Name() string               { return f.name }
func (f *stepFile) Size() int64                { return 0 }
func (f *stepFile) Mode() fs.FileMode          { return 0o444 }
func (f *stepFile) ModTime() time.Time         { return time.Time{} }
func (f *stepFile) IsDir() bool                { return false }
func (f *stepFile) Sys() any                   { return nil }

// bar shows how far the demo is: moving on a terminal, a line for each import elsewhere.
type bar struct {
	*progressbar.ProgressBar
	plain       io.Writer // nil on a terminal
	steps, past int
}

func newBar(out io.Writer, steps int) *bar {
	f, ok := out.(*os.File)
	terminal := ok && term.IsTerminal(int(f.Fd()))
	b := &bar{steps: steps, ProgressBar: progressbar.NewOptions(steps, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription("filling"),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionShowCount(), progressbar.OptionSetWidth(30),
		progressbar.OptionSetVisibility(terminal))}
	if !terminal {
		b.plain = out
	}
	return b
}

func (b *bar) rows(file string, rows int) { b.Describe(fmt.Sprintf("%-28s %8d", file, rows)) }

func (b *bar) step() {
	b.past++
	_ = b.Add(1)
	if b.plain != nil {
		fmt.Fprintf(b.plain, "filled %d of %d imports\n", b.past, b.steps)
	}
}

func (b *bar) done() {
	b.Describe("filled")
	_ = b.Finish()
	_ = b.Exit()
}
