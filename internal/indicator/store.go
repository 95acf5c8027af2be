package indicator

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/maphash"

	"openiq/internal/counselling"
	"openiq/internal/fairintegration"
	"openiq/internal/measure"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
	"openiq/internal/training"
)

// All versions of the facts. The columns that tell when a version was known come last in each text: see times.
const oneCase = "WHERE %s = $1 AND tenant = $2"

var (
	caseColumns = []string{"id", "site_id", "sex", "age", "nationality", "second_nationality", "lives_in", "residence_title",
		"german_level", "employment", "benefits", "access_route", "asked_by", "scope", "refugee", "anonymous"}
	qualificationColumns = []string{"case_id", "country", "kind", "reference_occupation", "regulated"}
	contactColumns       = []string{"case_id", "id", "held_on", "form", "themes", "site_id", "contents"}

	selectCases          = db.SQL(counselling.Cases.Versions("", caseColumns...))
	selectQualifications = db.SQL(counselling.Qualifications.Versions("", qualificationColumns...))
	selectContacts       = db.SQL(counselling.Contacts.Versions("", contactColumns...))

	selectCase               = db.SQL(counselling.Cases.Versions(fmt.Sprintf(oneCase, "id"), caseColumns...))
	selectCaseQualifications = db.SQL(counselling.Qualifications.Versions(fmt.Sprintf(oneCase, "case_id"), qualificationColumns...))
	selectCaseContacts       = db.SQL(counselling.Contacts.Versions(fmt.Sprintf(oneCase, "case_id"), contactColumns...))

	selectMeasures       = db.SQL(measure.Measures.Versions("", "id", "project_id", "starts_on", "form", "kind"))
	selectParticipations = db.SQL(measure.Participations.Versions("", "measure_id", "entered_on", "left_on", "funding", "sex", "result"))
	selectTrainings      = db.SQL(training.Trainings.Versions("", "project_id", "held_on", "participants", "format", "topic", "target_group", "asylum_awareness"))
	selectServices       = db.SQL(fairintegration.Services.Versions("", "id", "person_ref", "project_id", "held_on", "kind", "nationality", "topics"))

	selectPublished = db.SQL(`SELECT id, sheet, cutoff, published_at, published_by, figures, definitions FROM published_sheet
		ORDER BY cutoff DESC, sheet`)
	selectPublishedOne = db.SQL(`SELECT COUNT(*) FROM published_sheet WHERE sheet = $1 AND cutoff = $2`)
	insertPublishedRow = db.SQL(`INSERT INTO published_sheet (id, sheet, cutoff, published_at, published_by, figures, definitions)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`)

	selectChangeNumbers = db.SQL(`SELECT tenant, n FROM change_number`)
	selectChanges       = db.SQL(`SELECT kind, subject FROM audit_entry WHERE tenant = $1 AND n > $2 AND n <= $3`)
)

// times reads the last five columns of a version.
type times struct {
	recorded, stored int64
	version          int32
	deleted          bool
	replaced         sql.NullInt64
}

func (t *times) targets(before ...any) []any {
	return append(before, &t.recorded, &t.stored, &t.version, &t.deleted, &t.replaced)
}

// known is the time in which the version was the newest one known.
func (t *times) known() known {
	row := record.Row{Recorded: clock.Instant(t.recorded), Stored: clock.Instant(t.stored), Version: int64(t.version)}
	k := known{to: forever}
	if from := row.KnownFrom(); from != 0 {
		k.from = dayOf(from.Day())
	}
	if t.replaced.Valid {
		k.to = dayOf(clock.Instant(t.replaced.Int64).Day())
	}
	return k
}

// source reads versions; asOf, when not 0, leaves out what was stored after it.
type source struct {
	reader db.Reader
	asOf   clock.Instant
}

// rows calls fn for each version that was stored by asOf, with its time set back to what was known then.
func (s source) rows(ctx context.Context, query string, args []any, targets []any, t *times, fn func() error) error {
	rows, err := s.reader.Query(ctx, query, args...)
	all := t.targets(targets...)
	return db.Each(rows, err, func() error {
		if err := rows.Scan(all...); err != nil {
			return err
		}
		if s.asOf != 0 {
			if clock.Instant(t.stored) > s.asOf {
				return nil
			}
			if t.replaced.Valid && clock.Instant(t.replaced.Int64) > s.asOf {
				t.replaced.Valid = false
			}
		}
		return fn()
	})
}

