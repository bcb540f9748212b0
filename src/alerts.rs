//! Prometheus rule files against runbooks: which alerts have none, which `runbook_url`s lead nowhere, which runbooks wait
//! for an alert that no rule defines; and the changes that set `runbook_url`s.
//!
//! 1. [`yaml`] reads a file into trees with spans, document by document; [`template`] takes Helm's text out of those
//!    that are no YAML as they stand;
//! 2. [`read`] finds the alerts in rule files, PrometheusRule resources and lists of them;
//! 3. [`report`] holds them against the [`Pages`] of the site, with [`url`] judging addresses, and [`baseline`] lets
//!    known findings pass;
//! 4. [`edit`] sets `runbook_url`s as text edits and proves that nothing else changed.
//!
//! Pure, but native only: rule files are read where they lie, never in the browser.

pub mod baseline;
pub mod edit;
pub mod pages;
pub mod read;
pub mod report;
pub mod rules;
pub mod template;
pub mod url;
pub mod yaml;

pub use pages::{Page, Pages};
pub use read::{Alert, RuleFile, RunbookUrl};
pub use report::{Report, Standing};
