package indicator

import (
	"context"

	"openiq/internal/counselling"
)

// Frozen are the periods of all published sheets, with the instant up to which what was stored counts.
func (e *Engine) Frozen(ctx context.Context) ([]counselling.Frozen, error) {
	sheets, err := e.Published(ctx)
	out := make([]counselling.Frozen, len(sheets))
	for i := range sheets {
		out[i].From, out[i].To = sheets[i].Period()
		out[i].At = sheets[i].PublishedAt
	}
	return out, err
}
