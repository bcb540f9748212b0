#!/bin/sh
# Prints the hash of what the app is built from, by names and bytes: all sources but those of the native program.
set -eu
cd "$(dirname "$0")/.."
if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum; else sum='shasum -a 256'; fi
find src styles public index.html Trunk.toml Cargo.toml Cargo.lock -type f \
    ! -path 'src/site/*' ! -path 'src/cli/*' ! -path 'src/alerts/*' ! -name main.rs ! -name '.*' |
    LC_ALL=C sort | while IFS= read -r file; do $sum "$file"; done | $sum | cut -d ' ' -f 1
