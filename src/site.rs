//! The generator: a folder of Markdown and a built app in, the files of a site out.
//!
//! 1. [`source`] finds and reads the files below the runbook folder;
//! 2. [`catalog`] parses them in parallel and decides ids, titles, categories and order;
//! 3. [`compile`] renders every page, resolving links through [`resolve`], into an [`Output`] in memory;
//! 4. [`write`] puts an output in the place of the previous one, wholly or not at all.

pub mod alerting;
pub mod alerts;
pub mod app;
pub mod built;
pub mod cache;
pub mod catalog;
pub mod check;
pub mod compile;
pub mod config;
pub mod deploy;
pub mod feed;
pub mod health;
pub mod history;
pub mod home;
mod lock;
pub mod manifest;
pub mod media;
mod names;
pub mod offline;
pub mod packs;
pub mod page;
pub mod past;
pub mod precompress;
pub mod readme;
pub mod remove;
pub mod repository;
pub mod resolve;
pub mod runbooks;
pub mod search;
pub mod single_file;
pub mod source;
pub mod stage;
pub mod stamp;
pub mod version;
pub mod web_manifest;
pub mod write;

pub use app::App;
pub use compile::{Site, compile};
pub use config::Config;
pub use source::Sources;

use crate::diagnostic::Diagnostic;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of a site: path below its root (`/` between parts, as in URLs before encoding) to content, which is shared
/// between a site and what is kept of it for the next.
pub type Output = BTreeMap<String, Bytes>;

/// Whether two contents are the same, at once where they are one piece of memory.
fn is_same(a: &Bytes, b: &Bytes) -> bool {
    std::ptr::eq(a.as_ptr(), b.as_ptr()) && a.len() == b.len() || a == b
}

/// The path of an asset: its name carries the hash of its bytes, so hosts and browsers may keep it for ever.
pub fn asset_name(stem: &str, extension: &str, bytes: &[u8]) -> String {
    let hash = app::sha256(bytes);
    format!("assets/{stem}-{}.{extension}", hash.get(..16).unwrap_or(&hash))
}

/// Everything there is to say about one source file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file's path below the runbook folder.
    pub path: String,
    /// Its text, for excerpts.
    pub text: Arc<str>,
    /// The findings, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

#[cfg(test)]
mod testing {
    use super::Output;

    /// An output of these paths and texts.
    pub(super) fn output(files: &[(&str, &str)]) -> Output {
        let files = files.iter();
        files
            .map(|(path, text)| (path.to_string(), text.to_string().into()))
            .collect()
    }
}
