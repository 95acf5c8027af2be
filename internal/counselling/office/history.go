package office

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/programme"
)

// historyPage is how many entries a page of a history has.
const historyPage = 50

// deed is an entry of the history: what was done, by whom, and what was before.
type deed struct {
	at    clock.Instant
	id    string // orders the deeds of an instant
	by    string // the account; empty: an import
	title string
	rows  []changed
}

// changed is a field that was changed.
type changed struct{ label, from, to string }

// historyView is the page of what was done with a case.
type historyView struct {
	*counselling.Detail
	deeds []deed
	looks []counselling.Look
	names map[string]string // of accounts, for those who may know them
	staff bool              // the reader may
	first string            // address of the first page; empty: this is it
	next  string            // address of the next page; empty: this is the last one
}

func (o *office) history(w http.ResponseWriter, r *http.Request) error {
	d, err := o.cases.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	h, err := o.cases.History(r.Context(), d.Held)
	if err != nil {
		return err
	}
	v := historyView{Detail: d, looks: h.Looks, staff: seesStaff(r, d.Place)}
	if v.staff {
		if v.names, err = o.accounts.Names(r.Context(), accountsOf(h)); err != nil {
			return err
		}
	}
	t := teller{p: web.P(r), structure: d.Structure, names: v.names}
	if t.measures, err = o.cases.MeasureNames(r.Context(), d.Referrals); err != nil {
		return err
	}
	v.turnTo(r, t.deeds(h))
	page := web.Page(r, t.p.T("counselling.history.title"))
	page.Crumbs = caseCrumbs(t.p, d.ID)
	return web.Render(w, r, http.StatusOK, v.view(page))
}

// turnTo picks the deeds of the page that a request asks for: those before a deed.
func (v *historyView) turnTo(r *http.Request, all []deed) {
	address := caseURL(v.ID, "history")
	if before := r.URL.Query().Get("before"); before != "" {
		v.first = address
		at, id, _ := strings.Cut(before, ".")
		n, _ := strconv.ParseInt(at, 10, 64) // no number is before all
		last := deed{at: clock.Instant(n), id: id}
		all = slices.DeleteFunc(all, func(d deed) bool { return newestDeed(d, last) <= 0 })
	}
	if len(all) > historyPage {
		all = all[:historyPage]
		last := all[historyPage-1]
		v.next = address + "?before=" + url.QueryEscape(strconv.FormatInt(int64(last.at), 10)+"."+last.id)
	}
	v.deeds = all
}

func newestDeed(a, b deed) int { return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(b.id, a.id)) }

