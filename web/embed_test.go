package web

import (
	"testing"
	"testing/fstest"
)

func TestWithoutABuildThereAreNoFiles(t *testing.T) {
	set, err := load(fstest.MapFS{"dist/.gitkeep": {}})
	if err != nil {
		t.Fatal(err)
	}
	if set.Built() || set.URL("app.css") != "" {
		t.Error("an empty dist has no files")
	}
	if _, err := set.Germany(); err == nil {
		t.Error("the map must be missed")
	}
}

func TestManifestNamesTheFiles(t *testing.T) {
	set, err := load(fstest.MapFS{
		"dist/manifest.json":     {Data: []byte(`{"app.css":"app.1a.css","germany.json":"germany.2b.json"}`)},
		"dist/app.1a.css":        {Data: []byte("p{}")},
		"dist/app.1a.css.br":     {Data: []byte("brotli")},
		"dist/germany.2b.json":   {Data: []byte(`{"viewBox":"0 0 1 1","states":{"BE":"m0 0z"}}`)},
		"dist/app.old.css":       {Data: []byte("left over")},
		"dist/germany.2b.json.x": {Data: []byte("left over")},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, ok := set.At(set.URL("app.css"))
	if !ok || string(a.Body) != "p{}" || string(a.Brotli) != "brotli" || a.Gzip != nil || a.ContentType != "text/css; charset=utf-8" {
		t.Errorf("app.css is %+v", a)
	}
	if _, ok := set.At(Prefix + "app.old.css"); ok {
		t.Error("only files of the manifest are served")
	}
	m, err := set.Germany()
	if err != nil || m.States["BE"] != "m0 0z" {
		t.Errorf("map %+v, %v", m, err)
	}
}

func TestABrokenBuildIsRefused(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"file missing": {"dist/manifest.json": {Data: []byte(`{"app.css":"app.1a.css"}`)}},
		"no JSON":      {"dist/manifest.json": {Data: []byte(`{`)}},
		"strange type": {"dist/manifest.json": {Data: []byte(`{"a":"a.exe"}`)}, "dist/a.exe": {}},
	} {
		if _, err := load(files); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
