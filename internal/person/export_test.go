package person

// For the tests.
var (
	NormalPhone = normalPhone
	CleanText   = cleanText
)
