package exchange

import (
	"errors"
	"fmt"
	"io"
)

// limits bound what a bundle may be, so that a hostile one costs little.
type limits struct {
	file      int64 // bytes of one file, as read
	record    int64 // bytes of one record
	chunk     int64 // bytes of records that are parsed and stored together
	structure int   // rows of a file that is held as a whole
	archive   int64 // bytes that an archive may grow to before the growth counts
	growth    int64 // how many times larger than the archive its content may be beyond that
	directory int64 // bytes of an archive's table of contents
}

var usual = limits{file: 1 << 30, record: 1 << 20, chunk: 4 << 20, structure: 50_000, archive: 100 << 20, growth: 200, directory: 1 << 20}

// tooMuch is the error of what is beyond a limit.
type tooMuch struct{ text string }

func (e *tooMuch) Error() string { return e.text }

// guard reads a file and stops where it, or one of its records, is longer than allowed.
type guard struct {
	in    io.Reader
	most  limits
	read  int64
	start int64 // where the record being read starts; the CSV reader's owner moves it on
	err   error // why reading failed, if it did; it stays so
}

// bufferSize is how much is read at once.
const bufferSize = 64 << 10

var errLongRecord = errors.New("long record")

func (g *guard) Read(p []byte) (int, error) {
	if g.err == nil && g.read-g.start > g.most.record+bufferSize {
		g.err = errLongRecord
	}
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.in.Read(p)
	g.read += int64(n)
	if g.read > g.most.file {
		n, err = 0, &tooMuch{"is larger than " + size(g.most.file)}
	}
	if err != nil && err != io.EOF {
		g.err = err
	}
	return n, err
}

// size writes a number of bytes for people.
func size(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GiB", n>>30)
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
