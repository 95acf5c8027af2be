package account

import (
	"net/mail"
	"strings"

	"openiq/internal/platform/errs"
)

// longest address that mail can be sent to (RFC 5321 section 4.5.3.1.3, less the angle brackets).
const maxEmail = 254

// normalEmail is how an address is stored and looked up: staff do not remember how they capitalised it.
func normalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// checkEmail notes why a normalised address cannot be one.
func checkEmail(email string, wrong *errs.Fields) {
	if email == "" {
		wrong.Add("email", "error.required")
		return
	}
	parsed, err := mail.ParseAddress(email)
	_, domain, _ := strings.Cut(email, "@")
	if err != nil || parsed.Address != email || len(email) > maxEmail || !strings.Contains(domain, ".") {
		wrong.Add("email", "account.error.email")
	}
}
