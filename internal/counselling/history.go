package counselling

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

// History is everything that was done with a case.
type History struct {
	Revisions []Revision       // of its records, the newest first
	Identity  []person.Version // of who it is about, the newest first; only for those who may know that
	Consents  []person.Consent // the same
	Texts     []TextChange     // free texts and documents that were written or removed, the newest first
	Handovers []Handover       // the newest first
	Looks     []Look           // who opened it, the last first
}

// Revision is a new version of a record of a case.
type Revision struct {
	Type   *record.Type
	Before *record.Row // nil: there was none
	After  *record.Row
	At     clock.Instant
	By     string // the account; empty: an import
}

// TextChange says that something personal beside the identity changed. What it says stays in the vault.
type TextChange struct {
	Name     string // of the text; "document", "deleted document"
	RecordID string // that it belongs to
	At       clock.Instant
	By       string
}

// Look says how often somebody opened a case on a day.
type Look struct {
	By    string
	On    clock.Day
	Times int
}

// HistoryPart gives the versions of the records that another room has of a case; see [ReadRevisions].
type HistoryPart func(ctx context.Context, h *Held) ([]Revision, error)

// History reads everything that was done with a case that the actor may read.
func (s *Service) History(ctx context.Context, h *Held) (*History, error) {
	trail, err := trailOf(ctx, s.db, h.Row)
	if err != nil {
		return nil, err
	}
	all := &History{}
	if all.Revisions, err = s.revisions(ctx, h); err != nil {
		return nil, err
	}
	for i := range all.Revisions {
		all.Revisions[i].By = whoDid(&all.Revisions[i], trail)
	}
	slices.SortStableFunc(all.Revisions, func(a, b Revision) int { return cmp.Compare(b.At, a.At) })
	if all.Handovers, err = s.HandoversOf(ctx, h); err != nil {
		return nil, err
	}
	if all.Looks, err = s.looks(ctx, h); err != nil {
		return nil, err
	}
	return all, s.personalHistory(ctx, h, trail, all)
}

// revisions are the versions of all records of a case.
func (s *Service) revisions(ctx context.Context, h *Held) ([]Revision, error) {
	var all []Revision
	for _, of := range []struct {
		t    *record.Type
		text string
	}{{Cases, caseEver}, {Contacts, contactsEver}, {Qualifications, qualificationsEver}, {Referrals, referralsEver}} {
		found, err := ReadRevisions(ctx, s.db, of.t, of.text, h.ID, h.Tenant)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	for _, part := range s.beside.Records {
		found, err := part(ctx, h)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// ReadRevisions reads the versions of records of a case, each beside the one before it, with a text of [record.Type.WhereEver].
func ReadRevisions(ctx context.Context, r db.Reader, t *record.Type, text string, args ...any) ([]Revision, error) {
	versions, err := t.ReadVersions(ctx, r, text, args...)
	all := make([]Revision, len(versions))
	for i := range versions {
		all[i] = Revision{Type: t, After: &versions[i], At: versions[i].Stored}
		if i > 0 && versions[i-1].ID == versions[i].ID {
			all[i].Before = &versions[i-1]
		}
	}
	return all, err
}

// trailEntry is an audit entry about a case or its person.
type trailEntry struct {
	at                           clock.Instant
	actor, kind, command, detail string
}

// whoDid finds the entry that was written with a version: it names the record, or is the only one of that instant. The parts
// of a new case are named by none.
func whoDid(v *Revision, trail []trailEntry) string {
	by := ""
	for i := range trail {
		e := &trail[i]
		if e.kind != "case" || e.at != v.At {
			continue
		}
		if strings.Contains(e.detail, v.After.ID) {
			return e.actor
		}
		by = e.actor
	}
	return by
}

// looks sums up who opened a case.
func (s *Service) looks(ctx context.Context, h *Held) ([]Look, error) {
	var all []Look
	err := looksOf(ctx, s.db, h.Row, func(at clock.Instant, by string) {
		day := at.Day()
		if i := slices.IndexFunc(all, func(l Look) bool { return l.By == by && l.On == day }); i >= 0 {
			all[i].Times++
			return
		}
		all = append(all, Look{By: by, On: day, Times: 1})
	})
	return all, err
}

// personalHistory adds what the vault knows. That texts and documents changed may be known to all who read the case.
func (s *Service) personalHistory(ctx context.Context, h *Held, trail []trailEntry, all *History) error {
	for i := range trail {
		if trail[i].kind == "person" {
			all.Texts = append(all.Texts, textChanges(&trail[i])...)
		}
	}
	slices.Reverse(all.Texts)
	if !authz.From(ctx).MayAt(person.ActionRead, h.Place) {
		return nil
	}
	if err := s.Reveal(ctx, h); err != nil {
		return err
	}
	all.Consents = h.Who.Consents
	var err error
	all.Identity, err = s.persons.History(ctx, h.Place, h.Subject())
	return err
}

// textChanges reads what an entry of the vault says about texts and documents: "notes of ID, document ID". The identity and
// the consents tell of themselves.
func textChanges(e *trailEntry) []TextChange {
	var all []TextChange
	for part := range strings.SplitSeq(e.detail, ", ") {
		c := TextChange{At: e.at, By: e.actor}
		switch name, id, of := strings.Cut(part, " of "); {
		case of:
			c.Name, c.RecordID = name, id
		case strings.HasPrefix(part, "document "), strings.HasPrefix(part, "deleted document "):
			c.Name = strings.TrimSpace(part[:strings.LastIndexByte(part, ' ')])
		case part == "forgotten":
			c.Name = part
		default:
			continue
		}
		all = append(all, c)
	}
	return all
}
