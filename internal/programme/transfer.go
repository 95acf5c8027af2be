package programme

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Transfer moves a project to another network from a day on. Its sites follow it.
type Transfer struct {
	Project string
	Network string
	From    clock.Day // clock.NoDay: not filled in
	Key     string
}

// TransferProject stores a transfer and returns its id. What happened before the day stays with the old network. The
// error is Invalid with the fields network_id and from, NotFound or Forbidden.
func (s *Service) TransferProject(ctx context.Context, t Transfer) (string, error) {
	return s.command(ctx, "programme.transfer", t.Key, func(c *change) (string, error) {
		if err := requireAll(ctx, nation); err != nil {
			return "", err // a coordinator neither gives projects away nor takes them
		}
		p := c.d.Project(t.Project)
		if p == nil {
			return "", errs.Missing()
		}
		var wrong errs.Fields
		c.checkTransfer(p, t, &wrong)
		if err := wrong.Err(); err != nil {
			return "", err
		}
		return c.transfer(p.ID, t.Network, t.From)
	})
}

func (c *change) checkTransfer(p *Project, t Transfer, wrong *errs.Fields) {
	network := c.d.Network(t.Network)
	switch {
	case t.Network == "":
		fault(wrong, "network_id", "error.required")
	case network == nil:
		fault(wrong, "network_id", "error.unknown_id")
	case t.From == clock.NoDay:
	case !network.Span.Contains(t.From):
		fault(wrong, "network_id", "programme.error.network_not_valid")
	case p.NetworkOn(t.From) == t.Network:
		fault(wrong, "network_id", "programme.error.same_network")
	}
	switch {
	case t.From == clock.NoDay:
		fault(wrong, "from", "error.required")
	case t.From <= p.Span.From || t.From > p.Span.To:
		fault(wrong, "from", "programme.error.transfer_outside")
	}
	for _, m := range p.Moves {
		if m.From == t.From {
			fault(wrong, "from", "programme.error.transfer_same_day")
		}
	}
}

// transfer stores that a project belongs to a network from a day on.
func (c *change) transfer(project, network string, from clock.Day) (string, error) {
	row := with(KindTransfer, c.blank(KindTransfer), "project_id", project, "network_id", network, "valid_from", int64(from))
	return row.ID, c.put(KindTransfer, row)
}
