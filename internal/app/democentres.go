package app

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/geo"
	"openiq/internal/programme"
)

// tellDemo invents what the public is told about the open centres, with mobile dates in towns around them. Telephone numbers
// are of those that the Bundesnetzagentur keeps free for films.
func tellDemo(ctx context.Context, centres *centre.Service, structure *programme.Service) error {
	d, err := structure.Directory(ctx)
	if err != nil {
		return err
	}
	var open []*programme.Site
	for _, s := range d.Sites {
		if d.Open(s, d.Today()) && s.Located {
			open = append(open, s)
		}
	}
	told := make(map[string]centre.Told, len(open))
	for _, s := range open {
		told[s.ID] = inventTold(s, d.Today())
	}
	for i, t := range mobileTowns {
		s := nearestOf(t, open)
		if s == nil {
			continue
		}
		about := told[s.ID]
		about.Stops = append(about.Stops, t.stop(s, i, d.Today()))
		if !slices.Contains(about.Forms, centre.Mobile) {
			about.Forms = append(about.Forms, centre.Mobile)
		}
		told[s.ID] = about
	}
	return centres.Fill(ctx, told)
}

// pick chooses by an id, always the same, and differently for each question.
func pick[T any](id, question string, of ...T) T {
	h := fnv.New32a()
	_, _ = h.Write([]byte(question + "/" + id)) // never fails
	return of[h.Sum32()%uint32(len(of))]
}

func inventTold(s *programme.Site, today clock.Day) centre.Told {
	name := addressOf(s.Place)
	t := centre.Told{
		Phone:       filmNumber(s.State) + pick(s.ID, "number", digits...),
		Email:       name + "@example.org",
		Web:         "https://www.example.org/" + name,
		Forms:       pick(s.ID, "forms", []centre.Form{centre.InPerson, centre.Phone}, []centre.Form{centre.InPerson, centre.Phone, centre.Video}, []centre.Form{centre.InPerson, centre.Phone, centre.Video}),
		Languages:   s.Languages,
		Interpreter: pick(s.ID, "interpreter", true, true, false),
		CheckedOn:   today - pick(s.ID, "checked", clock.Day(3), 8, 15, 29, 40, 57, 75, 88, 120),
	}
	if s.Kind == "mobile" {
		t.Forms = []centre.Form{centre.Mobile, centre.Phone}
		return t
	}
	t.Street = pick(s.ID, "street", "Bahnhofstraße ", "Rathausplatz ", "Marktstraße ", "Schillerstraße ", "Gartenstraße ", "Lindenallee ", "Am Stadtpark ") + strconv.Itoa(pick(s.ID, "house", 1, 4, 7, 12, 18, 23, 31))
	t.Access = pick(s.ID, "access", centre.AccessYes, centre.AccessYes, centre.AccessPartly, centre.AccessNo, "")
	t.Hours = inventHours(s.ID)
	t.HoursNote = pick(s.ID, "hours note", "und nach Vereinbarung", "Bitte vereinbaren Sie einen Termin.", "")
	t.Note = pick(s.ID, "note", "", "", "Bringen Sie, wenn möglich, Ihre Zeugnisse und deren Übersetzungen mit.", "Der Eingang ist im Hof. Bitte klingeln Sie bei „Anerkennung“.")
	return t
}

// inventHours has two mornings and an afternoon at least.
func inventHours(id string) []centre.Opening {
	morning := pick(id, "morning", centre.Span{From: 9 * 60, To: 12 * 60}, centre.Span{From: 8*60 + 30, To: 12*60 + 30}, centre.Span{From: 10 * 60, To: 13 * 60})
	afternoon := pick(id, "afternoon", centre.Span{From: 14 * 60, To: 17 * 60}, centre.Span{From: 13*60 + 30, To: 16 * 60}, centre.Span{From: 15 * 60, To: 18 * 60})
	hours := []centre.Opening{{Weekday: time.Monday, Span: morning}, {Weekday: time.Tuesday, Span: morning}, {Weekday: time.Tuesday, Span: afternoon}, {Weekday: time.Thursday, Span: afternoon}}
	if pick(id, "friday", true, false) {
		hours = append(hours, centre.Opening{Weekday: time.Friday, Span: morning})
	}
	return hours
}

// filmNumber begins a telephone number that nobody has, of the nearest of the five cities that have such.
func filmNumber(state string) string {
	switch state {
	case "BY":
		return "089 99998 "
	case "NW":
		return "0221 4710 "
	case "HE", "RP", "SL", "BW":
		return "069 90009 "
	case "HH", "SH", "HB", "NI":
		return "040 66969 "
	}
	return "030 23125 "
}

// digits end a telephone number.
var digits = []string{"104", "117", "128", "139", "142", "155", "163", "176", "181", "198", "207", "219", "224", "233", "246", "258", "262", "271", "285", "297"}

// addressOf is the name of a place as it stands in addresses.
func addressOf(place string) string {
	name := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss").Replace(strings.ToLower(place))
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
}

// town is a town without a centre in which mobile counselling stops.
type town struct {
	state, postcode, name string
	lat, lon              float64
}

// nearestOf is the nearest mobile offer of the Land; else the nearest centre; nil when the Land has none.
func nearestOf(t town, open []*programme.Site) *programme.Site {
	var own []*programme.Site
	for _, s := range open {
		if s.State == t.state {
			own = append(own, s)
		}
	}
	if len(own) == 0 {
		return nil
	}
	distance := func(s *programme.Site) float64 {
		km := geo.Distance(t.lat, t.lon, s.Lat, s.Lon)
		if s.Kind != "mobile" {
			km += 1000
		}
		return km
	}
	return slices.MinFunc(own, func(a, b *programme.Site) int { return cmp.Compare(distance(a), distance(b)) })
}

