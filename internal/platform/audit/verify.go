package audit

import (
	"context"
	"errors"
	"fmt"

	"openiq/internal/platform/db"
)

// Report says how each tenant's chain stands.
type Report struct {
	Chains []Chain
}

// OK says that no chain is broken.
func (r Report) OK() bool {
	for _, c := range r.Chains {
		if c.Broken != "" {
			return false
		}
	}
	return true
}

// Chain is the state of one tenant's chain.
type Chain struct {
	Tenant   string
	Links    int    // that hold
	Sealed   int64  // number of the last entry that a link which holds covers
	Head     string // the hash of that link, to be noted outside the database; empty when there is none
	Unsealed int64  // entries after the last link
	Broken   string // what is wrong first, in English; empty when the chain holds
}

// pageSize is how many links are held in memory at a time.
const pageSize = 1000

// Verify computes all chains again, from one state of the database.
func Verify(ctx context.Context, d *db.DB) (Report, error) {
	var report Report
	err := d.Snapshot(ctx, func(r db.Reader) error {
		all, err := tenants(ctx, r)
		if err != nil {
			return err
		}
		numbers, err := last(ctx, r)
		if err != nil {
			return err
		}
		for _, tenant := range all {
			c := check{ctx: ctx, r: r, Chain: Chain{Tenant: tenant}}
			if err := c.run(numbers[tenant]); err != nil {
				return err
			}
			report.Chains = append(report.Chains, c.Chain)
		}
		return nil
	})
	return report, err
}

// check walks along one chain until its end or its first fault.
type check struct {
	Chain
	ctx context.Context
	r   db.Reader
}

func (c *check) fault(format string, args ...any) { c.Broken = fmt.Sprintf(format, args...) }

// Entry numbers that no real entry has, so that a range between them contains whatever is there.
const (
	beforeAll = -1 << 62
	afterAll  = 1 << 62
)

// run checks the sealed part page by page, then the tail, whose end is known from the tenant's change number n.
func (c *check) run(n int64) error {
	first, checkedTo := int64(beforeAll), int64(beforeAll)
	for {
		page, err := links(c.ctx, c.r, c.Tenant, first, pageSize)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return c.tail(checkedTo, n)
		}
		following := c.following(page)
		if err := c.sealed(page[:following], checkedTo); err != nil || c.Broken != "" {
			return err
		}
		if following < len(page) {
			l := page[following]
			c.fault("the link of entries %d to %d does not follow entry %d", l.first, l.last, c.Sealed)
			return nil
		}
		first, checkedTo = page[following-1].first, c.Sealed
	}
}

// following counts the links of the page of which each begins where the one before ended.
func (c *check) following(page []link) int {
	end := c.Sealed
	for i, l := range page {
		if l.first != end+1 || l.last < l.first {
			return i
		}
		end = l.last
	}
	return len(page)
}

// sealed computes the page's links from their entries.
func (c *check) sealed(page []link, after int64) error {
	if len(page) == 0 {
		return nil
	}
	var b *block
	expected := c.Sealed + 1
	to := page[len(page)-1].last
	err := entries(c.ctx, c.r, c.Tenant, after, to, func(e *entry) error {
		if e.n != expected {
			return c.wrongNumber(e.n, expected)
		}
		l := &page[0]
		if b == nil {
			b = newBlock(c.Head, c.Tenant, l.first, l.last, l.sealed)
		}
		b.add(e)
		expected++
		if e.n < l.last {
			return nil
		}
		if b.hash() != l.hash {
			c.fault("entries %d to %d are not what was sealed", l.first, l.last)
			return errStop
		}
		c.Links, c.Sealed, c.Head = c.Links+1, l.last, l.hash
		page, b = page[1:], nil
		return nil
	})
	if err == nil && expected <= to {
		c.fault("entry %d is missing", expected)
	}
	return ignoreStop(err)
}

// tail checks the entries after the last link: without a gap up to the number of the last entry ever made.
func (c *check) tail(after, n int64) error {
	expected := c.Sealed + 1
	err := entries(c.ctx, c.r, c.Tenant, after, afterAll, func(e *entry) error {
		if e.n != expected {
			return c.wrongNumber(e.n, expected)
		}
		expected++
		return nil
	})
	c.Unsealed = expected - 1 - c.Sealed
	switch {
	case err != nil:
	case expected <= n:
		c.fault("entry %d is missing", expected)
	case expected > n+1:
		c.fault("there are entries up to %d, but only %d were made", expected-1, n)
	}
	return ignoreStop(err)
}

// errStop ends the reading of entries at the first fault.
var errStop = errors.New("audit: broken")

func ignoreStop(err error) error {
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// wrongNumber says why another entry stands where the expected one should.
func (c *check) wrongNumber(n, expected int64) error {
	if n < expected {
		c.fault("entry %d was not made by the program", n)
	} else {
		c.fault("entry %d is missing", expected)
	}
	return errStop
}
