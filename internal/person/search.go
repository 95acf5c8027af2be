package person

import "strings"

// tokensOf are the rows of the search index for an identity.
func (s *Service) tokensOf(i *Identity) []int64 {
	var tokens []int64
	for _, part := range strings.Fields(strings.ToLower(i.FamilyName + " " + i.GivenName)) {
		tokens = append(tokens, s.keys.Hash64("person.name", part))
	}
	return tokens
}
