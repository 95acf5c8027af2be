// Package ui has the parts that pages are made of, in the look of KERN, the German administration's open UX standard.
//
// Texts handed in are already translated; the parts translate only their own few words, with the printer in the context.
// Every part works without JavaScript, from 320 pixels on, in both directions of writing and in print. Tables, lists and
// links inside Layout need no classes of their own.
package ui
