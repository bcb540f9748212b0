#!/usr/bin/env bash
# Holds deny.toml. Advisories are checked where their database can be fetched; elsewhere it is said that they were not.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

cargo deny --locked --log-level error check --hide-inclusion-graph bans licenses sources
if timeout 60 cargo deny --log-level off fetch db >/dev/null 2>&1; then
    cargo deny --locked --log-level error check --hide-inclusion-graph advisories
else
    say "The database of advisories cannot be reached from here: known vulnerabilities were not looked up."
fi
