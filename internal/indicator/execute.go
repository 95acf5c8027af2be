package indicator

import (
	"context"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Answer computes an indicator. It contains everything committed before the call, on whatever instance.
func (e *Engine) Answer(ctx context.Context, q Query) (Answer, error) {
	m, release, err := e.fresh(ctx)
	if err != nil {
		return Answer{}, err
	}
	defer release()
	def, ok := Defined(q.ID)
	if !ok {
		return Answer{}, errs.New(errs.Invalid, "error.indicator", "Id", q.ID)
	}
	return m.answer(def, q, clock.Today(e.clock))
}

func (m *model) answer(def *Definition, q Query, today clock.Day) (Answer, error) {
	p := populations[def.Population]
	s, err := m.scan(def, q, today)
	if err != nil {
		return Answer{}, err
	}
	t := &table{scan: s, population: p}
	if err := t.prepare(def, q); err != nil {
		return Answer{}, err
	}
	answer := Answer{ID: q.ID, Unit: def.Unit, From: s.from, To: s.to, Cutoff: clock.Day(s.cutoff), By: q.By}
	t.count().into(&answer, t.by)
	return answer, nil
}

// scan resolves period and cut-off (exchange.md section 2).
func (m *model) scan(def *Definition, q Query, today clock.Day) (*scan, error) {
	cutoff := today
	if q.Cutoff != nil {
		cutoff = *q.Cutoff
	}
	s := &scan{m: m, cutoff: dayOf(cutoff), count: def.Count, to: cutoff}
	s.v = m.view(s.cutoff)
	for i, r := range s.v.rounds {
		if i == 0 || r.From < s.from {
			s.from = r.From
		}
	}
	if q.Round != "" {
		i := slices.IndexFunc(s.v.rounds, func(r round) bool { return r.id == q.Round })
		if i < 0 {
			return nil, errs.New(errs.Invalid, "error.round", "Round", q.Round)
		}
		s.from, s.to = s.v.rounds[i].From, s.v.rounds[i].To
	}
	if q.To != nil && (q.Round == "" || *q.To < s.to) {
		s.to = *q.To
	}
	switch {
	case q.From != nil && (q.Round == "" || *q.From > s.from):
		s.from = *q.From
	case len(s.v.rounds) == 0 && q.From == nil:
		s.from = s.to + 1 // without any round nothing lies in the period
	}
	return s, nil
}

// table is a figure in the making: conditions and dimensions with their columns.
type table struct {
	*scan
	population *population
	conditions []condition
	limits     [][]condition // of each any must hold
	by         []column
}

type condition struct {
	column
	allowed map[code]bool
}

func (t *table) prepare(def *Definition, q Query) error {
	where := map[string][]string{}
	var order []string
	add := func(dimension string, values ...string) {
		if where[dimension] == nil {
			order = append(order, dimension)
		}
		where[dimension] = append(where[dimension], values...)
	}
	for dimension, values := range def.Where {
		add(dimension, values...)
	}
	if len(q.By) > 2 {
		return errs.New(errs.Invalid, "error.two_dimensions")
	}
	for _, c := range q.Where {
		if def.Where[c.Dimension] != nil { // both the definition's condition and this one
			if err := t.condition(c.Dimension, []string{c.Value}); err != nil {
				return err
			}
			continue
		}
		add(c.Dimension, c.Value)
	}
	for _, dimension := range order {
		if err := t.condition(dimension, where[dimension]); err != nil {
			return err
		}
	}
	for _, dimension := range q.By {
		of := t.population.column(dimension)
		if of == nil {
			return unknownDimension(dimension)
		}
		t.by = append(t.by, of(t.scan))
	}
	t.limitTo(q.Limit)
	return nil
}

func (t *table) condition(dimension string, values []string) error {
	of := t.population.column(dimension)
	if of == nil {
		return unknownDimension(dimension)
	}
	c := condition{of(t.scan), map[code]bool{}}
	for _, v := range values {
		if number, ok := c.dict.index[v]; ok {
			c.allowed[number] = true
		}
	}
	t.conditions = append(t.conditions, c)
	return nil
}

func unknownDimension(name string) error {
	return errs.New(errs.Invalid, "error.dimension", "Dimension", name)
}

// limitTo keeps what a person may see: by network, project or site, whatever the population has.
func (t *table) limitTo(f authz.Filter) {
	if f.All() {
		return
	}
	var any []condition
	for dimension, ids := range map[string][]string{"network": f.Networks(), "project": f.Projects(), "site": f.Sites()} {
		of := t.population.column(dimension)
		if of == nil || len(ids) == 0 {
			continue
		}
		c := condition{of(t.scan), map[code]bool{}}
		for _, id := range ids {
			if number, ok := c.dict.index[id]; ok && number >= firstValid {
				c.allowed[number] = true
			}
		}
		any = append(any, c)
	}
	t.limits = append(t.limits, any)
}

// count runs the scan, on all cores where the population is large.
func (t *table) count() *counter {
	parts := runtime.GOMAXPROCS(0)
	counters := make([]*counter, parts)
	var wg sync.WaitGroup
	for part := range parts {
		wg.Go(func() {
			c := newCounter(t)
			t.population.units(t.scan, part, parts, c.add)
			counters[part] = c
		})
	}
	wg.Wait()
	for _, c := range counters[1:] {
		counters[0].merge(c)
	}
	return counters[0]
}

// counter adds up one worker's share.
type counter struct {
	t      *table
	value  int64
	valid  int64
	missed Missing
	cells  []int64       // of the first dimension times the second
	sparse map[int]int64 // instead of cells, when there would be too many
	width  int

	keep   []bool
	one    [2][]code
	values [2][]code
	pairs  []uint32
}

func newCounter(t *table) *counter {
	c := &counter{t: t, keep: make([]bool, chunkSize)}
	c.width = 1
	if len(t.by) > 0 {
		size := len(t.by[0].dict.texts)
		if len(t.by) == 2 {
			c.width = len(t.by[1].dict.texts)
		}
		if size*c.width > mostCells {
			c.sparse = map[int]int64{}
		} else {
			c.cells = make([]int64, size*c.width)
		}
	}
	for k := range c.one {
		c.one[k] = make([]code, chunkSize)
	}
	return c
}

// mostCells is how many cells are counted in a list; dimensions with thousands of codes each rarely meet in many.
const mostCells = 1 << 20

func (c *counter) add(ch *chunk) {
	c.filter(ch)
	if len(ch.rows) == 0 {
		return
	}
	by := c.t.by
	c.read(ch)
	switch {
	case len(by) == 0:
		for i := range ch.rows {
			c.value += weight(ch, i)
		}
	case c.sparse != nil:
		c.addMany(ch)
	case len(by) == 1 && by[0].one != nil:
		for i, x := range c.one[0][:len(ch.rows)] {
			c.cells[x] += weight(ch, i)
		}
	case len(by) == 2 && by[0].one != nil && by[1].one != nil:
		second := c.one[1][:len(ch.rows)]
		for i, x := range c.one[0][:len(ch.rows)] {
			c.cells[int(x)*c.width+int(second[i])] += weight(ch, i)
		}
	default:
		c.addMany(ch)
	}
}

// read gets the values of a chunk in the dimensions with one value a unit.
func (c *counter) read(ch *chunk) {
	for k := range c.t.by {
		if c.t.by[k].one != nil {
			c.t.by[k].one(ch, c.one[k])
		}
	}
}

func weight(ch *chunk, i int) int64 {
	if len(ch.weights) == 0 {
		return 1
	}
	return int64(ch.weights[i])
}

// single says that each unit has exactly one cell, so that missing units can be read from the cells afterwards.
func (c *counter) single() bool {
	if c.sparse != nil {
		return false
	}
	for k := range c.t.by {
		if c.t.by[k].one == nil {
			return false
		}
	}
	return true
}

// addMany counts units that have several values: once in each distinct one and once in all.
func (c *counter) addMany(ch *chunk) {
	for i := range ch.rows {
		w := weight(ch, i)
		c.value += w
		switch c.classify(ch, i) {
		case firstValid:
			c.valid += w
		case notFilled:
			c.missed.NotFilled += w
		default:
			c.missed.Declined += w
		}
		for _, p := range c.pairs {
			if c.worst(p) < firstValid {
				continue
			}
			if cell := int(p>>16)*c.width + int(code(p)); c.sparse != nil {
				c.sparse[cell] += w
			} else {
				c.cells[cell] += w
			}
		}
	}
}

// classify lists the distinct combinations that a unit has in pairs and says what it is: firstValid when one of them is
// valid, else in which way it is missing.
func (c *counter) classify(ch *chunk, i int) code {
	c.pairs = c.pairs[:0]
	c.combine(ch, i)
	slices.Sort(c.pairs)
	c.pairs = slices.Compact(c.pairs)
	if slices.ContainsFunc(c.pairs, func(p uint32) bool { return c.worst(p) >= firstValid }) {
		return firstValid
	}
	return c.missing()
}

// worst is the lower code of a pair: a missing value where it has one, notFilled before declined.
func (c *counter) worst(pair uint32) code {
	if len(c.t.by) < 2 {
		return code(pair >> 16)
	}
	return min(code(pair>>16), code(pair))
}

// missing says in which way a unit without a valid pair is missing. It is missing in a dimension in which it has no
// valid value at all; when it has some in both, but in no part together, it is missing as its parts are.
func (c *counter) missing() code {
	best := [2]code{declined, firstValid}
	if len(c.t.by) == 2 {
		best[1] = declined
	}
	worst := declined
	for k := range c.t.by {
		values := [3]bool{}
		for _, p := range c.pairs {
			values[min(code(p>>(16-16*k)), firstValid)] = true
			worst = min(worst, c.worst(p))
		}
		switch {
		case values[firstValid]:
			best[k] = firstValid
		case values[notFilled]:
			best[k] = notFilled
		}
	}
	if of := min(best[0], best[1]); of < firstValid {
		return of
	}
	return worst
}

// combine lists the combinations of values that a unit has: within each part where both dimensions are of the same kind
// of part, else each with each.
func (c *counter) combine(ch *chunk, i int) {
	by := c.t.by
	if len(by) == 2 && by[0].partOf != "" && by[0].partOf == by[1].partOf {
		for part := range by[0].parts(ch, i) {
			c.values[0] = by[0].many(ch, i, part, c.values[0][:0])
			c.values[1] = by[1].many(ch, i, part, c.values[1][:0])
			c.cross()
		}
		if len(c.pairs) == 0 {
			c.pairs = append(c.pairs, uint32(notFilled)<<16)
		}
		return
	}
	for k := range c.values {
		c.values[k] = append(c.values[k][:0], 0)
		if k < len(by) {
			c.values[k] = c.all(k, ch, i, c.values[k][:0])
		}
	}
	c.cross()
}

// all are the values of one dimension over all parts of a unit.
func (c *counter) all(k int, ch *chunk, i int, out []code) []code {
	col := &c.t.by[k]
	if col.one != nil {
		return append(out, c.one[k][i])
	}
	return col.all(ch, i, out)
}

func (col *column) all(ch *chunk, i int, out []code) []code {
	if col.parts == nil {
		return col.many(ch, i, 0, out)
	}
	for part := range col.parts(ch, i) {
		out = col.many(ch, i, part, out)
	}
	if len(out) == 0 {
		out = append(out, notFilled)
	}
	return out
}

func (c *counter) cross() {
	for _, x := range c.values[0] {
		for _, y := range c.values[1] {
			c.pairs = append(c.pairs, uint32(x)<<16|uint32(y))
		}
	}
}

// filter drops the units that a condition or a limit leaves out.
func (c *counter) filter(ch *chunk) {
	if len(c.t.conditions) == 0 && len(c.t.limits) == 0 {
		return
	}
	keep := c.keep[:len(ch.rows)]
	for i := range keep {
		keep[i] = true
	}
	for k := range c.t.conditions {
		c.mark(ch, &c.t.conditions[k], func(i int, holds bool) { keep[i] = keep[i] && holds })
	}
	for _, limit := range c.t.limits {
		seen := make([]bool, len(keep))
		for k := range limit {
			c.mark(ch, &limit[k], func(i int, holds bool) { seen[i] = seen[i] || holds })
		}
		for i := range keep {
			keep[i] = keep[i] && seen[i]
		}
	}
	ch.keep(keep)
}

// mark tells of each unit whether a condition holds for it.
func (c *counter) mark(ch *chunk, cond *condition, tell func(i int, holds bool)) {
	if cond.one != nil {
		cond.one(ch, c.one[0])
		for i, x := range c.one[0][:len(ch.rows)] {
			tell(i, cond.allowed[x])
		}
		return
	}
	for i := range ch.rows {
		c.values[0] = cond.all(ch, i, c.values[0][:0])
		tell(i, slices.ContainsFunc(c.values[0], func(x code) bool { return cond.allowed[x] }))
	}
}

func (c *counter) merge(other *counter) {
	c.value += other.value
	c.valid += other.valid
	c.missed.NotFilled += other.missed.NotFilled
	c.missed.Declined += other.missed.Declined
	for i, n := range other.cells {
		c.cells[i] += n
	}
	for i, n := range other.sparse {
		c.sparse[i] += n
	}
}

// counted are the cells with what they hold, some of them nothing.
func (c *counter) counted() iter.Seq2[int, int64] {
	if c.sparse != nil {
		return maps.All(c.sparse)
	}
	return slices.All(c.cells)
}

// into writes the result: valid cells as rows, the others as missing.
func (c *counter) into(a *Answer, by []column) {
	a.Value, a.Valid, a.Missing = c.value, c.valid, c.missed
	if len(by) == 0 {
		a.Valid = c.value
		return
	}
	single := c.single()
	var cells []int
	for cell, n := range c.counted() {
		if n == 0 {
			continue
		}
		x, y := code(cell/c.width), code(cell%c.width)
		switch {
		case x == notFilled || len(by) == 2 && y == notFilled:
			a.Missing.NotFilled += n
		case x == declined || len(by) == 2 && y == declined:
			a.Missing.Declined += n
		default:
			cells = append(cells, cell)
			if single {
				a.Valid += n
			}
		}
	}
	if single {
		a.Value = a.Valid + a.Missing.NotFilled + a.Missing.Declined
	}
	slices.SortFunc(cells, c.order)
	for _, cell := range cells {
		row := Row{Codes: []string{by[0].dict.texts[cell/c.width]}, Value: c.at(cell)}
		if len(by) == 2 {
			row.Codes = append(row.Codes, by[1].dict.texts[cell%c.width])
		}
		a.Rows = append(a.Rows, row)
	}
}

func (c *counter) at(cell int) int64 {
	if c.sparse != nil {
		return c.sparse[cell]
	}
	return c.cells[cell]
}

// order sorts cells as the lists of their codes are sorted, ids and occupations byte by byte.
func (c *counter) order(one, other int) int {
	by := c.t.by
	if o := by[0].dict.order(code(one/c.width), code(other/c.width)); o != 0 || len(by) == 1 {
		return o
	}
	return by[1].dict.order(code(one%c.width), code(other%c.width))
}
