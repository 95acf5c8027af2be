// Package app wires the rooms together and has the run modes of the program. It is the only package that knows all others.
package app
