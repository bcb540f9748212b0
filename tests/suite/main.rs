//! The native tests that go through the library or the program as a whole.
#![cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
#![allow(missing_docs)]

mod cli;
mod corpora;
mod determinism;
mod layers;
mod links;
mod project;
mod sources;
