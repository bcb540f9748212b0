# shellcheck shell=sh
# shellcheck disable=SC2034  # read by the scripts that source this file
#
# The versions of the tools that build and test Breakglass: here and nowhere else. wasm-bindgen is
# missing on purpose: its tool must match the library to the last digit, so Cargo.lock says it.
TRUNK_VERSION=0.21.14     # 0.22 needs rustc 1.96
WASM_PACK_VERSION=0.15.1
NODE_MAJOR=20             # the oldest that Playwright takes
