package exchange

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

// Sink takes the files of an export, one after the other.
type Sink interface {
	// Create starts the next file; the one before it is complete then.
	Create(name string) (io.Writer, error)
}

// Export writes the current facts as a bundle: a zip archive when path ends in ".zip", else a new folder. It appears
// under its name only when it is complete. Readable by its owner only, as it holds the data of persons.
func Export(ctx context.Context, d *db.DB, path string) error {
	if strings.EqualFold(filepath.Ext(path), ".zip") {
		return exportArchive(ctx, d, path)
	}
	return exportFolder(ctx, d, path)
}

// ExportTo writes the current facts to a sink, all from one state of the database: every file, even an empty one, its
// columns in the contract's order and recorded_at at the end (added files and columns only where something is in them), rows by id in byte order, line feeds, instants in UTC.
// Importing that into an empty database and exporting again gives the same bytes. So what hangs on a deleted record is
// left out, and a cell that refers to one is empty.
func ExportTo(ctx context.Context, d *db.DB, sink Sink) error {
	return d.Snapshot(ctx, func(reader db.Reader) error {
		e := &exporter{ctx: ctx, reader: reader, written: map[string]map[key]struct{}{}}
		for _, t := range Types() {
			if err := e.file(t, sink); err != nil {
				return err
			}
		}
		return nil
	})
}

// ExportZip writes the current facts as a zip archive.
func ExportZip(ctx context.Context, d *db.DB, w io.Writer) error {
	out := zip.NewWriter(w)
	if err := ExportTo(ctx, d, zipSink{out}); err != nil {
		return err
	}
	return out.Close()
}

type exporter struct {
	ctx     context.Context
	reader  db.Reader
	written map[string]map[key]struct{} // ids by type
}

func (e *exporter) file(t *record.Type, sink Sink) error {
	columns, wanted, err := e.columns(t)
	if err != nil || !wanted {
		return err
	}
	w, err := sink.Create(FileName(t))
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, bufferSize)
	out := csv.NewWriter(buffered)
	cells := append(make([]string, 0, len(columns)+2), idColumn.Name)
	for _, i := range columns {
		cells = append(cells, t.Columns[i].Name)
	}
	if err := out.Write(append(cells, recordedColumn.Name)); err != nil {
		return err
	}
	written := map[key]struct{}{}
	e.written[t.Name] = written
	err = t.Scan(e.ctx, e.reader, func(row record.Row) error {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		var whole bool
		if cells, whole = e.cells(t, columns, &row, cells[:0]); !whole {
			return nil
		}
		written[keyOf(row.ID)] = struct{}{}
		return out.Write(cells)
	})
	out.Flush()
	return errors.Join(err, out.Error(), buffered.Flush())
}

// columns are the positions of the columns to write, and whether the file is wanted at all. Where the type or a column of
// it was added to the format, all rows are looked at once before: a bundle without the new facts looks as it always did.
func (e *exporter) columns(t *record.Type) (columns []int, wanted bool, err error) {
	var all []int
	used := make([]bool, len(t.Columns))
	look := t.Added
	for i, c := range t.Columns {
		if !c.Hidden {
			all = append(all, i)
			used[i] = !c.Added
			look = look || c.Added
		}
	}
	if !look {
		return all, true, nil
	}
	wanted = !t.Added
	var cells []string
	err = t.Scan(e.ctx, e.reader, func(row record.Row) error {
		var whole bool
		if cells, whole = e.cells(t, all, &row, cells[:0]); !whole {
			return e.ctx.Err()
		}
		wanted = true
		for n, i := range all {
			used[i] = used[i] || cells[n+1] != ""
		}
		return e.ctx.Err()
	})
	return slices.DeleteFunc(all, func(i int) bool { return !used[i] }), wanted, err
}

// cells appends the cells of a row. It is not whole when it hangs on a record that is not exported.
func (e *exporter) cells(t *record.Type, columns []int, row *record.Row, cells []string) (out []string, whole bool) {
	cells = append(cells, row.ID)
	for _, i := range columns {
		c := &t.Columns[i]
		cell := lineFeeds(c.Format(row.Values[i]))
		if c.Kind == record.Ref && cell != "" {
			if _, there := e.written[c.Of][keyOf(cell)]; !there {
				if c.Required {
					return cells, false
				}
				cell = ""
			}
		}
		cells = append(cells, cell)
	}
	if row.Recorded == 0 && t.Known == record.Ever {
		return append(cells, ""), true
	}
	return append(cells, recordedColumn.Format(int64(row.Recorded))), true
}

type zipSink struct{ out *zip.Writer }

// epoch is the time of every entry, the first that a zip archive can hold: equal facts give equal bytes.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func (s zipSink) Create(name string) (io.Writer, error) {
	return s.out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch})
}

func exportArchive(ctx context.Context, d *db.DB, path string) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return refusal("%s: is there already", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".openiq-export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := ExportZip(ctx, d, f); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// folderSink writes the files of a folder.
type folderSink struct {
	dir  string
	last *os.File
}

func (s *folderSink) Create(name string) (io.Writer, error) {
	if err := s.finish(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(s.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	s.last = f
	return f, err
}

func (s *folderSink) finish() error {
	if s.last == nil {
		return nil
	}
	return errors.Join(s.last.Sync(), s.last.Close())
}

func exportFolder(ctx context.Context, d *db.DB, path string) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return refusal("%s: is there already", path)
	}
	dir, err := os.MkdirTemp(filepath.Dir(filepath.Clean(path)), ".openiq-export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dir)
		}
	}()
	sink := &folderSink{dir: dir}
	if err := errors.Join(ExportTo(ctx, d, sink), sink.finish()); err != nil {
		return err
	}
	return os.Rename(dir, filepath.Clean(path))
}
