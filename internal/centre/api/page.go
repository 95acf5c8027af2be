package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"openiq/internal/platform/errs"
)

// page is a part of a list, as the interface of HSDS has it.
type page[T any] struct {
	TotalItems int  `json:"total_items"`
	TotalPages int  `json:"total_pages"`
	PageNumber int  `json:"page_number"`
	Size       int  `json:"size"`
	FirstPage  bool `json:"first_page"`
	LastPage   bool `json:"last_page"`
	Empty      bool `json:"empty"`
	Contents   []T  `json:"contents"`
}

const (
	usual = 50  // entries of a page when nothing is asked for
	most  = 200 // and at most
)

// query is what is asked of a list.
type query struct {
	page, size     int
	search         string
	full           bool
	modifiedAfter  time.Time
	organization   string
	term, taxonomy string
	postcode       string
	metres         float64
	parent         string
}

// read reads the query of a request; Invalid names the parameters that cannot be used. Those that HSDS does not know are
// none of ours.
func read(r *http.Request) (query, error) {
	values := r.URL.Query()
	var wrong errs.Fields
	q := query{page: 1, size: usual, search: strings.ToLower(values.Get("search")), organization: values.Get("organization_id"), term: values.Get("taxonomy_term_id"),
		taxonomy: values.Get("taxonomy_id"), postcode: values.Get("postcode"), parent: values.Get("parent_id"), metres: 50_000}
	number := func(name string, into *int, limit int) {
		if text := values.Get(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > limit {
				wrong.Add(name, "error.range", "Min", 1, "Max", limit)
				return
			}
			*into = n
		}
	}
	number("page", &q.page, 1_000_000)
	number("per_page", &q.size, most)
	metres := int(q.metres)
	number("proximity", &metres, 1_000_000)
	q.metres = float64(metres)
	boolean := func(name string, into *bool) {
		if text := values.Get(name); text != "" {
			b, err := strconv.ParseBool(text)
			if err != nil {
				wrong.Add(name, "error.code")
			}
			*into = b
		}
	}
	boolean("full", &q.full)
	boolean("full_service", &q.full)
	if text := values.Get("modified_after"); text != "" {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			at, err = time.Parse(time.DateOnly, text)
		}
		if err != nil {
			wrong.Add("modified_after", "error.date")
		}
		q.modifiedAfter = at
	}
	if format := values.Get("format"); format != "" && format != "json" {
		wrong.Add("format", "error.code")
	}
	return q, wrong.Err()
}

// cut is the page of a list that is asked for.
func cut[T any](q query, all []T) page[T] {
	p := page[T]{TotalItems: len(all), TotalPages: (len(all) + q.size - 1) / q.size, PageNumber: q.page, FirstPage: q.page == 1, Contents: []T{}}
	if from := (q.page - 1) * q.size; from < len(all) {
		p.Contents = all[from:min(from+q.size, len(all))]
	}
	p.Size, p.LastPage, p.Empty = len(p.Contents), q.page >= p.TotalPages, len(p.Contents) == 0
	return p
}

// finds says whether one of the texts has what is searched for.
func (q query) finds(texts ...string) bool {
	return q.search == "" || strings.Contains(strings.ToLower(strings.Join(texts, "\n")), q.search)
}

// isNew says whether something was changed since the time that is asked for.
func (q query) isNew(modified string) bool {
	if q.modifiedAfter.IsZero() {
		return true
	}
	at, err := time.Parse(time.RFC3339, modified)
	return err == nil && !at.Before(q.modifiedAfter)
}
