package demo

// The figures of "Network IQ at a glance", version September 2018: period 2015-01-01 to 2018-09-30, as known on that day.
const (
	recognitionInitial = 139_412
	jobTrainingInitial = 40_655
	fixedSites         = 103
	mobileSites        = 58
	schemes            = 874
	supportingProjects = 54
	persons            = 18_746
	personsFederal     = 4_032
	trainings          = 4_635
	trainingHeads      = 61_297
	asylumTrainings    = 898 // of trainings
	asylumHeads        = 24_820
	fairPersons        = 498
	fairServices       = 740
	networkProjects    = 381
	refugeeProjects    = 49 // of networkProjects
)

// What the sheet leaves open is set here: how many cases got both initial counsellings, and how many the sheet does not show.
const (
	casesBoth            = 30_067
	casesRecognitionOnly = recognitionInitial - casesBoth
	casesJobTrainingOnly = jobTrainingInitial - casesBoth
	casesOtherScope      = 4_600
	casesLate            = 900    // first advised before the cut-off, recorded after it
	casesFourthQuarter   = 11_300 // first advised from October to December 2018
)

// The current round: what three months and its networks look like.
const (
	presentDays        = 92
	presentCases       = 6_000 // in presentDays
	presentWaiting     = 240   // registered, not yet advised
	presentFixedSites  = 60
	presentMobileSites = 34
	presentMeasures    = 150 // a year
	presentPlaces      = 16  // taken in a measure
	presentTrainings   = 240 // in presentDays
	presentFairPersons = 420
)
