//! Breakglass compiles a folder of Markdown runbooks into a static site that keeps working when everything else is down.
//!
//! Layers, innermost first; each imports only what stands before it (`tests/suite/layers.rs` checks the `use` lines):
//! vocabulary ([`text`], [`runbook`], [`diagnostic`], [`route`]) ← [`markdown`] ← [`lint`] ← `site` ← `cli` on the native side, and
//! `app` on wasm32.

pub mod text;

pub mod diagnostic;
pub mod route;
pub mod runbook;

pub mod markdown;

pub mod review;
pub mod run;

pub mod article;
pub mod draft;

pub mod lint;
pub mod search;

#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod alerts;
#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod cli;
#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod site;

#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub mod app;
