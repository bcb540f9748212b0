//! The bytes of the app that reading Markdown costs: `cargo bench --bench bytes`.
//!
//! Builds `benches/wasm` as the app is built, with nothing, with the Markdown parser, with the model of a runbook, and
//! with the model and the writer of pages, and prints what each adds. Needs the target wasm32-unknown-unknown.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

const STEPS: [(&str, &str); 4] = [
    ("", "an empty program"),
    ("parser", "pulldown-cmark"),
    ("model", "the model"),
    ("page", "the writer of pages"),
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("target/bytes");
    println!(
        "{:<22} {:>10} {:>10} {:>10} {:>10}",
        "", "bytes", "adds", "brotli", "adds"
    );
    let mut before = (0, 0);
    for (feature, name) in STEPS {
        let status = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--release",
                "--locked",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .args(["--features", feature])
            .arg("--manifest-path")
            .arg(root.join("benches/wasm/Cargo.toml"))
            .env("CARGO_TARGET_DIR", &target)
            .status()
            .expect("cargo runs");
        assert!(status.success(), "benches/wasm does not build with `{feature}`");
        let wasm = fs::read(target.join("wasm32-unknown-unknown/release/breakglass-bytes.wasm")).unwrap();
        let size = (wasm.len(), brotli(&wasm));
        println!(
            "{name:<22} {:>10} {:>10} {:>10} {:>10}",
            size.0,
            size.0.saturating_sub(before.0),
            size.1,
            size.1.saturating_sub(before.1)
        );
        before = size;
    }
}

fn brotli(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters).unwrap();
    out.len()
}
