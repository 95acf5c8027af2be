// Package translation keeps the texts of the public portal in its languages.
//
// The texts ship with the program (package locale). What translators change is stored beside them and counts before them,
// as long as it has the places for values that the program fills in; else the shipped text counts. A translation is outdated
// when its German text changed since, and reviewed when a person found it right for the German text of that time. A language
// that ships as drafted by a machine becomes reviewed when every text of it is there, reviewed and up to date.
//
// Who has page.edit may translate every language and says which ones a translator may; nobody else changes a text.
package translation
