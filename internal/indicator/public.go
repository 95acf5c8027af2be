package indicator

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/programme"
)

// Public is an indicator that everybody may see, with the dimensions by which they may. Its words are in the portal's locale,
// under portal.figures.ID.label and portal.figures.ID.definition.
type Public struct {
	ID     string   `json:"id"`
	By     []string `json:"by,omitempty"`
	Nobody bool     `json:"nobody,omitempty"` // it counts things of the network, not people: small numbers protect nobody
}

//go:embed public.json
var publicFile []byte

var publicList = func() []Public {
	var list []Public
	if err := json.Unmarshal(publicFile, &list); err != nil {
		panic("indicator: public.json: " + err.Error())
	}
	for _, p := range list {
		d, known := Defined(p.ID)
		if !known {
			panic("indicator: public.json: there is no indicator " + p.ID)
		}
		for _, dimension := range p.By {
			if _, column := d.Meaning(dimension); column == "" {
				panic("indicator: public.json: " + p.ID + " has no " + dimension)
			}
		}
	}
	return list
}()

// PublicList are the indicators that everybody may see, in their order.
func PublicList() []Public { return publicList }

// PublicNamed finds one of them.
func PublicNamed(id string) (*Public, bool) {
	i := slices.IndexFunc(publicList, func(p Public) bool { return p.ID == id })
	if i < 0 {
		return nil, false
	}
	return &publicList[i], true
}

// Outside is an answer as everybody may see it.
type Outside struct {
	Answer            // as it is counted, with only those rows that are shown
	TooFew   bool     // the whole is too small: neither it nor anything else is shown
	NoTable  bool     // the rows cannot be shown without telling a small one
	Hidden   []string // the codes of the rows that are not shown
	NoValid  bool     // Valid and Missing are not shown
	Overlaps bool     // a unit can be in several rows
}

// Few is the smallest number of people that is shown.
const Few = 5

// Show keeps what may be told outside of an answer by at most one dimension. No number from 1 to 4 is shown, and none can be
// worked out: what is not shown is at least two numbers, which together are large enough that each of them may be Few or
// more. What has no valid value counts as one number beside the rows, because it can be taken from the whole as well.
func (p *Public) Show(a Answer) Outside {
	o := Outside{Answer: a}
	var sum int64
	for _, r := range a.Rows {
		sum += r.Value
	}
	o.Overlaps = len(a.By) > 0 && sum > a.Valid
	if p.Nobody {
		return o
	}
	if a.Value > 0 && a.Value < Few {
		return Outside{Answer: Answer{ID: a.ID, Unit: a.Unit, From: a.From, To: a.To, Cutoff: a.Cutoff, By: a.By}, TooFew: true}
	}
	if len(a.By) == 0 {
		return o
	}
	missing := a.Missing.NotFilled + a.Missing.Declined
	cells := make([]int64, 0, len(a.Rows)+1)
	for _, r := range a.Rows {
		cells = append(cells, r.Value)
	}
	hidden, ok := hide(append(cells, missing))
	if !ok {
		o.Rows, o.NoTable, o.NoValid, o.Valid, o.Missing = nil, true, true, 0, Missing{}
		return o
	}
	o.Rows = nil
	for i, r := range a.Rows {
		if hidden[i] {
			o.Hidden = append(o.Hidden, r.Codes[0])
		} else {
			o.Rows = append(o.Rows, r)
		}
	}
	if hidden[len(a.Rows)] {
		o.NoValid, o.Valid, o.Missing = true, 0, Missing{}
	} else {
		o.Missing = Missing{NotFilled: missing} // one number: its parts may be small
	}
	return o
}

// hide says which numbers are not shown of those that add up to a known whole: the small ones, and as many of the next larger
// ones as it takes. ok is false where all together are not enough.
func hide(cells []int64) (hidden []bool, ok bool) {
	hidden = make([]bool, len(cells))
	bySize := make([]int, 0, len(cells))
	var n, sum int64
	for i, value := range cells {
		switch {
		case value == 0: // says nothing of anybody
		case value < Few:
			hidden[i] = true
			n, sum = n+1, sum+value
		default:
			bySize = append(bySize, i)
		}
	}
	if n == 0 {
		return hidden, true
	}
	slices.SortStableFunc(bySize, func(a, b int) int { return int(min(max(cells[a]-cells[b], -1), 1)) })
	// With n numbers of at least 1, one of them may be sum-(n-1): from Few on, nobody can tell that it is a small one.
	for n < 2 || sum-(n-1) < Few {
		if len(bySize) == 0 {
			return hidden, false
		}
		hidden[bySize[0]] = true
		n, sum, bySize = n+1, sum+cells[bySize[0]], bySize[1:]
	}
	return hidden, true
}

// PublicPeriod is a round of which figures are public.
type PublicPeriod struct {
	Round            *programme.Round
	From, To, Cutoff clock.Day
	Running          bool // the round goes on after To
}

// PublicPeriods are the rounds of which figures are public, the newest first. The running round is counted up to the end of
// the last whole quarter, or up to its newest published sheet: from day to day the difference would tell of single people.
// Earlier rounds are those with a published sheet, as of its cut-off.
func PublicPeriods(rounds []*programme.Round, published []Published, today clock.Day) []PublicPeriod {
	quarter := lastQuarterEnd(today)
	var all []PublicPeriod
	for _, r := range slices.Backward(rounds) {
		p := PublicPeriod{Round: r, Cutoff: clock.NoDay}
		if r.Span.Contains(quarter) {
			p.From, p.To, p.Cutoff = r.Span.From, quarter, quarter
		}
		for i := range published {
			if from, to := published[i].Period(); from == r.Span.From && published[i].Cutoff > p.Cutoff {
				p.From, p.To, p.Cutoff = from, to, published[i].Cutoff
			}
		}
		if p.Cutoff == clock.NoDay {
			continue
		}
		p.Running = p.To < r.Span.To && r.Span.Contains(today)
		all = append(all, p)
	}
	return all
}

// lastQuarterEnd is the last day of the quarter before that of a day.
func lastQuarterEnd(day clock.Day) clock.Day {
	year, month, _ := day.Date()
	return clock.DateDay(year, (month-1)/3*3+1, 1) - 1
}

// Outside is an indicator in a period as everybody may see it, by one of its public dimensions or as a whole.
func (e *Engine) Outside(ctx context.Context, p *Public, in PublicPeriod, by ...string) (Outside, error) {
	for _, dimension := range by {
		if len(by) > 1 || !slices.Contains(p.By, dimension) {
			return Outside{}, unknownDimension(dimension)
		}
	}
	a, err := e.Answer(ctx, Query{ID: p.ID, From: &in.From, To: &in.To, Cutoff: &in.Cutoff, By: by, Limit: authz.System()})
	if err != nil {
		return Outside{}, err
	}
	return p.Show(a), nil
}
