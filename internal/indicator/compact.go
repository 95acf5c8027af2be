package indicator

// compacted is a copy without the rows and states that updates have hidden, the rows of each case together again.
func (f *contactFacts) compacted() *contactFacts {
	out := &contactFacts{rowsOf: make([]span, len(f.rowsOf))}
	out.grow(len(f.held)-f.dead, len(f.caseOf), len(f.country))
	for number, rows := range f.rowsOf {
		start := uint32(len(out.held))
		if rows.start < rows.end {
			out.copyCase(f, rows)
		}
		out.rowsOf[number] = span{start, uint32(len(out.held))}
	}
	return out
}

// copyCase takes over the rows of a case and its states, which lie one after the other.
func (f *contactFacts) copyCase(from *contactFacts, rows span) {
	first, last := from.state[rows.start], from.state[rows.start]
	for _, s := range from.state[rows.start:rows.end] {
		first, last = min(first, s), max(last, s)
	}
	base := uint32(len(f.caseOf))
	for s := first; s <= last; s++ {
		f.copyState(from, s)
	}
	f.held = append(f.held, from.held[rows.start:rows.end]...)
	f.from = append(f.from, from.from[rows.start:rows.end]...)
	f.to = append(f.to, from.to[rows.start:rows.end]...)
	f.site = append(f.site, from.site[rows.start:rows.end]...)
	f.round = append(f.round, from.round[rows.start:rows.end]...)
	f.flags = append(f.flags, from.flags[rows.start:rows.end]...)
	f.form = append(f.form, from.form[rows.start:rows.end]...)
	f.contents = append(f.contents, from.contents[rows.start:rows.end]...)
	for r := rows.start; r < rows.end; r++ {
		f.ids.add(from.ids.at(r))
	}
	for _, s := range from.state[rows.start:rows.end] {
		f.state = append(f.state, base+s-first)
	}
}

func (f *contactFacts) copyState(from *contactFacts, s uint32) {
	f.caseOf = append(f.caseOf, from.caseOf[s])
	for k := range f.attributes {
		f.attributes[k] = append(f.attributes[k], from.attributes[k][s])
	}
	q := from.firstQual[s]
	end := q + uint32(from.quals[s])
	f.firstQual = append(f.firstQual, uint32(len(f.country)))
	f.quals = append(f.quals, from.quals[s])
	f.country = append(f.country, from.country[q:end]...)
	f.kind = append(f.kind, from.kind[q:end]...)
	f.regulated = append(f.regulated, from.regulated[q:end]...)
	f.occupation = append(f.occupation, from.occupation[q:end]...)
}
