//! Breakglass compiles a folder of Markdown runbooks into a static site that keeps working when everything else is down.
//!
//! Layers, innermost first; each imports only what stands before it (`tests/suite/layers.rs` checks that):
//!
//! 1. vocabulary: [`text`], then [`route`], [`diagnostic`] and [`runbook`];
//! 2. [`markdown`], which reads sources into the model and renders them;
//! 3. engines, which do not import each other: [`article`], [`draft`], [`lint`], [`search`], [`run`], [`review`], `alerts`;
//! 4. `site` and then `cli` on the native side, `app` on wasm32.
//!
//! `ARCHITECTURE.md` says what each of them does.

pub mod text;

pub mod diagnostic;
pub mod route;
pub mod runbook;

pub mod markdown;

pub mod article;
pub mod draft;
pub mod lint;
pub mod review;
pub mod run;
pub mod search;

#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod alerts;
#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod cli;
#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod site;

#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub mod app;
