package person

import (
	"encoding/json"
	"fmt"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
)

// Identity is who somebody is and how to reach them. Every field may be empty but for one of the names. Age is asked, not
// the birth date (practice.md, fact 19): it is there for those who need it for an application.
type Identity struct {
	FamilyName     string `json:"family_name,omitempty"`
	GivenName      string `json:"given_name,omitempty"`
	NativeName     string `json:"native_name,omitempty"` // the whole name in its original script
	Street         string `json:"street,omitempty"`
	Postcode       string `json:"postcode,omitempty"`
	Place          string `json:"place,omitempty"`
	Phone          string `json:"phone,omitempty"`
	Email          string `json:"email,omitempty"`
	BornOn         string `json:"born_on,omitempty"` // 2006-01-02
	BirthPlace     string `json:"birth_place,omitempty"`
	CustomerNumber string `json:"customer_number,omitempty"` // of the labour administration
	AdviserName    string `json:"adviser_name,omitempty"`    // at the labour administration
	AdviserContact string `json:"adviser_contact,omitempty"`
	Remark         string `json:"remark,omitempty"`
}

// IdentityFields are the names of the fields, in the order of the form.
var IdentityFields = []string{"family_name", "given_name", "native_name", "street", "postcode", "place", "phone", "email",
	"born_on", "birth_place", "customer_number", "adviser_name", "adviser_contact", "remark"}

// Field is the field of a name, to read and to set; nil when there is no such field.
func (i *Identity) Field(name string) *string {
	switch name {
	case "family_name":
		return &i.FamilyName
	case "given_name":
		return &i.GivenName
	case "native_name":
		return &i.NativeName
	case "street":
		return &i.Street
	case "postcode":
		return &i.Postcode
	case "place":
		return &i.Place
	case "phone":
		return &i.Phone
	case "email":
		return &i.Email
	case "born_on":
		return &i.BornOn
	case "birth_place":
		return &i.BirthPlace
	case "customer_number":
		return &i.CustomerNumber
	case "adviser_name":
		return &i.AdviserName
	case "adviser_contact":
		return &i.AdviserContact
	case "remark":
		return &i.Remark
	}
	return nil
}

// IsEmpty says that nothing was filled in.
func (i *Identity) IsEmpty() bool { return *i == Identity{} }

// Label is how lists call the person: "Family, Given", or what there is.
func (i *Identity) Label() string {
	var parts []string
	for _, name := range []string{i.FamilyName, i.GivenName} {
		if name != "" {
			parts = append(parts, name)
		}
	}
	if len(parts) == 0 {
		return i.NativeName
	}
	return strings.Join(parts, ", ")
}

// Birth is the birth date; false when it is not known.
func (i *Identity) Birth() (clock.Day, bool) {
	day, err := clock.ParseDay(i.BornOn)
	return day, err == nil
}

// BornBy says whether the person was born on a day: what happened to somebody cannot have happened before. An unknown
// birth date lets everything through.
func (i *Identity) BornBy(day clock.Day) bool {
	born, known := i.Birth()
	return !known || born <= day
}

// Difference is a field that two versions of an identity have different.
type Difference struct{ Field, From, To string }

// Differences between this version and a newer one, in the order of the fields.
func (i *Identity) Differences(newer *Identity) []Difference {
	var out []Difference
	for _, name := range IdentityFields {
		if from, to := *i.Field(name), *newer.Field(name); from != to {
			out = append(out, Difference{Field: name, From: from, To: to})
		}
	}
	return out
}

// The purposes for which something is sealed with a person's key.
const (
	sealIdentity  = "identity"
	sealLabel     = "label"
	sealRecipient = "recipient"
)

func openIdentity(key *crypt.DataKey, sealed []byte) (*Identity, error) {
	var i Identity
	return &i, openJSON(key, sealIdentity, sealed, &i)
}

func sealJSON(key *crypt.DataKey, purpose string, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return key.Seal(purpose, text), nil
}

func openJSON(key *crypt.DataKey, purpose string, sealed []byte, v any) error {
	text, err := key.Open(purpose, sealed)
	if err != nil {
		return err
	}
	if json.Unmarshal(text, v) != nil {
		return fmt.Errorf("reading what was sealed as %s", purpose) // without the cause, which could quote it
	}
	return nil
}
