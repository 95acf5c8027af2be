package bench

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
	"openiq/migrations"
)

// The vault of the benchmarks: as many persons as the issue names, in sixteen networks of ten centres.
const (
	persons       = 180_000
	networks      = 16
	sitesPerNet   = 10
	vaultSeed     = 20_181_015
	personsABatch = 500
)

// vault is a filled vault with the identities in it.
type vault struct {
	db       *db.DB
	keys     *crypt.Keys
	service  *person.Service
	people   []person.Identity // by number; see siteOf
	subjects []person.Subject
}

func siteOf(n int) string { return fmt.Sprintf("s%02d-%02d", n%networks, n/networks%sitesPerNet) }

func networkOf(n int) string { return fmt.Sprintf("n%02d", n%networks) }

func placeOf(n int) authz.Target {
	return authz.Target{Network: networkOf(n), Project: "p" + networkOf(n), Site: siteOf(n)}
}

// allowed is somebody who may read and record persons within a scope.
func allowed(scope authz.Scope) context.Context {
	a := &authz.Actor{ID: "bench", Grants: []authz.Grant{authz.Allow(scope, person.ActionRead, person.ActionRecord, person.ActionLocate)}}
	return authz.With(db.WithActor(context.Background(), a.ID), a)
}

var nation = allowed(authz.Scope{Kind: authz.Nation})

// filledVault is made once and kept between runs.
func filledVault(b *testing.B) *vault {
	b.Helper()
	folder := filepath.Join(os.TempDir(), "openiq-bench-person")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.Fatal(err)
	}
	key := filepath.Join(folder, "key")
	if _, err := os.Stat(key); err != nil {
		must(b, crypt.Generate(key))
	}
	keys, err := crypt.Load(key)
	must(b, err)
	d, err := db.Open(ctx, cmp.Or(os.Getenv("OPENIQ_BENCH_DB"), filepath.Join(folder, "vault.db")), clock.System)
	must(b, err)
	b.Cleanup(func() { _ = d.Close() })
	must(b, d.Migrate(ctx, migrations.Files))
	v := &vault{db: d, keys: keys, service: person.New(d, keys, programme.New(d))}
	v.invent()
	if sites, err := programme.Sites.Find(ctx, d, []string{siteOf(0)}); err != nil || len(sites) > 0 {
		must(b, err)
		return v
	}
	v.admit(b)
	v.found(b) // last: it marks the vault as filled
	return v
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// found stores the networks and their centres.
func (v *vault) found(b *testing.B) {
	b.Helper()
	_, err := v.db.Write(nation, db.Command{Name: "bench.found", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		put := func(typ *record.Type, id string, cells ...string) error {
			row := record.Row{ID: id, Values: make([]any, len(typ.Columns))}
			for i := 0; i < len(cells); i += 2 {
				value, err := typ.Column(cells[i]).Parse(cells[i+1])
				if err != nil {
					return err
				}
				row.Values[typ.Index(cells[i])] = value
			}
			_, err := typ.Put(tx, row, nil)
			return err
		}
		tx.Audit(db.Entry{Kind: "import", ID: "bench"})
		err := put(programme.Rounds, "r1", "name", "One", "starts_on", "2015-01-01", "ends_on", "2030-12-31")
		for n := 0; n < networks && err == nil; n++ {
			if err = put(programme.Networks, networkOf(n), "name", networkOf(n), "states", "HB"); err == nil {
				err = put(programme.Projects, "p"+networkOf(n), "round_id", "r1", "name", "P", "organisation_id", "o1", "kind", "counselling", "network_id", networkOf(n))
			}
		}
		for n := 0; n < networks*sitesPerNet && err == nil; n++ {
			err = put(programme.Sites, siteOf(n), "project_id", "p"+networkOf(n), "name", siteOf(n), "kind", "fixed")
		}
		return "", err
	})
	must(b, err)
}

// invent makes the identities, always the same ones.
func (v *vault) invent() {
	dice := rand.New(rand.NewPCG(vaultSeed, 1))
	v.people, v.subjects = make([]person.Identity, persons), make([]person.Subject, persons)
	for n := range v.people {
		v.people[n] = inventPerson(dice, n)
		v.subjects[n] = person.Subject{Tenant: networkOf(n), ID: fmt.Sprintf("C%015d", n)}
	}
}

