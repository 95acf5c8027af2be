package pgtest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Server is a temporary PostgreSQL server on 127.0.0.1. Its user "postgres"
// needs no password.
type Server struct {
	port     int
	lifeline io.Closer
	log      *os.File
	ended    chan struct{}
}

// Start makes a cluster in a temporary directory and starts a server on it.
// It needs PostgreSQL 15 or newer. As root it runs the server as the user
// postgres or nobody, because PostgreSQL refuses to run as root.
func Start() (*Server, error) {
	bin, err := binaries(candidates())
	if err != nil {
		return nil, err
	}
	who, err := account()
	if err != nil {
		return nil, err
	}
	var failure error
	// The port is free when it is chosen; someone else may take it before
	// PostgreSQL does. Three attempts make that harmless.
	for range 3 {
		server, err := start(bin, who)
		if err == nil {
			return server, nil
		}
		failure = err
	}
	return nil, failure
}

// URL is the postgres:// URL of the server's maintenance database.
func (s *Server) URL() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

// Close stops the server and removes its directory.
func (s *Server) Close() error {
	err := s.lifeline.Close()
	<-s.ended
	return errors.Join(err, s.log.Close())
}

// guard is the parent of the server process. It waits until the lifeline, the
// pipe on its standard input, is closed: by Close, or by the operating system
// when the test process has ended in whatever way. Then it stops the server at
// once, since nobody needs the data, and removes the directory.
const guard = `
dir=$1; shift
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
(cat <&3; kill -QUIT $server) >/dev/null 2>&1 &
wait $server
cd / && rm -rf "$dir"
`

func start(bin string, who *syscall.Credential) (*Server, error) {
	dir, err := os.MkdirTemp("", "openiq-postgres-")
	if err != nil {
		return nil, err
	}
	server, err := startIn(dir, bin, who)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return server, nil
}

func startIn(dir, bin string, who *syscall.Credential) (*Server, error) {
	if who != nil {
		if err := os.Chown(dir, int(who.Uid), int(who.Gid)); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(dir, "data")
	if err := initialise(bin, data, who); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	args := append([]string{"-c", guard, "guard", dir, filepath.Join(bin, "postgres"), "-D", data}, settings(port)...)
	cmd := exec.Command("/bin/sh", args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, log, log
	// A session of its own: Ctrl-C must reach the test, not its server.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who, Setsid: true}
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &Server{port: port, lifeline: lifeline, log: log, ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		cmd.Wait() // How it ended does not matter; awaitReady reads the log.
	}()
	if err := s.awaitReady(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// initialise makes the cluster. Text sorts by German rules (from ICU, so no
// locale of the operating system is needed): "a" before "B", "ä" beside "a".
func initialise(bin, data string, who *syscall.Credential) error {
	cmd := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust",
		"--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=de")
	cmd.Dir = filepath.Dir(data)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// settings are those of a server whose data nobody will miss, with a time zone
// nobody here lives in.
func settings(port int) []string {
	var args []string
	for _, s := range []string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(port), "unix_socket_directories=",
		"fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
		"max_connections=300", "jit=off", "timezone=Pacific/Auckland", "log_timezone=UTC",
	} {
		args = append(args, "-c", s)
	}
	return args
}

// awaitReady returns when the server answers, or says why it does not.
func (s *Server) awaitReady() error {
	deadline := time.Now().Add(time.Minute)
	for {
		failure := execute(s.URL(), "SELECT 1")
		select {
		case <-s.ended:
			return fmt.Errorf("PostgreSQL did not start:\n%s", s.logged())
		default:
		}
		if failure == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", failure, s.logged())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// logged reads the log through the open file, which outlives its directory.
func (s *Server) logged() string {
	text, err := io.ReadAll(io.NewSectionReader(s.log, 0, 1<<20))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// candidates lists the directories that may hold PostgreSQL, best first:
// Debian's versions from the newest down, then what pg_config and PATH say.
func candidates() []string {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(dirs, func(a, b string) int { return version(b) - version(a) })
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	return append(dirs, filepath.SplitList(os.Getenv("PATH"))...)
}

// version reads the number in /usr/lib/postgresql/15/bin, 0 if there is none.
func version(dir string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	return n
}

// binaries returns the first directory with a complete server.
func binaries(dirs []string) (string, error) {
	for _, dir := range dirs {
		if isProgram(filepath.Join(dir, "initdb")) && isProgram(filepath.Join(dir, "postgres")) {
			return dir, nil
		}
	}
	return "", errors.New("PostgreSQL is not installed: apt-get install postgresql-15, or name a server in " + EnvServer)
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// account is whom to run the server as: nil for oneself, somebody harmless for root.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
