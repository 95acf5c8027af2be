package portal

import (
	"bytes"
	"context"
	"net/http"
	"sync"

	"openiq/internal/finder"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/pdf"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// printView is the answer on paper: each part in the reader's language with the German beside.
type printView struct {
	*answerView
	alone bool // it is a document of its own
}

// two says whether there are two languages.
func (v *printView) two() bool { return base(v.p.Lang()) != v.german.Lang() }

func (o *portal) print(w http.ResponseWriter, r *http.Request) error {
	v, done, err := o.answered(w, r)
	if done || err != nil {
		return err
	}
	return showPrint(w, r, http.StatusOK, v)
}

func showPrint(w http.ResponseWriter, r *http.Request, status int, v *answerView) error {
	v.page = web.Page(r, v.p.T("portal.finder.print.title"))
	v.page.NoIndex = true
	return web.Render(w, r, status, printPage(&printView{answerView: v}))
}

// pdf gives the same as a file. Where that cannot be, the page to print says so.
func (o *portal) pdf(w http.ResponseWriter, r *http.Request) error {
	v, done, err := o.answered(w, r)
	if done || err != nil {
		return err
	}
	who := web.ClientAddress(r)
	if !o.printing.begin(who) {
		v.word = v.p.T("portal.finder.pdf.wait")
		return showPrint(w, r, http.StatusTooManyRequests, v)
	}
	defer o.printing.end(who)
	if o.pdfs.Wait(who) > 0 {
		v.word = v.p.T("portal.finder.pdf.wait")
		return showPrint(w, r, http.StatusTooManyRequests, v)
	}
	file, err := (&printView{answerView: v, alone: true}).file(r.Context())
	if errs.KindOf(err) == errs.Unavailable {
		v.word = v.p.T("portal.finder.pdf.missing")
		return showPrint(w, r, http.StatusServiceUnavailable, v)
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename="`+fileName+`"`)
	_, _ = w.Write(file) // a reader who went away is no fault of the file
	return nil
}

const fileName = "openiq.pdf"

func (v *printView) file(ctx context.Context) ([]byte, error) {
	var html bytes.Buffer
	if err := v.document(ui.InlineStyles(v.p.Dir())).Render(i18n.WithPrinter(ctx, v.p), &html); err != nil {
		return nil, err
	}
	return pdf.FromHTML(ctx, html.Bytes())
}

// busy are the addresses for which a file is being made: each gets one at a time.
type busy struct {
	mu  sync.Mutex
	now map[string]bool
}

func (b *busy) begin(who string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.now[who] {
		return false
	}
	if b.now == nil {
		b.now = map[string]bool{}
	}
	b.now[who] = true
	return true
}

func (b *busy) end(who string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.now, who)
}

// passage is a part of the answer on paper, in any language.
type passage struct {
	key   string // of its title
	lines func(p *i18n.Printer) []string
	list  bool
	boxes bool // one ticks the lines with a pen
}

// passages are the parts of the answer.
func (v *printView) passages() []passage {
	a := v.Answer
	return []passage{
		{"portal.finder.asked", func(p *i18n.Printer) []string { return toldLines(p, a) }, false, false},
		{"portal.finder.who", func(p *i18n.Printer) []string { return whoLines(p, a) }, false, false},
		{"portal.finder.time", func(p *i18n.Printer) []string { return timeLines(p, a) }, true, false},
		{"portal.finder.cost", func(p *i18n.Printer) []string { return costLines(p, a) }, true, false},
		{"portal.finder.documents", func(p *i18n.Printer) []string { return documentLines(p, a) }, true, true},
		{"portal.finder.language", func(p *i18n.Printer) []string { return levelLines(p, a) }, true, false},
		{"portal.finder.outcomes", func(p *i18n.Printer) []string { return outcomeLines(p, a) }, true, false},
		{"portal.finder.near", func(p *i18n.Printer) []string { return nearLines(p, a) }, false, false},
	}
}

func toldLines(p *i18n.Printer, a *finder.Answer) []string {
	v := answerView{Answer: a, p: p}
	lines := []string{
		p.T("portal.finder.asked.occupation") + ": " + isolated(title(p, a)),
		p.T("portal.finder.asked.country") + ": " + v.country(),
		p.T("portal.finder.asked.place") + ": " + isolated(v.place()),
		p.T("portal.finder.need." + string(a.Need) + ".text"),
	}
	if a.Automatic() {
		lines = append(lines, p.T("portal.finder.automatic"))
	}
	return append(lines, notes(p, a)...)
}

func whoLines(p *i18n.Printer, a *finder.Answer) []string {
	var lines []string
	switch n := len(a.Decides.Authorities); {
	case n == 0:
		lines = append(lines, p.T("portal.finder.who.none"))
	case n > mostNamed && a.Place.State == "":
		lines = append(lines, p.N("portal.finder.who.many", n))
	case n > 1:
		lines = append(lines, p.T("portal.finder.who.several"))
		fallthrough
	default:
		for _, x := range a.Decides.Authorities {
			lines = append(lines, isolated(x.Name), isolated(address(x)))
		}
	}
	if a.Decides.Portal != "" {
		lines = append(lines, p.T("portal.finder.who.uncertain")+" "+isolated(a.Decides.Portal))
	}
	if a.Decides.Guide != nil {
		lines = append(lines, p.T("portal.finder.who.guide"), isolated(a.Decides.Guide.Name))
	}
	return lines
}

func timeLines(p *i18n.Printer, a *finder.Answer) []string {
	lines := make([]string, len(a.Timeline))
	for i := range a.Timeline {
		m := &a.Timeline[i]
		lines[i] = p.Code("procedure_step", m.Step.Code) + ": " + when(p, m) + " (" + p.T("portal.finder.actor."+string(m.Step.Who)) + ")"
	}
	return lines
}

func costLines(p *i18n.Printer, a *finder.Answer) []string {
	var lines []string
	for _, c := range a.Plan.Costs {
		lines = append(lines, p.T("portal.finder.cost."+c.Kind)+": "+cost(p, a, c))
	}
	if len(lines) == 0 {
		lines = append(lines, p.T("portal.finder.cost.unknown"))
	}
	lines = append(lines, p.T("portal.finder.cost.more"), p.T("portal.finder.help.first"))
	for _, h := range a.Plan.Helps {
		line := helper(p, h)
		if more := help(p, h); more != "" {
			line += ": " + more
		}
		lines = append(lines, line)
	}
	return lines
}

func documentLines(p *i18n.Printer, a *finder.Answer) []string {
	lines := make([]string, len(a.Plan.Documents))
	for i, d := range a.Plan.Documents {
		lines[i] = document(p, d)
	}
	return lines
}

func levelLines(p *i18n.Printer, a *finder.Answer) []string {
	if len(a.Plan.Languages) == 0 {
		return []string{p.T("portal.finder.language.none")}
	}
	lines := make([]string, len(a.Plan.Languages))
	for i, l := range a.Plan.Languages {
		lines[i] = level(p, l)
	}
	return lines
}

func outcomeLines(p *i18n.Printer, a *finder.Answer) []string {
	var lines []string
	for _, o := range a.Outcomes {
		line := p.T("portal.finder.outcome." + o.Code)
		for i, next := range o.Next {
			line += map[bool]string{true: ": ", false: "; "}[i == 0] + p.Code("procedure_next", next)
		}
		lines = append(lines, line)
	}
	return lines
}

func nearLines(p *i18n.Printer, a *finder.Answer) []string {
	lines := []string{p.T("portal.finder.near.text")}
	for _, c := range a.Centres {
		line := isolated(c.Name) + ", " + isolated(town(c))
		if c.Phone != "" {
			line += ", " + isolated(c.Phone)
		}
		lines = append(lines, line)
		if c.Near != nil {
			lines = append(lines, visit(p, c.Near))
		}
	}
	if len(a.Centres) == 0 {
		lines = append(lines, p.T("portal.finder.near.any"))
	}
	return lines
}
