package programme

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Coordination lets an organisation coordinate a network from a day on.
type Coordination struct {
	Network      string
	Organisation string
	From         clock.Day // clock.NoDay: not filled in
	Key          string
}

// ChangeCoordinator ends the coordination of a network the day before and lets it begin anew. The error is Invalid with
// the fields organisation_id and from, NotFound or Forbidden.
func (s *Service) ChangeCoordinator(ctx context.Context, n Coordination) error {
	_, err := s.command(ctx, "programme.coordinator", n.Key, func(c *change) (string, error) {
		if err := requireAll(ctx, nation); err != nil {
			return "", err
		}
		network := c.d.Network(n.Network)
		if network == nil {
			return "", errs.Missing()
		}
		var wrong errs.Fields
		switch {
		case n.From == clock.NoDay:
			fault(&wrong, "from", "error.required")
		case !network.Span.Contains(n.From) || n.From < firstDay || n.From > lastDay:
			fault(&wrong, "from", "programme.error.network_not_valid")
		}
		c.checkEnd(network.ID, n.From, &wrong)
		c.checkCoordinator(n.Organisation, &wrong, "organisation_id")
		if n.Organisation == "" {
			fault(&wrong, "organisation_id", "error.required")
		}
		if err := wrong.Err(); err != nil {
			return "", err
		}
		if err := c.endCoordination(network.ID, n.From); err != nil {
			return "", err
		}
		return "", c.coordinate(n.Organisation, network.ID, n.From)
	})
	return err
}

// checkEnd refuses a day on which a coordination cannot end, because it begins then or later.
func (c *change) checkEnd(network string, from clock.Day, wrong *errs.Fields) {
	for _, o := range c.d.Organisations {
		if from != clock.NoDay && o.NetworkID == network && o.Coordinates.From >= from {
			fault(wrong, "from", "programme.error.coordinator_later", "Name", o.Name, "Day", o.Coordinates.From)
		}
	}
}

// checkCoordinator refuses an organisation whose entry holds another coordination: a row has room for one, and that of
// the past must stay.
func (c *change) checkCoordinator(id string, wrong *errs.Fields, field string) {
	if id == "" {
		return
	}
	switch o := c.d.Organisation(id); {
	case o == nil:
		fault(wrong, field, "error.unknown_id")
	case o.NetworkID != "":
		fault(wrong, field, "programme.error.coordinates_already", "Name", o.Name, "Network", c.d.Name(KindNetwork, o.NetworkID))
	}
}

// endCoordination ends what coordinates a network on the day before.
func (c *change) endCoordination(network string, from clock.Day) error {
	for _, o := range c.d.Organisations {
		if o.NetworkID != network || o.Coordinates.To < from {
			continue
		}
		if err := c.put(KindOrganisation, c.revised(KindOrganisation, o.ID, "coordinates_to", int64(from-1))); err != nil {
			return err
		}
	}
	return nil
}

// coordinate lets an organisation coordinate a network from a day on.
func (c *change) coordinate(organisation, network string, from clock.Day) error {
	return c.put(KindOrganisation, c.revised(KindOrganisation, organisation,
		"network_id", network, "coordinates_from", int64(from), "coordinates_to", nil))
}
