// Package pdf prints HTML as tagged PDF with an installed Chromium, which knows every script and direction of writing that
// pages have. Where there is no Chromium, everything else of the program works.
package pdf
