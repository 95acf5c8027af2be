package web_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"openiq/internal/platform/web"
	assets "openiq/web"
)

func TestStoppingLetsARequestUnderWayFinish(t *testing.T) {
	started, goOn := make(chan struct{}), make(chan struct{})
	server := web.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(started)
		<-goOn
		_, _ = io.WriteString(w, "finished")
	}), slog.New(slog.DiscardHandler))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- web.Serve(ctx, server, listener) }()

	answered := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			answered <- err.Error()
			return
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			body = []byte(err.Error())
		}
		answered <- string(body)
	}()
	<-started
	stop()
	close(goOn)
	if got := <-answered; got != "finished" {
		t.Errorf("the reader got %q", got)
	}
	if err := <-served; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestServeSaysWhenItCannot(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if err := web.Serve(context.Background(), web.NewServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler)), listener); err == nil {
		t.Error("a closed listener is an error")
	}
}

func TestAssetsAreCompressedAndKept(t *testing.T) {
	h := newHouse(t, nil)
	url := assets.Assets().URL("app.css")
	if url == "" {
		t.Fatal("the assets are not built; run 'make assets'")
	}
	for accept, want := range map[string]string{"gzip, br": "br", "gzip": "gzip", "": ""} {
		w := h.get(url, "Accept-Encoding", accept)
		if w.Code != 200 || w.Header().Get("Content-Encoding") != want || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%q: %d %v", accept, w.Code, w.Header())
		}
	}
	if w := h.get(assets.Prefix + "app.0000000000.css"); w.Code != 404 || w.Header().Get("Cache-Control") != "" {
		t.Errorf("an old name: %d, kept %q", w.Code, w.Header().Get("Cache-Control"))
	}
}
