package counselling

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// statement is a text with the names of what its placeholders stand for.
type statement struct {
	text string
	args []string
}

var named = regexp.MustCompile(`\{\w+\}`)

// statementOf turns {names} into placeholders and registers the text.
func statementOf(text string) statement {
	var s statement
	s.text = db.SQL(named.ReplaceAllStringFunc(text, func(name string) string {
		name = strings.Trim(name, "{}")
		if !slices.Contains(s.args, name) {
			s.args = append(s.args, name)
		}
		return "$" + strconv.Itoa(slices.Index(s.args, name)+1)
	}))
	return s
}

// filters is what a case must be like beside standing in a list. An empty filter lets everything through; 'none' keeps what
// is not filled in.
var filters = ` AND ` + strings.Join([]string{
	filterBy("country"), filterBy("reference_occupation"), filterBy("sex"), filterBy("nationality"), filterBy("counsellor_id"),
	`({light} < 0 OR light = {light})`,
	`({code} = '' OR LOWER(case_id) LIKE {code} ESCAPE '!')`,
	`({from} = 0 OR contacts > 0 AND first_contact >= {from})`,
	`({to} = 0 OR contacts > 0 AND first_contact <= {to})`,
}, ` AND `)

// narrower are the three ways to narrow a list: not at all, by the filters, and also by what is missing. The last one is a
// text of its own, because it looks into other tables.
var narrower = [3]string{"", filters, filters + ` AND (CASE {gap}` + lacksWhen() + ` ELSE FALSE END)`}

func filterBy(column string) string {
	return strings.ReplaceAll(`({x} = '' OR x = {x} OR ({x} = 'none' AND x IS NULL))`, "x", column)
}

// pages are the texts that read a page of each list. The limit is a literal: SQLite would prepare the statement anew for
// each one bound.
var pages = func() map[List][3]statement {
	all := map[List][3]statement{}
	for i := range orders {
		var texts [3]statement
		for n, by := range narrower {
			texts[n] = orders[i].page(by)
		}
		all[orders[i].list] = texts
	}
	return all
}()

func (o *order) page(filters string) statement {
	rule, after, direction := `''`, ">", ""
	if o.list == DueDays || o.list == Today {
		rule = `COALESCE((SELECT MIN(d.rule) FROM case_due d WHERE d.case_id = case_summary.case_id AND d.tenant = case_summary.tenant
			AND d.due_on = case_summary.due_on), '')`
	}
	if o.down {
		after, direction = "<", " DESC"
	}
	days := ""
	for _, column := range o.also {
		days += `, COALESCE(` + column + `, ` + noDay + `)`
	}
	return statementOf(`SELECT tenant, case_id, ` + codes + `, contacts, qualifications, COALESCE(age, -1), light, missing, ` + o.key + `, ` + rule + days + `
		FROM case_summary WHERE site_id = {site} AND ` + o.where + filters + ` AND (` + o.key + `, case_id) ` + after + ` ({key}, {id})
		ORDER BY ` + o.key + direction + `, case_id` + direction + ` LIMIT ` + strconv.Itoa(PageSize+1))
}

// codes are the coded facts and who is in charge as one text: each column that is read costs as much as what stands in it.
const codes = `COALESCE(sex, '') || '|' || COALESCE(nationality, '') || '|' || COALESCE(country, '') || '|' ||
	COALESCE(reference_occupation, '') || '|' || COALESCE(counsellor_id, '')`

const noDay = `-2147483648`

// counts are the texts that count all lists at once.
var counts = [3]statement{countAll(narrower[0]), countAll(narrower[1]), countAll(narrower[2])}

func countAll(filters string) statement {
	var each []string
	for i := range orders {
		each = append(each, `(SELECT COUNT(*) FROM case_summary WHERE site_id = {site} AND `+orders[i].where+filters+`)`)
	}
	return statementOf(`SELECT ` + strings.Join(each, ", "))
}

// which of the three texts a reading needs.
func (l *reading) which() int {
	switch {
	case l.filter == (Filter{}):
		return 0
	case l.filter.Gap == "":
		return 1
	}
	return 2
}

