package person

import "encoding/json"

// Sum is a keyed hash of what came with a form's key, for [db.Command]: it tells the same form sent again from one that was
// changed in between, and tells nobody without our key what stood in it.
func (s *Service) Sum(key string, typed ...any) string {
	text, err := json.Marshal(typed)
	if err != nil {
		panic("person: " + err.Error()) // of a type that no form has
	}
	return s.keys.Hash("form", key+" "+string(text))
}
