//! The native tests that go through the library or the program as a whole.
#![cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
// Tests say what they are about by their names. Helpers are no test functions, so clippy.toml does not cover them; a test may fail in any of them.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod alert_rules;
mod alerts;
#[path = "../analyzer_golden/mod.rs"]
mod analyzer_golden;
mod check;
mod check_corpora;
mod check_fix;
mod check_formats;
mod check_mutations;
mod ci_docs;
mod cli;
mod contacts;
mod corpora;
mod determinism;
#[cfg(unix)]
mod docs;
mod draft;
mod expected;
mod interrupted;
mod layers;
mod links;
mod lint_properties;
mod model;
mod new;
mod project;
mod rebuild;
mod review;
mod review_evidence;
#[cfg(unix)]
mod review_job;
mod review_page;
mod rules_page;
mod run;
mod sarif;
mod schemas;
mod search;
mod serve;
mod shrink;
mod size;
mod sources;
