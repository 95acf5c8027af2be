package demo

// occupation is a reference occupation: its code in the catalogue, a degree it goes with, and who has it.
type occupation struct {
	code      string
	degree    string // field of study or training, as in a diploma's title
	level     string // vocational or academic
	regulated bool
	weight    float64
	women     float64 // share among those who have it
}

const (
	vocational = "vocational"
	academic   = "academic"
)

var occupations = []occupation{
	{"teacher", "Lehramt", academic, true, 13.6, 0.78},
	{"engineer", "Ingenieurwesen", academic, true, 13.2, 0.26},
	{"physician", "Humanmedizin", academic, true, 7.4, 0.47},
	{"nurse", "Krankenpflege", vocational, true, 8.2, 0.82},
	{"business_economist", "Betriebswirtschaft", academic, false, 6.2, 0.58},
	{"economist", "Volkswirtschaft", academic, false, 2.8, 0.56},
	{"lawyer", "Rechtswissenschaft", academic, true, 2.9, 0.55},
	{"office_clerk", "Büromanagement", vocational, false, 3.0, 0.74},
	{"accountant", "Rechnungswesen", vocational, false, 2.3, 0.75},
	{"electronics_technician", "Elektronik für Energie- und Gebäudetechnik", vocational, false, 2.6, 0.03},
	{"motor_vehicle_mechatronics_technician", "Kraftfahrzeugtechnik", vocational, false, 2.3, 0.02},
	{"computer_scientist", "Informatik", academic, false, 3.0, 0.28},
	{"it_specialist", "Fachinformatik", vocational, false, 1.6, 0.18},
	{"educator", "Sozialpädagogik und Erziehung", vocational, true, 2.6, 0.94},
	{"social_worker", "Soziale Arbeit", academic, true, 1.8, 0.77},
	{"dentist", "Zahnmedizin", academic, true, 2.0, 0.52},
	{"pharmacist", "Pharmazie", academic, true, 2.1, 0.60},
	{"psychologist", "Psychologie", academic, false, 1.7, 0.83},
	{"architect", "Architektur", academic, true, 1.9, 0.52},
	{"civil_engineer", "Bauingenieurwesen", academic, true, 2.0, 0.27},
	{"physiotherapist", "Physiotherapie", vocational, true, 1.6, 0.62},
	{"midwife", "Geburtshilfe", vocational, true, 0.8, 0.99},
	{"medical_assistant", "Medizinische Assistenz", vocational, false, 1.1, 0.93},
	{"dental_technician", "Zahntechnik", vocational, false, 0.8, 0.5},
	{"pharmaceutical_assistant", "Pharmazeutisch-technische Assistenz", vocational, true, 0.8, 0.85},
	{"medical_laboratory_technologist", "Laboratoriumsanalytik", vocational, true, 0.9, 0.75},
	{"veterinarian", "Tiermedizin", academic, true, 0.7, 0.5},
	{"biologist", "Biologie", academic, false, 1.3, 0.68},
	{"chemist", "Chemie", academic, false, 1.2, 0.57},
	{"physicist", "Physik", academic, false, 0.7, 0.33},
	{"mathematician", "Mathematik", academic, false, 0.8, 0.49},
	{"philologist", "Sprach- und Literaturwissenschaft", academic, false, 2.4, 0.85},
	{"translator", "Übersetzen und Dolmetschen", academic, false, 1.2, 0.83},
	{"journalist", "Journalistik", academic, false, 0.9, 0.59},
	{"political_scientist", "Politikwissenschaft", academic, false, 0.8, 0.5},
	{"geologist", "Geologie", academic, false, 0.5, 0.3},
	{"agricultural_scientist", "Agrarwissenschaft", academic, false, 1.2, 0.38},
	{"food_technologist", "Lebensmitteltechnologie", academic, false, 0.8, 0.65},
	{"mechanical_engineer", "Maschinenbau", academic, true, 1.9, 0.10},
	{"electrical_engineer", "Elektrotechnik", academic, true, 1.7, 0.12},
	{"artist", "Bildende Kunst", academic, false, 0.7, 0.6},
	{"musician", "Musik", academic, false, 0.6, 0.5},
	{"designer", "Gestaltung", academic, false, 0.9, 0.64},
	{"librarian", "Bibliothekswesen", academic, false, 0.4, 0.85},
	{"tourism_specialist", "Tourismus", academic, false, 0.9, 0.71},
	{"sports_teacher", "Sportwissenschaft", academic, true, 0.6, 0.42},
	{"hairdresser", "Friseurhandwerk", vocational, false, 1.2, 0.75},
	{"cook", "Kochkunst", vocational, false, 1.1, 0.35},
	{"restaurant_specialist", "Gastronomie", vocational, false, 0.6, 0.5},
	{"baker", "Backwaren", vocational, false, 0.5, 0.3},
	{"confectioner", "Konditorhandwerk", vocational, false, 0.3, 0.6},
	{"tailor", "Schneiderhandwerk", vocational, false, 1.0, 0.76},
	{"retail_salesperson", "Einzelhandel", vocational, false, 1.3, 0.7},
	{"bank_clerk", "Bank und Finanzen", vocational, false, 0.9, 0.7},
	{"industrial_mechanic", "Industriemechanik", vocational, false, 1.7, 0.02},
	{"metal_worker", "Metallbau", vocational, false, 1.3, 0.02},
	{"construction_mechanic", "Schweißtechnik", vocational, false, 0.7, 0.02},
	{"plumber", "Sanitär- und Heizungstechnik", vocational, false, 0.9, 0.02},
	{"carpenter", "Zimmerei", vocational, false, 0.5, 0.02},
	{"joiner", "Tischlerei", vocational, false, 0.9, 0.03},
	{"bricklayer", "Maurerhandwerk", vocational, false, 0.8, 0.01},
	{"painter", "Malerhandwerk", vocational, false, 0.6, 0.08},
	{"tiler", "Fliesenlegerhandwerk", vocational, false, 0.4, 0.02},
	{"professional_driver", "Berufskraftverkehr", vocational, false, 0.6, 0.02},
	{"warehouse_logistics_specialist", "Lagerlogistik", vocational, false, 0.6, 0.2},
	{"hotel_specialist", "Hotelfach", vocational, false, 0.6, 0.6},
	{"geriatric_nurse", "Altenpflege", vocational, true, 0.7, 0.85},
	{"paramedic", "Rettungsdienst", vocational, true, 0.3, 0.2},
	{"occupational_therapist", "Ergotherapie", vocational, true, 0.3, 0.85},
	{"speech_therapist", "Logopädie", vocational, true, 0.5, 0.95},
	{"optician", "Augenoptik", vocational, false, 0.4, 0.55},
	{"radiographer", "Radiologie", vocational, true, 0.5, 0.5},
	{"gardener", "Gartenbau", vocational, false, 0.4, 0.4},
	{"farmer", "Landwirtschaft", vocational, false, 0.4, 0.25},
	{"beautician", "Kosmetik", vocational, false, 0.7, 0.98},
	{"photographer", "Fotografie", vocational, false, 0.3, 0.4},
	{"technical_draughtsperson", "Technisches Zeichnen", vocational, false, 0.6, 0.6},
	{"surveying_technician", "Vermessungstechnik", vocational, true, 0.4, 0.25},
	{"chemical_laboratory_assistant", "Chemielabor", vocational, false, 0.5, 0.65},
	{"public_administration_specialist", "Verwaltung", academic, false, 0.9, 0.6},
	{"firefighter", "Brandschutz", vocational, true, 0.15, 0.03},
	{"ship_mechanic", "Schiffsmechanik", vocational, false, 0.2, 0.02},
	{"aircraft_mechanic", "Flugzeugtechnik", vocational, false, 0.2, 0.04},
	{"insurance_clerk", "Versicherung", vocational, false, 0.3, 0.6},
	{"textile_engineer", "Textiltechnik", academic, false, 0.4, 0.65},
	{"marketing_scientist", "Marketing", academic, false, 1.1, 0.66},
	{"event_clerk", "Veranstaltungswirtschaft", vocational, false, 0.2, 0.6},
	{"childcare_assistant", "Kinderpflege", vocational, true, 0.5, 0.96},
	{"special_needs_teacher", "Sonderpädagogik", academic, true, 0.6, 0.85},
	{"not_assignable", "Allgemeine Technik", vocational, false, 2.2, 0.5},
	{"not_listed", "Verfahrenskunde", academic, false, 2.0, 0.5},
	{"land_regulated", "Assistenzberuf nach Landesrecht", vocational, true, 0.9, 0.6},
}

// Which occupation a person has depends on their sex; the weights follow from the share of women.
var (
	womensOccupations = newLot(occupationShares(func(o occupation) float64 { return o.weight * o.women }))
	mensOccupations   = newLot(occupationShares(func(o occupation) float64 { return o.weight * (1 - o.women) }))
)

func occupationShares(weight func(occupation) float64) []share {
	shares := make([]share, len(occupations))
	for i, o := range occupations {
		shares[i] = share{o.code, weight(o)}
	}
	return shares
}

func (d *dice) occupation(sex string) occupation {
	if sex == "male" || sex != "female" && d.chance(0.5) {
		return occupations[mensOccupations.index(d)]
	}
	return occupations[womensOccupations.index(d)]
}
