package indicator

import (
	"context"
	"slices"
	"sync"
)

// model is everything kept in memory.
type model struct {
	words      *words
	names      *names
	structure  *structure
	activities *activities
	contacts   *contactFacts
	numbers    map[key]uint32 // case id → number
	caseIDs    idList         // by number
	assembler  *assembler
	views      sync.Map // index in structure.days → *view
}

// view is the structure as known at a cut-off, made once for all days on which it stayed the same.
func (m *model) view(cutoff day) *view {
	since, found := slices.BinarySearch(m.structure.days, cutoff)
	if !found {
		since--
	}
	if v, ok := m.views.Load(since); ok {
		return v.(*view)
	}
	v := m.structure.at(cutoff, m.names)
	m.views.Store(since, v)
	return v
}

// load reads everything.
func load(ctx context.Context, s source) (*model, error) {
	m := &model{words: newWords(), names: newNames(), contacts: &contactFacts{}}
	var err error
	if m.structure, err = s.structure(ctx); err != nil {
		return nil, err
	}
	m.names.learn(m.structure)
	if m.activities, err = s.activities(ctx, m.words, m.names); err != nil {
		return nil, err
	}
	m.assembler = &assembler{out: m.contacts, rounds: m.structure.roundViews(m.names)}
	var raw rawFacts
	if err := raw.read(ctx, s, m); err != nil {
		return nil, err
	}
	m.numbers, m.caseIDs = raw.numbers, raw.caseIDs
	raw.assemble(m.assembler)
	return m, nil
}

// roundViews are the views at the days on which the rounds changed.
func (s *structure) roundViews(n *names) []view {
	var out []view
	for _, d := range changeDays(s.rounds) {
		out = append(out, *s.at(d, n))
	}
	return out
}

// rawFacts are the versions as read, before they are cut into rows.
type rawFacts struct {
	numbers map[key]uint32
	caseIDs idList

	cases      []caseVersion
	caseNumber []uint32

	quals    []qualificationVersion
	qualCase []key

	contacts    []contactVersion
	contactCase []key
	ids         arena
}

// read loads cases and qualifications beside the contacts, which are about as many.
func (r *rawFacts) read(ctx context.Context, s source, m *model) error {
	r.numbers = map[key]uint32{}
	var wg sync.WaitGroup
	var errContacts error
	wg.Go(func() {
		errContacts = s.contacts(ctx, m.words, m.names, selectContacts, nil, func(caseID []byte, v contactVersion) error {
			v.id = r.ids.keep(v.id)
			r.contacts = append(r.contacts, v)
			r.contactCase = append(r.contactCase, keyOf(caseID))
			return nil
		})
	})
	err := s.cases(ctx, m.words, m.names, selectCases, nil, func(id []byte, v caseVersion) error {
		k := keyOf(id)
		number, ok := r.numbers[k]
		if !ok {
			number = uint32(len(r.numbers))
			r.numbers[k] = number
			r.caseIDs.add(id)
		}
		r.cases = append(r.cases, v)
		r.caseNumber = append(r.caseNumber, number)
		return nil
	})
	if err == nil {
		err = s.qualifications(ctx, m.words, selectQualifications, nil, func(caseID []byte, v qualificationVersion) error {
			r.quals = append(r.quals, v)
			r.qualCase = append(r.qualCase, keyOf(caseID))
			return nil
		})
	}
	wg.Wait()
	if err == nil {
		err = errContacts
	}
	return err
}

// assemble groups the versions by case and cuts them into rows.
func (r *rawFacts) assemble(a *assembler) {
	n := len(r.numbers)
	a.out.rowsOf = make([]span, n)
	a.out.grow(len(r.contacts), n, len(r.quals))
	byCase := group(n, len(r.cases), func(i int) (uint32, bool) { return r.caseNumber[i], true })
	byQual := group(n, len(r.quals), r.lookup(r.qualCase))
	byContact := group(n, len(r.contacts), r.lookup(r.contactCase))
	var h caseHistory
	for number := range uint32(n) {
		h.cases, h.quals, h.contacts = h.cases[:0], h.quals[:0], h.contacts[:0]
		for _, i := range byCase.of(number) {
			h.cases = append(h.cases, r.cases[i])
		}
		for _, i := range byQual.of(number) {
			h.quals = append(h.quals, r.quals[i])
		}
		for _, i := range byContact.of(number) {
			h.contacts = append(h.contacts, r.contacts[i])
		}
		a.add(number, &h)
	}
}

func (r *rawFacts) lookup(keys []key) func(int) (uint32, bool) {
	return func(i int) (uint32, bool) {
		number, ok := r.numbers[keys[i]]
		return number, ok // a case stored meanwhile comes with the next refresh
	}
}

// groups lists row indexes by group.
type groups struct{ offsets, items []uint32 }

func (g *groups) of(number uint32) []uint32 { return g.items[g.offsets[number]:g.offsets[number+1]] }

// group sorts rows by group, counting first.
func group(n, rows int, of func(int) (uint32, bool)) *groups {
	g := &groups{offsets: make([]uint32, n+2), items: make([]uint32, rows)}
	for i := range rows {
		if number, ok := of(i); ok {
			g.offsets[number+2]++
		}
	}
	for i := 2; i < len(g.offsets); i++ {
		g.offsets[i] += g.offsets[i-1]
	}
	for i := range rows {
		if number, ok := of(i); ok {
			g.items[g.offsets[number+1]] = uint32(i)
			g.offsets[number+1]++
		}
	}
	return g
}

// arena keeps many short texts without a header for each.
type arena struct{ chunk []byte }

func (a *arena) keep(b []byte) []byte {
	if cap(a.chunk)-len(a.chunk) < len(b) {
		a.chunk = make([]byte, 0, max(1<<20, len(b)))
	}
	start := len(a.chunk)
	a.chunk = append(a.chunk, b...)
	return a.chunk[start:len(a.chunk):len(a.chunk)]
}
