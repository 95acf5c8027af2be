package demo

import (
	"strconv"

	"openiq/internal/platform/clock"
)

const trainingColumns = "id,project_id,title,format,held_on,participants,topic,target_group,asylum_awareness,managers,recorded_at"

// training is a training, event or consulting; wrongHeads differ where a head count was mended by a later import.
type training struct {
	id, project, title, format, topic, group string
	held                                     clock.Day
	heads, wrongHeads, managers              int
	asylum                                   bool
	recorded                                 moment
	mended                                   int
}

var (
	formats = newLot([]share{{"training", 62}, {"event", 21}, {"consulting", 17}})
	topics  = newLot([]share{
		{"intercultural_competence", 38}, {"intercultural_opening", 20}, {"anti_discrimination", 14}, {"recognition", 13}, {"language_sensitive", 11}, {"other", 4}})
	groups = newLot([]share{
		{"labour_administration", 37}, {"municipal_administration", 21}, {"education", 17}, {"company", 19}, {"other", 6}})
	topicTitles = map[string]string{
		"intercultural_competence": "Interkulturelle Kompetenz im Beruf", "intercultural_opening": "Interkulturelle Öffnung der Organisation",
		"anti_discrimination": "Vorurteile erkennen, Diskriminierung vermeiden", "recognition": "Anerkennung ausländischer Abschlüsse",
		"language_sensitive": "Sprachsensibel beraten", "other": "Zusammenarbeit im Netzwerk",
	}
	formatTitles = map[string]string{"training": "Schulung", "event": "Veranstaltung", "consulting": "Beratung"}
)

const asylumTitle = "Interkulturelle Grundsensibilisierung mit Schwerpunkt Asyl und Flucht"

// addTrainings holds count trainings over the season for heads people in all, recorded between after and by.
func (l *ledger) addTrainings(all []training, count, heads int, asylum bool, days season, after, by moment) []training {
	d := newDice().throw(streamTraining, l.net.year, len(all))
	least := 1
	if asylum {
		least = 8
	}
	weights := make([]float64, count)
	for i := range weights {
		weights[i] = 0.3 + d.ExpFloat64()
	}
	for i, n := range apportion(heads, weights, least) {
		held := days.day((float64(i) + d.Float64()) / float64(count))
		t := training{
			id: serial("t"+l.suffix(), len(all)+1, 5), held: held, heads: n, wrongHeads: n, asylum: asylum,
			recorded: d.recordedWithin(held, after, by), format: formats.pick(d), topic: topics.pick(d), group: d.known(groups.pick(d), 0.03, 0),
			managers: d.IntN(n/4 + 1),
		}
		t.project = l.net.projects[l.projectOn(d, "trainings", held)].id
		t.title = formatTitles[t.format] + ": " + topicTitles[t.topic]
		if asylum {
			t.format, t.topic, t.title = "training", "intercultural_competence", asylumTitle
		}
		t.err(d, l)
		all = append(all, t)
	}
	return all
}

// err gives some trainings a head count that is mended: before the cut-off day, or after it.
func (t *training) err(d *dice, l *ledger) {
	u, wrong := d.Float64(), t.heads+d.between(1, 9)
	switch stored := l.arrival(t.recorded); {
	case u < 0.012 && stored < l.cut:
		t.wrongHeads, t.mended = wrong, l.cut
	case u > 0.99 && stored <= l.cut && l.cut+1 < len(l.imports):
		t.heads, t.wrongHeads, t.mended = wrong, t.heads, l.cut+1
	}
}

func (t training) row(l *ledger, step int) []string {
	stored := l.arrival(t.recorded)
	if step != stored && (t.heads == t.wrongHeads || step != t.mended) {
		return nil
	}
	heads := t.heads
	if step < t.mended {
		heads = t.wrongHeads
	}
	managers := strconv.Itoa(t.managers)
	if t.managers == 0 {
		managers = ""
	}
	return []string{t.id, t.project, t.title, t.format, text(t.held), strconv.Itoa(heads), t.topic, t.group, strconv.FormatBool(t.asylum), managers,
		t.recorded.String()}
}
