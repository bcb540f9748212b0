#!/bin/sh
# Trunk's post_build hook: shrinks the staged app, keeps a copy of it, and has the generator turn
# Trunk's staging folder into the complete site. Trunk then puts that folder in the place of dist/.
#
#   TRUNK_STAGING_DIR  what Trunk staged: app.js, app_bg.wasm, boot.js, styles/, icons/
#   TRUNK_PROFILE      release or debug
#   TRUNK_SOURCE_DIR   the folder of index.html
set -eu

say() { printf '%s\n' "breakglass: $*" >&2; }
fail() {
    say "$*"
    exit 1
}

: "${TRUNK_STAGING_DIR:?is set by Trunk; run \`trunk build --release\` instead of this script}"
: "${TRUNK_PROFILE:?is set by Trunk}"
cd "${TRUNK_SOURCE_DIR:?is set by Trunk}"
staged=$TRUNK_STAGING_DIR

for file in app.js app_bg.wasm boot.js styles/main.css styles/app.css; do
    [ -f "$staged/$file" ] ||
        fail "Trunk did not stage $file. Is it named in index.html, and is filehash off in Trunk.toml?"
done

# wasm-bindgen's folder of snippets is never emptied, so a stale one may be staged: drop what
# app.js does not import.
if [ -d "$staged/snippets" ] && ! grep -q "from './snippets/" "$staged/app.js"; then
    rm -rf "$staged/snippets"
fi

scripts/build-modules.sh "$staged" "$TRUNK_PROFILE"

# Where the wasm standard library is compiled here (scripts/lib.sh), the native one is not.
unset RUSTC_BOOTSTRAP CARGO_UNSTABLE_BUILD_STD CARGO_UNSTABLE_BUILD_STD_FEATURES

# A working build for the developer's own loop: no size work, no copy for `make dist`.
if [ "$TRUNK_PROFILE" != release ]; then
    exec cargo run --locked --quiet --bin breakglass -- \
        build runbooks --app "$staged" --out "$staged"
fi

# What nothing uses goes before wasm-opt, which then drops what only that reached; names last, for it looks at them.
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target"
rustc --edition 2024 -O -o "$target/shrink" scripts/shrink.rs || fail "scripts/shrink.rs does not compile."
for module in app runner wizard; do
    "$target/shrink" exports "$staged/$module.js" "$staged/${module}_bg.wasm"
done
if command -v wasm-opt >/dev/null 2>&1; then
    # The features are those that rustc's output uses; without them wasm-opt refuses the file. Blocks are put together anew
    # first (--flatten --rereloop), which saves half a hundredth.
    for module in app runner wizard; do
        wasm-opt --flatten --rereloop -Oz -Oz \
            --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
            --enable-mutable-globals --enable-reference-types --enable-multivalue \
            --strip-producers --strip-debug \
            -o "$staged/$module.opt.wasm" "$staged/${module}_bg.wasm" ||
            fail "wasm-opt failed. It must be binaryen 108 or later (Debian: apt-get install binaryen); with none on PATH the app is built without it, only larger."
        mv "$staged/$module.opt.wasm" "$staged/${module}_bg.wasm"
    done
else
    say "wasm-opt is not installed, so the app is larger than it could be (Debian: apt-get install binaryen)."
fi
for module in app runner wizard; do
    "$target/shrink" imports "$staged/$module.js" "$staged/${module}_bg.wasm"
done

# app-dist/ is what --app, BREAKGLASS_APP and the embedding binary take. It is replaced as a whole,
# by renaming, so that it never mixes two builds.
rm -rf app-dist.new app-dist.old
mkdir app-dist.new
for entry in app.js app_bg.wasm runner.js runner_bg.wasm wizard.js wizard_bg.wasm boot.js styles icons snippets; do
    if [ -e "$staged/$entry" ]; then
        cp -R "$staged/$entry" app-dist.new/
    fi
done
# What the app was built from, for scripts/dist.sh.
scripts/app-sources.sh >app-dist.new/sources.sha256
if [ -e app-dist ]; then
    mv app-dist app-dist.old
fi
mv app-dist.new app-dist
rm -rf app-dist.old

cargo run --release --locked --quiet --bin breakglass -- \
    build runbooks --app "$staged" --out "$staged"
