package office

import (
	"net/http"
	"slices"
	"strconv"

	"openiq/internal/occupation"
	"openiq/internal/occupation/finder"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
)

// row is an occupation in the list, and why it was found; nil where nothing was searched for.
type row struct {
	*occupation.Occupation
	reason *finder.Match
}

// listView is a page of the list.
type listView struct {
	*scene
	rows        []row
	total       int
	first, next string
}

// reviews are the ways to look for entries with something to do.
var reviews = []string{"unchecked", "never", "no_esco", "changed"}

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, web.P(r).T("occupation.list.title"))
	if err != nil {
		return err
	}
	all, err := o.searched(r, s)
	if err != nil {
		return err
	}
	v := listView{scene: s, rows: slices.DeleteFunc(all, func(x row) bool { return !s.fits(x.Occupation) })}
	v.total = len(v.rows)
	v.turn(r)
	return web.Render(w, r, http.StatusOK, v.view())
}

// searched are the occupations that fit the search, the best first; all by title where nothing is searched for.
func (o *office) searched(r *http.Request, s *scene) ([]row, error) {
	var all []row
	text := s.query.Get("q")
	if text == "" {
		for _, o := range s.All() {
			all = append(all, row{Occupation: o})
		}
		i18n.SortBy(s.p, all, func(x row) string { return x.TitleIn(s.p.Lang()) })
		return all, nil
	}
	found, err := o.occupations.Find(r.Context(), text, s.p.Lang(), occupation.MostFound)
	for _, f := range found {
		if f.Reference != nil {
			all = append(all, row{f.Reference, &f.Reason})
		}
	}
	return all, err
}

// fits says whether the filters let an occupation pass.
func (s *scene) fits(o *occupation.Occupation) bool {
	is := func(name, value string) bool { chosen := s.query.Get(name); return chosen == "" || chosen == value }
	if !is("kind", string(o.Kind)) || !is("group", o.Group) || !is("regulated", strconv.FormatBool(o.Regulated)) {
		return false
	}
	switch s.query.Get("review") {
	case "unchecked":
		return o.Unchecked(s.today)
	case "never":
		return o.CheckedOn == ""
	case "no_esco":
		return len(o.ESCO) == 0
	case "changed":
		return s.Changed(o.Code)
	}
	return true
}

// turn leaves the page of the rows that the address asks for: what comes after the occupation that it names.
func (v *listView) turn(r *http.Request) {
	const pageSize = 100
	if after := v.query.Get("after"); after != "" {
		if i := slices.IndexFunc(v.rows, func(x row) bool { return x.Code == after }); i >= 0 {
			v.rows = v.rows[i+1:]
		}
		v.first = web.With(r, "after", "")
	}
	if len(v.rows) > pageSize {
		v.rows = v.rows[:pageSize]
		v.next = web.With(r, "after", v.rows[pageSize-1].Code)
	}
}
