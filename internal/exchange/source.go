package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Open opens a bundle: a folder, or a zip archive, which is known by its content whatever the ending of its name.
// The caller closes it after the import.
func Open(path string) (fs.FS, io.Closer, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, nil, err
	case info.IsDir():
		return os.DirFS(path), io.NopCloser(nil), nil
	case !info.Mode().IsRegular():
		return nil, nil, refusal("%s: is neither a folder nor a zip archive", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	src, err := OpenZip(f, info.Size())
	if err != nil {
		_ = f.Close()
		var refused *Refused
		if errors.As(err, &refused) {
			for i, p := range refused.Problems {
				refused.Problems[i] = path + ": " + p
			}
		}
		return nil, nil, err
	}
	return src, f, nil
}

// OpenZip opens a zip archive, for example an uploaded one. An archive that cannot be a bundle is [*Refused].
func OpenZip(r io.ReaderAt, size int64) (fs.FS, error) { return openZip(r, size, usual) }

func refusal(format string, args ...any) *Refused {
	return &Refused{[]string{fmt.Sprintf(format, args...)}}
}

func openZip(r io.ReaderAt, length int64, most limits) (fs.FS, error) {
	magic := make([]byte, 4)
	_, _ = r.ReadAt(magic, 0)
	if !bytes.HasPrefix(magic, []byte("PK\x03\x04")) && !bytes.HasPrefix(magic, []byte("PK\x05\x06")) {
		return nil, refusal("is neither a folder nor a zip archive")
	}
	contents := &budget{in: r, left: most.directory}
	z, err := zip.NewReader(contents, length)
	switch {
	case contents.left < 0:
		return nil, refusal("the archive's table of contents is larger than %s", size(most.directory))
	case err != nil:
		return nil, refusal("is not a readable zip archive: %v", err)
	}
	contents.open = true
	a := &archive{files: map[string]*zip.File{}, read: map[string]int64{}, length: length, most: most}
	return a, a.list(z.File)
}

// budget bounds what is read of an archive before its files are: a forged table of contents could have millions of lines.
type budget struct {
	in   io.ReaderAt
	left int64
	open bool // the table has been read
}

func (b *budget) ReadAt(p []byte, off int64) (int, error) {
	if !b.open {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, errors.New("too long a table of contents")
		}
	}
	return b.in.ReadAt(p, off)
}

// archive is the top level of a zip archive. [zip.Reader] is not used as a file system itself because it corrects names
// that point elsewhere instead of refusing them.
type archive struct {
	files  map[string]*zip.File
	read   map[string]int64 // bytes read of each file
	length int64            // of the archive itself
	most   limits
}

// list takes in the files of the top level; folders and what lies in them do not matter.
func (a *archive) list(files []*zip.File) error {
	var problems []string
	for _, f := range files {
		problem := ""
		switch {
		case unsafeName(f.Name):
			problem = "unsafe name in the archive"
		case strings.Contains(f.Name, "/"):
			continue
		case a.files[f.Name] != nil:
			problem = "is in the archive twice"
		case f.Flags&1 != 0:
			problem = "is encrypted"
		default:
			a.files[f.Name] = f
		}
		if problem != "" {
			problems = append(problems, printable(f.Name)+": "+problem)
		}
	}
	if len(problems) > 0 {
		return &Refused{problems}
	}
	return nil
}

// unsafeName finds names that would lead out of the archive or look like others.
func unsafeName(name string) bool {
	return name == "" || !utf8.ValidString(name) || strings.Contains(name, `\`) ||
		strings.ContainsFunc(name, unicode.IsControl) || !fs.ValidPath(strings.TrimSuffix(name, "/"))
}

// Open opens a file of the top level.
func (a *archive) Open(name string) (fs.File, error) {
	f := a.files[name]
	if f == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	in, err := f.Open()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	a.read[name] = 0
	return &member{ReadCloser: in, archive: a, file: f}, nil
}

// Stat describes a file without opening it.
func (a *archive) Stat(name string) (fs.FileInfo, error) {
	f := a.files[name]
	if f == nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return f.FileInfo(), nil
}

// ReadDir lists the files of the top level.
func (a *archive) ReadDir(string) ([]fs.DirEntry, error) {
	var entries []fs.DirEntry
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		entries = append(entries, fs.FileInfoToDirEntry(a.files[name].FileInfo()))
	}
	return entries, nil
}

// member is an open file of an archive. It counts what really comes out: the sizes an archive states may be forged.
type member struct {
	io.ReadCloser
	archive *archive
	file    *zip.File
}

// Stat is what the archive says of the file.
func (m *member) Stat() (fs.FileInfo, error) { return m.file.FileInfo(), nil }

func (m *member) Read(p []byte) (int, error) {
	a := m.archive
	n, err := m.ReadCloser.Read(p)
	a.read[m.file.Name] += int64(n)
	total := int64(0)
	for _, read := range a.read {
		total += read
	}
	if total > a.most.archive && total > a.most.growth*a.length {
		return 0, &tooMuch{fmt.Sprintf("the archive's content is more than %d times larger than the archive", a.most.growth)}
	}
	return n, err
}
