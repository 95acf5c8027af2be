package indicator

import (
	"context"
	"runtime/debug"
	"sync"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// Engine computes indicators. It is safe for concurrent use, also beside other instances on the same database.
type Engine struct {
	db      *db.DB
	clock   clock.Clock
	refresh sync.Mutex   // one refresh at a time
	mu      sync.RWMutex // guards what follows
	model   *model
	seen    map[string]int64 // change numbers that the model contains
	frozen  bool             // never follows the database: see AsStored

	spareDead int
}

// New makes an engine over a database. It loads the facts with the first answer; see [Engine.Warm].
func New(d *db.DB) *Engine { return &Engine{db: d, clock: d.Clock(), spareDead: spareDead} }

// Clock is the engine's clock.
func (e *Engine) Clock() clock.Clock { return e.clock }

// Warm loads the facts if that has not happened yet, so that the first answer need not wait for it.
func (e *Engine) Warm(ctx context.Context) error {
	_, release, err := e.fresh(ctx)
	if err == nil {
		release()
	}
	return err
}

// fresh gives a model that contains every change committed before the call. release ends its use.
func (e *Engine) fresh(ctx context.Context) (m *model, release func(), err error) {
	if e.frozen {
		return e.model, func() {}, nil
	}
	now, err := e.changeNumbers(ctx)
	if err != nil {
		return nil, nil, err
	}
	e.mu.RLock()
	for !e.contains(now) {
		e.mu.RUnlock()
		if err := e.catchUp(ctx); err != nil {
			return nil, nil, err
		}
		e.mu.RLock()
	}
	return e.model, e.mu.RUnlock, nil
}

// contains says whether the model has everything up to the change numbers.
func (e *Engine) contains(now map[string]int64) bool {
	if e.model == nil {
		return false
	}
	for tenant, n := range now {
		if e.seen[tenant] < n {
			return false
		}
	}
	return true
}

func (e *Engine) changeNumbers(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	var tenant string
	var n int64
	rows, err := e.db.Query(ctx, selectChangeNumbers)
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(&tenant, &n); err != nil {
			return err
		}
		out[tenant] = n
		return nil
	})
	return out, err
}

// catchUp brings the model to the newest change numbers: case by case where cases changed, from scratch where an import
// or a change of the structure touched much.
func (e *Engine) catchUp(ctx context.Context) error {
	e.refresh.Lock()
	defer e.refresh.Unlock()
	now, err := e.changeNumbers(ctx)
	if err != nil {
		return err
	}
	if e.model == nil {
		return e.reload(ctx, now)
	}
	what, err := e.changesBetween(ctx, e.seen, now)
	if err != nil {
		return err
	}
	if what.all || len(what.cases) > mostCases {
		return e.reload(ctx, now)
	}
	return e.apply(ctx, what, now)
}

// mostCases is how many changed cases are read one by one; reading everything is quicker for more.
const mostCases = 5000

// From this share of rows hidden by updates, as a divisor, and this many beside, the columns are copied without them.
const (
	maxDead   = 8
	spareDead = 1000
)

// changes is what happened since the model was last brought up to date.
type changes struct {
	all        bool
	activities bool
	cases      map[caseRef]bool
}

type caseRef struct{ tenant, id string }

// The kinds of audit entries' subjects by what they mean for the model.
var (
	changesActivities = map[string]bool{"measure": true, "participation": true, "training": true, "fair_service": true}
	changesNothing    = map[string]bool{"person": true, "read": true, "account": true, "session": true, "sheet": true, "export": true, "link": true, "text_module": true, "occupation": true, "authority": true, "postcode": true, "page": true, "feedback": true, "translation": true, "centre": true, "finder_code": true, "appointment": true, "slot": true}
)

// changesBetween lists what happened after some change numbers, up to others.
func (e *Engine) changesBetween(ctx context.Context, seen, now map[string]int64) (changes, error) {
	c := changes{cases: map[caseRef]bool{}}
	for tenant, n := range now {
		if seen[tenant] >= n {
			continue
		}
		var kind, subject string
		rows, err := e.db.Query(ctx, selectChanges, tenant, seen[tenant], n)
		err = db.Each(rows, err, func() error {
			if err := rows.Scan(&kind, &subject); err != nil {
				return err
			}
			switch {
			case kind == "case":
				c.cases[caseRef{tenant, subject}] = true
			case changesActivities[kind]:
				c.activities = true
			case !changesNothing[kind]:
				c.all = true
			}
			return nil
		})
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// reload reads everything. When an import came in between, half of it may have been read: then again, unless imports
// never end.
func (e *Engine) reload(ctx context.Context, now map[string]int64) error {
	const tries = 3
	for try := 1; ; try++ {
		m, err := load(ctx, source{reader: e.db.Bulk()})
		if err != nil {
			return err
		}
		then, err := e.changeNumbers(ctx)
		if err != nil {
			return err
		}
		between, err := e.changesBetween(ctx, now, then)
		if err != nil {
			return err
		}
		if between.all && try < tries {
			now = then
			continue
		}
		e.mu.Lock()
		e.model, e.seen = m, now
		e.mu.Unlock()
		debug.FreeOSMemory() // loading leaves more garbage than facts, and small servers are what we run on
		return nil
	}
}

// apply reads what changed and puts it into the model.
func (e *Engine) apply(ctx context.Context, what changes, now map[string]int64) error {
	s, m := source{reader: e.db}, e.model
	fresh := map[caseRef]*caseHistory{}
	e.mu.Lock()
	defer e.mu.Unlock()
	for ref := range what.cases {
		h, err := s.history(ctx, m, ref)
		if err != nil {
			return err
		}
		fresh[ref] = h
	}
	if what.activities {
		a, err := s.activities(ctx, m.words, m.names)
		if err != nil {
			return err
		}
		m.activities = a
	}
	for ref, h := range fresh {
		number, known := m.numbers[keyOf([]byte(ref.id))]
		if !known {
			number = uint32(len(m.contacts.rowsOf))
			m.numbers[keyOf([]byte(ref.id))] = number
			m.caseIDs.add([]byte(ref.id))
			m.contacts.rowsOf = append(m.contacts.rowsOf, span{})
		}
		m.assembler.replace(number, h)
	}
	e.seen = now
	if m.contacts.dead > len(m.contacts.held)/maxDead+e.spareDead {
		m.contacts = m.contacts.compacted()
		m.assembler.out = m.contacts
	}
	return nil
}

// history reads all versions of one case.
func (s source) history(ctx context.Context, m *model, ref caseRef) (*caseHistory, error) {
	h := &caseHistory{}
	args := []any{ref.id, ref.tenant}
	err := s.cases(ctx, m.words, m.names, selectCase, args, func(_ []byte, v caseVersion) error {
		h.cases = append(h.cases, v)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.qualifications(ctx, m.words, selectCaseQualifications, args, func(_ []byte, v qualificationVersion) error {
		h.quals = append(h.quals, v)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.contacts(ctx, m.words, m.names, selectCaseContacts, args, func(_ []byte, v contactVersion) error {
		v.id = append([]byte(nil), v.id...)
		h.contacts = append(h.contacts, v)
		return nil
	})
	return h, err
}

// AsStored is an engine that knows only what was stored by an instant; it computes a published sheet again.
func AsStored(ctx context.Context, r db.Reader, c clock.Clock, by clock.Instant) (*Engine, error) {
	m, err := load(ctx, source{reader: r, asOf: by})
	if err != nil {
		return nil, err
	}
	return &Engine{clock: c, model: m, frozen: true}, nil
}
