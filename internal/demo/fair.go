package demo

import (
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
)

const fairColumns = "id,person_ref,project_id,held_on,kind,nationality,topics,recorded_at"

// fairService is a service of Fair Integration: labour and social rights of third-country nationals.
type fairService struct {
	id, person, project, kind, nationality, topics string
	held                                           clock.Day
	recorded                                       moment
}

var (
	fairFollowUps = newLot([]share{{"counselling", 58}, {"mediation", 26}, {"accompaniment", 16}})
	fairTopics    = newLot([]share{{"pay", 33}, {"dismissal", 24}, {"contract", 20}, {"working_time", 9}, {"leave", 5}, {"health_insurance", 5}, {"other", 4}})
)

// addFair advises people persons over the season with services services in all, none of them later than last.
func (l *ledger) addFair(all []fairService, from lot, people, services int, days season, last clock.Day, after, by moment) []fairService {
	d := newDice().throw(streamFair, l.net.year, len(all))
	weights := make([]float64, people)
	for i := range weights {
		weights[i] = d.ExpFloat64() * d.Float64()
	}
	for i, count := range apportion(services, weights, 1) {
		held := days.day((float64(i) + d.Float64()) / float64(people))
		network := l.net.weights.index(d)
		nationality := from.pick(d)
		for isEU(nationality) {
			nationality = from.pick(d)
		}
		nationality = d.known(nationality, 0.05, 0)
		person := serial("P"+l.suffix(), len(all)+1, 5)
		kind := "counselling"
		if d.chance(0.06) {
			kind = "mediation"
		}
		for range count {
			all = append(all, fairService{
				id: serial("f"+l.suffix(), len(all)+1, 5), person: person, project: l.net.projects[l.net.networks[network].fair].id, held: held, kind: kind,
				nationality: nationality, topics: d.fairTopics(), recorded: d.recordedWithin(held, after, by),
			})
			kind = fairFollowUps.pick(d)
			if next := nextWorkday(held + clock.Day(d.between(4, 30))); next <= last {
				held = next
			}
		}
	}
	return all
}

// fairTopics are one or two distinct topics, or none noted.
func (d *dice) fairTopics() string {
	first, second := fairTopics.pick(d), fairTopics.pick(d)
	if d.chance(0.04) {
		return ""
	}
	if first == second || d.chance(0.5) {
		return first
	}
	return strings.Join([]string{first, second}, " ")
}

func (f fairService) row(l *ledger, step int) []string {
	if l.arrival(f.recorded) != step {
		return nil
	}
	return []string{f.id, f.person, f.project, text(f.held), f.kind, f.nationality, f.topics, f.recorded.String()}
}

// suffix marks ids with the round's year.
func (l *ledger) suffix() string { return strconv.Itoa(int(l.net.year%100)) + "-" }
