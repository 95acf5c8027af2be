package account_test

import (
	"context"
	"maps"
	"testing"

	"openiq/internal/platform/errs"
)

func TestNamesOfAccounts(t *testing.T) {
	each(t, func(o *office) {
		ann := o.invite("ann@example.org", counsellor("S-1")).Account
		gone := o.invite("gone@example.org", counsellor("S-2")).Account
		if err := o.SetActive(o.admin, gone, 1, false); err != nil {
			o.t.Fatal(err)
		}
		names, err := o.Names(as("x", counsellor("S-9")), []string{ann, gone, "cli", ""})
		if want := map[string]string{ann: "ann@example.org", gone: "gone@example.org"}; err != nil || !maps.Equal(names, want) {
			o.t.Errorf("%v, %v", names, err)
		}
		if _, err := o.Names(context.Background(), []string{ann}); errs.KindOf(err) != errs.Forbidden {
			o.t.Errorf("a stranger: %v", err)
		}
	})
}
