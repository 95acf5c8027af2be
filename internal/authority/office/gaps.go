package office

import (
	"net/http"
	"slices"

	"openiq/internal/authority"
	"openiq/internal/platform/web"
)

// national stands in the address for what belongs to no single Land.
const national = "all"

// gapsView is the gaps: how many by Land, and of one Land each.
type gapsView struct {
	*scene
	counts []gapCount
	state  string // of the gaps shown; empty: none
	gaps   authority.Gaps
}

// gapCount counts the gaps of a Land.
type gapCount struct {
	state                             string
	open, rules, authorities, unnamed int
}

func (o *office) gaps(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, web.P(r).T("authority.gaps.title"))
	if err != nil {
		return err
	}
	all := s.Gaps(s.today)
	v := gapsView{scene: s}
	for _, state := range append(slices.Clone(authority.States), national) {
		of := gapsOf(all, state)
		v.counts = append(v.counts, gapCount{state, len(of.Open), len(of.Rules), len(of.Authorities), len(of.Unnamed)})
		if state == s.query.Get("state") {
			byName(s.p, of.Authorities)
			byName(s.p, of.Unnamed)
			v.state, v.gaps = state, of
		}
	}
	return web.Render(w, r, http.StatusOK, gapsPage(v))
}

// gapsOf are the gaps of a Land, or those of no single one.
func gapsOf(all authority.Gaps, state string) authority.Gaps {
	in := func(states []string) bool {
		return len(states) == 0 && state == national || slices.Contains(states, state)
	}
	var of authority.Gaps
	for _, x := range all.Open {
		if x.State == state {
			of.Open = append(of.Open, x)
		}
	}
	for _, x := range all.Rules {
		if in(x.States) {
			of.Rules = append(of.Rules, x)
		}
	}
	for _, x := range all.Authorities {
		if in(x.States) {
			of.Authorities = append(of.Authorities, x)
		}
	}
	for _, x := range all.Unnamed {
		if in(x.States) {
			of.Unnamed = append(of.Unnamed, x)
		}
	}
	return of
}

// stateName names a Land, or all of them.
func (v gapsView) stateName(state string) string {
	if state == national {
		return v.p.T("authority.everywhere")
	}
	return v.p.Code("state", state)
}