func (s source) structure(ctx context.Context) (*structure, error) {
	out := &structure{}
	for _, part := range []struct {
		typ *record.Type
		to  *[]version
	}{{programme.Rounds, &out.rounds}, {programme.Networks, &out.networks}, {programme.CompetenceCentres, &out.centres},
		{programme.Organisations, &out.organisations}, {programme.Projects, &out.projects}, {programme.Transfers, &out.transfers},
		{programme.Sites, &out.sites}} {
		if err := s.versions(ctx, part.typ, part.to); err != nil {
			return nil, err
		}
	}
	out.days = changeDays(out.rounds, out.networks, out.centres, out.organisations, out.projects, out.transfers, out.sites)
	return out, nil
}

func (s source) versions(ctx context.Context, typ *record.Type, to *[]version) error {
	columns := []string{"id"}
	for _, c := range typ.Columns {
		columns = append(columns, c.Name)
	}
	var t times
	var id string
	values := make([]any, len(typ.Columns))
	targets := []any{&id}
	for i := range values {
		targets = append(targets, &values[i])
	}
	return s.rows(ctx, typ.Versions("", columns...), nil, targets, &t, func() error {
		*to = append(*to, version{t.known(), record.Row{ID: id, Values: append([]any(nil), values...), Deleted: t.deleted}})
		return nil
	})
}

// key is how a case is found again without keeping its id. Case ids are unique in the whole database.
type key = uint64

var seed = maphash.MakeSeed()

func keyOf(id []byte) key { return maphash.Bytes(seed, id) }

func (s source) cases(ctx context.Context, w *words, n *names, query string, args []any, fn func(id []byte, v caseVersion) error) error {
	var t times
	var id, site sql.RawBytes
	var codes [caseAttributes]sql.RawBytes
	var age, refugee, anonymous sql.NullInt64
	targets := []any{&id, &site, &codes[caseSex], &age, &codes[caseNationality], &codes[caseSecondNationality], &codes[caseLivesIn],
		&codes[caseResidenceTitle], &codes[caseGermanLevel], &codes[caseEmployment], &codes[caseBenefits], &codes[caseAccessRoute],
		&codes[caseAskedBy], &codes[caseScope], &refugee, &anonymous}
	return s.rows(ctx, query, args, targets, &t, func() error {
		v := caseVersion{known: t.known(), stored: clock.Instant(t.stored).Day(), version: t.version, deleted: t.deleted, site: n.sites.find(site)}
		for k := range v.attributes {
			v.attributes[k] = uint8(w.cases[k].code(codes[k]))
		}
		if age.Valid {
			v.attributes[caseAgeGroup] = ageGroup(age.Int64)
		}
		if v.attributes[caseScope] == uint8(notFilled) {
			v.attributes[caseScope] = uint8(firstValid) // empty = professional
		}
		v.attributes[caseRefugee], v.attributes[caseAnonymous] = uint8(w.truth(refugee)), uint8(w.truth(anonymous))
		v.attributes[caseNationality] = w.reported(v.attributes[caseNationality], v.attributes[caseSecondNationality])
		return fn(id, v)
	})
}

func (w *words) truth(v sql.NullInt64) code {
	switch {
	case !v.Valid:
		return notFilled
	case v.Int64 != 0:
		return w.yesNo.of("true")
	}
	return w.yesNo.of("false")
}

func (s source) qualifications(ctx context.Context, w *words, query string, args []any, fn func(caseID []byte, v qualificationVersion) error) error {
	var t times
	var caseID, country, kind, occupation sql.RawBytes
	var regulated sql.NullInt64
	return s.rows(ctx, query, args, []any{&caseID, &country, &kind, &occupation, &regulated}, &t, func() error {
		return fn(caseID, qualificationVersion{
			known: t.known(), deleted: t.deleted, country: uint8(w.countries.code(country)),
			kind: uint8(w.qualificationKinds.code(kind)), regulated: uint8(w.truth(regulated)), occupation: w.occupations.code(occupation),
		})
	})
}

func (s source) contacts(ctx context.Context, w *words, n *names, query string, args []any, fn func(caseID []byte, v contactVersion) error) error {
	var t times
	var caseID, id, form, themes, site, contents sql.RawBytes
	var held int64
	return s.rows(ctx, query, args, []any{&caseID, &id, &held, &form, &themes, &site, &contents}, &t, func() error {
		return fn(caseID, contactVersion{
			known: t.known(), deleted: t.deleted, held: dayOf(clock.Day(held)), recorded: clock.Instant(t.recorded), id: id,
			site: n.sites.find(site), form: uint8(w.forms.code(form)), themes: uint8(pack(w.themes, themes)), contents: pack(w.contents, contents),
		})
	})
}

