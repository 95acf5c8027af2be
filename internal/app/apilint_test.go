package app

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"openiq/internal/platform/db/dbtest"
)

//go:embed testdata/openapi-3.1.schema.json
var openAPISchema []byte // of the OpenAPI Initiative, Apache License 2.0

// lint lists what is wrong with a description: what its own schema says, and what makes one hard to use.
func lint(t *testing.T, description map[string]any) (warnings []string) {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(openAPISchema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	if err := compiler.MustCompile("openapi.schema.json").Validate(description); err != nil {
		warnings = append(warnings, err.Error())
	}
	warn := func(where, what string) { warnings = append(warnings, where+": "+what) }
	if dig(description, "info", "license", "name") == nil || dig(description, "info", "description") == nil {
		warn("info", "no license or description")
	}
	tags := map[string]bool{}
	for _, tag := range description["tags"].([]any) {
		tags[dig(tag, "name").(string)] = dig(tag, "description") != nil
	}
	ids := map[any]bool{}
	for path, item := range description["paths"].(map[string]any) {
		op, _ := dig(item, "get").(map[string]any)
		if id := op["operationId"]; id == nil || ids[id] {
			warn(path, "no operationId, or one that is there twice")
		} else {
			ids[id] = true
		}
		lintOperation(op, path, tags, warn)
	}
	text, err := json.Marshal(description)
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range dig(description, "components", "schemas").(map[string]any) {
		if !strings.Contains(string(text), `"#/components/schemas/`+name+`"`) {
			warn(name, "nobody uses this schema")
		}
		properties, _ := dig(schema, "properties").(map[string]any)
		for property, p := range properties {
			if dig(p, "description") == nil && dig(p, "$ref") == nil {
				warn(name+"."+property, "no description")
			}
		}
	}
	return warnings
}

func lintOperation(op map[string]any, path string, tags map[string]bool, warn func(where, what string)) {
	for _, needed := range []string{"summary", "description", "tags"} {
		if op[needed] == nil {
			warn(path, "no "+needed)
		}
	}
	used, _ := op["tags"].([]any)
	for _, tag := range used {
		if !tags[tag.(string)] {
			warn(path, "a tag without description")
		}
	}
	responses, _ := op["responses"].(map[string]any)
	codes := strings.Join(slices.Sorted(maps.Keys(responses)), " ")
	if !strings.HasPrefix(codes, "200 304 400") || strings.Contains(path, "{") != strings.Contains(codes, "404") {
		warn(path, "answers only "+codes)
	}
	for code, response := range responses {
		if dig(response, "description") == nil || dig(response, "description") == "" {
			warn(path, fmt.Sprintf("answer %s has no description", code))
		}
	}
	named := 0
	parameters, _ := op["parameters"].([]any)
	for _, p := range parameters {
		if dig(p, "description") == nil {
			warn(path, fmt.Sprintf("parameter %v has no description", dig(p, "name")))
		}
		if dig(p, "in") == "path" {
			named++
		}
		schema := dig(p, "schema")
		if dig(schema, "type") == "string" && dig(schema, "maxLength") == nil && dig(schema, "enum") == nil && dig(schema, "format") == nil && dig(schema, "pattern") == nil {
			warn(path, fmt.Sprintf("parameter %v takes texts of any length", dig(p, "name")))
		}
	}
	if named != strings.Count(path, "{") {
		warn(path, "parameters of the path that nobody describes")
	}
}

func TestTheDescriptionHasNoWarnings(t *testing.T) {
	a := openAPI(t, open(t, dbtest.SQLite(t, now), nil))
	for _, warning := range lint(t, a.description) {
		t.Error(warning)
	}
	answer, body := a.send(t, "GET", "/api/v1/openapi.yaml", nil)
	if answer.StatusCode != 200 || !strings.Contains(body, "operationId: searchOccupations") {
		t.Errorf("as YAML: %d, %.100s", answer.StatusCode, body)
	}
}

func TestTheLintBites(t *testing.T) {
	a := openAPI(t, open(t, dbtest.SQLite(t, now), nil))
	text, err := json.Marshal(a.description)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ from, to string }{
		"version":     {`"openapi":"3.1.0"`, `"openapi":"2.0"`},
		"id":          {`"operationId":"decide"`, `"operationId":"getOccupation"`},
		"summary":     {`"summary":"Ask who decides"`, `"x-summary":""`},
		"tag":         {`"tags":["procedures"]`, `"tags":["none"]`},
		"description": {`"description":"Legal basis"`, `"x-description":""`},
		"schema":      {`"schemas":{`, `"schemas":{"Spare":{"type":"object"},`},
		"length":      {`"maxLength":200`, `"x-length":200`},
	} {
		broken := strings.Replace(string(text), c.from, c.to, 1)
		var description map[string]any
		if err := json.Unmarshal([]byte(broken), &description); err != nil {
			t.Fatal(err)
		}
		if broken == string(text) || len(lint(t, description)) == 0 {
			t.Errorf("%s: nobody warns", name)
		}
	}
}
