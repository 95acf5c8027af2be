package demo

import "strings"

// naming is how people of a language are called: usual given names of women and men, and family names, each with its
// original script behind a slash where that is not Latin. They are put together at random: nobody is meant.
type naming struct{ women, men, families []string }

var namings = map[string]naming{
	"ar": {
		list("Fatima/فاطمة Aisha/عائشة Maryam/مريم Nour/نور Rania/رانيا Hala/هالة Rima/ريما Samar/سمر Lina/لينا Yasmin/ياسمين Huda/هدى Amal/أمل"),
		list("Mohammed/محمد Ahmad/أحمد Omar/عمر Khaled/خالد Yusuf/يوسف Ali/علي Hassan/حسن Mahmoud/محمود Samir/سمير Tarek/طارق Bilal/بلال Karim/كريم"),
		list("Haddad/حداد Khatib/الخطيب Najjar/النجار Darwish/درويش Mansour/منصور Saleh/صالح Qasim/قاسم Hamdan/حمدان Sabbagh/الصباغ Kassab/قصاب Awad/عوض Zaidan/زيدان Barakat/بركات Shami/الشامي"),
	},
	"uk": {
		list("Olena/Олена Iryna/Ірина Oksana/Оксана Yuliia/Юлія Nataliia/Наталія Kateryna/Катерина Svitlana/Світлана Hanna/Ганна Daria/Дарія"),
		list("Serhii/Сергій Andrii/Андрій Oleksandr/Олександр Mykola/Микола Dmytro/Дмитро Ivan/Іван Taras/Тарас Volodymyr/Володимир"),
		list("Shevchuk/Шевчук Kovalenko/Коваленко Bondarenko/Бондаренко Tkachenko/Ткаченко Kravchuk/Кравчук Oliinyk/Олійник Lysenko/Лисенко Marchenko/Марченко Savchuk/Савчук Rudenko/Руденко"),
	},
	"ru": {
		list("Anna/Анна Elena/Елена Olga/Ольга Tatjana/Татьяна Marina/Марина Julia/Юлия Swetlana/Светлана Irina/Ирина"),
		list("Sergej/Сергей Alexej/Алексей Dmitrij/Дмитрий Andrej/Андрей Michail/Михаил Viktor/Виктор Pawel/Павел"),
		list("Iwanenko/Иваненко Petrow/Петров Smirnow/Смирнов Wolkow/Волков Sokolow/Соколов Lebedew/Лебедев Morosow/Морозов Nowikow/Новиков"),
	},
	"tr": {
		list("Ayşe Fatma Zeynep Elif Emine Merve Esra Derya Gülcan Sevgi"), list("Mehmet Mustafa Ahmet Ali Hüseyin Murat Emre Yusuf Kemal Burak"),
		list("Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Arslan Doğan Koç Özdemir"),
	},
	"fa": {
		list("Zahra/زهرا Maryam/مریم Fatemeh/فاطمه Leila/لیلا Shirin/شیرین Parisa/پریسا Nasrin/نسرین Farida/فریده"),
		list("Reza/رضا Hossein/حسین Mehdi/مهدی Amir/امیر Farhad/فرهاد Navid/نوید Ahmad/احمد Jawad/جواد"),
		list("Hosseini/حسینی Rahimi/رحیمی Karimi/کریمی Ahmadi/احمدی Moradi/مرادی Jafari/جعفری Nazari/نظری Akbari/اکبری Sadeghi/صادقی"),
	},
	"pl": {list("Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Joanna"), list("Piotr Krzysztof Andrzej Tomasz Paweł Michał Marcin Jan"),
		list("Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski")},
	"ro": {list("Maria Elena Ioana Andreea Mihaela Cristina Daniela Alina"), list("Andrei Mihai Ion Alexandru Ștefan Cristian Gheorghe Adrian"),
		list("Popescu Ionescu Radu Dumitru Stan Stoica Munteanu Matei Constantin Rusu")},
	"es": {list("María Carmen Ana Lucía Sofía Paula Elena Gabriela"), list("José Carlos Juan Luis Miguel Diego Andrés Javier"),
		list("García Rodríguez López Martínez Hernández González Pérez Sánchez Ramírez Torres")},
	"fr": {list("Marie Aminata Fatou Christelle Nadège Sandrine Awa Grâce"), list("Jean Ibrahim Mamadou Pierre Emmanuel Didier Ousmane Serge"),
		list("Diallo Traoré Ndiaye Kouassi Mbarga Nguema Koné Bah Camara Tchoupo")},
	"en": {list("Grace Mary Joy Blessing Priya Anjali Linh Mei Sarah Rose"), list("John Daniel Samuel Emmanuel Rahul Arjun Minh Wei David Joseph"),
		list("Okafor Mensah Tesfaye Abebe Sharma Patel Nguyen Tran Silva Santos Osei Kamau Gebre Rao")},
}

func list(words string) []string { return strings.Fields(words) }

// called draws a name for somebody who speaks a language: given and family name, and both in the original script, empty
// where that is Latin.
func (d *dice) called(language, sex string) (given, family, original string) {
	n, ok := namings[language]
	if !ok {
		n = namings["en"]
	}
	first := n.women
	if sex == "male" || sex != "female" && d.chance(0.5) {
		first = n.men
	}
	given, givenOriginal, _ := strings.Cut(first[d.IntN(len(first))], "/")
	family, familyOriginal, _ := strings.Cut(n.families[d.IntN(len(n.families))], "/")
	return given, family, strings.TrimSpace(givenOriginal + " " + familyOriginal)
}