// args are what the placeholders of a statement stand for.
func (l *reading) args(s statement, site string, after Cursor) []any {
	f := &l.filter
	args := make([]any, len(s.args))
	for i, name := range s.args {
		switch name {
		case "site":
			args[i] = site
		case "actor":
			args[i] = l.actor
		case "today":
			args[i] = int64(l.today)
		case "key":
			args[i] = after.Key
		case "id":
			args[i] = after.CaseID
		case "country":
			args[i] = f.Country
		case "reference_occupation":
			args[i] = f.Occupation
		case "sex":
			args[i] = f.Sex
		case "nationality":
			args[i] = f.Nationality
		case "counsellor_id":
			args[i] = f.Counsellor
		case "light":
			args[i] = lightNumber(f.Light)
		case "code":
			args[i] = anywhere(f.Code)
		case "from":
			args[i] = int64(f.From)
		case "to":
			args[i] = int64(f.To)
		case "gap":
			args[i] = f.Gap
		}
	}
	return args
}

// lightNumber is how a light is stored; -1 lets everything through, and what is no light nothing.
func lightNumber(code string) int64 {
	if code == "" {
		return -1
	}
	for _, l := range []Light{Red, Yellow, Green} {
		if l.String() == code {
			return int64(l)
		}
	}
	return math.MaxInt32
}

// anywhere is the pattern of a text that contains another one.
func anywhere(part string) string {
	if part == "" {
		return ""
	}
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(part)) + "%"
}

// pageOf reads a page of a centre and one case more, if there is one.
func pageOf(ctx context.Context, r db.Reader, site string, l reading, after Cursor) ([]Summary, error) {
	out := make([]Summary, 0, PageSize+1)
	q := pages[l.list][l.which()]
	s := Summary{Site: site, FollowUp: clock.NoDay, Due: clock.NoDay, Closed: clock.NoDay}
	var codes string
	var n [5]int64 // numbers are read as what they come as: others would go through text
	targets := []any{&s.Tenant, &s.CaseID, &codes, &n[0], &n[1], &n[2], &n[3], &n[4], &s.key, &s.DueRule}
	days := make([]int64, len(l.also))
	for i := range days {
		targets = append(targets, &days[i])
	}
	rows, err := r.Query(ctx, q.text, l.args(q, site, after)...)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(targets...)
		s.Contacts, s.Qualifications, s.Age, s.Light, s.Missing = int(n[0]), int(n[1]), int(n[2]), Light(n[3]), int(n[4])
		for _, code := range []*string{&s.Sex, &s.Nationality, &s.Country, &s.Occupation} {
			*code, codes, _ = strings.Cut(codes, "|")
		}
		s.Counsellor = codes
		s.set(l.key, s.key)
		for i, column := range l.also {
			s.set(column, days[i])
		}
		out = append(out, s)
		return err
	})
	return out, err
}

// set fills a day or instant by its column.
func (s *Summary) set(column string, n int64) {
	switch column {
	case "last_contact":
		s.LastContact = clock.Day(n)
	case "follow_up_on":
		s.FollowUp = clock.Day(n)
	case "due_on":
		s.Due = clock.Day(n)
	case "closed_on":
		s.Closed = clock.Day(n)
	case "registered_at":
		s.Registered = clock.Instant(n)
	}
}

// lengthsOf counts the cases of a centre in all lists.
func lengthsOf(ctx context.Context, r db.Reader, site string, l reading) (n lengths, err error) {
	q := counts[l.which()]
	targets := make([]any, len(n))
	for i := range n {
		targets[i] = &n[i]
	}
	err = r.Row(ctx, q.text, l.args(q, site, Cursor{})...).Scan(targets...)
	return n, err
}

var selectLast = db.SQL(`SELECT COALESCE(MAX(last_contact), 0) FROM case_summary WHERE case_id IN ` + hundred)

// lastContactOf is the day of the newest contact of up to a hundred cases.
func lastContactOf(ctx context.Context, r db.Reader, ids []string) (clock.Day, error) {
	args := make([]any, atOnce)
	for i := range args { // one text for every number of cases
		args[i] = ids[min(i, len(ids)-1)]
	}
	var day int64
	err := r.Row(ctx, selectLast, args...).Scan(&day)
	return clock.Day(day), err
}
