package indicator

// Eager lets an engine copy its columns after every update.
func Eager(e *Engine) *Engine {
	e.spareDead = -1 << 30
	return e
}
