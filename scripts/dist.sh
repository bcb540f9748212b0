#!/usr/bin/env bash
# Puts the built app (app-dist/) into one program, tries that with nothing else around it, and leaves what goes with a
# release in target/dist: manual pages, completions, the list of what it is made of (CycloneDX).
#
#   scripts/dist.sh check    looks at app-dist/ only
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

for file in app.js app_bg.wasm runner.js runner_bg.wasm wizard.js wizard_bg.wasm boot.js styles/main.css styles/app.css icons/icon.svg sources.sha256; do
    [ -s "app-dist/$file" ] ||
        fail "app-dist/$file is missing, so there is no whole app to put into the program. \`make build\` makes it."
done
[ "$(cat app-dist/sources.sha256)" = "$(scripts/app-sources.sh)" ] ||
    fail "The app in app-dist/ was built from other sources than these. \`make build\` builds it anew."
[ "${1:-}" != check ] || exit 0

cargo build --release --locked --features embed,sbom --bin breakglass --bin sbom
target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
program=$target/release/breakglass
out=$target/dist

rm -rf "$out"
mkdir -p "$out/completions"
"$program" man "$out/man"
for shell in bash elvish fish powershell zsh; do
    "$program" completions "$shell" >"$out/completions/breakglass.$shell"
done
cargo metadata --format-version 1 --locked --all-features | "$target/release/sbom" >"$out/breakglass.cdx.json"
cp LICENSE CHANGELOG.md "$out/"

# No Rust, no Node, no network, no settings: a program and a folder.
try=$(mktemp -d)
trap 'rm -rf "$try"' EXIT
cp -R runbooks "$try/runbooks"
cp "$program" "$try/breakglass"
(cd "$try" && env -i ./breakglass build runbooks --out site >/dev/null 2>&1) ||
    fail "The program does not build a site on its own: run \`env -i $program build runbooks\` to see why."
for module in app runner wizard; do
    find "$try/site/assets" -name "${module}_bg-*.wasm" -size +1k | grep -q . ||
        fail "The site that the program builds lacks $module.wasm."
done
bytes=$(wc -c <"$program")
say "$program has the app inside: $((bytes / 1000)) kB, $(gzip -9 <"$program" | wc -c | awk '{ print int($1 / 1000) }') kB as .gz. With it: $out"
