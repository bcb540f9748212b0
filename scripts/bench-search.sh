#!/usr/bin/env bash
# Relevance, speed and size of search, ours and the peers', over the same pages and questions in one run. Without node or
# the peers' packages: ours alone, and a line that says so. `--write` puts what was measured into docs/search-benchmark.md.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

write=
if [ "${1:-}" = --write ]; then
    write=yes
    shift
fi
need_rust
out=${CARGO_TARGET_DIR:-target}/bench-search
case $out in /*) ;; *) out=$PWD/$out ;; esac
rm -rf "$out"
cargo bench --locked --bench search -- --export "$out" "$@"

if ! want_node; then
    say "The peers were left out: node is not installed."
    exit 0
fi
if ! (cd benches/search && { [ -d node_modules ] || npm ci --silent --no-audit --no-fund </dev/null; }); then
    say "The peers were left out: their npm packages could not be installed (npm's lines above say why)."
    exit 0
fi
(cd benches/search && node peers.mjs "$out")
if want_browser && [ -n "${CHROME:-}" ] && [ -f app-dist/app_bg.wasm ] && [ -d tests/browser/node_modules ]; then
    (cd benches/search && CHROME=$CHROME node chromium.mjs "$out/results")
else
    say "Chromium was left out: it needs a browser, \`make build\`, and the browser tests' packages (\`make setup\`)."
fi
if [ -n "$write" ]; then
    (cd benches/search && node report.mjs "$out/results" ../../docs/search-benchmark.md)
fi