// accountsOf are the accounts that a history names, each once.
func accountsOf(h *counselling.History) []string {
	var ids []string
	for _, r := range h.Revisions {
		ids = append(ids, r.By, counselling.Cases.Str(caseRow(r.Before), "counsellor_id"), counselling.Cases.Str(caseRow(r.After), "counsellor_id"))
	}
	for _, t := range h.Texts {
		ids = append(ids, t.By)
	}
	for _, i := range h.Identity {
		ids = append(ids, i.StoredBy)
	}
	for _, c := range h.Consents {
		ids = append(ids, c.RecordedBy, c.EndedBy)
	}
	for _, o := range h.Handovers {
		ids = append(ids, o.AskedBy, o.AnsweredBy, o.ReturnedBy)
	}
	for _, l := range h.Looks {
		ids = append(ids, l.By)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// caseRow is a row if it is one of a case, else one with nothing in it.
func caseRow(row *record.Row) *record.Row {
	if row == nil || len(row.Values) != len(counselling.Cases.Columns) {
		return &record.Row{Values: make([]any, len(counselling.Cases.Columns))}
	}
	return row
}

// who says who did something.
func (v historyView) who(p *i18n.Printer, by string) string {
	switch name, known := v.names[by]; {
	case known:
		return name
	case by == "":
		return p.T("counselling.history.import")
	case by == "bin":
		return p.T("counselling.history.machine")
	case v.staff:
		return by
	}
	return p.T("counselling.history.somebody")
}

// teller puts a history into words.
type teller struct {
	p         *i18n.Printer
	structure *programme.Directory
	names     map[string]string // of accounts
	measures  map[string]string
}

// deeds are everything that was done, the newest first.
func (t teller) deeds(h *counselling.History) []deed {
	var all []deed
	for i := range h.Revisions {
		all = append(all, t.revision(&h.Revisions[i]))
	}
	for i := range h.Identity {
		var before person.Identity
		if i+1 < len(h.Identity) {
			before = h.Identity[i+1].Identity
		}
		all = append(all, t.identity(&before, &h.Identity[i]))
	}
	for i := range h.Consents {
		all = append(all, t.consent(&h.Consents[i])...)
	}
	for i, c := range h.Texts {
		all = append(all, deed{at: c.At, id: "text-" + strconv.Itoa(i), by: c.By, title: t.text(c.Name)})
	}
	for i := range h.Handovers {
		all = append(all, t.handover(&h.Handovers[i])...)
	}
	slices.SortFunc(all, newestDeed)
	return all
}

// revision tells of a version of a record.
func (t teller) revision(r *counselling.Revision) deed {
	what := "changed"
	switch {
	case r.After.Deleted:
		what = "deleted"
	case r.Before == nil:
		what = "new"
	case r.Before.Deleted:
		what = "restored"
	}
	d := deed{at: r.At, by: r.By, id: r.Type.Name + "-" + r.After.ID + "-" + strconv.FormatInt(r.After.Version, 10),
		title: t.p.T("counselling.history." + r.Type.Name + "." + what)}
	if day := dayOfRecord(r.Type, r.After); day != clock.NoDay {
		d.title += " (" + t.p.Date(day) + ")"
	}
	if what == "deleted" || what == "restored" {
		return d
	}
	for i := range r.Type.Columns {
		c := &r.Type.Columns[i]
		var from any
		if r.Before != nil {
			from = r.Before.Values[i]
		}
		if to := r.After.Values[i]; from != to && !slices.Contains(inner, c.Name) {
			d.rows = append(d.rows, changed{t.label(r.Type, c.Name), t.value(r.Type, c, from), t.value(r.Type, c, to)})
		}
	}
	return d
}

// inner are the columns that only tie records together.
var inner = []string{"case_id", "procedure_id", "qualification_id"}

// dayOfRecord is the day by which one knows a record.
func dayOfRecord(t *record.Type, row *record.Row) clock.Day {
	for _, column := range []string{"held_on", "on_day"} {
		if t.Has(column) {
			if day, ok := t.Day(row, column); ok {
				return day
			}
		}
	}
	return clock.NoDay
}

func (t teller) label(typ *record.Type, column string) string {
	for _, name := range []string{typ.Name + "." + column, column} {
		if key := "counselling.history.field." + name; t.p.Has(key) {
			return t.p.T(key)
		}
	}
	if column == "kind" && typ != counselling.Qualifications {
		column = strings.TrimSuffix(typ.Name, "s") + "_kind"
	}
	return label(t.p, column)
}

// codeLists are the lists of columns that are not called like them, by record and column or by column alone.
var codeLists = map[string]string{
	"birth_country": "country", "applied_before": "application", "equivalence_before": "equivalence_result",
	"statement_before": "statement_result", "referrals.kind": "referral_kind", "outcome": "referral_outcome", "languages": "language",
	"procedures.kind": "procedure_kind", "procedure_steps.kind": "step_kind", "procedure_steps.result": "step_result", "costs.kind": "cost_kind",
	"help": "cost_help", "decision": "cost_decision",
	"documents": "procedure_documents",
}

func listOf(t *record.Type, column string) string {
	for _, name := range []string{t.Name + "." + column, column} {
		if list, ok := codeLists[name]; ok {
			return list
		}
	}
	return column
}

// value is what stands in a column in words; empty when nothing does.
func (t teller) value(typ *record.Type, c *record.Column, v any) string {
	if v == nil {
		return ""
	}
	cell := c.Format(v)
	switch {
	case c.Name == "counsellor_id":
		if name, known := t.names[cell]; known {
			return name
		}
		return t.p.T("counselling.history.somebody")
	case c.Of == "sites":
		return t.structure.Name(programme.KindSite, cell)
	case c.Of == "measures" && t.measures[cell] != "":
		return t.measures[cell]
	case c.Name == "amount", c.Name == "granted": // in cents
		return t.p.Decimal(float64(v.(int64))/100, 2) + " €"
	case c.Kind == record.Date:
		return t.p.Date(clock.Day(v.(int64)))
	case c.Kind == record.Instant:
		return t.p.Instant(clock.Instant(v.(int64)))
	case c.Kind == record.Bool:
		return t.p.Code("bool", cell)
	case c.Kind == record.Codes, c.Kind == record.Tags:
		return words(t.p, listOf(typ, c.Name), strings.Fields(cell))
	case c.Kind == record.Code, c.Kind == record.Slug:
		return t.p.Code(listOf(typ, c.Name), cell)
	}
	return cell
}

// identity tells of a version of who the person is.
func (t teller) identity(before *person.Identity, v *person.Version) deed {
	d := deed{at: v.StoredAt, by: v.StoredBy, id: "identity-" + strconv.FormatInt(v.Number, 10), title: t.p.T("counselling.history.identity")}
	for _, x := range before.Differences(&v.Identity) {
		d.rows = append(d.rows, changed{label(t.p, x.Field), x.From, x.To})
	}
	return d
}

// consent tells when a consent was given and how it ended.
func (t teller) consent(c *person.Consent) []deed {
	purpose := t.p.Code("consent_purpose", c.Purpose)
	if to := consentTo(t.structure, c); to != "" {
		purpose += ": " + to
	}
	all := []deed{{at: c.RecordedAt, by: c.RecordedBy, id: "consent-" + c.ID, title: t.p.T("counselling.history.consent", "Purpose", purpose)}}
	if c.EndedAt != 0 {
		all = append(all, deed{at: c.EndedAt, by: c.EndedBy, id: "consent-end-" + c.ID, title: t.p.T("counselling.history.consent_ended", "Purpose", purpose)})
	}
	return all
}

// text names a text or document that changed.
func (t teller) text(name string) string {
	if key := "counselling.history.text." + strings.ReplaceAll(name, " ", "_"); t.p.Has(key) {
		return t.p.T(key)
	}
	if words := label(t.p, name); !strings.HasPrefix(words, "column.") {
		return t.p.T("counselling.history.text", "Name", words)
	}
	return t.p.T("counselling.history.text.other")
}

func (t teller) handover(h *counselling.Handover) []deed {
	way := []changed{{t.p.T("counselling.handover.way_row"), t.structure.Name(programme.KindSite, h.From), t.structure.Name(programme.KindSite, h.To)}}
	at := func(state string, when clock.Instant, by string) deed {
		return deed{at: when, by: by, id: "handover-" + h.ID + "-" + state, title: t.p.T("counselling.handover.state." + state), rows: way}
	}
	all := []deed{at(counselling.HandoverAsked, h.AskedAt, h.AskedBy)}
	if h.AnsweredAt != 0 {
		answered := h.State
		if answered == counselling.HandoverReturned {
			answered = counselling.HandoverAccepted
		}
		all = append(all, at(answered, h.AnsweredAt, h.AnsweredBy))
	}
	if h.ReturnedAt != 0 {
		all = append(all, at(counselling.HandoverReturned, h.ReturnedAt, h.ReturnedBy))
	}
	return all
}
