package exchange

import (
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

func TestAnUploadOfANetworkTouchesNoOther(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		north := Options{Network: "n1"}
		for _, s := range []sample{
			{"its own", bundle{
				"networks.csv":      "id,name\nn1,Far north\n",
				"organisations.csv": "id,name,network_id\no1,Chamber of north,n1\no3,New,n1\n",
				"projects.csv":      "id,name,round_id,organisation_id,kind,network_id\np1,Advice,r2,o2,counselling,n1\np9,New,r2,o3,other,n1\n",
				"sites.csv":         "id,project_id,name,kind\ns1,p1,Centre of north,fixed\ns9,p9,New,fixed\n",
				"cases.csv":         "id,site_id,age\nc1,s9,35\nc9,s1,\n",
				"contacts.csv":      contactHead + "k2,c1,2018-01-15,digital,job_training,s2,,,\nk9,c9,2018-01-15,phone,recognition,,,,\n", // k2 was at s2 before
			}, nil},
			{"common ground unchanged", bundle{"rounds.csv": good["rounds.csv"], "competence_centres.csv": good["competence_centres.csv"]}, nil},
			{"another's case", one("cases.csv", "id,age\nc2,50\n"), says(`cases.csv:2: id: unknown id "c2"`)},
			{"another's case, unchanged", one("cases.csv", "id\nc2\n"), says(`cases.csv:2: id: unknown id "c2"`)},
			{"the nation's measure", one("measures.csv", "id,places\nm1,3\n"), says(`measures.csv:2: id: unknown id "m1"`)},
			{"contact with another's case", one("contacts.csv", contactHead+"k8,c2,2018-01-01,phone,recognition,,,,\n"), says(`contacts.csv:2: case_id: unknown id "c2"`)},
			{"contact at another's site", one("contacts.csv", contactHead+"k8,c1,2018-01-01,phone,recognition,s2,,,\n"), says(`contacts.csv:2: site_id: unknown id "s2"`)},
			{"another's contact", one("contacts.csv", "id,minutes\nk3,5\n"), says(`contacts.csv:2: id: unknown id "k3"`)},
			{"case at another's site", one("cases.csv", "id,site_id\nc8,s2\n"), says(`cases.csv:2: site_id: unknown id "s2"`)},
			{"handover", one("cases.csv", "id,site_id\nc1,s2\n"), says(`cases.csv:2: site_id: unknown id "s2"`)},
			{"another's network", one("networks.csv", "id,name\nn2,Mine\n"), says(`networks.csv:2: id: unknown id "n2"`)},
			{"new network", one("networks.csv", "id,name,states\nn3,Mine,SH\n"), says(`networks.csv:2: id: unknown id "n3"`)},
			{"another's project", one("projects.csv", "id,network_id\np2,n1\n"), says(`projects.csv:2: id: unknown id "p2"`)},
			{"project given away", one("projects.csv", "id,network_id\np1,n2\n"), says(`projects.csv:2: network_id: unknown id "n2"`)},
			{"project for the nation", one("projects.csv", "id,network_id\np1,\n"), says(`projects.csv:2: id: unknown id "p1"`)},
			{"another's site", one("sites.csv", "id,project_id\ns2,p1\n"), says(`sites.csv:2: id: unknown id "s2"`)},
			{"organisation of nobody", one("organisations.csv", "id,network_id\no2,n1\n"), says(`organisations.csv:2: id: unknown id "o2"`)},
			{"round", one("rounds.csv", "id,name\nr1,Mine\n"), says(`rounds.csv:2: id: unknown id "r1"`)},
			{"transfer", one("project_transfers.csv", "id,project_id,network_id,valid_from\nt9,p1,n1,2018-01-01\n"), says(`project_transfers.csv:2: id: unknown id "t9"`)},
			{"training of another's project", one("trainings.csv", "id,project_id,title,format,held_on,participants\ny9,p2,T,event,2018-01-01,3\n"), says(`trainings.csv:2: project_id: unknown id "p2"`)},
		} {
			if len(s.want) == 0 {
				put(t, d, s.files, north)
			} else if got := refused(t, d, s.files, north); !slices.Equal(got, s.want) {
				t.Errorf("%s:\n got %s\nwant %s", s.name, strings.Join(got, "\n     "), strings.Join(s.want, "\n     "))
			}
		}
	})
}
