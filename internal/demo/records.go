package demo

import "iter"

// records are all that a ledger keeps.
type records struct {
	*ledger
	measures       []measure
	participations []participation
	trainings      []training
	fair           []fairService
}

// fact is a kept record: it shows a row at each import that brings or changes it.
type fact interface {
	// row is the record as import step shows it, or nil if that import says nothing new.
	row(l *ledger, step int) []string
}

// recordFiles are the records that import step brings. What is kept is made when the first table is written.
func recordFiles(cases *caseload, kept func() *records, step int) []File {
	return append(cases.files(step),
		table("measures.csv", measureColumns, brought(kept, func(r *records) []measure { return r.measures }, step)),
		table("participations.csv", participationColumns, brought(kept, func(r *records) []participation { return r.participations }, step)),
		table("trainings.csv", trainingColumns, brought(kept, func(r *records) []training { return r.trainings }, step)),
		table("fair_services.csv", fairColumns, brought(kept, func(r *records) []fairService { return r.fair }, step)))
}

func brought[F fact](kept func() *records, facts func(*records) []F, step int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		r := kept()
		for _, f := range facts(r) {
			if row := f.row(r.ledger, step); row != nil && !yield(row) {
				return
			}
		}
	}
}
