package demo

// land is one of the sixteen Laender; towns lie in it in geographical order, so that a part of them is a region.
type land struct {
	code, name string
	people     float64 // millions, 2018
	languages  string  // what its centres offer besides German and English
	towns      []town
}

// town is a real town with one of its postcodes and its rough position.
type town struct {
	name, postcode string
	lat, lon       float64
}

var lands = []land{
	{"BB", "Brandenburg", 2.5, "ar ru pl", []town{
		{"Potsdam", "14467", 52.40, 13.06}, {"Brandenburg an der Havel", "14770", 52.41, 12.55}, {"Oranienburg", "16515", 52.76, 13.24},
		{"Eberswalde", "16225", 52.83, 13.80}, {"Frankfurt (Oder)", "15230", 52.34, 14.55}, {"Cottbus", "03046", 51.76, 14.33}}},
	{"BE", "Berlin", 3.6, "ar tr ru fa", []town{
		{"Berlin-Mitte", "10179", 52.51, 13.41}, {"Berlin-Neukölln", "12043", 52.48, 13.44}, {"Berlin-Spandau", "13597", 52.54, 13.20},
		{"Berlin-Lichtenberg", "10365", 52.52, 13.49}, {"Berlin-Tempelhof", "12099", 52.46, 13.39}, {"Berlin-Marzahn", "12679", 52.55, 13.56}}},
	{"BW", "Baden-Württemberg", 11.1, "ar tr ru it", []town{
		{"Mannheim", "68159", 49.49, 8.47}, {"Heidelberg", "69115", 49.41, 8.68}, {"Karlsruhe", "76131", 49.01, 8.41}, {"Pforzheim", "75172", 48.89, 8.70},
		{"Offenburg", "77652", 48.47, 7.95}, {"Freiburg im Breisgau", "79098", 48.00, 7.85}, {"Lörrach", "79539", 47.61, 7.66}, {"Villingen-Schwenningen", "78048", 48.06, 8.46},
		{"Stuttgart", "70173", 48.78, 9.18}, {"Heilbronn", "74072", 49.14, 9.22}, {"Ludwigsburg", "71638", 48.90, 9.19}, {"Reutlingen", "72764", 48.49, 9.21},
		{"Ulm", "89073", 48.40, 9.99}, {"Aalen", "73430", 48.84, 10.09}, {"Ravensburg", "88212", 47.78, 9.61}, {"Konstanz", "78462", 47.66, 9.17}}},
	{"BY", "Bayern", 13.1, "ar tr ru ro", []town{
		{"München", "80331", 48.14, 11.57}, {"Augsburg", "86150", 48.37, 10.89}, {"Ingolstadt", "85049", 48.76, 11.42}, {"Rosenheim", "83022", 47.86, 12.12},
		{"Kempten (Allgäu)", "87435", 47.73, 10.31}, {"Memmingen", "87700", 47.98, 10.18}, {"Nürnberg", "90402", 49.45, 11.08}, {"Würzburg", "97070", 49.79, 9.93},
		{"Bamberg", "96047", 49.89, 10.89}, {"Bayreuth", "95444", 49.94, 11.58}, {"Erlangen", "91052", 49.59, 11.01}, {"Aschaffenburg", "63739", 49.97, 9.15},
		{"Regensburg", "93047", 49.02, 12.10}, {"Landshut", "84028", 48.54, 12.15}, {"Passau", "94032", 48.57, 13.46}, {"Straubing", "94315", 48.88, 12.57},
		{"Weiden in der Oberpfalz", "92637", 49.68, 12.16}, {"Deggendorf", "94469", 48.84, 12.96}}},
	{"HB", "Bremen", 0.7, "ar tr ru", []town{{"Bremen", "28195", 53.08, 8.81}, {"Bremerhaven", "27568", 53.55, 8.58}}},
	{"HE", "Hessen", 6.3, "ar tr fa es", []town{
		{"Frankfurt am Main", "60313", 50.12, 8.68}, {"Wiesbaden", "65183", 50.08, 8.24}, {"Offenbach am Main", "63065", 50.10, 8.77}, {"Darmstadt", "64283", 49.87, 8.65},
		{"Hanau", "63450", 50.13, 8.92}, {"Gießen", "35390", 50.59, 8.67}, {"Marburg", "35037", 50.81, 8.77}, {"Fulda", "36037", 50.55, 9.68},
		{"Kassel", "34117", 51.31, 9.49}, {"Limburg an der Lahn", "65549", 50.39, 8.07}}},
	{"HH", "Hamburg", 1.8, "ar fa ru tr", []town{
		{"Hamburg-Mitte", "20095", 53.55, 10.00}, {"Hamburg-Altona", "22767", 53.55, 9.94}, {"Hamburg-Harburg", "21073", 53.46, 9.98}, {"Hamburg-Wandsbek", "22041", 53.57, 10.07}}},
	{"MV", "Mecklenburg-Vorpommern", 1.6, "ar ru uk", []town{
		{"Rostock", "18055", 54.09, 12.13}, {"Schwerin", "19053", 53.63, 11.41}, {"Neubrandenburg", "17033", 53.56, 13.26}, {"Greifswald", "17489", 54.09, 13.38}}},
	{"NI", "Niedersachsen", 8.0, "ar ru tr", []town{
		{"Oldenburg", "26122", 53.14, 8.21}, {"Osnabrück", "49074", 52.28, 8.05}, {"Wilhelmshaven", "26382", 53.52, 8.11}, {"Leer", "26789", 53.23, 7.46},
		{"Lingen", "49808", 52.52, 7.32}, {"Stade", "21680", 53.60, 9.47}, {"Hannover", "30159", 52.37, 9.73}, {"Braunschweig", "38100", 52.26, 10.52},
		{"Göttingen", "37073", 51.53, 9.93}, {"Wolfsburg", "38440", 52.42, 10.79}, {"Hildesheim", "31134", 52.15, 9.95}, {"Lüneburg", "21335", 53.25, 10.41},
		{"Celle", "29221", 52.62, 10.08}}},
	{"NW", "Nordrhein-Westfalen", 17.9, "ar tr ru fa pl", []town{
		{"Köln", "50667", 50.94, 6.96}, {"Düsseldorf", "40213", 51.23, 6.77}, {"Bonn", "53111", 50.74, 7.10}, {"Aachen", "52062", 50.77, 6.09},
		{"Mönchengladbach", "41061", 51.19, 6.43}, {"Wuppertal", "42103", 51.26, 7.15}, {"Essen", "45127", 51.46, 7.01}, {"Duisburg", "47051", 51.43, 6.76},
		{"Dortmund", "44137", 51.51, 7.46}, {"Bochum", "44787", 51.48, 7.22}, {"Gelsenkirchen", "45879", 51.51, 7.10}, {"Oberhausen", "46045", 51.47, 6.85},
		{"Münster", "48143", 51.96, 7.63}, {"Hamm", "59065", 51.68, 7.82}, {"Rheine", "48431", 52.28, 7.44}, {"Recklinghausen", "45657", 51.61, 7.20},
		{"Bocholt", "46397", 51.84, 6.62}, {"Soest", "59494", 51.57, 8.11}, {"Bielefeld", "33602", 52.02, 8.53}, {"Paderborn", "33098", 51.72, 8.75},
		{"Siegen", "57072", 50.87, 8.02}, {"Hagen", "58095", 51.36, 7.47}, {"Minden", "32423", 52.29, 8.92}, {"Lüdenscheid", "58507", 51.22, 7.63}}},
	{"RP", "Rheinland-Pfalz", 4.1, "ar tr ru", []town{
		{"Mainz", "55116", 50.00, 8.27}, {"Ludwigshafen am Rhein", "67059", 49.48, 8.44}, {"Koblenz", "56068", 50.36, 7.60}, {"Trier", "54290", 49.75, 6.64},
		{"Kaiserslautern", "67655", 49.44, 7.77}, {"Bad Kreuznach", "55543", 49.84, 7.87}, {"Landau in der Pfalz", "76829", 49.20, 8.12}}},
	{"SH", "Schleswig-Holstein", 2.9, "ar fa ru", []town{
		{"Kiel", "24103", 54.32, 10.13}, {"Lübeck", "23552", 53.87, 10.68}, {"Flensburg", "24937", 54.78, 9.43}, {"Neumünster", "24534", 54.07, 9.98},
		{"Elmshorn", "25335", 53.75, 9.65}, {"Heide", "25746", 54.19, 9.09}}},
	{"SL", "Saarland", 1.0, "ar fr it", []town{{"Saarbrücken", "66111", 49.23, 7.00}, {"Neunkirchen", "66538", 49.35, 7.18}, {"Merzig", "66663", 49.44, 6.64}}},
	{"SN", "Sachsen", 4.1, "ar ru pl", []town{
		{"Leipzig", "04109", 51.34, 12.37}, {"Dresden", "01067", 51.05, 13.73}, {"Chemnitz", "09111", 50.83, 12.92}, {"Zwickau", "08056", 50.72, 12.49},
		{"Görlitz", "02826", 51.15, 14.99}, {"Plauen", "08523", 50.50, 12.14}, {"Bautzen", "02625", 51.18, 14.43}}},
	{"ST", "Sachsen-Anhalt", 2.2, "ar ru", []town{
		{"Magdeburg", "39104", 52.12, 11.63}, {"Halle (Saale)", "06108", 51.48, 11.97}, {"Dessau-Roßlau", "06844", 51.84, 12.24}, {"Stendal", "39576", 52.61, 11.86},
		{"Halberstadt", "38820", 51.90, 11.05}}},
	{"TH", "Thüringen", 2.1, "ar ru", []town{
		{"Erfurt", "99084", 50.98, 11.03}, {"Jena", "07743", 50.93, 11.59}, {"Gera", "07545", 50.88, 12.08}, {"Nordhausen", "99734", 51.50, 10.79},
		{"Suhl", "98527", 50.61, 10.69}}},
}

func landWeights() []float64 {
	weights := make([]float64, len(lands))
	for i, l := range lands {
		weights[i] = l.people
	}
	return weights
}
