#!/usr/bin/env bash
# All tests: native, wasm in a browser, end to end in a browser. Cheap ones first. Without a browser
# the others still run, and the end says what was left out and fails.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

wasm_tests() {
    # The runner gives the page 20 s by default: too little for a busy machine with two cores.
    WASM_BINDGEN_TEST_TIMEOUT=${WASM_BINDGEN_TEST_TIMEOUT:-120} \
        wasm-pack test --headless --chrome --mode no-install \
        -- --locked --no-default-features --features app
}

browser_tests() (
    BREAKGLASS_BIN=$(native_binary)
    export BREAKGLASS_BIN
    cd tests/browser
    npx --no-install playwright test
)

native_binary() {
    local target=${CARGO_TARGET_DIR:-target}
    case $target in /*) ;; *) target=$PWD/$target ;; esac
    printf '%s/release/breakglass\n' "$target"
}

need_rust
part "Native tests" cargo test --locked --quiet

need_app_tools
need_cargo_tool wasm-pack wasm-pack "$WASM_PACK_VERSION"
want_wasm_opt
want_hosts
want_browser
node=no
if want_node; then
    if want_npm_packages; then
        node=yes
    else
        missing "The browser tests' npm packages could not be installed; npm's lines above say why."
    fi
fi

if [ -n "$CHROME" ] && has chromedriver; then
    part "Wasm tests in $(basename "$CHROME")" wasm_tests
fi
part "App and site" scripts/build.sh
# `make dist` alone would see it fail.
part "The program with the app inside" cargo check --locked --quiet --features embed --bin breakglass
if [ -n "$CHROME" ] && [ "$node" = yes ]; then
    part "Browser tests in $(basename "$CHROME")" browser_tests
fi

report_missing || fail "The other tests passed, but not all could run."
say "All tests passed."
