package i18n

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryCodes are the ISO 3166-1 alpha-2 codes in force, and the two that the exchange bundle adds: XK Kosovo, XX stateless.
var countryCodes = strings.Fields(`
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK XX`)

// countryNames takes the names from CLDR; messages country.XY replace those that CLDR lacks or has not kept up.
func countryNames(p *Printer) map[string]string {
	namer := display.Regions(p.tag)
	names := make(map[string]string, len(countryCodes))
	for _, code := range countryCodes {
		if p.Has("country." + code) {
			names[code] = p.T("country." + code)
			continue
		}
		names[code] = code
		if region, err := language.ParseRegion(code); err == nil && namer != nil {
			names[code] = namer.Name(region)
		}
	}
	return names
}

// Country is the name of an ISO 3166-1 alpha-2 code; an unknown code is printed as it is.
func (p *Printer) Country(alpha2 string) string {
	if name, ok := p.countries[alpha2]; ok {
		return name
	}
	return alpha2
}

// CountryCodes lists all countries by their names in this language.
func (p *Printer) CountryCodes() []string { return slices.Clone(p.countryOrder) }
