package portal

import (
	"errors"
	"testing"
	"time"

	"openiq/internal/indicator"
)

// turned is a clock that the test turns on.
type turned struct{ now time.Time }

func (c *turned) Now() time.Time { return c.now }

func TestAnswersAreKeptForAMinute(t *testing.T) {
	c := &turned{time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	a := &answers{clock: c}
	computed := 0
	ask := func(id string) int64 {
		o, err := a.of(asked{id: id}, func() (indicator.Outside, error) {
			computed++
			return indicator.Outside{Answer: indicator.Answer{Value: int64(computed)}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return o.Value
	}
	for _, step := range []struct {
		id   string
		want int64
	}{{"a", 1}, {"a", 1}, {"b", 2}} {
		if ask(step.id) != step.want {
			t.Error("what is kept was computed again, or taken for another")
		}
	}
	c.now = c.now.Add(keptFor)
	if ask("a") != 3 {
		t.Error("an old answer is still told")
	}
	if _, err := a.of(asked{id: "c"}, func() (indicator.Outside, error) { return indicator.Outside{}, errors.New("no") }); err == nil {
		t.Error("a failure is told")
	}
	if ask("c") != 4 {
		t.Error("a failure is not kept")
	}
}
