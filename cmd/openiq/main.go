// Command openiq runs a network of recognition counselling: portal, staff office, API and command line in one program.
package main

import (
	"os"

	"openiq/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
