package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"openiq/internal/platform/web/ui"
)

const flashCookie = "flash"

// flash is said on the next page, once. It holds a message's key, not its text: the next page may be in another language.
type flash struct {
	Kind ui.Kind
	Key  string
	Args []string
}

// Flash lets the next page say something, such as that a contact is saved. args are names and values in turn;
// they travel in a cookie, so nothing personal belongs into them.
func Flash(w http.ResponseWriter, r *http.Request, kind ui.Kind, key string, args ...string) {
	raw, err := json.Marshal(flash{Kind: kind, Key: key, Args: args})
	if err != nil {
		panic(err) // strings always encode
	}
	value := base64.RawURLEncoding.EncodeToString(raw)
	http.SetCookie(w, exchangeOf(r).edge.cookie(flashCookie, value, time.Minute))
}

// readFlash takes only what could have come from Flash: known tones and keys.
func readFlash(r *http.Request) *flash {
	c, err := r.Cookie(flashCookie)
	if err != nil {
		return nil
	}
	var f flash
	raw, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || json.Unmarshal(raw, &f) != nil || !P(r).Has(f.Key) {
		return nil
	}
	switch f.Kind {
	case ui.Info, ui.Success, ui.Warning, ui.Danger:
		return &f
	}
	return nil
}

func (f *flash) message(r *http.Request) *ui.Message {
	if f == nil {
		return nil
	}
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		args[i] = a
	}
	return &ui.Message{Kind: f.Kind, Text: P(r).T(f.Key, args...)}
}