// stop is where and when mobile counselling stops in a town: on a working day of every week, every two weeks or every month.
func (t town) stop(s *programme.Site, n int, today clock.Day) centre.Stop {
	id := s.ID + t.postcode
	on := today.Monday() - 28 + clock.Day(n%5)
	stop := centre.Stop{ID: t.postcode, Street: pick(id, "house", "Rathaus", "Volkshochschule", "Stadtbibliothek", "Bürgerhaus", "Familienzentrum"),
		Postcode: t.postcode, Place: t.name, State: t.state, Lat: t.lat, Lon: t.lon, Located: true, On: on, Until: on + 400,
		Span:   pick(id, "time", centre.Span{From: 9 * 60, To: 12 * 60}, centre.Span{From: 14 * 60, To: 17 * 60}, centre.Span{From: 10 * 60, To: 15 * 60}),
		Repeat: pick(id, "repeat", centre.Weekly, centre.Fortnightly, centre.Fortnightly, centre.Monthly)}
	if dates := stop.Dates(today+7, today+120); pick(id, "cancelled", true, false, false) && len(dates) > 0 {
		stop.Cancelled = dates[:1]
	}
	return stop
}

// mobileTowns are real towns with one of their postcodes and their rough position.
var mobileTowns = []town{
	{"BB", "16321", "Bernau bei Berlin", 52.68, 13.59}, {"BB", "01968", "Senftenberg", 51.53, 14.00}, {"BB", "14712", "Rathenow", 52.60, 12.34},
	{"BE", "12555", "Berlin-Köpenick", 52.44, 13.58}, {"BE", "13407", "Berlin-Reinickendorf", 52.57, 13.34},
	{"BW", "73728", "Esslingen am Neckar", 48.74, 9.31}, {"BW", "73033", "Göppingen", 48.70, 9.65}, {"BW", "78532", "Tuttlingen", 47.98, 8.82},
	{"BW", "76437", "Rastatt", 48.86, 8.20}, {"BW", "74821", "Mosbach", 49.35, 9.15},
	{"BY", "86316", "Friedberg", 48.36, 10.98}, {"BY", "86830", "Schwabmünchen", 48.18, 10.76},
	{"BY", "85221", "Dachau", 48.26, 11.43}, {"BY", "87600", "Kaufbeuren", 47.88, 10.62}, {"BY", "90762", "Fürth", 49.48, 10.99},
	{"BY", "97421", "Schweinfurt", 50.05, 10.23}, {"BY", "92224", "Amberg", 49.44, 11.86}, {"BY", "83278", "Traunstein", 47.87, 12.64},
	{"HB", "28757", "Bremen-Vegesack", 53.17, 8.62},
	{"HE", "35576", "Wetzlar", 50.55, 8.50}, {"HE", "36251", "Bad Hersfeld", 50.87, 9.71}, {"HE", "65428", "Rüsselsheim am Main", 49.99, 8.42},
	{"HH", "21029", "Hamburg-Bergedorf", 53.49, 10.21},
	{"MV", "23966", "Wismar", 53.89, 11.46}, {"MV", "18273", "Güstrow", 53.79, 12.18}, {"MV", "18439", "Stralsund", 54.31, 13.09},
	{"NI", "31785", "Hameln", 52.10, 9.36}, {"NI", "49661", "Cloppenburg", 52.85, 8.04}, {"NI", "48529", "Nordhorn", 52.43, 7.07},
	{"NI", "38640", "Goslar", 51.91, 10.43}, {"NI", "27283", "Verden", 52.92, 9.23},
	{"NW", "52349", "Düren", 50.80, 6.48}, {"NW", "32052", "Herford", 52.11, 8.67}, {"NW", "59423", "Unna", 51.53, 7.69},
	{"NW", "46483", "Wesel", 51.66, 6.62}, {"NW", "33330", "Gütersloh", 51.91, 8.38}, {"NW", "58636", "Iserlohn", 51.38, 7.70},
	{"NW", "48653", "Coesfeld", 51.94, 7.17}, {"NW", "41460", "Neuss", 51.20, 6.69},
	{"RP", "56564", "Neuwied", 50.43, 7.46}, {"RP", "67547", "Worms", 49.63, 8.36}, {"RP", "54516", "Wittlich", 49.99, 6.89},
	{"SH", "25813", "Husum", 54.47, 9.05}, {"SH", "24768", "Rendsburg", 54.30, 9.66}, {"SH", "23843", "Bad Oldesloe", 53.81, 10.37},
	{"SL", "66606", "St. Wendel", 49.47, 7.17}, {"SL", "66740", "Saarlouis", 49.31, 6.75},
	{"SN", "09599", "Freiberg", 50.92, 13.34}, {"SN", "04860", "Torgau", 51.56, 13.00}, {"SN", "01796", "Pirna", 50.96, 13.94},
	{"ST", "06886", "Lutherstadt Wittenberg", 51.87, 12.65}, {"ST", "29410", "Salzwedel", 52.85, 11.15}, {"ST", "06618", "Naumburg", 51.15, 11.81},
	{"TH", "99817", "Eisenach", 50.98, 10.32}, {"TH", "07318", "Saalfeld", 50.65, 11.36}, {"TH", "96515", "Sonneberg", 50.36, 11.17},
}
