package demo

import (
	"math"
	"math/rand/v2"
	"sort"

	"openiq/internal/platform/clock"
)

// stream keeps the draws about one record apart, so that a schedule can be made without the person it is about.
type stream uint64

const (
	streamCourse stream = iota + 1
	streamPlace
	streamPerson
	streamQualification
	streamContact
	streamMeasure
	streamTraining
	streamFair
	streamStructure
	streamCasework
	streamPeople
	streamProcedure
	streamReferral
)

// dice draws for one record at a time: throw sets it on that record, and what follows depends on nothing else.
type dice struct {
	*rand.Rand
	pcg *rand.PCG
}

func newDice() *dice {
	pcg := rand.NewPCG(0, 0)
	return &dice{Rand: rand.New(pcg), pcg: pcg}
}

func (d *dice) throw(of stream, round uint64, index int) *dice {
	d.pcg.Seed(scatter(uint64(of)<<32|round), scatter(uint64(index)))
	return d
}

// scatter is the finaliser of SplitMix64: neighbouring numbers give unrelated seeds.
func scatter(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true with probability p.
func (d *dice) chance(p float64) bool { return d.Float64() < p }

// between is from <= n <= to.
func (d *dice) between(from, to int) int { return from + d.IntN(to-from+1) }

// known is code, or with the given probabilities not filled in or declined.
func (d *dice) known(code string, empty, declined float64) string {
	switch u := d.Float64(); {
	case u < empty:
		return ""
	case u < empty+declined:
		return "declined"
	}
	return code
}

// recorded is when something held on day is written down: mostly at once, some weeks later, never after by; day itself must
// not be later than by.
func (d *dice) recorded(day clock.Day, by moment) moment {
	u := d.Float64()
	late := 0
	switch {
	case u < 0.70:
	case u < 0.85:
		late = 1
	case u < 0.93:
		late = d.between(2, 5)
	case u < 0.98:
		late = d.between(6, 14)
	default:
		late = d.between(15, 45)
	}
	minute := d.between(opening, evening-10)
	if late > 0 {
		if m := at(nextWorkday(day+clock.Day(late)), minute); m <= by {
			return m
		}
	}
	return at(day, minute)
}

// recordedWithin is recorded, but not before after: what would be earlier is a late entry on some day between the two.
func (d *dice) recordedWithin(day clock.Day, after, by moment) moment {
	m := d.recorded(day, by)
	if m >= after {
		return m
	}
	late := after.day() + clock.Day(d.IntN(int(by.day()-after.day())+1))
	return min(at(nextWorkday(late), d.between(opening, evening-10)), by)
}

// share is a code and its weight.
type share struct {
	code   string
	weight float64
}

// lot is an urn of codes.
type lot struct {
	codes []string
	cum   []float64
}

func newLot(shares []share) lot {
	var l lot
	sum := 0.0
	for _, s := range shares {
		sum += s.weight
		l.codes, l.cum = append(l.codes, s.code), append(l.cum, sum)
	}
	return l
}

func (l lot) pick(d *dice) string { return l.codes[l.index(d)] }

func (l lot) index(d *dice) int {
	u := d.Float64() * l.cum[len(l.cum)-1]
	return sort.Search(len(l.cum)-1, func(i int) bool { return l.cum[i] > u })
}

// apportion splits total in proportion to the weights, giving each at least least; the parts add up to total.
func apportion(total int, weights []float64, least int) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	rest := float64(total - least*len(weights))
	parts := make([]int, len(weights))
	acc, given := 0.0, 0
	for i, w := range weights {
		acc += w
		upTo := int(math.Round(rest * acc / sum))
		parts[i] = least + upTo - given
		given = upTo
	}
	return parts
}
