package app

import (
	"encoding/json"
	"net/http"
	"testing"

	"openiq/internal/account"
	"openiq/internal/platform/db/dbtest"
)

// TestFiguresCountOnlyWhatOneMaySee asks for a figure by site as somebody of alpha and as the nation.
func TestFiguresCountOnlyWhatOneMaySee(t *testing.T) {
	h := open(t, dbtest.SQLite(t, now), everyRole())
	for role, want := range map[account.Role]map[string]bool{
		account.Counsellor:         {"alpha-s1": true},
		account.ProjectLead:        {"alpha-s1": true},
		account.NetworkCoordinator: {"alpha-s1": true, "alpha-s2": true},
		account.Auditor:            {"alpha-s1": true, "alpha-s2": true, "bravo-s1": true},
	} {
		status, body := h.signIn(t, string(role)+"@example.org").get("/figures.json?indicator=counselling.contacts&by1=site")
		var answer struct {
			Value int64
			Rows  []struct {
				Site  string
				Value int64
			}
		}
		if err := json.Unmarshal([]byte(body), &answer); status != http.StatusOK || err != nil {
			t.Fatalf("%s: %d %v %s", role, status, err, body)
		}
		sum := int64(0)
		for _, row := range answer.Rows {
			sum += row.Value
			if !want[row.Site] {
				t.Errorf("%s counts %s", role, row.Site)
			}
		}
		if len(answer.Rows) != len(want) || sum != answer.Value || sum == 0 {
			t.Errorf("%s gets %v", role, answer)
		}
	}
}

// TestOnlyTheNationSeesAnUnpublishedSheet: before publication it holds figures of every network.
func TestOnlyTheNationSeesAnUnpublishedSheet(t *testing.T) {
	h := open(t, dbtest.SQLite(t, now), everyRole())
	for role, want := range map[account.Role]int{
		account.Counsellor: http.StatusNotFound, account.NetworkCoordinator: http.StatusNotFound,
		account.Auditor: http.StatusOK, account.DisseminationEditor: http.StatusOK,
	} {
		status, _ := h.signIn(t, string(role)+"@example.org").get("/factsheets/at-a-glance-2018/2026-11-20")
		if status != want {
			t.Errorf("%s gets %d, want %d", role, status, want)
		}
	}
	if status, _ := h.signIn(t, "").get("/sheets/at-a-glance-2018/2026-11-20"); status != http.StatusNotFound {
		t.Errorf("a stranger gets %d", status)
	}
}
