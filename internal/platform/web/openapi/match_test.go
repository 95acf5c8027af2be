package openapi

import "testing"

func TestConditionsAreComparedWeakly(t *testing.T) {
	for _, c := range []struct {
		condition string
		want      bool
	}{{`"a"`, true}, {`W/"a"`, true}, {`"b", "a"`, true}, {"*", true}, {`"b"`, false}, {"", false}, {"a", false}} {
		if matches([]string{c.condition}, `"a"`) != c.want {
			t.Errorf("%s", c.condition)
		}
	}
}
