// Package feedback keeps what readers say about pages of the portal: whether one helped, and what is wrong with it.
//
// It asks for no name. What somebody writes is sealed all the same, as people write names nobody asked for; an e-mail address
// is taken about accessibility only, where the law wants an answer to be possible (section 12b BGG), and sealed too. All of
// it is deleted after twelve months.
package feedback
