// Package office is the translators' room in the office: which texts of the portal are missing, outdated or not reviewed in
// a language, each in its context, files for translation tools, and which languages somebody may translate.
package office
