package bench

import (
	"net/http"
	"testing"
)

// BenchmarkStartPage opens the start page as a counsellor of a centre and as somebody who sees the nation.
func BenchmarkStartPage(b *testing.B) {
	n := filled(b).copied(b)
	for _, role := range []string{"counsellor", "coordinator", "analyst"} {
		b.Run(role, func(b *testing.B) {
			all := serve(b, n, role+"@demo.example")
			all[0].get(b, "/start") // loads the facts
			each(b, all, func(c *counsellor, _ int) {
				if status, body := c.get(b, "/start"); status != http.StatusOK {
					b.Errorf("%d %s", status, body)
				}
			})
		})
	}
}
