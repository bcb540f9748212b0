//! What one build leaves for the next.

use super::source::SourceFile;
use super::{check, is_same, past, runbooks, search, stamp};
use crate::markdown::{self, Document};
use crate::runbook::Settings;
use bytes::Bytes;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// What is kept from one build to the next. Whatever it holds, a build with it gives what one without it would.
#[derive(Debug, Default)]
pub struct Cache {
    /// Files that were read.
    pub sources: stamp::Kept,
    /// Pages.
    pub(super) pages: runbooks::Kept,
    /// What search reads.
    pub(super) search: search::Kept,
    /// Findings of the linter.
    pub(super) findings: check::Kept,
    /// The settings they were read with.
    settings: Settings,
    /// Parsed files, by path.
    documents: HashMap<String, Read>,
    /// What git said.
    pub(super) past: past::Kept,
    /// Whether no build comes after this one.
    is_for_one: bool,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) bytes: Bytes,
    pub(super) sha256: String,
    pub(super) document: Arc<Document>,
}

impl Read {
    fn new(file: &SourceFile, settings: &Settings) -> Self {
        Self {
            bytes: file.bytes.clone(),
            sha256: super::app::sha256(&file.bytes),
            document: Arc::new(markdown::read_with(&file.text, settings)),
        }
    }
}

impl Cache {
    /// A cache for one build, which gives memory back as soon as it can.
    pub fn for_one() -> Self {
        Self {
            is_for_one: true,
            ..Self::default()
        }
    }

    /// Says that pages are in the output and words in the index.
    pub(super) fn have_been_used(&mut self) {
        if self.is_for_one {
            let used = (std::mem::take(&mut self.pages), std::mem::take(&mut self.search));
            // There are many pieces of it.
            rayon::spawn(move || drop(used));
        }
    }

    /// The documents of `files` with their SHA-256, parsing in parallel what has changed.
    pub(super) fn read(&mut self, files: &[&SourceFile], settings: &Settings) -> Vec<Read> {
        if self.settings != *settings {
            self.documents.clear();
            self.settings = settings.clone();
        }
        let known = &self.documents;
        let documents: Vec<Read> = files
            .par_iter()
            .map(|file| {
                let kept = known.get(&file.path).filter(|kept| is_same(&kept.bytes, &file.bytes));
                kept.cloned().unwrap_or_else(|| Read::new(file, settings))
            })
            .collect();
        self.documents = files
            .iter()
            .map(|file| file.path.clone())
            .zip(documents.iter().cloned())
            .collect();
        documents
    }
}
