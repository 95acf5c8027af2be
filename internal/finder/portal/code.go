package portal

import (
	"crypto/sha256"
	"encoding/base32"
	"net/http"

	"openiq/internal/finder"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// codeView shows a code.
type codeView struct {
	asked
	page   ui.Page
	p      *i18n.Printer
	kept   finder.Kept
	centre string // the nearest one; empty: none is known
}

// code keeps the question of a form under a code. The page with the form is the same for everybody and has no token: the same
// question from the same address on the same day is the same command.
func (o *portal) code(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := &codeView{asked: asked{f}, p: web.P(r)}
	q, _ := v.question()
	q.Lang = base(v.p.Lang())
	answer, err := o.finder.Answer(r.Context(), q)
	if errs.KindOf(err) == errs.Invalid {
		web.Redirect(w, r, v.address(v.p, answerURL)) // it asks again for what is wrong
		return nil
	}
	if err != nil {
		return err
	}
	who := web.ClientAddress(r)
	if o.codes.Wait(who) > 0 {
		return errs.New(errs.RateLimited, "portal.finder.code.wait")
	}
	if v.kept, err = o.finder.Keep(r.Context(), q, o.key(who, q.Lang+" "+v.values("on").Encode())); err != nil {
		return err
	}
	if len(answer.Centres) > 0 {
		v.centre = answer.Centres[0].ID
	}
	v.page = web.Page(r, v.p.T("portal.finder.code.title"))
	v.page.NoIndex, v.page.OneTime = true, true
	return web.Render(w, r, http.StatusOK, codePage(v))
}

// key is the key of the command that keeps a question today. Nobody who reads it learns the address: the salt is in memory only.
func (o *portal) key(who, question string) string {
	today := o.finder.Today().String()
	sum := sha256.Sum256([]byte(o.salt + "\n" + who + "\n" + today + "\n" + question))
	return base32.StdEncoding.EncodeToString(sum[:])[:len(ident.Token())]
}
