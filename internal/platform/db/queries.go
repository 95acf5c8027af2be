package db

import (
	"slices"
	"sync"
)

var registry struct {
	sync.Mutex
	queries []string
}

// SQL registers a query text when the program starts and returns it. A test prepares every registered text on every
// engine, so that none of them works on one engine only.
func SQL(query string) string {
	registry.Lock()
	defer registry.Unlock()
	registry.queries = append(registry.queries, query)
	return query
}

// Queries are all registered texts.
func Queries() []string {
	registry.Lock()
	defer registry.Unlock()
	return slices.Clone(registry.queries)
}
