//! An index in memory: what queries are answered from.

use super::codec::CodecError;
use super::dictionary::Dictionary;
use super::fold::is_cjk;
use super::loader::Loader;
use super::postings::Postings;
use super::source::Field;
use crate::runbook::{Kind, SectionKind, Severity};
use crate::text::hash::Map;
use std::ops::Range;

/// Stands for a term where there are only signs and spaces between two words.
pub(super) const BETWEEN: u32 = u32::MAX;

/// The same with a line's end in it.
pub(super) const LINE_END: u32 = u32::MAX - 1;

/// A runbook of the index.
#[derive(Clone, Debug)]
pub struct Runbook {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Incident or procedure.
    pub kind: Kind,
    /// Its severity.
    pub severity: Option<Severity>,
    /// Its category, as a number for [`Index::name`].
    pub category: usize,
    /// Its owner, likewise.
    pub owner: usize,
    /// Its alerts.
    pub alerts: Vec<String>,
    /// Its units.
    pub units: Range<usize>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its runbook.
    pub runbook: u32,
    /// What the section is for.
    pub kind: SectionKind,
    /// The heading; empty for a runbook's beginning.
    pub heading: String,
    /// The heading's id in the page; empty for a runbook's beginning.
    pub anchor: String,
    /// Its runs.
    pub runs: Range<usize>,
}

/// A stretch of tokens in one field.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its field.
    pub field: Field,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// An index, ready for queries.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Words and what stands between them, as the file numbers them.
    pub(super) words: Vec<Box<str>>,
    /// The forms of all words.
    pub(super) dictionary: Dictionary,
    /// The terms of each word, all in a row, with the weight of each.
    pub(super) word_terms: Vec<(u32, f32)>,
    pub(super) word_starts: Vec<u32>,
    /// The first term of each word, which is the word as a whole; [`BETWEEN`] or [`LINE_END`] for what is none.
    pub(super) first_terms: Vec<u32>,
    pub(super) names: Vec<String>,
    pub(super) runbooks: Vec<Runbook>,
    pub(super) units: Vec<Unit>,
    pub(super) runs: Vec<Run>,
    pub(super) tokens: Vec<u32>,
    pub(super) by_unit: Postings,
    pub(super) by_runbook: Postings,
    /// Runbooks by the words of their titles and alerts alone.
    pub(super) by_name: Postings,
    /// Alerts and titles, joined and folded, to the runbooks that have them: twice the number, and one for an alert.
    pub(super) keys: Map<String, Vec<u32>>,
    /// A team's own synonyms.
    pub(super) synonyms: Vec<String>,
}

impl Index {
    /// Reads an index file at once.
    ///
    /// # Errors
    /// When the file is none, of another version, or damaged.
    pub fn open(bytes: &[u8]) -> Result<Self, CodecError> {
        let mut loader = Loader::new(bytes)?;
        while !loader.step(bytes, usize::MAX)? {}
        Ok(loader.finish())
    }

    /// How many runbooks there are.
    pub fn len(&self) -> usize {
        self.runbooks.len()
    }

    /// Whether there is no runbook.
    pub fn is_empty(&self) -> bool {
        self.runbooks.is_empty()
    }

    /// The runbooks, in path order.
    pub fn runbooks(&self) -> &[Runbook] {
        &self.runbooks
    }

    /// A category or an owner.
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// All forms of the index's words: what a query can find exactly.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.dictionary.entries().iter().map(|entry| &*entry.text)
    }

    /// A team's own synonyms, a group each.
    pub fn synonyms(&self) -> impl Iterator<Item = &str> {
        self.synonyms.iter().map(String::as_str)
    }

    /// The terms of a word, with their weights.
    pub(super) fn terms_of(&self, word: u32) -> &[(u32, f32)] {
        let at = |index: usize| self.word_starts.get(index).copied().unwrap_or(0) as usize;
        self.word_terms
            .get(at(word as usize)..at(word as usize + 1))
            .unwrap_or(&[])
    }

    /// The text of a word.
    pub(super) fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", |word| word)
    }

    /// The tokens of a run.
    pub(super) fn run_tokens(&self, run: &Run) -> &[u32] {
        self.tokens.get(run.tokens.clone()).unwrap_or(&[])
    }

    /// The runs of a unit.
    pub(super) fn unit_runs(&self, unit: &Unit) -> &[Run] {
        self.runs.get(unit.runs.clone()).unwrap_or(&[])
    }

    /// Words by field in some units.
    pub(super) fn lengths(&self, units: Range<usize>) -> [f32; 8] {
        let mut lengths = [0.0; 8];
        for unit in self.units.get(units).unwrap_or(&[]) {
            for run in self.unit_runs(unit) {
                if let Some(length) = lengths.get_mut(run.field as usize) {
                    *length += run.tokens.len() as f32;
                }
            }
        }
        lengths
    }
}

/// Whether a word is one character of a script without spaces.
pub(super) fn single_cjk(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_cjk) && chars.next().is_none()
}
