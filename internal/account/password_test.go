package account

import (
	"context"
	"strings"
	"sync"
	"testing"
)

func TestHashCarriesItsParameters(t *testing.T) {
	ctx := context.Background()
	old := newHasher(cost{memory: 64, passes: 1, threads: 1})
	hash, err := old.hash(ctx, "eine Katze")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatal(hash, err)
	}
	newer := newHasher(owasp)
	for password, want := range map[string]bool{"eine Katze": true, "eine katze": false, "": false} {
		if got, err := newer.matches(ctx, password, hash); err != nil || got != want {
			t.Errorf("%q: %v %v", password, got, err)
		}
	}
	if again, err := old.hash(ctx, "eine Katze"); err != nil || again == hash {
		t.Error("two hashes of a password are the same")
	}
	if got, err := newer.matches(ctx, "", ""); err != nil || got {
		t.Errorf("no hash: %v %v", got, err)
	}
}

func TestParametersAreOWASPs(t *testing.T) {
	hash, err := newHasher(owasp).hash(context.Background(), "eine Katze")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(hash, err)
	}
}

func TestBrokenHashesAreErrors(t *testing.T) {
	h := newHasher(cost{memory: 64, passes: 1, threads: 1})
	for _, hash := range []string{"x", "$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA", "$argon2id$v=18$m=64,t=1,p=1$AAAA$AAAA",
		"$argon2id$v=19$m=64$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$!$AAAA", "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA"} {
		if got, err := h.matches(context.Background(), "x", hash); err == nil || got {
			t.Errorf("%s: %v %v", hash, got, err)
		}
	}
}

func TestHashingWaitsForASlot(t *testing.T) {
	h := newHasher(cost{memory: 64, passes: 1, threads: 1})
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.hash(ctx, "x"); err == nil {
		t.Error("hashed beyond the limit")
	}
	for range cap(h.slots) {
		<-h.slots
	}
	var work sync.WaitGroup
	for range 4 * cap(h.slots) {
		work.Go(func() {
			if _, err := h.hash(context.Background(), "x"); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
}

func TestCommonPasswordsCouldBeChosen(t *testing.T) {
	for p := range common {
		if len([]rune(p)) < MinPassword || p != strings.ToLower(p) {
			t.Errorf("%q is on the list for nothing", p)
		}
	}
}
