// Package name takes names apart so that spellings of the same name find each other.
package name
