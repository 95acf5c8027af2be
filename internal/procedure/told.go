package procedure

import (
	"context"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/recognition"
)

// toldDues are the deadlines of which the letter tells: what the person must do in time, and what the authority has to.
var toldDues = []string{"documents", "appeal", "court", "grant_invoices", "acknowledgement", "decision", "appeal_decision"}

// Letter is what the letter that somebody takes along tells of the procedures of a case: what it is, what happened last, what
// came out, what is due. It is a [counselling.LetterPart].
func (s *Service) Letter(ctx context.Context, h *counselling.Held) ([]counselling.LetterLine, error) {
	all, err := s.Of(ctx, h)
	if err != nil {
		return nil, err
	}
	var lines []counselling.LetterLine
	for i := range all.Procedures {
		if p := &all.Procedures[i]; !p.Withdrawn() {
			lines = append(lines, p.told()...)
		}
	}
	return lines, nil
}

func (p *Procedure) told() []counselling.LetterLine {
	lines := []counselling.LetterLine{{Key: "procedure.kind." + p.Kind(), On: clock.NoDay}}
	if len(p.Steps) == 0 {
		return lines
	}
	last := p.Steps[len(p.Steps)-1]
	lines = append(lines, counselling.LetterLine{Key: "procedure.step." + last.Kind, On: last.On})
	result := p.Outcome()
	if last.Kind == recognition.CompensationDone {
		result = last.Result
	}
	if result != "" {
		lines = append(lines, counselling.LetterLine{Key: "procedure.result." + result, On: clock.NoDay})
	}
	for _, d := range p.Deadlines {
		if d.State == recognition.Running && d.Due != 0 && slices.Contains(toldDues, d.Rule.What) {
			line := counselling.LetterLine{Key: "procedure.due." + d.Rule.What, On: d.Due}
			if d.Rule.What == "documents" {
				line.Documents = p.askedFor()
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// askedFor are the documents that the authority asked for last.
func (p *Procedure) askedFor() (documents []string) {
	for i := range p.Steps {
		if p.Steps[i].Kind == recognition.DocumentsRequested {
			documents = p.Steps[i].Documents()
		}
	}
	return documents
}

var (
	proceduresEver = Procedures.WhereEver(`case_id = $1 AND tenant = $2`)
	stepsEver      = Steps.WhereEver(`tenant = $2 AND procedure_id IN (SELECT id FROM procedures WHERE case_id = $1 AND tenant = $2)`)
	costsEver      = Costs.WhereEver(`case_id = $1 AND tenant = $2`)
)

// History has all versions of the procedures of a case, their steps and its costs. It is a [counselling.HistoryPart].
func (s *Service) History(ctx context.Context, h *counselling.Held) ([]counselling.Revision, error) {
	var all []counselling.Revision
	for _, of := range []struct {
		t    *record.Type
		text string
	}{{Procedures, proceduresEver}, {Steps, stepsEver}, {Costs, costsEver}} {
		found, err := counselling.ReadRevisions(ctx, s.db, of.t, of.text, h.ID, h.Tenant)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}
