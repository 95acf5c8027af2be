package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/procedure"
)

// Import stores a bundle as a whole or, when anything is wrong with it, not at all: then the error is a [*Refused] with
// all that is wrong. src has the files at its root; see [Open]. Two imports never run at once.
func Import(ctx context.Context, d *db.DB, src fs.FS, opt Options) (Report, error) {
	return importWithin(ctx, d, src, opt, usual)
}

// conflictTries is how often an import starts anew when the office changed a record between its reading and writing.
const conflictTries = 3

func importWithin(ctx context.Context, d *db.DB, src fs.FS, opt Options, most limits) (Report, error) {
	var r *run
	command := db.Command{Name: "exchange.import", Tenant: db.Federal, Alone: true}
	var err error
	for try := 1; try <= conflictTries; try++ {
		_, err = d.Write(ctx, command, func(tx *db.Tx) (string, error) {
			r = &run{ctx: ctx, tx: tx, clock: d.Clock(), src: src, opt: opt, most: most}
			return "", r.all()
		})
		if errs.KindOf(err) != errs.Conflict {
			break
		}
	}
	if r == nil { // it never began
		return Report{}, err
	}
	if opt.Warn != nil {
		for _, f := range r.remarks {
			f.writeWarnings(opt.Warn)
		}
	}
	if err != nil {
		return Report{Warnings: r.report.Warnings}, err
	}
	return r.report, nil
}

// run is one import under way.
type run struct {
	ctx   context.Context
	tx    *db.Tx
	clock clock.Clock
	src   fs.FS
	opt   Options
	most  limits

	world     *world
	empty     map[string]bool                   // types of which nothing was stored before
	known     map[string]map[key]entry          // rows of the bundle by type
	lost      map[string]bool                   // types whose file could not be read: any id may have been in it
	stored    map[string]map[string]*record.Row // records referred to that are not in the bundle, for the chunk at hand
	cache     map[[2]string]*record.Row         // case data that rules looked at
	failure   error                             // of a look-up made by a rule
	names     names                             // tenants and sites
	touched   counselling.Touched
	moved     procedure.Touched
	persons   map[key]int32 // line of the last participation of a person in a measure
	remarks   []*remarks
	hasErrors bool
	report    Report
}

// all imports the whole bundle within the transaction.
func (r *run) all() error {
	if err := r.begin(); err != nil {
		return err
	}
	present, err := r.present()
	if err != nil {
		return err
	}
	for _, t := range Types() {
		if !present[t.Name] {
			continue
		}
		if err := r.file(t); err != nil {
			return err
		}
	}
	r.warnOfUnadvised()
	for _, f := range r.remarks {
		r.report.Warnings += f.warnings.total
	}
	if r.hasErrors {
		return r.refused()
	}
	if err := procedure.RefreshDues(r.ctx, r.tx, &r.moved, &r.touched); err != nil {
		return err
	}
	if err := counselling.RefreshSummaries(r.tx, &r.touched); err != nil {
		return err
	}
	return r.analyze()
}

// analyze has the database look at tables that grew much.
func (r *run) analyze() error {
	const much = 1000
	tables := []string{"case_summary"}
	for _, f := range r.report.Files {
		if f.New >= much {
			tables = append(tables, strings.TrimSuffix(f.File, ".csv"))
		}
	}
	if len(tables) == 1 {
		return nil
	}
	return r.tx.Analyze(tables...)
}

