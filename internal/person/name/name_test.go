package name_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"openiq/internal/person/name"
)

// finds says whether a query finds a stored name: the index has a term of every set that is asked for.
func finds(query, stored string) bool {
	index, sets := name.Stored(stored), name.Asked(query)
	for _, set := range sets {
		if !slices.ContainsFunc(set, func(term string) bool { return slices.Contains(index, term) }) {
			return false
		}
	}
	return len(sets) > 0
}

// same are spellings of one name.
var same = [][]string{
	{"Mohammed", "Muhammad", "Mohamed", "Mohammad", "Muhamed", "Mohamad", "محمد", "محمّد", "Мохаммед", "Мухаммад", "MOHAMMED"},
	{"Ahmed", "Ahmad", "Ahmet", "Achmed", "Akhmed", "أحمد", "احمد", "Ахмед", "Ahmat"},
	{"Yulia", "Julia", "Iuliia", "Yuliya", "Julija", "Юлия", "Юлія"},
	{"Serhii", "Sergey", "Sergej", "Sergei", "Serhiy", "Сергій", "Сергей", "Sergii"},
	{"Ayşe", "Ayse", "Aische", "Aisha", "Aysha", "Aicha", "عائشة"},
	{"Müller", "Mueller", "Muller", "MÜLLER"},
	{"Yusuf", "Yousef", "Youssef", "Jusuf", "Yusef", "يوسف"},
	{"Khaled", "Khalid", "Chaled", "Halid", "Halit", "خالد"},
	{"Rashid", "Rachid", "Raschid", "Rasheed", "رشيد"},
	{"Jamal", "Djamal", "Gamal", "Cemal", "Dschamal", "جمال", "Джамал"},
	{"Hussein", "Husain", "Hussain", "Hossein", "Hüseyin", "حسين", "حسین"},
	{"Zeynep", "Zainab", "Zaynab", "Zeinab", "زينب"},
	{"Şerif", "Serif", "Sherif", "Scherif", "Cherif", "شريف"},
	{"Çelik", "Celik", "Tschelik"},
	{"Çalışkan", "Caliskan"},
	{"Oğuz", "Oguz"},
	{"Oleksandr", "Aleksandr", "Alexander", "Олександр", "Александр"},
	{"Olena", "Elena", "Yelena", "Jelena", "Олена", "Елена"},
	{"Kateryna", "Katerina", "Katharina", "Катерина"},
	{"Mykhailo", "Michailo", "Mychajlo", "Михайло"},
	{"Tetiana", "Tetjana", "Tatiana", "Tatjana", "Tatyana", "Тетяна", "Татьяна"},
	{"Zhanna", "Schanna", "Жанна"},
	{"Zhanna", "Janna"},
	{"Shcherbak", "Schtscherbak", "Щербак"},
	{"Ivanov", "Iwanow", "Ivanoff", "Иванов"},
	{"Yevhen", "Jewhen", "Євген", "Ievgen"},
	{"Abdulrahman", "Abdul Rahman", "Abd al-Rahman", "Abd ar-Rahman", "Abdurrahman", "Abderrahman", "Abdirahman", "عبدالرحمن", "عبد الرحمن"},
	{"Abdullah", "Abdallah", "Abdulla", "Abdoullah", "عبدالله", "عبد الله", "Абдулла"},
	{"Abdelkader", "Abdulkadir", "Abdul-Qader", "عبد القادر"},
	{"Noureddine", "Nuruddin", "Nureddin", "Nur ad-Din", "Nour Eddine", "نورالدين", "نور الدين"},
	{"Habibullah", "Habib Ullah", "Habibollah", "حبيب الله", "حبیب\u200cالله"},
	{"Al-Masri", "Almasri", "El Masri", "el-Masri", "Masri", "المصري"},
	{"Al-Ahmad", "Alahmad", "الأحمد"},
	{"Ash-Shami", "Al-Shami", "Alshami", "Shami", "الشامي"},
	{"Gholam Reza", "Ghulam Riza", "غلام رضا"},
	{"Navid", "Nawid", "Naveed", "نوید"},
	{"Parviz", "Parwiz", "پرویز"},
	{"Ghorbani", "Qorbani", "Ghurbani", "قربانی"},
	{"Ebrahimi", "Ibrahimi", "ابراهیمی"},
	{"Chamani", "Tschamani", "چمنی"},
	{"Şêrko", "Sherko", "Scherko", "Serko", "شێرکۆ"},
	{"Rojîn", "Rojin", "Rozhin", "Rodjin", "ڕۆژین"},
	{"Xalid", "Khalid"},
	{"Jiyan", "Zhiyan", "Jian"},
	{"Dilşad", "Dilshad", "Dilschad", "دڵشاد"},
	{"Osman", "Othman", "Uthman", "عثمان"},
	{"Yunus", "Younes", "Yunis", "يونس"},
	{"Dawud", "Daud", "Davut", "Dawood", "Daoud", "داود"},
	{"Georgios", "Γεώργιος"},
	{"Papadopoulos", "Παπαδόπουλος"},
	{"Nguyễn", "Nguyen"},
	{"Đặng", "Dang"},
	{"Łukasz", "Lukasz", "Lukash"},
	{"Kovač", "Kovac", "Kowatsch", "Kovatch"},
	{"Đorđević", "Djordjevic"},
	{"Đorđević", "Dordevic"},
	{"García", "Garcia"},
	{"Muñoz", "Munoz"},
	{"Christina", "Kristina", "Cristina", "Христина", "Khrystyna"},
	{"Anna-Maria", "Anna Maria", "Maria Anna"},
	{"Anna-Maria", "Annamaria"},
	{"Jean-Pierre", "Jean Pierre", "Pierre Jean"},
	{"O'Brien", "OBrien", "O’Brien"},
	{"van der Berg", "Berg", "Van Der Berg"},
	{"Osama bin Yusuf", "Usama Yousef", "أسامة يوسف"},
	{"Li Xiaolong", "Xiaolong Li", "李小龙"},
	{"Meier", "Meyer", "Maier", "Mayer", "Mayr"},
	{"Schmidt", "Schmitt", "Schmid"},
	{"Stefan", "Stephan"},
	{"Stéphane", "Stephane"},
	{"Björn", "Bjoern", "Bjorn"},
	{"Tesfaye", "Tesfay", "Tesfai"},
	{"שרה", "Sara"},
	{"Nana", "ნანა"},
	{"Armen", "Արմեն"},
	{"Sara", "Sarah", "سارة", "Zara"},
	{"Maryam", "Mariam", "Miriam", "Meryem", "مريم", "Марьям"},
}

