package counselling

import (
	"cmp"
	"context"
	"slices"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
)

// Handovers are those of the centres for which somebody records.
type Handovers struct {
	Incoming []Handover // to be answered, the longest wait first
	Outgoing []Handover // waiting for the other centre
	Done     []Handover // of the last half year, the newest first
}

// doneDays is how long the list of handovers shows those that were answered.
const doneDays = 183

// Handovers lists the handovers of the actor's centres.
func (s *Service) Handovers(ctx context.Context) (Handovers, error) {
	var all Handovers
	centres, err := s.recordingCentres(ctx)
	since := int64((clock.Today(s.db.Clock()) - doneDays).Start())
	for _, site := range centres {
		for _, list := range []struct {
			to    *[]Handover
			query string
			args  []any
		}{{&all.Incoming, selectHandoversTo, []any{site}}, {&all.Outgoing, selectHandoversFrom, []any{site}},
			{&all.Done, selectHandoversDone, []any{site, since}}} {
			found, err := handoversWhere(ctx, s.db, list.query, list.args...)
			if err != nil {
				return Handovers{}, err
			}
			*list.to = append(*list.to, found...)
		}
	}
	oldest := func(a, b Handover) int { return cmp.Or(cmp.Compare(a.AskedAt, b.AskedAt), cmp.Compare(a.ID, b.ID)) }
	slices.SortFunc(all.Incoming, oldest)
	slices.SortFunc(all.Outgoing, oldest)
	slices.SortFunc(all.Done, func(a, b Handover) int { return oldest(b, a) })
	all.Done = slices.CompactFunc(all.Done, func(a, b Handover) bool { return a.ID == b.ID }) // between two centres of the actor
	return all, err
}

// HandoversToAnswer counts what other centres wait for.
func (s *Service) HandoversToAnswer(ctx context.Context) (n int, err error) {
	centres, err := s.recordingCentres(ctx)
	for _, site := range centres {
		one := 0
		if err := s.db.Row(ctx, countHandoversTo, site).Scan(&one); err != nil {
			return 0, err
		}
		n += one
	}
	return n, err
}

// recordingCentres are the ids of the centres for which the actor records.
func (s *Service) recordingCentres(ctx context.Context) ([]string, error) {
	if _, err := authz.Rows(ctx, ActionRecord); err != nil {
		return nil, err
	}
	centres, err := s.Centres(ctx)
	var ids []string
	for _, c := range centres {
		if c.MayRecord {
			ids = append(ids, c.ID)
		}
	}
	return ids, err
}

// HandoversOf are the handovers of a case, the newest first.
func (s *Service) HandoversOf(ctx context.Context, h *Held) ([]Handover, error) {
	return handoversWhere(ctx, s.db, selectHandoversOf, h.ID, h.Tenant)
}

// ShownHandover is a handover as one of its two centres sees it.
type ShownHandover struct {
	Handover
	Case      *Detail // its facts, never who it is; nil where the actor has nothing to decide and is not in charge
	Message   string
	Answer    string
	MayAnswer bool // accept or decline
	MayTakeIt bool // withdraw
	MayReturn bool
}

// ShowHandover reads a handover for somebody who records at one of its two centres. Before it answers, the centre that was
// asked sees the facts of the case and the message, which it needs to decide; not who the person is. That the actor looked
// is noted before this returns.
func (s *Service) ShowHandover(ctx context.Context, id string) (*ShownHandover, error) {
	actor := authz.From(ctx)
	o, d, err := s.handoverFor(ctx, id, receiver, sender)
	if err != nil {
		return nil, err
	}
	v := &ShownHandover{Handover: *o}
	sends, receives := actor.MayAt(ActionRecord, d.PlaceOfSite(o.From)), actor.MayAt(ActionRecord, d.PlaceOfSite(o.To))
	v.MayAnswer = receives && o.State == HandoverAsked
	v.MayTakeIt = sends && o.State == HandoverAsked
	h, err := s.hold(ctx, o.CaseID)
	if err != nil || isGone(h.Row) {
		v.MayAnswer, v.MayTakeIt = false, false
		return v, err
	}
	inCharge := actor.MayAt(ActionRecord, h.Place)
	v.MayReturn = receives && o.State == HandoverAccepted && h.Site() == o.To
	if !inCharge && !v.MayAnswer {
		return v, nil
	}
	if v.Case, err = s.detail(ctx, h); err != nil {
		return nil, err
	}
	return v, s.readMessage(ctx, v, h)
}

// readMessage reads the texts of a handover. The centre that was asked may not read the person yet, so the machine does it
// and hands out nothing else.
func (s *Service) readMessage(ctx context.Context, v *ShownHandover, h *Held) error {
	subject := person.Subject{Tenant: h.Tenant, ID: h.ID}
	if err := s.persons.LogRead(ctx, subject); err != nil {
		return err
	}
	who, err := s.persons.Get(authz.AsSystem(ctx, "handover"), h.Place, subject)
	if err == nil {
		v.Message, v.Answer = who.Text(v.ID, TextMessage), who.Text(v.ID, TextAnswer)
	}
	return err
}