// begin takes the lock of imports, then the time, and reads what is there.
func (r *run) begin() error {
	if err := r.tx.LockImports(); err != nil {
		return err
	}
	now := clock.InstantOf(r.clock.Now()) // anew: this import may have waited for another one
	if r.opt.At != nil {
		if err := r.checkAt(*r.opt.At, now); err != nil {
			return err
		}
		now = *r.opt.At
	}
	r.tx.At(now)
	var err error
	if r.world, err = newWorld(r.ctx, r.tx, now, r.fetch); err != nil {
		return err
	}
	r.empty, r.known, r.lost = map[string]bool{}, map[string]map[key]entry{}, map[string]bool{}
	r.cache, r.persons = map[[2]string]*record.Row{}, map[key]int32{}
	for _, t := range Types() {
		if r.empty[t.Name], err = t.Empty(r.ctx, r.tx); err != nil {
			return err
		}
		r.known[t.Name] = map[key]entry{}
	}
	return nil
}

// checkAt refuses an instant in the future or before anything stored.
func (r *run) checkAt(at, now clock.Instant) error {
	if at > now {
		return &Refused{[]string{"at: " + at.String() + " is in the future"}}
	}
	last, err := db.LastChange(r.ctx, r.tx)
	if err == nil && at < last {
		err = &Refused{[]string{"at: " + at.String() + " is before " + last.String() + ", when something was stored"}}
	}
	return err
}

// present lists the files that are there, and refuses what belongs to no bundle.
func (r *run) present() (map[string]bool, error) {
	entries, err := fs.ReadDir(r.src, ".")
	if err != nil {
		return nil, &Refused{[]string{"the bundle cannot be read: " + err.Error()}}
	}
	types := map[string]string{}
	for _, t := range Types() {
		types[FileName(t)] = t.Name
	}
	present := map[string]bool{}
	refuse := func(file, text string) {
		r.hasErrors = true
		r.remarks = append(r.remarks, &remarks{file: file})
		r.remarks[len(r.remarks)-1].refuse(0, "", text)
	}
	for _, e := range entries {
		typ, ok := types[e.Name()]
		switch {
		case e.IsDir() || e.Name() == ".DS_Store":
		case !ok:
			refuse(printable(e.Name()), "is not a file of a bundle")
		default:
			present[typ] = true
			if text := r.unreadable(e.Name()); text != "" {
				refuse(e.Name(), text)
				present[typ], r.lost[typ] = false, true
			}
		}
	}
	if len(present) == 0 && !r.hasErrors {
		return nil, &Refused{[]string{"the bundle has no file at its top level"}}
	}
	return present, nil
}

// unreadable says why a file is not read at all.
func (r *run) unreadable(name string) string {
	info, err := fs.Stat(r.src, name)
	switch {
	case err != nil:
		return "cannot be read: " + err.Error()
	case !info.Mode().IsRegular():
		return "is not a regular file"
	case info.Size() > r.most.file:
		return "is larger than " + size(r.most.file)
	}
	return ""
}

// printable is a file's name, quoted where it would garble a line.
func printable(name string) string {
	if q := fmt.Sprintf("%q", name); q != `"`+name+`"` {
		return q
	}
	return name
}

// refused gathers the problems of all files.
func (r *run) refused() error {
	var lines []string
	for _, f := range r.remarks {
		lines = append(lines, f.lines()...)
	}
	return &Refused{lines}
}

// file is the import of one file.
type file struct {
	*remarks
	t      *record.Type
	given  fields
	rows   int
	gap    bool // a required column is missing in the header, and that was reported
	counts map[string]*FileReport
}

// rowsAtOnce is how many records of case data are parsed and stored together.
const rowsAtOnce = 500

// file imports the file of a type: one goroutine parses, this one stores.
func (r *run) file(t *record.Type) error {
	f := &file{remarks: &remarks{file: FileName(t)}, t: t, counts: map[string]*FileReport{}}
	r.remarks = append(r.remarks, f.remarks)
	in, err := r.src.Open(f.file)
	if err != nil {
		r.lose(f, "cannot be read: "+err.Error())
		return nil
	}
	defer func() { _ = in.Close() }()
	s := newScanner(t, in, r.most)
	problems, failed := s.header()
	f.given = s.given
	r.keep(f, problems)
	if failed {
		r.lost[t.Name] = true
		return nil
	}
	if err := r.chunks(f, s); err != nil {
		return err
	}
	return r.finish(f, s.digest())
}

