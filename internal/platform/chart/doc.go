// Package chart draws figures as SVG on the server: bars, stacked bars, a line, a map of the Laender.
//
// A chart renders itself into a page (its method Render is what templ asks of a component) without styles or scripts of its
// own: classes and attributes only, so that the strict content security policy holds and the page's stylesheet (figure.css,
// chart.css) decides about light, dark and print. Lengths along the reading direction are percentages: the picture is as wide as there is room, and its letters keep their size on a phone.
//
// Every chart has a title and a description for those who hear it; the page shows the same data as a table beside it.
package chart
