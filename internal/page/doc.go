// Package page keeps the pages of the portal that are written, not computed: about, imprint, privacy and the like, and news.
//
// The standard pages ship with the program. What editors change lies over them as versions: a draft is submitted, another
// editor approves it, and it is published at once or when its time comes. No version is overwritten. The German page is the
// source: a translation made from an older one is outdated. What a language lacks is shown in another one.
package page
