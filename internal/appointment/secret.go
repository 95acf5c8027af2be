package appointment

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// What keys are used for.
const (
	forContact = "appointment.contact"
	forForm    = "appointment.form"
	forToken   = "appointment.token"
	forLookup  = "appointment.lookup"
	forCode    = "appointment.code"
	forTicket  = "appointment.ticket"
	forAnswer  = "appointment.answer"
)

func purpose(id string) string { return "appointment/" + id }

// alphabet is that of ids: without letters that are misread.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// token is the key to a request, 80 bits that only the holder of the master key can compute.
func (s *Service) token(id string) string {
	var b strings.Builder
	for _, c := range s.bytes(forToken, id)[:16] {
		b.WriteByte(alphabet[c&31])
	}
	return b.String()
}

// code is the number of six digits in a mail, for those who cannot open its link on the device on which they asked.
func (s *Service) code(id string) string {
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(s.bytes(forCode, id))%1_000_000)
}

func (s *Service) bytes(purpose, id string) []byte {
	raw, err := base64.RawURLEncoding.DecodeString(s.keys.Hash(purpose, id))
	if err != nil {
		panic(err) // Hash writes nothing else
	}
	return raw
}

func (s *Service) isCode(id, typed string) bool {
	return subtle.ConstantTimeCompare([]byte(s.code(id)), []byte(digitsOf(typed))) == 1
}

// NormalToken is a token as somebody typed it from a note: without spaces and dashes, and with what is often misread put
// right. It is empty for what cannot be one.
func NormalToken(typed string) string {
	typed = strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(typed)))
	if len(typed) != 16 || strings.Trim(typed, alphabet) != "" {
		return ""
	}
	return typed
}

// NoteToken is a token as it is easily noted: ABCD-EFGH-JKMN-PQRS.
func NoteToken(token string) string {
	var parts []string
	for ; len(token) > 4; token = token[4:] {
		parts = append(parts, token[:4])
	}
	return strings.Join(append(parts, token), "-")
}

// lookup is what the database knows of a token.
func (s *Service) lookup(token string) string { return s.keys.Hash(forLookup, token) }

// ticket leads from the page after asking to the next step. It tells nothing, not even whether there is such a request.
func (s *Service) ticket(id string) (string, error) { return s.keys.Seal(forTicket, id) }

// ticketID is the id in a ticket; a changed one is Invalid like a wrong code.
func (s *Service) ticketID(ticket string) (string, error) {
	id, err := s.keys.Open(forTicket, ticket)
	if err != nil {
		return "", wrongCode()
	}
	return id, nil
}

func wrongCode() error {
	var wrong errs.Fields
	wrong.Add("code", KeyCode)
	return wrong.Err()
}

func (s *Service) newID() string { return ident.New(s.now()) }
