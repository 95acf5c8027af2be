package counselling

import "context"

// Beside are the other rooms that counselling asks; app plugs them in.
type Beside struct {
	Reports  Reports  // what was published
	Measures Measures // where people can be sent
	Letters  []LetterPart
	Records  []HistoryPart

	// Forgotten is called when the person of a case was forgotten, for what others keep for the moment: drafts.
	Forgotten func(ctx context.Context, caseID string) error
}

// Connect tells the service of the rooms beside it. It is called once, before anybody is served.
func (s *Service) Connect(b Beside) { s.beside = b }
