#!/bin/sh
# Runs the fuzz targets for some seconds each: scripts/fuzz.sh [SECONDS] [TARGET…]. Coverage comes from LLVM's sancov pass,
# which stable Rust takes as a flag, so neither cargo-fuzz nor a nightly toolchain is needed; without a sanitizer it
# finds panics, failed assertions and hangs (over 20 seconds), which is what safe Rust can do wrong.
set -eu
cd "$(dirname "$0")/../fuzz"
seconds=${1:-60}
[ $# -gt 0 ] && shift
targets=${*:-$(ls fuzz_targets | sed 's/\.rs$//')}
host=$(rustc -vV | sed -n 's/^host: //p')
# --target keeps the flags from build scripts, which must not be instrumented.
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1" \
	cargo build --release --locked --target "$host"
for target in $targets; do
	mkdir -p "corpus/$target" "artifacts/$target"
	echo "breakglass: fuzzing $target for $seconds s" >&2
	"${CARGO_TARGET_DIR:-target}/$host/release/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
		-max_len=4096 -artifact_prefix="artifacts/$target/" -print_final_stats=1 "corpus/$target" ../tests/fixtures/model
done