// different are names of different people.
var different = [][2]string{
	{"Hasan", "Hussein"}, {"Jamal", "Jamil"}, {"Maria", "Mario"}, {"Anna", "Hanna"}, {"Ali", "Uli"},
	{"Ali", "Ella"}, {"Omar", "Amir"}, {"Tim", "Tom"}, {"Dina", "Tina"}, {"Jana", "Sana"}, {"Jana", "Dana"}, {"Yana", "Hana"},
	{"Julia", "Julian"}, {"Daniel", "Daniela"}, {"Alexander", "Alexandra"}, {"Mehmet", "Mohammed"}, {"Fatma", "Fatima"}, {"Ivan", "Johann"},
	{"Ivanov", "Ivanova"}, {"Karim", "Karam"}, {"Rashid", "Rashad"}, {"Salim", "Suleiman"}, {"Nadia", "Natalia"}, {"Olga", "Oleg"},
	{"Sergey", "Georgi"}, {"Viktor", "Viktoria"}, {"Petrov", "Petrova"}, {"Yusuf", "Yasin"}, {"Ahmed", "Hamed"}, {"Mahmoud", "Mohammed"},
	{"محمود", "أحمد"}, {"فاطمة", "زينب"}, {"خالد", "Walid"}, {"حسين", "محسن"}, {"Юлия", "Juliane"}, {"Юлия", "Лилия"}, {"Müller", "Möllers"},
	{"Müller", "Miller"}, {"Meier", "Maurer"}, {"Schmidt", "Schulz"}, {"Nguyen", "Nagy"}, {"Li", "Lu"}, {"Wang", "Wong"}, {"Chen", "Chun"},
	{"Paul", "Saul"}, {"Berta", "Petra"}, {"Noor", "Nora"}, {"Samir", "Samira"}, {"Amin", "Amina"}, {"Mohammed Ali", "Mohammed Omar"},
	{"Anna Schmidt", "Anna Meier"}, {"Al-Masri", "Al-Ahmad"}, {"Abdulrahman", "Abdulaziz"}, {"Abdullah", "Habibullah"}, {"Abdi", "Abdullah"},
	{"Abd", "Ahmad"}, {"Kim", "Kam"}, {"Rojin", "Rosa"}, {"Thomas", "Tamás"}, {"李小龙", "李小明"}, {"Georgios", "Gregorios"},
}

func TestSpellingsFindEachOther(t *testing.T) {
	pairs := 0
	for _, spellings := range same {
		for _, a := range spellings {
			for _, b := range spellings {
				if a == b {
					continue
				}
				pairs++
				// A longer spelling has parts that a shorter one left out; the shorter one must find it.
				if !finds(a, b) && len(name.WithoutParticles(name.Parts(a))) <= len(name.WithoutParticles(name.Parts(b))) {
					t.Errorf("%s does not find %s: %v in %v", a, b, name.Asked(a), name.Stored(b))
				}
			}
		}
	}
	if pairs < 60 {
		t.Fatalf("only %d pairs", pairs)
	}
}

func TestDifferentNamesDoNot(t *testing.T) {
	if len(different) < 40 {
		t.Fatalf("only %d pairs", len(different))
	}
	for _, pair := range different {
		if finds(pair[0], pair[1]) || finds(pair[1], pair[0]) {
			t.Errorf("%s and %s find each other: %v and %v", pair[0], pair[1], name.Stored(pair[0]), name.Stored(pair[1]))
		}
	}
}

func TestEveryNameFindsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abcdefghijklmnopqrstuvwxyzäöüßéşčجمحدعليюлияsch -'אב李龙αω")), 1, 30, -1).Draw(t, "name")
		if parts := name.Parts(text); len(parts) > 0 && !finds(text, text) {
			t.Fatalf("%q does not find itself: %v in %v", text, name.Asked(text), name.Stored(text))
		}
	})
}

func FuzzParts(f *testing.F) {
	for _, spellings := range same {
		for _, s := range spellings {
			f.Add(s)
		}
	}
	f.Add("\xff\x00\u202e-'-")
	f.Add("0000\u066f") // a letter that stands for no sound
	f.Fuzz(func(t *testing.T, text string) {
		stored := name.Stored(text)
		for _, terms := range append(name.Asked(text), append(name.Exact(text), stored)...) {
			for _, term := range terms {
				if len(term) <= 2 || !utf8.ValidString(term) {
					t.Errorf("%q has the term %q", text, term)
				}
			}
		}
		if len(stored) > 50*len([]rune(text)) {
			t.Errorf("%q has %d terms", text, len(stored))
		}
	})
}

func BenchmarkStored(b *testing.B) {
	for b.Loop() {
		name.Stored("Abdulrahman Al-Masri")
	}
}
