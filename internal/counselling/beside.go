package counselling

// Beside are the other rooms that counselling asks; app plugs them in.
type Beside struct {
	Reports  Reports  // what was published
	Measures Measures // where people can be sent
	Letters  []LetterPart
	Records  []HistoryPart
}

// Connect tells the service of the rooms beside it. It is called once, before anybody is served.
func (s *Service) Connect(b Beside) { s.beside = b }
