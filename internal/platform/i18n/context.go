package i18n

import "context"

type printerKey struct{}

// WithPrinter hands the reader's printer to everything that makes the page.
func WithPrinter(ctx context.Context, p *Printer) context.Context {
	return context.WithValue(ctx, printerKey{}, p)
}

// From is the printer of the request. A context without one is a fault in the wiring, and panics.
func From(ctx context.Context) *Printer {
	return ctx.Value(printerKey{}).(*Printer)
}
