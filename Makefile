# What one types here. "make help" lists it.
#
# The program needs Go and Node.js to be built; "make test" installs the rest
# (PostgreSQL, Chromium, Java, fonts, a C compiler) on a Debian with root.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

# Official data files for tests of importers; .ci/run insists on them.
export OPENIQ_TESTDATA ?= $(abspath ../shared/data)

# Where and how "make demo" shows itself.
DEMO_DB ?= demo/openiq.db
DEMO_FLAGS ?=

NPM_CI := npm ci --no-audit --no-fund --loglevel=error
STATICCHECK := .cache/bin/staticcheck

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- build --------------------------------------------------------------------

.PHONY: build
build: assets generate ## build bin/openiq
	CGO_ENABLED=0 go build -trimpath -o bin/openiq ./cmd/openiq

.PHONY: demo
demo: build ## fill a whole invented network and serve it
	@mkdir -p $(dir $(DEMO_DB))
	bin/openiq demo --db $(DEMO_DB) $(DEMO_FLAGS)

.PHONY: generate
generate: ## turn pages (.templ) into Go
	go tool templ generate -log-level=warn

# Stylesheets, fonts, scripts and the map. Rules that no page uses are removed,
# so the build looks at the pages too; it does nothing when nothing changed.
.PHONY: assets
assets: web/node_modules/.package-lock.json
	npm run build --prefix web --silent
web/node_modules/.package-lock.json: web/package-lock.json
	@scripts/need build
	$(NPM_CI) --prefix web
	@touch $@

# --- test ---------------------------------------------------------------------

.PHONY: test
test: need check assets ## check and test everything, on both databases and in the browser
	go run ./test/suite

.PHONY: test-full
test-full: need check assets ## the same, deeper and with coverage; writes docs/quality.md
	@mkdir -p docs
	go run ./test/suite -quality docs/quality.md -fuzz 20s

.PHONY: check
check: $(STATICCHECK) test/node_modules/.package-lock.json ## format, generated files, vet, staticcheck
	scripts/check-format
	scripts/check-generated
	go vet ./...
	$(STATICCHECK) ./...

.PHONY: need
need:
	@scripts/need test

$(STATICCHECK): tools/go.mod tools/go.sum
	go -C tools build -o ../$@ honnef.co/go/tools/cmd/staticcheck
	@touch $@
test/node_modules/.package-lock.json: test/package-lock.json
	$(NPM_CI) --prefix test
	@touch $@

.PHONY: bench
bench: build ## measure speed and size, see docs/performance.md
	go test -run '^$$' -bench . -timeout 90m ./bench/...

.PHONY: clean
clean: ## remove what was built; the demo's database stays
	rm -rf bin .cache web/node_modules test/node_modules
	find web/dist -mindepth 1 ! -name .gitkeep -delete
