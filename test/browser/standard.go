package browser

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Standard gathers documents and holds them against the HTML standard at the end: a second opinion beside ValidHTML, by the
// Nu Html Checker that the W3C runs. That takes seconds to start, so it is asked once for all.
type Standard struct {
	t         testing.TB
	mu        sync.Mutex
	folder    string
	addresses map[string]string // by file: where the document was met first
}

// NewStandard starts with no document.
func NewStandard(t testing.TB) *Standard {
	return &Standard{t: t, folder: t.TempDir(), addresses: map[string]string{}}
}

// Keep remembers the document as the server sent it. What looks the same in another view is kept once.
func (s *Standard) Keep(address, html string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	file := fmt.Sprintf("%x.html", sha256.Sum256([]byte(html)))
	if s.addresses[file] != "" {
		return
	}
	s.addresses[file] = address
	if err := os.WriteFile(filepath.Join(s.folder, file), []byte(html), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// Problems lists where the documents kept break the standard, warnings included.
func (s *Standard) Problems() []string {
	s.t.Helper()
	checker, err := nu()
	if err != nil {
		return []string{err.Error()}
	}
	if len(s.addresses) == 0 {
		return []string{"vnu: no document was kept"}
	}
	// It answers with an exit status other than 0 when it finds something, so only what it prints tells.
	printed, failed := exec.Command("java", "-Xss1m", "-jar", checker, "--format", "json", "--stdout", s.folder).Output()
	var report struct {
		Messages []struct {
			URL, Type, Message, Extract string
			LastLine, LastColumn        int
		}
	}
	if err := json.Unmarshal(printed, &report); err != nil {
		return []string{fmt.Sprintf("vnu: Java is needed to check HTML: %v, %v: %.300s", failed, err, printed)}
	}
	var problems []string
	for _, m := range report.Messages {
		problems = append(problems, fmt.Sprintf("vnu: %s: line %d, column %d: %s: %s\n    %s",
			s.addresses[filepath.Base(m.URL)], m.LastLine, m.LastColumn, m.Type, m.Message, strings.Join(strings.Fields(m.Extract), " ")))
	}
	return problems
}

var nu = sync.OnceValues(func() (string, error) {
	folder, err := testFolder()
	if err != nil {
		return "", err
	}
	checker := filepath.Join(folder, "node_modules", "vnu-jar", "build", "dist", "vnu.jar")
	if _, err := os.Stat(checker); err != nil {
		return "", fmt.Errorf("browser: the Nu Html Checker is not installed: npm ci --prefix test: %w", err)
	}
	return checker, nil
})
