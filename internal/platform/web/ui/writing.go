package ui

import "openiq/web"

// writingScripts are the scripts that make long forms quick.
func writingScripts() []string {
	return []string{web.Assets().URL("combobox.js"), web.Assets().URL("writing.js")}
}
