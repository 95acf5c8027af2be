package errs

import (
	"errors"
	"fmt"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("recording: %w", New(Conflict, "error.conflict"))
	if KindOf(err) != Conflict {
		t.Errorf("kind is %d", KindOf(err))
	}
	if KindOf(errors.New("disk")) != Internal {
		t.Error("a foreign error must be internal")
	}
}

func TestFields(t *testing.T) {
	var f Fields
	if f.Err() != nil {
		t.Error("no field, no error")
	}
	f.Add("held_on", "error.future")
	if KindOf(f.Err()) != Invalid {
		t.Error("a wrong field makes the form invalid")
	}
}

func TestFieldsAbsorbWhatIsWrongWithFieldsOnly(t *testing.T) {
	var f, others Fields
	others.Add("phone", "person.error.phone")
	if err := f.Absorb(fmt.Errorf("preparing: %w", others.Err())); err != nil || len(f) != 1 || f[0].Name != "phone" {
		t.Errorf("%v, %v", f, err)
	}
	for _, err := range []error{New(Conflict, "error.conflict"), New(Invalid, "error.bad_request"), errors.New("disk")} {
		if got := f.Absorb(err); got != err || len(f) != 1 {
			t.Errorf("%v became %v", err, got)
		}
	}
}
