package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// wiring tells browsers and screen readers what is demanded and what is wrong.
func (f Field) wiring() templ.OrderedAttributes {
	var a templ.OrderedAttributes
	add := func(key string, value any) {
		a = append(a, templ.KeyValue[string, any]{Key: key, Value: value})
	}
	if f.Required {
		add("required", true)
	}
	if f.Autofocus {
		add("autofocus", true)
	}
	if f.Error != "" {
		add("aria-invalid", "true")
	}
	if ids := f.describedBy(); ids != "" {
		add("aria-describedby", ids)
	}
	if f.Key != "" {
		add("data-key", f.Key)
	}
	if f.MaxLength > 0 {
		add("maxlength", strconv.Itoa(f.MaxLength))
	}
	return a
}
