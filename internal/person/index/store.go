package index

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/db"
)

// Entry is a subject in the index. What Find returns has no tokens.
type Entry struct {
	Tenant, Subject string
	Site            string // the centre in charge
	Tokens          []int64
}

var deleteToken = db.SQL(`DELETE FROM person_token WHERE token = $1 AND site_id = $2 AND subject_id = $3 AND tenant = $4`)

// Put adds an entry.
func Put(tx *db.Tx, e Entry) error {
	rows := make([][]any, len(e.Tokens))
	for n, t := range e.Tokens {
		rows[n] = []any{t, e.Site, e.Subject, e.Tenant}
	}
	return tx.Insert("person_token", []string{"token", "site_id", "subject_id", "tenant"}, rows)
}

// Remove takes an entry out, or some of its tokens.
func Remove(tx *db.Tx, e Entry) error {
	for _, t := range e.Tokens {
		if _, err := tx.Exec(deleteToken, t, e.Site, e.Subject, e.Tenant); err != nil {
			return err
		}
	}
	return nil
}

// Most is how many entries Find returns.
const Most = 120

// How many sets are compared, tokens each has and sites are looked at in one go. Of a longer question the rest does not count.
const (
	mostSets   = 6
	mostTokens = 128
	mostSites  = 256
)

// alike is how many rows of a set one person has at most, usually: as many as a name has readings. Sorting them out here lets
// the database stop early.
const alike = 4

// The numbers of tokens and of sites for which there is a text; the last one given fills the rest. No site: everywhere.
var (
	tokenSizes = []int{1, 4, 16, mostTokens}
	siteSizes  = []int{0, 1, 16, mostSites}
)

// Find returns who has a token of every set, at some sites or, when sites is nil, everywhere; no more than Most.
func Find(ctx context.Context, r db.Reader, sets [][]int64, sites []string) ([]Entry, error) {
	for _, set := range sets {
		if len(set) == 0 {
			return nil, nil
		}
	}
	if sites == nil {
		return among(ctx, r, sets, nil)
	}
	var all []Entry
	for part := range slices.Chunk(sites, mostSites) {
		found, err := among(ctx, r, sets, part)
		all = append(all, found...)
		if err != nil || len(all) >= Most {
			return all[:min(len(all), Most)], err
		}
	}
	return all, nil
}

// among lets the rarest set lead: who has one of its tokens is looked up in the others.
func among(ctx context.Context, r db.Reader, sets [][]int64, sites []string) ([]Entry, error) {
	if len(sets) == 0 {
		return nil, nil
	}
	sets, err := rarest(ctx, r, sets, sites)
	if err != nil || sets == nil {
		return nil, err
	}
	var out []Entry
	seen := map[[2]string]bool{}
	size, args := arguments(sets, sites)
	rows, err := r.Query(ctx, findTexts[size], args...)
	err = db.Each(rows, err, func() error {
		var e Entry
		err := rows.Scan(&e.Tenant, &e.Subject, &e.Site)
		if key := [2]string{e.Tenant, e.Subject}; !seen[key] {
			seen[key] = true
			out = append(out, e)
		}
		return err
	})
	return out[:min(len(out), Most)], err
}

// counted is a set and how many rows it has, counted up to many.
type counted struct {
	set []int64
	n   int
}

const many = 1000

// rarest orders the sets by how many rows they have; nil when one has none.
func rarest(ctx context.Context, r db.Reader, sets [][]int64, sites []string) ([][]int64, error) {
	if len(sets) == 1 {
		return sets, nil
	}
	all := make([]counted, len(sets))
	for i, set := range sets {
		size, args := arguments([][]int64{set}, sites)
		all[i].set = set
		if err := r.Row(ctx, countTexts[size], args...).Scan(&all[i].n); err != nil || all[i].n == 0 {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b counted) int { return cmp.Compare(a.n, b.n) })
	out := make([][]int64, min(len(all), mostSets))
	for i := range out {
		out[i] = all[i].set
	}
	return out, nil
}

// size is the number of sets, of tokens in each and of sites of a text.
type size struct{ sets, tokens, sites int }

var findTexts, countTexts = func() (find, count map[size]string) {
	find, count = map[size]string{}, map[size]string{}
	for _, sites := range siteSizes {
		for _, tokens := range tokenSizes {
			for sets := 1; sets <= mostSets; sets++ {
				z := size{sets, tokens, sites}
				find[z] = db.SQL(z.find())
			}
			z := size{1, tokens, sites}
			count[z] = db.SQL(z.count())
		}
	}
	return find, count
}()

func (z size) find() string {
	query := `SELECT p.tenant, p.subject_id, p.site_id FROM person_token p WHERE ` + z.leads()
	for set := 1; set < z.sets; set++ {
		query += ` AND EXISTS (SELECT 1 FROM person_token q WHERE q.token IN (` + placeholders(1+set*z.tokens, z.tokens) + `)
			AND q.site_id = p.site_id AND q.subject_id = p.subject_id AND q.tenant = p.tenant)`
	}
	return query + ` LIMIT ` + strconv.Itoa(Most*alike)
}

func (z size) count() string {
	return `SELECT COUNT(*) FROM (SELECT 1 FROM person_token p WHERE ` + z.leads() + ` LIMIT ` + strconv.Itoa(many) + `) t`
}

// leads is the condition that a row has a token of the first set and is of one of the sites.
func (z size) leads() string {
	where := `p.token IN (` + placeholders(1, z.tokens) + `)`
	if z.sites > 0 {
		where += ` AND p.site_id IN (` + placeholders(1+z.sets*z.tokens, z.sites) + `)`
	}
	return where
}

// placeholders are n of them from $from on.
func placeholders(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(from+i))
	}
	return b.String()
}

// arguments are a text's size and what belongs into it.
func arguments(sets [][]int64, sites []string) (size, []any) {
	z := size{sets: len(sets), sites: atLeast(siteSizes, len(sites))}
	longest := 0
	for _, set := range sets {
		longest = max(longest, min(len(set), mostTokens))
	}
	z.tokens = atLeast(tokenSizes, longest)
	args := make([]any, 0, z.sets*z.tokens+z.sites)
	for _, set := range sets {
		args = fill(args, set, z.tokens)
	}
	return z, fill(args, sites, z.sites)
}

func atLeast(sizes []int, n int) int {
	return sizes[slices.IndexFunc(sizes, func(size int) bool { return size >= n })]
}

func fill[T any](args []any, values []T, n int) []any {
	for i := range n {
		args = append(args, values[min(i, len(values)-1)])
	}
	return args
}
