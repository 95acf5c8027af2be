package finder

import (
	"cmp"
	"slices"
	"sync"
	"unicode/utf8"
)

// Match is an entry that a query may mean, by its best label.
type Match struct {
	Entry int
	Score float64 // 0 to 1.1; above 1 the query is the label
	Label string  // the text that led to it
	Lang  string  // of the label
	How   How     // the boldest way that was needed
}

const (
	wholeBonus   = 0.1   // the query is the label
	otherLang    = 0.985 // a label in another language than the page's
	otherGuess   = 0.95  // the same where only the beginning or the sound is alike
	leastScore   = 0.28
	little       = 0.15  // the weight of a word of one or two letters among longer ones
	hopeless     = 0.5   // of the best label's share of the query: labels that explain less are not looked at
	manyLabels   = 2000  // a word of more labels only adds to what rarer words found
	mostPostings = 30000 // of one word of the query
)

var kindFactor = [...]float32{Title: 1, Other: 0.99, Word: 0.98}

// Search finds the entries that a text may mean, the best first, at most limit. The language is the page's: labels of it
// come first where others are as good; it leaves nothing out.
func (x *Index) Search(text, lang string, limit int) []Match {
	query := distinct(words(text))
	if len(query) == 0 || len(x.labels) == 0 || limit <= 0 {
		return nil
	}
	s := x.scratch()
	defer scratches.Put(s)
	s.look(query)
	return s.best(x.langOf(lang), limit)
}

// distinct leaves out words that were there before.
func distinct(query []string) []string {
	var all []string
	for _, w := range query {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

func (x *Index) langOf(lang string) int { return slices.Index(x.langs, lang) }

// term is a part of the query with what it may mean.
type term struct {
	candidates []candidate
	weight     float32
	labels     int // at most so many
}

// scratch is the memory of one search, used again by the next.
type scratch struct {
	x       *Index
	score   []float32 // by label: how much of the query it explains
	cover   []float32 // by label: how much of it the query names
	mark    []uint8   // by label: the last term that counted
	how     []How     // by label
	exact   []uint8   // by label: words that the query has as they stand
	touched []uint32
	terms   []term
	found   candidates
	total   float32
	words   int
}

var scratches sync.Pool

func (x *Index) scratch() *scratch {
	s, _ := scratches.Get().(*scratch)
	if s == nil || len(s.score) < len(x.labels) {
		n := len(x.labels)
		s = &scratch{score: make([]float32, n), cover: make([]float32, n), mark: make([]uint8, n), how: make([]How, n), exact: make([]uint8, n)}
		s.found.best = map[uint32]int{}
	}
	s.x, s.found.x = x, x
	s.terms, s.touched, s.total = s.terms[:0], s.touched[:0], 0
	return s
}

// look adds up what each label has to say to a query, beginning with the rarest word.
func (s *scratch) look(query []string) {
	s.words = len(query)
	for i, w := range query {
		s.term(w, i == len(query)-1, len(query) > 1)
	}
	for i := range len(query) - 1 { // a space too many
		s.joined(query[i]+query[i+1], i)
	}
	order := make([]int, len(s.terms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.terms[a].labels, s.terms[b].labels) })
	for n, i := range order {
		s.count(&s.terms[i], uint8(i+1), n > 0 && len(s.touched) > 0)
	}
}

// term looks a word of the query up. One of one or two letters among others, as "im" or "в", hardly counts.
func (s *scratch) term(w string, last, others bool) {
	var first, head string
	if !s.found.of(w, last) {
		first, head = s.found.compound(w)
	}
	t := term{candidates: slices.Clone(s.found.all)}
	for _, c := range t.candidates {
		t.labels += len(s.x.labelsOf(c.word))
		weight := s.x.words[c.word].Weight
		if c.how == Exact {
			t.weight = weight
			break
		}
		t.weight = max(t.weight, weight*c.quality)
	}
	if t.weight == 0 {
		t.weight = weightOf(1, len(s.x.labels)) / 2 // a word that nobody knows
	}
	if others && utf8.RuneCountInString(w) <= 2 {
		t.weight *= little
	}
	s.total += t.weight
	s.terms = append(s.terms, t)
	if first != "" {
		s.parts(first, head, t.weight)
	}
}

// parts looks the two parts of a word up as words of their own, which share its weight.
func (s *scratch) parts(first, head string, weight float32) {
	var both [2]term
	sum := float32(0)
	for i, part := range [...]string{first, head} {
		s.found.reset()
		s.found.part(part, quality[Compound]+0.15)
		t := term{candidates: slices.Clone(s.found.all)}
		for _, c := range t.candidates {
			t.weight = max(t.weight, s.x.words[c.word].Weight)
			t.labels += len(s.x.labelsOf(c.word))
		}
		both[i], sum = t, sum+t.weight
	}
	for _, t := range both {
		if sum > 0 {
			t.weight *= weight / sum
			s.terms = append(s.terms, t)
		}
	}
}

// joined looks two neighbours up as one word.
func (s *scratch) joined(w string, first int) {
	s.found.of(w, false)
	t := term{weight: s.terms[first].weight + s.terms[first+1].weight}
	for _, c := range s.found.all {
		switch c.how {
		case Exact:
			c.quality, c.how = quality[Typo], Typo
		case Sound:
		default:
			continue
		}
		t.candidates = append(t.candidates, c)
		t.labels += len(s.x.labelsOf(c.word))
	}
	if len(t.candidates) > 0 {
		s.terms = append(s.terms, t)
	}
}

// count adds a term to the labels that have one of its words; only to those found before where it is too common to find any.
func (s *scratch) count(t *term, mark uint8, more bool) {
	budget := mostPostings
	slices.SortFunc(t.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.quality, a.quality), cmp.Compare(a.word, b.word))
	})
	for _, c := range t.candidates {
		in := s.x.labelsOf(c.word)
		if budget -= len(in); budget < 0 {
			return
		}
		weight := s.x.words[c.word].Weight
		onlyKnown := more && len(in) > manyLabels
		for _, l := range in {
			if s.mark[l] == mark || onlyKnown && s.mark[l] == 0 {
				continue
			}
			s.add(l, c, t.weight, weight)
			s.mark[l] = mark
		}
	}
}

