package api

import (
	"context"
	"net/http"
	"slices"

	"openiq/internal/centre"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/geo"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/openapi"
)

// hsds is the interface.
type hsds struct {
	centres *centre.Service
	english *i18n.Printer
}

const base = "/hsds"

// The interface and its description, as HSDS publishes them.
const (
	version     = "3.0"
	profile     = "https://docs.openreferral.org/en/3.0/hsds/"
	description = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
)

// Routes are the addresses of the interface. english writes its words.
func Routes(a *openapi.API, centres *centre.Service, english *i18n.Printer) []web.Route {
	h := &hsds{centres, english}
	return []web.Route{
		a.Plain("GET "+base+"/{$}", func(*http.Request) (any, error) { return root{version, profile, description}, nil }),
		a.Plain("GET "+base+"/services", h.services),
		a.Plain("GET "+base+"/services/{id}", h.service),
		a.Plain("GET "+base+"/organizations", h.organizations),
		a.Plain("GET "+base+"/organizations/{id}", h.organization),
		a.Plain("GET "+base+"/service_at_locations", h.places),
		a.Plain("GET "+base+"/service_at_locations/{id}", h.place),
		a.Plain("GET "+base+"/taxonomies", h.taxonomies),
		a.Plain("GET "+base+"/taxonomies/{id}", h.taxonomy),
		a.Plain("GET "+base+"/taxonomy_terms", h.terms),
		a.Plain("GET "+base+"/taxonomy_terms/{id}", h.term),
		a.Plain("GET "+base+"/", func(*http.Request) (any, error) { return nil, errs.Missing() }),
	}
}

// world is the directory as it is now.
func (h *hsds) world(r *http.Request) (*world, error) {
	open, err := h.centres.Open(r.Context())
	if err != nil {
		return nil, err
	}
	b := builder{h.english, h.centres.Today(), func(path string) string { return web.URL(r, path) }}
	return b.world(open), nil
}

// both reads the query and the directory.
func (h *hsds) both(r *http.Request) (query, *world, error) {
	q, err := read(r)
	if err != nil {
		return q, nil, err
	}
	w, err := h.world(r)
	return q, w, err
}

func (h *hsds) services(r *http.Request) (any, error) {
	q, w, err := h.both(r)
	if err != nil {
		return nil, err
	}
	all := []*service{}
	for _, s := range w.services {
		if q.finds(s.Name, s.Description, s.Organization.Name) && q.isNew(s.LastModified) && has(s.Attributes, q.term, q.taxonomy) &&
			(q.organization == "" || s.OrganizationID == q.organization) {
			if !q.full {
				s = listedService(s)
			} else {
				s = wholeService(s)
			}
			all = append(all, s)
		}
	}
	return cut(q, all), nil
}

func (h *hsds) service(r *http.Request) (any, error) {
	w, err := h.world(r)
	if err != nil {
		return nil, err
	}
	s, err := byID(w.services, r.PathValue("id"), func(s *service) string { return s.ID })
	if err != nil {
		return nil, err
	}
	return wholeService(s), nil
}

func (h *hsds) organizations(r *http.Request) (any, error) {
	q, w, err := h.both(r)
	if err != nil {
		return nil, err
	}
	all := []*organization{}
	for _, o := range w.organizations {
		if q.finds(o.Name, o.Description) {
			if q.full {
				o = w.wholeOrganization(o)
			}
			all = append(all, o)
		}
	}
	return cut(q, all), nil
}

func (h *hsds) organization(r *http.Request) (any, error) {
	w, err := h.world(r)
	if err != nil {
		return nil, err
	}
	o, err := byID(w.organizations, r.PathValue("id"), func(o *organization) string { return o.ID })
	if err != nil {
		return nil, err
	}
	return w.wholeOrganization(o), nil
}

func (h *hsds) places(r *http.Request) (any, error) {
	q, w, err := h.both(r)
	if err != nil {
		return nil, err
	}
	near, err := h.near(r.Context(), q)
	if err != nil {
		return nil, err
	}
	all := []*serviceAtLocation{}
	for _, l := range w.places {
		if at := l.Location; near(at) && q.finds(at.Name, at.Addresses[0].City, l.Service.Name) && q.isNew(l.Service.LastModified) && has(l.Attributes, q.term, q.taxonomy) &&
			(q.organization == "" || at.OrganizationID == q.organization) {
			if !q.full {
				l = listedPlace(l)
			} else {
				l = wholePlace(l)
			}
			all = append(all, l)
		}
	}
	return cut(q, all), nil
}

// near says whether a location is as near to the postcode that is asked for as is asked for.
func (h *hsds) near(ctx context.Context, q query) (func(*location) bool, error) {
	if q.postcode == "" {
		return func(*location) bool { return true }, nil
	}
	where, err := h.centres.Find(ctx, q.postcode)
	located := slices.DeleteFunc(where, func(w centre.Where) bool { return !w.Located })
	return func(l *location) bool {
		return l.Latitude != nil && slices.ContainsFunc(located, func(w centre.Where) bool {
			return geo.Distance(w.Lat, w.Lon, *l.Latitude, *l.Longitude)*1000 <= q.metres
		})
	}, err
}

func (h *hsds) place(r *http.Request) (any, error) {
	w, err := h.world(r)
	if err != nil {
		return nil, err
	}
	l, err := byID(w.places, r.PathValue("id"), func(l *serviceAtLocation) string { return l.ID })
	if err != nil {
		return nil, err
	}
	return wholePlace(l), nil
}

func (h *hsds) taxonomies(r *http.Request) (any, error) {
	q, err := read(r)
	all := []taxonomy{}
	if q.finds(forms.Name, forms.Description) {
		all = append(all, forms)
	}
	return cut(q, all), err
}

func (h *hsds) taxonomy(r *http.Request) (any, error) {
	return byID([]taxonomy{forms}, r.PathValue("id"), func(t taxonomy) string { return t.ID })
}

func (h *hsds) terms(r *http.Request) (any, error) {
	q, err := read(r)
	all := []taxonomyTerm{}
	for _, t := range terms {
		if q.finds(t.Name, t.Description) && q.parent == "" && (q.taxonomy == "" || t.TaxonomyID == q.taxonomy) {
			all = append(all, t)
		}
	}
	return cut(q, all), err
}

func (h *hsds) term(r *http.Request) (any, error) {
	return byID(terms, r.PathValue("id"), func(t taxonomyTerm) string { return t.ID })
}

// byID is the entry of an id; NotFound when there is none.
func byID[T any](all []T, id string, of func(T) string) (T, error) {
	i := slices.IndexFunc(all, func(x T) bool { return of(x) == id })
	if i < 0 {
		var none T
		return none, errs.Missing()
	}
	return all[i], nil
}
