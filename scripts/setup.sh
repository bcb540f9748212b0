#!/usr/bin/env bash
# Installs what is missing and says so; does nothing when everything is there.
#
#   scripts/setup.sh app    what builds the app: the wasm target, wasm-bindgen, Trunk (no root, no Node)
#   scripts/setup.sh lint   rustfmt, clippy, the wasm target, cargo-deny
#   scripts/setup.sh all    those, and what tests need: wasm-pack, a browser, Node, npm packages
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

case ${1:-all} in
app)
    need_app_tools
    ;;
lint)
    need_rust
    need_rust_components
    need_wasm_target
    need_cargo_deny
    ;;
all)
    need_app_tools
    need_rust_components
    need_cargo_tool wasm-pack wasm-pack "$WASM_PACK_VERSION"
    want_wasm_opt
    want_hosts
    want_browser
    want_webkit
    if want_node; then
        want_npm_packages || missing "The browser tests' npm packages could not be installed; npm's lines above say why."
    fi
    report_missing
    say "Everything is installed."
    ;;
*)
    fail "usage: scripts/setup.sh [app|lint|all]"
    ;;
esac
