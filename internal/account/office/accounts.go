package office

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// pageSize is how many accounts a page of the list shows.
const pageSize = 50

// person is an account with its roles in words.
type person struct {
	account.Account
	roles []role
}

func (o *Office) list(w http.ResponseWriter, r *http.Request) error {
	after := r.URL.Query().Get("after")
	accounts, err := o.accounts.List(r.Context(), after, pageSize+1)
	if err != nil {
		return err
	}
	var first, next string
	if after != "" {
		first = "/accounts"
	}
	if len(accounts) > pageSize {
		accounts = accounts[:pageSize]
		next = web.With(r, "after", accounts[pageSize-1].ID)
	}
	names, err := o.placeNames(r)
	if err != nil {
		return err
	}
	people := make([]person, len(accounts))
	for i, a := range accounts {
		people[i] = person{Account: a}
		for _, given := range a.Roles {
			people[i].roles = append(people[i].roles, role{given, names[given.Scope]})
		}
	}
	may := authz.From(r.Context()).May(account.AccountManage)
	page := web.Page(r, web.P(r).T("account.list.title"))
	return web.Render(w, r, http.StatusOK, listView(page, people, may, first, next))
}

// placeNames are the names of all places: one list of accounts needs many of them.
func (o *Office) placeNames(r *http.Request) (map[authz.Scope]string, error) {
	all, err := o.accounts.Places(r.Context())
	names := make(map[authz.Scope]string, len(all))
	for _, p := range all {
		names[p.Scope] = p.Name
	}
	return names, err
}

func (o *Office) addForm(w http.ResponseWriter, r *http.Request) error {
	return o.showAdd(w, r, http.StatusOK, web.NewForm())
}

func (o *Office) showAdd(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	options, err := o.placeOptions(r)
	if err != nil {
		return err
	}
	page := web.Page(r, web.P(r).T("account.add.title"))
	page.Crumbs = crumbs(web.P(r))
	return web.Render(w, r, status, addView(page, f, options))
}

func (o *Office) add(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	assignment, err := o.assignment(r, f)
	if err != nil {
		return err
	}
	link, err := o.accounts.Add(r.Context(), f.Get("email"), assignment)
	if err != nil {
		if f.Absorb(err) {
			return o.showAdd(w, r, http.StatusBadRequest, f)
		}
		return err
	}
	return o.showLink(w, r, link)
}

// showLink shows a link, this one time: it is stored nowhere.
func (o *Office) showLink(w http.ResponseWriter, r *http.Request, link account.Link) error {
	page := web.Page(r, web.P(r).T("account.link.title"))
	page.Crumbs = crumbs(web.P(r))
	page.Path = "/accounts/" + link.Account
	return web.Render(w, r, http.StatusOK, linkView(page, link, wholeLink(r, link)))
}

func (o *Office) show(w http.ResponseWriter, r *http.Request) error {
	return o.showAccount(w, r, http.StatusOK, web.NewForm())
}

func (o *Office) showAccount(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	a, err := o.accounts.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	roles, err := o.roles(r, a.Roles)
	if err != nil {
		return err
	}
	v := accountView{person: person{a, roles}, form: f}
	actor := authz.From(r.Context())
	if v.change = actor.May(account.AccountManage) && actor.ID != a.ID; v.change {
		if v.places, err = o.placeOptions(r); err != nil {
			return err
		}
	}
	page := web.Page(r, a.Email)
	page.Crumbs = crumbs(web.P(r))
	page.Path = "/accounts/" + a.ID
	return web.Render(w, r, status, v.page(page))
}

// accountView is what the page of an account shows.
type accountView struct {
	person
	form   *web.Form
	change bool // the reader may change this account
	places []ui.Option
}

func (v accountView) version() string { return strconv.FormatInt(v.Version, 10) }

// changeRoles adds the role of the form, or takes the one away whose button was pressed.
func (o *Office) changeRoles(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	a, err := o.accounts.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	roles := a.Roles
	if gone := f.Get("remove"); gone != "" {
		roles = slices.DeleteFunc(slices.Clone(roles), func(given account.Assignment) bool { return given.String() == gone })
	} else {
		added, err := o.assignment(r, f)
		if err != nil {
			return err
		}
		roles = append(slices.Clone(roles), added)
	}
	err = o.accounts.ChangeRoles(r.Context(), a.ID, version(f), roles)
	if f.Absorb(err) {
		return o.showAccount(w, r, http.StatusBadRequest, f)
	}
	return o.done(w, r, err, "account.roles_changed")
}

func (o *Office) setActive(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	active, message := false, "account.deactivated"
	if f.Get("active") == "true" {
		active, message = true, "account.activated"
	}
	err = o.accounts.SetActive(r.Context(), r.PathValue("id"), version(f), active)
	return o.done(w, r, err, message)
}

func (o *Office) newLink(w http.ResponseWriter, r *http.Request) error {
	link, err := o.accounts.NewLink(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return o.showLink(w, r, link)
}

// done leads back to the account, with a word about what happened.
func (o *Office) done(w http.ResponseWriter, r *http.Request, err error, message string) error {
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, message)
	web.Redirect(w, r, "/accounts/"+url.PathEscape(r.PathValue("id")))
	return nil
}

// version is the account's as the form was made; one that cannot be read fits none.
func version(f *web.Form) int64 {
	n, err := strconv.ParseInt(f.Get("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// assignment reads role and place as they were chosen. A place that is none of the options stays what was typed, which
// the service then does not find.
func (o *Office) assignment(r *http.Request, f *web.Form) (account.Assignment, error) {
	options, err := o.placeOptions(r)
	if err != nil {
		return account.Assignment{}, err
	}
	a := account.Assignment{Role: account.Role(f.Get("role")), Scope: authz.Scope{Kind: authz.Nation}}
	typed := f.Get("place")
	if typed == "" {
		return a, nil
	}
	code, ok := ui.CodeOf(options, typed)
	if ok {
		a.Scope, err = account.ParseScope(code)
		return a, err
	}
	a.Scope.ID = typed
	a.Scope.Kind, _ = account.PlaceOf(a.Role)
	return a, nil
}

// placeOptions are the places to choose from, each with its kind and id, because names repeat.
func (o *Office) placeOptions(r *http.Request) ([]ui.Option, error) {
	all, err := o.accounts.Places(r.Context())
	p := web.P(r)
	options := make([]ui.Option, len(all))
	for i, place := range all {
		options[i] = ui.Option{
			Value: string(place.Scope.Kind) + "=" + place.Scope.ID,
			Label: p.Code("scope_kind", string(place.Scope.Kind)) + ": " + place.Name + " (" + place.Scope.ID + ")",
		}
	}
	return options, err
}

func crumbs(p *i18n.Printer) []ui.NavItem {
	return []ui.NavItem{{Label: p.T("account.list.title"), URL: "/accounts"}}
}

// roleOptions are all roles, each with the kind of place that it is given for.
func roleOptions(p *i18n.Printer) []ui.Option {
	var options []ui.Option
	for _, row := range account.Matrix {
		label := p.Code("role", string(row.Role)) + " (" + p.Code("scope_kind", string(row.Place)) + ")"
		options = append(options, ui.Option{Value: string(row.Role), Label: label})
	}
	return options
}
