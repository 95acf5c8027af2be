package page

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed standard
var files embed.FS

// standard are the pages that ship with the program.
var standard = sync.OnceValue(func() map[Chain]Content {
	all := map[Chain]Content{}
	err := fs.WalkDir(files, "standard", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		c := Chain{strings.TrimSuffix(path.Base(name), ".md"), path.Base(path.Dir(name))}
		content, err := parse(string(text))
		if err == nil && !slices.Contains(Slugs, c.Slug) {
			err = fmt.Errorf("there is no such page")
		}
		all[c] = content
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
	if err != nil {
		panic("page: " + err.Error()) // they are in the program
	}
	return all
})

// parse reads a file: title and summary between two lines of dashes, then the text.
func parse(text string) (c Content, err error) {
	head, body, ok := strings.Cut(strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "---\n"), "\n---\n")
	if !ok {
		return c, fmt.Errorf("the head does not end")
	}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(line, ":")
		value = strings.Trim(strings.TrimSpace(value), `"`)
		switch name {
		case "title":
			c.Title = value
		case "summary":
			c.Summary = value
		default:
			return c, fmt.Errorf("%q is neither title nor summary", name)
		}
	}
	c.Body = strings.TrimSpace(body)
	return c, check(c, false).Err()
}
