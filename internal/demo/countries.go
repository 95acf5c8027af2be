package demo

import "strings"

// eu are the countries whose nationals move freely: EU, EEA, Switzerland (the United Kingdom until 2020).
const eu = " AT BE BG CH CY CZ DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK "

func isEU(country string) bool { return strings.Contains(eu, " "+country+" ") }

// rare are the countries few qualifications come from, each with a small weight.
const rare = "AD AE AG AO AT AU BB BD BE BF BH BI BJ BO BS BT BW BZ CA CD CF CG CH CI CL CR CU CV CY CZ DJ DK DM DO DZ EC EE FI FJ FM " +
	"GA GD GM GN GQ GT GW GY HN HT ID IE IL IS JM JO JP KG KH KM KN KP KR KW LA LB LC LI LK LR LS LT LU LV LY MC ME MG ML MM MN MR MT MU " +
	"MV MW MY MZ NA NE NI NL NO NP NZ OM PA PE PG PH PS PY QA RW SA SB SC SD SE SG SI SK SL SM SN SR SS ST SV SZ TD TG TJ TL TM TO TT " +
	"TW TZ UG UY UZ VC VE VU WS YE ZA ZM ZW"

// homes are the countries of qualification of those who did not come as refugees.
func homes(present bool) lot {
	shares := []share{
		{"PL", 10.6}, {"RU", 10}, {"SY", 4.6}, {"UA", 6.3}, {"RO", 5.4}, {"TR", 5}, {"IT", 3}, {"ES", 3}, {"GR", 2.6}, {"BG", 2.7},
		{"IR", 2.6}, {"BA", 2.4}, {"RS", 2.2}, {"IN", 2.4}, {"KZ", 2.3}, {"BR", 2.1}, {"HU", 2}, {"HR", 1.9}, {"CN", 1.5}, {"XK", 1.4},
		{"MA", 1.4}, {"AL", 1.4}, {"EG", 1.4}, {"MK", 1.2}, {"PT", 1.2}, {"FR", 1.2}, {"US", 1.2}, {"BY", 1.1}, {"MD", 1}, {"CO", 1},
		{"TN", 1}, {"MX", 0.9}, {"GB", 0.8}, {"GE", 0.8}, {"AM", 0.8}, {"VN", 0.8}, {"TH", 0.6}, {"PK", 0.6}, {"NG", 0.6}, {"CM", 0.6},
		{"AZ", 0.5}, {"AR", 0.5}, {"IQ", 0.5}, {"GH", 0.4}, {"KE", 0.4}, {"ET", 0.3}, {"AF", 0.3}, {"ER", 0.1},
	}
	if present {
		shares = append(shares, share{"IN", 6}, share{"TR", 5}, share{"PH", 3}, share{"TN", 3}, share{"MA", 2}, share{"IR", 3}, share{"BR", 2})
	}
	for _, c := range strings.Fields(rare) {
		shares = append(shares, share{c, 0.06})
	}
	return newLot(shares)
}

// refuges are the countries of qualification of refugees: 61 % Syria in the years after 2015, later many from Ukraine.
func refuges(present bool) lot {
	shares := []share{
		{"SY", 66}, {"IR", 8.5}, {"IQ", 7.5}, {"AF", 6.5}, {"TR", 2.5}, {"ER", 2.2}, {"PK", 2}, {"RU", 1.5}, {"UA", 1.2}, {"AZ", 1},
		{"ET", 0.9}, {"SO", 0.8}, {"AM", 0.8}, {"NG", 0.8}, {"SD", 0.6}, {"YE", 0.5}, {"PS", 0.5}, {"LY", 0.4}, {"CM", 0.4},
	}
	if present {
		shares = append(shares, share{"UA", 70}, share{"AF", 12}, share{"TR", 8}, share{"VE", 5})
	}
	return newLot(shares)
}
