//! `--fix`: the safe fixes, file by file.

use super::target::Target;
use crate::cli::files::replace;
use crate::lint::{Around, Options, fix};
use crate::site::Sources;
use crate::site::source::SourceFile;
use anyhow::{Context, Result};
use rayon::prelude::*;
use std::collections::HashSet;

/// How much was fixed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Findings that were settled.
    pub findings: usize,
    /// Files that were changed.
    pub files: usize,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        self.findings += other.findings;
        self.files += other.files;
    }
}

/// Fixes the files of a target on disk.
///
/// # Errors
/// When a file cannot be written, or has changed since it was read; those before it are fixed.
pub fn apply(target: &Target, sources: &Sources, options: &Options) -> Result<Tally> {
    let index = sources.index.as_ref().map(|file| file.path.as_str());
    let files: Vec<&SourceFile> = sources.markdown().filter(|file| target.covers(&file.path)).collect();
    let fixed: Vec<(&SourceFile, fix::Fixed)> = files
        .into_par_iter()
        .filter_map(|file| {
            // Where bytes are lost in the text, writing the text would lose them on disk.
            if file.bytes != file.text.as_bytes() {
                return None;
            }
            let around = Around {
                is_index: Some(file.path.as_str()) == index,
                ..Around::default()
            };
            Some((file, fix::fix(&file.path, &file.text, &around, options)?))
        })
        .collect();
    let mut tally = Tally::default();
    let mut done = HashSet::new();
    for (file, fixed) in fixed {
        let path = sources.root.join(&file.path);
        // A symbolic link beside its target is the same file a second time.
        if !done.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            continue;
        }
        replace(&path, &file.bytes, fixed.text.as_bytes())
            .with_context(|| format!("cannot fix {}", target.shown(&file.path)))?;
        tally.findings += fixed.settled.len();
        tally.files += 1;
    }
    Ok(tally)
}
