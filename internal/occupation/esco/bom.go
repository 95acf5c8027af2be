package esco

import (
	"bufio"
	"io"
)

// withoutBOM takes the mark off that some programs begin a UTF-8 file with.
func withoutBOM(f io.Reader) io.Reader {
	r := bufio.NewReaderSize(f, 1<<16)
	if mark, err := r.Peek(3); err == nil && string(mark) == "\xef\xbb\xbf" {
		_, _ = r.Discard(len(mark))
	}
	return r
}