func (s *scratch) add(l uint32, c candidate, queryWeight, labelWeight float32) {
	if s.mark[l] == 0 {
		s.touched = append(s.touched, l)
	}
	s.score[l] += queryWeight * c.quality
	s.cover[l] += labelWeight * min(1, c.quality+0.05)
	s.how[l] = max(s.how[l], c.how)
	if c.how == Exact {
		s.exact[l]++
	}
}

// best takes the best label of each entry, and the best entries.
func (s *scratch) best(lang, limit int) []Match {
	x := s.x
	type hit struct {
		label uint32
		score float32
	}
	byEntry := map[uint32]hit{}
	most := float32(0)
	for _, l := range s.touched {
		most = max(most, s.score[l])
	}
	for _, l := range s.touched {
		if s.score[l] < most*hopeless {
			s.score[l], s.cover[l], s.mark[l], s.exact[l] = 0, 0, 0, 0
			continue
		}
		about := &x.labels[l]
		score := s.score[l] / s.total * (0.6 + 0.4*min(1, s.cover[l]/x.totals[l]))
		score = min(score, 1) * kindFactor[about.Kind]
		if int(s.exact[l]) == int(about.Words) && int(about.Words) == s.words {
			score += wholeBonus
		}
		switch {
		case int(about.Lang) == lang:
		case s.how[l] == Sound || s.how[l] == Beginning:
			score *= otherGuess
		default:
			score *= otherLang
		}
		s.score[l], s.cover[l], s.mark[l], s.exact[l] = 0, 0, 0, 0
		if score >= leastScore {
			if best, known := byEntry[about.Entry]; !known || best.score < score {
				byEntry[about.Entry] = hit{l, score}
			}
		}
	}
	hits := make([]Match, 0, len(byEntry))
	for entry, h := range byEntry {
		hits = append(hits, Match{Entry: int(entry), Score: float64(h.score), Label: x.text(h.label), Lang: x.langs[x.labels[h.label].Lang], How: s.how[h.label]})
	}
	for _, l := range s.touched {
		s.how[l] = 0
	}
	slices.SortFunc(hits, func(a, b Match) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Entry, b.Entry)) })
	return hits[:min(limit, len(hits))]
}
