package office

import "testing"

func TestLocalPath(t *testing.T) {
	for _, path := range []string{"/", "/cases?site=1&after=2", "/cases/K%2F1", "/a//b"} {
		if got := localPath(path); got != path {
			t.Errorf("%q became %q", path, got)
		}
	}
	for _, path := range []string{"", "cases", "//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, "https://evil.example/",
		"javascript:alert(1)", "/\t/evil.example", "/%zz", "/signin?next=/signin", "http:/cases"} {
		if got := localPath(path); got != "/" {
			t.Errorf("%q leads to %q", path, got)
		}
	}
}
