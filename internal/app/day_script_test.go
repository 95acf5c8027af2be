package app

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"openiq/internal/platform/clock"
	"openiq/test/browser"
)

// A conversation of the day is a text file in testdata/day. What begins with # is told to the reader. A line such as
//
//	8:10 Ann at the desk
//
// says when somebody takes which place; every other line is one of the verbs below. {Name} is the code of the case or the
// procedure that the script has named so.

// verbs are what people do and see.
var verbs = map[string]func(d *day, s *screen, rest string){
	"open":  func(_ *day, s *screen, path string) { s.Follow(chromedp.Navigate(s.base + path)) },
	"fill":  (*day).fill,
	"holds": func(_ *day, s *screen, rest string) { s.holds(field(s, rest)) },
	"press": func(_ *day, s *screen, words string) { s.press(words); s.look() },
	"see":   func(_ *day, s *screen, words string) { s.see(words, true) },
	"miss":  func(_ *day, s *screen, words string) { s.see(words, false) },
	"status": func(_ *day, s *screen, code string) {
		if strconv.Itoa(s.Status()) != code {
			s.fatal("the page answers %d", s.Status())
		}
	},
	"name":    (*day).name,
	"sign":    (*day).signIn,
	"lose":    (*day).loseSession,
	"count":   (*day).count,
	"figures": (*day).figures,
}

// act is one line of a script: a verb and what follows.
type act struct{ where, verb, rest string }

// readScript reads a conversation.
func readScript(t *testing.T, name string) []act {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var acts []act
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		verb, rest, _ := strings.Cut(line, " ")
		acts = append(acts, act{fmt.Sprintf("%s:%d", filepath.Base(name), n), verb, strings.TrimSpace(rest)})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return acts
}

var timeOfDay = regexp.MustCompile(`^\d{1,2}:\d\d$`)

// play does and sees what a conversation says.
func (d *day) play(t *testing.T, file string) {
	for _, a := range readScript(t, file) {
		rest := d.names.Replace(a.rest)
		if timeOfDay.MatchString(a.verb) {
			d.turnTo(t, a, rest)
			continue
		}
		verb := verbs[a.verb]
		if verb == nil || d.at == nil {
			t.Fatalf("%s: nobody knows how to %q", a.where, a.verb)
		}
		d.at.where = a.where
		verb(d, d.at, rest)
	}
}

// turnTo is the next person at the next place: "Ann at the desk", "Ann on the phone". Each place has a browser of its own; on the phone it
// has no scripts, and is read from right to left.
func (d *day) turnTo(t *testing.T, a act, rest string) {
	t.Helper()
	at, err := time.Parse("15:04", a.verb)
	if err != nil {
		t.Fatal(a.where, err)
	}
	now := time.Date(2026, 11, 23, at.Hour(), at.Minute(), 0, 0, clock.Berlin)
	if now.Before(d.clock.Now()) {
		t.Fatalf("%s: the day goes backwards", a.where)
	}
	d.clock.set(now)
	words := strings.Fields(rest)
	who, place := words[0], words[len(words)-1]
	if d.at = d.screens[who+place]; d.at != nil {
		return
	}
	view := browser.View{Width: 1280, Lang: "de"}
	if place == "phone" {
		view = browser.View{Width: 360, Height: 740, Lang: "ar", NoJS: true}
	}
	page := d.browser.Private().Open(d.house.URL+"/healthz", view)
	s := &screen{Page: page, t: t, where: a.where, base: d.house.URL, who: strings.ToLower(who) + "@example.org"}
	s.hands = keyboard{s}
	if place == "phone" {
		s.hands = finger{s}
	}
	d.at, d.screens[who+place] = s, s
}

// field takes "name: value" apart.
func field(s *screen, rest string) (name, value string) {
	s.t.Helper()
	name, value, ok := strings.Cut(rest, ":")
	if !ok {
		s.fatal("no field: %s", rest)
	}
	return name, strings.TrimSpace(value)
}

// personal are the fields in which stands what only the centre in charge may know.
var personal = []string{"family_name", "given_name", "phone", "email", "remark", "notes", "note", "wish", "message", "q"}

// fill answers a question, and notes what must not get about.
func (d *day) fill(s *screen, rest string) {
	name, value := field(s, rest)
	s.fill(name, value)
	if slices.Contains(personal, name) && !strings.HasPrefix(rest, "q: {") {
		d.secrets = append(d.secrets, value)
	}
}

// see says whether the page has some words.
func (s *screen) see(words string, wanted bool) {
	s.t.Helper()
	if strings.Contains(strings.Join(strings.Fields(s.Text()), " "), words) != wanted {
		s.fatal("%q on the page: want %v", words, wanted)
	}
}

// look is what one notices on every page.
func (s *screen) look() {
	s.t.Helper()
	if s.Status() >= http.StatusInternalServerError {
		s.fatal("the page answers %d", s.Status())
	}
	browser.Clean(s.t, s.Console(), s.Overflow())
}

// name remembers the code of what is on the page.
func (d *day) name(s *screen, name string) {
	address := browser.Get(s.Page, chromedp.Location())
	d.names.add("{"+name+"}", path.Base(address))
}

// signIn fills in the page that asks who one is, and goes where that leads.
func (d *day) signIn(s *screen, _ string) {
	s.fill("email", s.who)
	s.fill("password", password)
	s.Follow(chromedp.KeyEvent(kb.Enter))
	s.look()
}

// loseSession ends every session of the person, as after changing the password elsewhere.
func (d *day) loseSession(s *screen, _ string) {
	if err := d.house.program.accounts.ChangePassword(d.house.as(s.t, s.who), password, password); err != nil {
		s.fatal("%v", err)
	}
}

// replacer are the names that a script gave.
type replacer struct{ pairs []string }

func (r *replacer) add(from, to string) { r.pairs = append([]string{from, to}, r.pairs...) }

// Replace puts the codes in place of the names.
func (r *replacer) Replace(s string) string { return strings.NewReplacer(r.pairs...).Replace(s) }
