package browser

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// ValidHTML lists where a document breaks the HTML standard, with line and
// column. It wants the text as the server sent it: a browser mends it.
func ValidHTML(html string) []string {
	v, err := startValidator()
	if err != nil {
		return []string{err.Error()}
	}
	problems, err := v.check(html)
	if err != nil {
		return []string{err.Error()}
	}
	return problems
}

// validator is one Node process that checks document after document. It ends
// with the test process, whose end closes its standard input.
type validator struct {
	mu  sync.Mutex
	in  io.Writer
	out *bufio.Reader
}

var startValidator = sync.OnceValues(func() (*validator, error) {
	folder, err := testFolder()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "html-validate")); err != nil {
		return nil, fmt.Errorf("browser: html-validate is not installed: npm ci --prefix test: %w", err)
	}
	cmd := exec.Command("node", filepath.Join(folder, "browser", "validate.js"))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("browser: Node.js is needed to check HTML: %w", err)
	}
	return &validator{in: in, out: bufio.NewReader(out)}, nil
})

// check sends a document as one line of JSON and reads its problems likewise.
func (v *validator) check(html string) ([]string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := json.NewEncoder(v.in).Encode(html); err != nil {
		return nil, fmt.Errorf("browser: html-validate: %w", err)
	}
	line, err := v.out.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("browser: html-validate ended: %w", err)
	}
	var problems []string
	if err := json.Unmarshal(line, &problems); err != nil {
		return nil, fmt.Errorf("browser: html-validate: %w", err)
	}
	return problems, nil
}
