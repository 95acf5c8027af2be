package ui

import (
	"encoding/base64"
	"regexp"
	"strings"

	"openiq/web"
)

var fontURL = regexp.MustCompile(`url\("?([\w.-]+\.woff2)"?\)`)

// InlineStyles is the style element's text of a document that stands by itself, for a direction of writing, with the fonts
// inside; empty where the program was built without styles.
func InlineStyles(dir string) string {
	css, ok := web.Assets().At(stylesheet(dir))
	if !ok {
		return ""
	}
	inside := fontURL.ReplaceAllStringFunc(string(css.Body), func(u string) string {
		font, ok := web.Assets().At(web.Prefix + fontURL.FindStringSubmatch(u)[1])
		if !ok {
			return u
		}
		return "url(data:font/woff2;base64," + base64.StdEncoding.EncodeToString(font.Body) + ")"
	})
	return strings.ReplaceAll(inside, "</", `<\/`)
}