// admit stores the identities with their consents, many a transaction.
func (v *vault) admit(b *testing.B) {
	b.Helper()
	for net := range networks {
		for first := net; first < persons; first += networks * personsABatch {
			var prepared []*person.Prepared
			for n := first; n < min(persons, first+networks*personsABatch); n += networks {
				p, err := v.service.Prepare(nation, placeOf(n), v.subjects[n], admission(v.people[n]))
				must(b, err)
				prepared = append(prepared, p)
			}
			_, err := v.db.Write(nation, db.Command{Name: "bench.admit", Tenant: networkOf(net), Alone: true}, func(tx *db.Tx) (string, error) {
				for _, p := range prepared {
					if err := p.Put(nation, tx); err != nil {
						return "", err
					}
				}
				return "", nil
			})
			must(b, err)
		}
	}
}

func admission(i person.Identity) person.Change {
	return person.Change{Identity: &i, Give: []person.NewConsent{{Purpose: person.PurposeIdentity, GivenOn: "2018-10-15", Medium: "phone",
		Text: person.ShownText{ID: "identity", Version: "1", Language: "de", Body: "Ja."}}}}
}

// asked is what counsellors type: mostly the whole name, in their own spelling, sometimes a part of it, a number.
func (v *vault) asked(dice *rand.Rand, net int) string {
	n := net + networks*dice.IntN(persons/networks)
	p := v.people[n]
	switch roll := dice.IntN(100); {
	case roll < 55:
		return p.GivenName + " " + respell(dice, p.FamilyName)
	case roll < 70:
		return p.FamilyName
	case roll < 80:
		return p.GivenName
	case roll < 88:
		return p.Phone
	case roll < 93:
		return cmp.Or(p.Email, p.Phone)
	default:
		return p.FamilyName + " " + v.people[dice.IntN(persons)].GivenName // nobody, mostly
	}
}

// BenchmarkNameSearch searches in one centre, in one network and nation-wide.
func BenchmarkNameSearch(b *testing.B) {
	v := filledVault(b)
	for _, where := range []string{"site", "network", "nation"} {
		b.Run(where, func(b *testing.B) {
			dice := rand.New(rand.NewPCG(vaultSeed, 2))
			var times []time.Duration
			hits, worst, slowest := 0, "", time.Duration(0)
			for b.Loop() {
				net := dice.IntN(networks)
				as, query := nation, v.asked(dice, net)
				switch where {
				case "site":
					as = allowed(authz.Scope{Kind: authz.Site, ID: siteOf(net)})
				case "network":
					as = allowed(authz.Scope{Kind: authz.Network, ID: networkOf(net)})
				}
				start := time.Now()
				found, err := v.service.Search(as, query, nil)
				took := time.Since(start)
				must(b, err)
				hits += len(found.Hits)
				if times = append(times, took); took > slowest {
					slowest, worst = took, query
				}
			}
			report(b, times)
			b.ReportMetric(float64(hits)/float64(len(times)), "hits")
			b.Logf("slowest: %s %q", slowest, worst)
		})
	}
}

func report(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "max-ms")
}

// BenchmarkLabels reads the names of a list of 50.
func BenchmarkLabels(b *testing.B) {
	v := filledVault(b)
	for i := 0; b.Loop(); i++ {
		subjects := make([]person.Subject, 50)
		for k := range subjects {
			subjects[k] = v.subjects[(i*50+k)*networks%persons]
		}
		labels, err := v.service.Labels(nation, subjects...)
		if err != nil || len(labels) != 50 {
			b.Fatal(len(labels), err)
		}
	}
}

// BenchmarkOpenPerson reads everything about a person.
func BenchmarkOpenPerson(b *testing.B) {
	v := filledVault(b)
	for i := 0; b.Loop(); i++ {
		n := i * 7919 % persons
		p, err := v.service.Get(nation, placeOf(n), v.subjects[n])
		if err != nil || p.Identity == nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSimilar looks for duplicates within a centre.
func BenchmarkSimilar(b *testing.B) {
	v := filledVault(b)
	for i := 0; b.Loop(); i++ {
		n := i * 7919 % persons
		matches, err := v.service.Similar(nation, placeOf(n), v.people[n], person.Subject{})
		if err != nil || len(matches) == 0 {
			b.Fatal(err)
		}
	}
}

// BenchmarkAdmit prepares and stores an identity with its consent, from several at once.
func BenchmarkAdmit(b *testing.B) {
	v := filledVault(b)
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := rand.IntN(persons)
			subject := person.Subject{Tenant: networkOf(n), ID: "B" + strings.ToUpper(fmt.Sprintf("%015x", rand.Int64N(1<<60)))}
			if err := v.service.Apply(nation, placeOf(n), subject, admission(v.people[n]), ""); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "persons/s")
}