// lose reports a file that cannot be read.
func (r *run) lose(f *file, text string) {
	r.hasErrors, r.lost[f.t.Name] = true, true
	f.refuse(0, "", text)
}

// keep takes over problems found while parsing.
func (r *run) keep(f *file, problems []note) {
	for _, n := range problems {
		r.hasErrors = true
		f.problems.add(mostProblems, n)
	}
}

// chunks stores all records of a file while another goroutine parses the next ones.
func (r *run) chunks(f *file, s *scanner) error {
	ctx, stop := context.WithCancel(r.ctx)
	parsed := make(chan *chunk, 2)
	var parsing sync.WaitGroup
	parsing.Go(func() {
		defer close(parsed)
		for more := true; more; {
			c := s.next(r.atOnce(f.t))
			more = !c.last
			select {
			case parsed <- c:
			case <-ctx.Done():
				return
			}
		}
	})
	defer parsing.Wait()
	defer stop()
	for c := range parsed {
		if err := r.take(f, c); err != nil {
			return err
		}
		if r.opt.Progress != nil {
			r.opt.Progress(f.file, f.rows)
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		if !f.t.Tenanted() && !c.last {
			r.lose(f, fmt.Sprintf("has more than %d rows", r.most.structure))
			return nil
		}
	}
	return r.ctx.Err()
}

// atOnce is the length of a chunk: of structure the whole file, because its rules look at all of it.
func (r *run) atOnce(t *record.Type) int {
	if t.Tenanted() {
		return rowsAtOnce
	}
	return r.most.structure + 1
}

// finish reports a file and leaves an audit entry for it in each network.
func (r *run) finish(f *file, digest string) error {
	total := FileReport{File: f.file}
	if len(f.counts) == 0 {
		f.counts[db.Federal] = &FileReport{}
	}
	for _, tenant := range slices.Sorted(maps.Keys(f.counts)) {
		n := f.counts[tenant]
		total.New, total.Changed, total.Unchanged = total.New+n.New, total.Changed+n.Changed, total.Unchanged+n.Unchanged
		detail, err := json.Marshal(auditDetail{n.New, n.Changed, n.Unchanged, digest, r.realTime()})
		if err != nil {
			return err
		}
		r.tx.Audit(db.Entry{Tenant: tenant, Kind: "import", ID: f.file, Detail: string(detail)})
	}
	r.report.Files = append(r.report.Files, total)
	if f.t.Name == "participations" && !r.hasErrors {
		return r.warnOfRepeated(f)
	}
	return nil
}

// auditDetail is what an audit entry says of an imported file.
type auditDetail struct {
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	SHA256    string `json:"sha256"`
	ClockAt   string `json:"clock,omitempty"` // what the clock showed, where another instant was taken as now
}

func (r *run) realTime() string {
	if r.opt.At == nil {
		return ""
	}
	return clock.InstantOf(r.clock.Now()).String()
}

// fetch is the look-up of case data for rules. An error is kept until the chunk is done.
func (r *run) fetch(typ, id string) *record.Row {
	if row, ok := r.stored[typ][id]; ok {
		return row
	}
	at := [2]string{typ, id}
	if row, ok := r.cache[at]; ok {
		return row
	}
	const most = 4096
	if len(r.cache) >= most {
		clear(r.cache)
	}
	row, err := typeOf(typ).Get(r.ctx, r.tx, id)
	if row != nil && row.Deleted {
		row = nil
	}
	r.failure = errors.Join(r.failure, err)
	r.cache[at] = row
	return row
}

var typesByName = func() map[string]*record.Type {
	byName := map[string]*record.Type{}
	for _, t := range Types() {
		byName[t.Name] = t
	}
	return byName
}()

func typeOf(name string) *record.Type { return typesByName[name] }
