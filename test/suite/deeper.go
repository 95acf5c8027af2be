package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// moreCases is how many random cases each property is tried with when the
// suite searches deeper; rapid's own default is 100.
const moreCases = 2000

// searchDeeper repeats the packages with random tests with many more cases, and
// fuzzes each fuzz target. It also says in words what it did.
func searchDeeper(ctx context.Context, packages []string, each time.Duration) (report, []string, error) {
	var total report
	var said []string
	random, err := packagesWith(ctx, packages, "pgregory.net/rapid")
	if err != nil {
		return total, nil, err
	}
	if len(random) > 0 {
		args := append([]string{"-vet=off", "-timeout=60m"}, random...)
		r, err := goTest(ctx, append(args, fmt.Sprintf("-rapid.checks=%d", moreCases)))
		if err != nil {
			return total, nil, err
		}
		total.add(r)
		said = append(said, fmt.Sprintf("Properties in %d packages, %d random cases each.", len(random), moreCases))
	}
	targets, err := fuzzTargets(ctx, packages)
	if err != nil {
		return total, nil, err
	}
	for _, t := range targets {
		fmt.Printf("fuzz  %s %s for %s\n", t.pkg, t.name, each)
		r, err := goTest(ctx, []string{"-vet=off", "-run=^$", "-fuzz=^" + t.name + "$", "-fuzztime=" + each.String(), t.pkg})
		if err != nil {
			return total, nil, err
		}
		total.add(r)
		said = append(said, fmt.Sprintf("Fuzzed `%s` in `%s` for %s.", t.name, t.pkg, each))
	}
	return total, said, nil
}

// packagesWith lists the packages whose tests import the path.
func packagesWith(ctx context.Context, packages []string, imported string) ([]string, error) {
	const format = `{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}`
	out, err := goCommand(ctx, append([]string{"list", "-f", format}, packages...))
	if err != nil {
		return nil, err
	}
	var found []string
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		for _, word := range words[1:] {
			if word == imported {
				found = append(found, words[0])
				break
			}
		}
	}
	return found, nil
}

// target is a fuzz test.
type target struct{ pkg, name string }

func fuzzTargets(ctx context.Context, packages []string) ([]target, error) {
	out, err := goCommand(ctx, append([]string{"test", "-vet=off", "-list=^Fuzz"}, packages...))
	if err != nil {
		return nil, err
	}
	return parseTargets(out), nil
}

// parseTargets reads the output of "go test -list": names, then their package.
func parseTargets(list string) []target {
	var found []target
	var names []string
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		switch words := strings.Fields(line); {
		case strings.HasPrefix(line, "Fuzz"):
			names = append(names, line)
		case len(words) > 1 && words[0] == "ok":
			for _, name := range names {
				found = append(found, target{pkg: words[1], name: name})
			}
			names = nil
		}
	}
	return found
}

func goCommand(ctx context.Context, args []string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w", args[0], err)
	}
	return string(out), nil
}
