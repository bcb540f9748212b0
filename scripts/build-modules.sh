#!/bin/sh
# Compiles the runner and the wizard, which are modules beside the app, into the folder where Trunk has staged that: Trunk
# builds one module only. Called by the post_build hook.
#
#   scripts/build-modules.sh FOLDER release|debug
set -eu
cd "$(dirname "$0")/.."
out=$1
if [ "$2" = release ]; then profile=wasm-release folder=wasm-release; else profile=dev folder=debug; fi
target=${CARGO_TARGET_DIR:-target}
cargo build --locked --quiet --target wasm32-unknown-unknown --no-default-features --features app \
    --profile "$profile" --bin runner --bin wizard
for module in runner wizard; do
    wasm-bindgen --target web --no-typescript --out-dir "$out" --out-name "$module" \
        "$target/wasm32-unknown-unknown/$folder/$module.wasm"
done
