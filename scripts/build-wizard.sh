#!/bin/sh
# Compiles the wizard, the app's second module, into the folder where Trunk has staged the first: Trunk builds one
# module only. Called by the post_build hook.
#
#   scripts/build-wizard.sh FOLDER release|debug
set -eu
cd "$(dirname "$0")/.."
out=$1
if [ "$2" = release ]; then profile=wasm-release folder=wasm-release; else profile=dev folder=debug; fi
target=${CARGO_TARGET_DIR:-target}
cargo build --locked --quiet --target wasm32-unknown-unknown --no-default-features --features app \
    --profile "$profile" --bin wizard
wasm-bindgen --target web --no-typescript --out-dir "$out" --out-name wizard \
    "$target/wasm32-unknown-unknown/$folder/wizard.wasm"
