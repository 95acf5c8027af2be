package exchange

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/dbtest"
)

// FuzzScanner: whatever a file holds, the scanner ends, and what it accepts is valid, complete and counted by line.
func FuzzScanner(f *testing.F) {
	for _, text := range []string{good["cases.csv"], "\ufeffid,site_id\r\n\"a\r\nb\",s1\r\n", "id,id\n\"", "id\n\"a\"b\nc", "\xff\xfe", "id,site_id,age\nc1,s1\n,,\n\n\nc,s,1"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := newScanner(counselling.Cases, bytes.NewReader(data), small)
		if _, failed := s.header(); failed {
			return
		}
		lines := bytes.Count(data, []byte("\n")) + 1
		before := 1
		for {
			c := s.next(7)
			for _, p := range c.rows {
				if p.line <= before || p.line > lines {
					t.Fatalf("a record in line %d after line %d of %d", p.line, before, lines)
				}
				before = p.line
				if !p.refused && (p.badID || !utf8.ValidString(p.id)) {
					t.Fatalf("accepted %q", p.id)
				}
			}
			if c.last {
				break
			}
		}
		if s.guard.err == nil && s.digest() != sha(string(data)) {
			t.Fatal("not all bytes were read")
		}
	})
}

// FuzzZip: no archive brings the reader down or lets more through than the limits allow.
func FuzzZip(f *testing.F) {
	f.Add(archiveOf(f, packed{"cases.csv", good["cases.csv"]}, packed{"__MACOSX/x", ""}))
	f.Add(archiveOf(f, packed{"../cases.csv", ""}, packed{"rounds.csv", good["rounds.csv"]}))
	f.Fuzz(func(t *testing.T, data []byte) {
		src, err := openZip(bytes.NewReader(data), int64(len(data)), small)
		if err != nil {
			return
		}
		var read int64
		for _, e := range src.(*archive).files {
			file, err := src.Open(e.Name)
			if err != nil {
				continue
			}
			n, err := io.Copy(io.Discard, file)
			read += n
			var much *tooMuch
			if errors.As(err, &much) {
				return
			}
		}
		if read > max(small.archive, small.growth*int64(len(data))) {
			t.Fatalf("%d bytes of %d", read, len(data))
		}
	})
}

// FuzzImport: a bundle is stored or refused with reasons, and what was stored comes out and goes in again.
func FuzzImport(f *testing.F) {
	f.Add([]byte(good["cases.csv"]), []byte(good["contacts.csv"]))
	f.Add([]byte("id,site_id,registered_at\nx,s1,2018-01-01\n"), []byte("id,case_id\n\"\n"))
	d := dbtest.SQLite(f, clock.Fixed(now))
	f.Fuzz(func(t *testing.T, cases, contacts []byte) {
		wipe(t, d)
		src := good.fs()
		src["cases.csv"], src["contacts.csv"] = &fstest.MapFile{Data: cases}, &fstest.MapFile{Data: contacts}
		_, err := Import(ctx, d, src, Options{})
		var no *Refused
		switch {
		case errors.As(err, &no) && len(no.Problems) > 0:
			return
		case err != nil:
			t.Fatal(err)
		}
		first := exported(t, d)
		wipe(t, d)
		put(t, d, first, Options{})
		same(t, exported(t, d), first)
	})
}
