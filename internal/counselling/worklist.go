package counselling

// What a case in the summaries must be like to stand in a list. The indexes of case_summary have the same words.
const (
	isOpen       = `closed_on IS NULL`
	isClosed     = `closed_on IS NOT NULL`
	isWaiting    = `closed_on IS NULL AND contacts = 0 AND registered_at IS NOT NULL`
	isDue        = `closed_on IS NULL AND due_on IS NOT NULL`
	isFollowUp   = `closed_on IS NULL AND follow_up_on IS NOT NULL`
	isIncomplete = `light < 2 AND contacts > 0`
)
