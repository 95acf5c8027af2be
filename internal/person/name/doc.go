// Package name makes the terms by which parts of names find each other however they are spelled or transliterated.
//
// A name is split into its parts ([Parts]): at spaces, hyphens and, in Chinese names, between characters; "Abdulrahman",
// "Abd ar-Rahman" and "عبدالرحمن" all become "abd" and "rahman". Every part has
//
//   - one exact term: its letters in lower case, German ä, ö and ü like ae, oe and ue;
//   - its sounds ([sounds]): classes of consonants that languages and transliterations mix up (g, h and kh; s, z and sh;
//     final d and t …) and what is left of the vowels: whether they are rounded, and which one is the last;
//   - the consonants alone, for scripts that do not write short vowels: "محمد" is m-h-m-d.
//
// Names in two scripts with vowels compare sounds, a name in Arabic or Hebrew script compares consonants. A letter that is
// read differently in different languages (j in Julia and Jamal, ch in Achmed and Rachid) gives several terms; one in common
// is enough. So Mohammed, Muhammad, Mohamed and محمد find each other, and Hasan and Hussein do not.
//
// Decided: Fatma and Fatima are two names, as are Mehmet and Mohammed, Ivan and Johann, Ivanov and Ivanova: forms of one name
// in different languages are not spellings of it. In Arabic script, where nothing tells them apart, فاطمة finds both.
package name
