#!/usr/bin/env bash
# The app as it is published, and with it the site of runbooks/: `trunk build --release`, and fewer bytes.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh
small_wasm
exec trunk build --release
