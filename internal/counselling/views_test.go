package counselling_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

func TestViewsBelongToAnAccount(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		ok(t, s.SaveView(ctx, "Syrien", "country=SY"))
		ok(t, s.SaveView(ctx, "Ärztinnen 2018", "sex=female"))
		ok(t, s.SaveView(ctx, "Syrien", "country=SY&list=mine")) // replaces
		views, err := s.Views(ctx)
		ok(t, err)
		slices.SortFunc(views, func(a, b counselling.View) int { return strings.Compare(a.Name, b.Name) })
		if len(views) != 2 || views[0].Name != "Syrien" || views[0].Query != "country=SY&list=mine" {
			t.Fatalf("%+v", views)
		}
		if others, err := s.Views(casetest.As(munich)); err != nil || len(others) != 0 {
			t.Errorf("somebody else sees %+v, %v", others, err)
		}
		mustBe(t, "somebody else's", s.DeleteView(casetest.As(munich), views[0].ID), errs.NotFound)
		ok(t, s.DeleteView(ctx, views[0].ID))
		mustBe(t, "a second time", s.DeleteView(ctx, views[0].ID), errs.NotFound)
	})
}

func TestAViewIsNamedForNobody(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx := casetest.As(bremen)
		for _, bad := range []string{"", "jo@example.org", "0421 123456", "٠٤٢١١٢٣", strings.Repeat("x", counselling.MostViewName+1), "a\nb"} {
			mustBe(t, bad, s.SaveView(ctx, bad, "sex=female"), errs.Invalid)
		}
		for i := range counselling.MostViews {
			ok(t, s.SaveView(ctx, "Sicht "+strconv.Itoa(i)+" von 2018", "sex=female"))
		}
		mustBe(t, "too many", s.SaveView(ctx, "one more", "sex=female"), errs.Invalid)
		ok(t, s.SaveView(ctx, "Sicht 3 von 2018", "sex=male"))
	})
}
