# Breakglass. `make serve` and `make test` work on a fresh machine with Rust, make and a C compiler:
# they install what they need themselves, once, into a folder of their own (scripts/versions.sh says
# which versions; BREAKGLASS_TOOLS which folder).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help serve build dist test bench bench-search bench-peers bench-wizard soak lint fmt setup clean

BREAKGLASS_TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/breakglass/tools
export BREAKGLASS_TOOLS
export PATH := $(BREAKGLASS_TOOLS)/bin:$(PATH)

# Trunk: no look-up of its newest version; and it rejects NO_COLOR=1, though any value is right.
export TRUNK_SKIP_VERSION_CHECK := true
ifneq ($(strip $(NO_COLOR)),)
export NO_COLOR := true
endif
# A failed build ends with the compiler's message, not with a backtrace of Trunk's own errors.
export RUST_LIB_BACKTRACE := 0

# `cargo metadata` would know better, but this is what cargo itself looks at first.
TARGET := $(or $(CARGO_TARGET_DIR),target)
BINARY := $(TARGET)/release/breakglass
ADDR ?= 127.0.0.1:8080

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s  %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: build ## Build all and show runbooks/ on http://127.0.0.1:8080/ (ADDR=host:port for another)
	$(BINARY) serve runbooks --app app-dist --addr $(ADDR)

build: ## The app and the site of runbooks/, in dist/
	@scripts/setup.sh app
	@scripts/build.sh

dist: build ## One program with the app inside: target/release/breakglass; its manual pages and more in target/dist
	@scripts/dist.sh

test: ## All tests: Rust, wasm in a browser, end to end in Chromium
	@scripts/test.sh

bench: ## Measure search, build and parsing
	cargo bench --locked --bench '*'

bench-search: ## Search against MiniSearch, lunr, elasticlunr, Fuse and Pagefind
	@scripts/bench-search.sh

bench-peers: ## Measure against Hugo with Pagefind, mdBook, MkDocs Material and VitePress
	@scripts/bench-peers.sh

bench-wizard: ## The wizard with a runbook of 100 kB in Chromium
	node benches/wizard/fluid.mjs

# The same tests with more cases, fuzzing, and the long forms of the browser tests (BREAKGLASS_SOAK).
soak: ## The long tests
	PROPTEST_CASES=2048 cargo test --release --locked
	scripts/fuzz.sh 30
	cd tests/browser && BREAKGLASS_SOAK=1 BREAKGLASS_BIN=$(abspath $(BINARY)) npx --no-install playwright test faults.spec.mjs walks.spec.mjs --project=subfolder
	cd tests/browser && BREAKGLASS_SOAK=1 BREAKGLASS_BIN=$(abspath $(BINARY)) npx --no-install playwright test run-storage.spec.mjs wizard-killed.spec.mjs --project=root

lint: ## Formatting, clippy on both targets, direction of dependencies, licences and sources of dependencies
	@scripts/setup.sh lint
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --target wasm32-unknown-unknown --no-default-features --features app --lib --bins -- -D warnings
	cargo test --locked --quiet --test suite layers
	# Read only, so that the library that runs them, which is C++, need not be there.
	CUSTOM_LIBFUZZER_PATH=/dev/null cargo clippy --locked --manifest-path fuzz/Cargo.toml -- -D warnings
	@scripts/deny.sh

fmt: ## Format the code
	cargo fmt

setup: ## Install everything that building and testing need
	@scripts/setup.sh all

clean: ## Remove what was built; the installed tools stay
	cargo clean
	rm -rf dist app-dist tests/browser/output tests/browser/node_modules