func (s source) activities(ctx context.Context, w *words, n *names) (*activities, error) {
	a := &activities{}
	for _, part := range []func(context.Context, *activities, *words, *names) error{s.measures, s.participations, s.trainings, s.services} {
		if err := part(ctx, a, w, n); err != nil {
			return nil, err
		}
	}
	a.sort()
	return a, nil
}

func (s source) measures(ctx context.Context, a *activities, w *words, n *names) error {
	var t times
	var id string
	var project, form, kind sql.RawBytes
	var starts int64
	return s.rows(ctx, selectMeasures, nil, []any{&id, &project, &starts, &form, &kind}, &t, func() error {
		if !t.deleted {
			a.measures = append(a.measures, measureVersion{known: t.known(), id: id, project: n.projects.find(project),
				startsOn: clock.Day(starts), form: w.measureForms.code(form), kind: w.measureKinds.code(kind)})
		}
		return nil
	})
}

func (s source) participations(ctx context.Context, a *activities, w *words, _ *names) error {
	var t times
	var measureID string
	var funding, sex, result sql.RawBytes
	var entered int64
	var left sql.NullInt64
	return s.rows(ctx, selectParticipations, nil, []any{&measureID, &entered, &left, &funding, &sex, &result}, &t, func() error {
		p := participationVersion{known: t.known(), measure: measureID, enteredOn: clock.Day(entered), leftOn: clock.NoDay,
			funding: w.participationFunds.code(funding), sex: w.sexes.code(sex), result: w.results.code(result)}
		if left.Valid {
			p.leftOn = clock.Day(left.Int64)
		}
		if !t.deleted {
			a.participations = append(a.participations, p)
		}
		return nil
	})
}

func (s source) trainings(ctx context.Context, a *activities, w *words, n *names) error {
	var t times
	var project, format, topic, target sql.RawBytes
	var held, participants int64
	var asylum sql.NullInt64
	return s.rows(ctx, selectTrainings, nil, []any{&project, &held, &participants, &format, &topic, &target, &asylum}, &t, func() error {
		if !t.deleted {
			a.trainings = append(a.trainings, trainingVersion{known: t.known(), project: n.projects.find(project),
				heldOn: clock.Day(held), participants: participants, format: w.formats.code(format), topic: w.topics.code(topic),
				targetGroup: w.targetGroups.code(target), asylumAwareness: w.truth(asylum)})
		}
		return nil
	})
}

func (s source) services(ctx context.Context, a *activities, w *words, n *names) error {
	var t times
	var id, person string
	var project, kind, nationality, topics sql.RawBytes
	var held int64
	return s.rows(ctx, selectServices, nil, []any{&id, &person, &project, &held, &kind, &nationality, &topics}, &t, func() error {
		if !t.deleted {
			a.services = append(a.services, serviceVersion{known: t.known(), id: id, person: person, project: n.projects.find(project),
				heldOn: clock.Day(held), recorded: clock.Instant(t.recorded), kind: w.serviceKinds.code(kind),
				nationality: w.countries.code(nationality), topics: pack(w.serviceTopics, topics)})
		}
		return nil
	})
}

func published(ctx context.Context, r db.Reader, sheet string, cutoff clock.Day) (bool, error) {
	var n int
	err := r.Row(ctx, selectPublishedOne, sheet, int64(cutoff)).Scan(&n)
	return n > 0, err
}

func insertPublished(tx *db.Tx, id string, c *Computed, by clock.Instant) error {
	figures, rest, err := freeze(c)
	if err != nil {
		return err
	}
	_, err = tx.Exec(insertPublishedRow, id, c.Sheet.ID, int64(c.Cutoff), int64(by), tx.Actor(), string(figures), string(rest))
	return err
}

// Published are all published sheets, the newest cut-off first.
func (e *Engine) Published(ctx context.Context) ([]Published, error) {
	var out []Published
	rows, err := e.db.Query(ctx, selectPublished)
	err = db.Each(rows, err, func() error {
		var p Published
		var cutoff, at int64
		var figures, rest string
		if err := rows.Scan(&p.ID, &p.Sheet, &cutoff, &at, &p.PublishedBy, &figures, &rest); err != nil {
			return err
		}
		p.Cutoff, p.PublishedAt = clock.Day(cutoff), clock.Instant(at)
		if err := json.Unmarshal([]byte(figures), &p.Figures); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(rest), &p.frozen); err != nil {
			return err
		}
		out = append(out, p)
		return nil
	})
	return out, err
}
