package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"openiq/internal/person"
)

// origin is where invented people come from: given names, the most frequent first, in the spellings that occur, and the
// syllables of which family names are made. Nobody of these exists.
type origin struct {
	share      int // of a hundred
	women, men []string
	families   []string // frequent ones
	syllables  [3][]string
}

var origins = []origin{
	{35, words("Fatima Maryam Aisha Zainab Noor Rania Hala Rima Layla Samira Amal Huda Iman Khadija Nadia Dina Sara Yasmin Rana Lina Salma Hanan Suad Wafa Abir"),
		words("Mohammed Ahmad Ali Omar Khaled Mahmoud Hasan Hussein Ibrahim Yousef Mustafa Abdullah Abdulrahman Bilal Samir Nasser Walid Karim Tarek Ziad Rami Fadi Anas Hamza Majed"),
		words("Al-Ahmad Al-Masri Hussein Ibrahim Khalil Hamdan Al-Ali Darwish Haddad Khoury Saleh Mansour Nasser Qasem Al-Mohammad Othman Al-Hasan Suleiman Youssef Ismail"),
		[3][]string{words("Kha Sa Ma Na Ta Ha Ra Ja Ba Ga"), words("li ra ma wa ba di na ya su ha"), words("d n m r b t k f s ni di ri wi")}},
	{13, words("Zahra Fatemeh Maryam Parisa Shirin Laila Nasrin Farida Soraya Mina"),
		words("Mohammad Ali Reza Hossein Mehdi Ahmad Navid Farhad Habibullah Gholam Amir Rahmatullah Esmatullah"),
		words("Ahmadi Mohammadi Hosseini Rezai Karimi Haidari Rahimi Noori Sharifi Ebrahimi Jafari Alizada"),
		[3][]string{words("Kha Sha Ma Pa Ta Ho Ra Ja Ba Ghor"), words("li ra ma za ba di na shi su"), words("zada i pour yan nia zai")}},
	{12, words("Ayşe Fatma Zeynep Elif Emine Hatice Merve Gülay Rojin Dilan"),
		words("Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Yusuf Şerko Azad Baran"),
		words("Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Arslan Doğan"),
		[3][]string{words("Ka De Çe Şa Yıl Öz Ay Ars Gü Ko"), words("ra mi ka ta ba ri lu ça"), words("lı oğlu can er soy taş han")}},
	{20, words("Olena Kateryna Tetiana Yulia Iryna Natalia Oksana Svitlana Anna Maria Yelena"),
		words("Oleksandr Serhii Andrii Volodymyr Dmytro Mykola Ivan Mykhailo Yurii Viktor"),
		words("Melnyk Shevchenko Kovalenko Bondarenko Tkachenko Ivanova Petrenko Koval Savchenko Rudenko"),
		[3][]string{words("Ko Pe Sa Ma Ti Bo Ru Vo Hry Za"), words("va le ro shy ty ma cha no li"), words("nko chuk ska vych ova enko iuk")}},
	{20, words("Maria Anna Elena Ioana Katarzyna Agnieszka Ana Jelena Ivana Carmen"),
		words("Andrei Piotr Jan Marek Nikola Stefan Luka Ion Krzysztof Milan"),
		words("Popescu Kowalski Nowak Ionescu Jovanović Petrović Horvat Marinescu Wójcik Kamiński"),
		[3][]string{words("Po Ko Mar Jo Pe Wo Ni Du Sta Gri"), words("pe wa ri va tro no lo mi"), words("scu ski vić czyk ov ić an")}},
}

func words(text string) []string { return strings.Fields(text) }

// frequent picks from a list by Zipf's law: the second is half as frequent as the first.
func frequent(dice *rand.Rand, list []string) string {
	total := 0.0
	for i := range list {
		total += 1 / float64(i+1)
	}
	roll := dice.Float64() * total
	for i, name := range list {
		if roll -= 1 / float64(i+1); roll <= 0 {
			return name
		}
	}
	return list[len(list)-1]
}

func inventPerson(dice *rand.Rand, n int) person.Identity {
	o := origins[0]
	for roll, i := dice.IntN(100), 0; i < len(origins); i++ {
		if o = origins[i]; roll < o.share {
			break
		}
		roll -= o.share
	}
	given := frequent(dice, o.men)
	if dice.IntN(2) == 0 {
		given = frequent(dice, o.women)
	}
	if dice.IntN(8) == 0 {
		given += " " + frequent(dice, o.men)
	}
	family := frequent(dice, o.families)
	if dice.IntN(100) < 65 { // most family names are rare
		family = ""
		for _, list := range o.syllables {
			family += list[dice.IntN(len(list))]
		}
		if dice.IntN(2) == 0 {
			family = o.syllables[0][dice.IntN(len(o.syllables[0]))] + strings.ToLower(family)
		}
	}
	i := person.Identity{FamilyName: family, GivenName: given, Phone: fmt.Sprintf("0151 %08d", dice.IntN(100_000_000)),
		Place: "Musterstadt", Postcode: fmt.Sprintf("%05d", dice.IntN(100_000))}
	if dice.IntN(2) == 0 {
		i.Email = fmt.Sprintf("person%d@example.org", n)
	}
	if o.share == origins[0].share && dice.IntN(3) == 0 {
		i.NativeName = natives[dice.IntN(len(natives))] + " " + natives[dice.IntN(len(natives))]
	}
	return i
}

var natives = words("محمد أحمد علي فاطمة مريم خالد حسن حسين يوسف عمر محمود إبراهيم زينب عائشة نور")

// respell writes a name as somebody else might who hears it.
func respell(dice *rand.Rand, name string) string {
	if dice.IntN(3) > 0 {
		return name
	}
	return strings.NewReplacer("kh", "ch", "sh", "sch", "y", "i", "w", "v", "ou", "u", "ş", "s", "ć", "c", "Al-", "").Replace(name)
}
