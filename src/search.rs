//! Search: an index of runbooks, and the runbook that was meant by whatever was typed or pasted.
//!
//! ```text
//! Document → source (units, fields) → build (tokens) → codec (file)
//! file → loader → index (terms, postings) ; text → query → meaning (slots) → rank → snippet
//! ```
//!
//! The same code natively (`breakglass search`) and in wasm. Nothing here fails or panics on a query; an index file that
//! is damaged is an error ([`codec::CodecError`]).

pub mod analyzer;
pub mod build;
mod closeness;
pub mod codec;
mod counter;
pub mod dictionary;
pub mod fold;
pub mod highlight;
pub mod index;
pub mod lexicon;
pub mod loader;
mod lookup;
mod meaning;
mod named;
pub mod postings;
pub mod query;
mod quotation;
pub mod rank;
pub mod score;
mod slots;
pub mod snippet;
pub mod source;
mod spans;
pub mod stem;
mod strength;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
mod typos;

pub use codec::CodecError;
pub use index::Index;
pub use lexicon::Lexicon;
pub use loader::Loader;
pub use named::Named;
pub use query::{Filter, FilterKey, Query};
pub use snippet::Snippet;
pub use source::Source;

use crate::runbook::{Kind, Severity};
use crate::text::hash::Map;

/// An index with the words of the trade: what answers queries.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    index: Index,
    lexicon: Lexicon,
}

/// A runbook that answers a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The runbook's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its severity.
    pub severity: Option<Severity>,
    /// Incident or procedure.
    pub kind: Kind,
    /// Its category.
    pub category: String,
    /// Its owner; empty where none is named.
    pub owner: String,
    /// The best section's heading; empty for the runbook's beginning.
    pub section: String,
    /// The best section's anchor; empty for the runbook's beginning.
    pub anchor: String,
    /// How well it answers; comparable within one answer only.
    pub score: f32,
    /// Whether the query names it.
    pub named: Named,
    /// The section's text around what was found.
    pub snippet: Snippet,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The runbooks, best first, one hit each.
    pub hits: Vec<Hit>,
    /// Whether the first hit has only a small part of what was asked for: no answer, but the nearest there is.
    pub weak: bool,
    /// How many runbooks there would be without a limit.
    pub total: usize,
    /// The query with its typos corrected, where results rest on that.
    pub correction: Option<String>,
    /// Filters that would narrow the answer, with the runbooks that each leaves.
    pub facets: Vec<(Filter, usize)>,
}

/// Categories that are offered as filters.
const MOST_CATEGORIES: usize = 5;

impl Engine {
    /// An engine over an index.
    pub fn new(index: Index) -> Self {
        Self::with(index, Lexicon::default())
    }

    /// An engine over an index, with what `lexicon` has read already of the words that go with this index.
    pub fn with(index: Index, lexicon: Lexicon) -> Self {
        let mut lexicon = lexicon;
        lexicon.read(index.synonyms(), usize::MAX);
        Self { index, lexicon }
    }

    /// Gives its lexicon to another engine; this one is of no use without.
    pub fn take_lexicon(&mut self) -> Lexicon {
        std::mem::take(&mut self.lexicon)
    }

    /// Its index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Takes a query apart.
    pub fn parse(&self, text: &str) -> Query {
        Query::parse(text, &self.lexicon)
    }

    /// The best `limit` runbooks for what was typed.
    pub fn search(&self, text: &str, limit: usize) -> Answer {
        let query = self.parse(text);
        let meaning = self.meaning(&query);
        let ranked = self.rank(&query, &meaning);
        let worths = self.worths(&meaning);
        let hits = ranked.iter().take(limit).filter_map(|ranked| {
            let runbook = self.index.runbooks.get(ranked.runbook)?;
            let unit = self.index.units.get(ranked.unit)?;
            Some(Hit {
                id: runbook.id.clone(),
                title: runbook.title.clone(),
                severity: runbook.severity,
                kind: runbook.kind,
                category: self.index.name(runbook.category).to_string(),
                owner: self.index.name(runbook.owner).to_string(),
                section: unit.heading.clone(),
                anchor: unit.anchor.clone(),
                score: ranked.score,
                named: ranked.named,
                snippet: self.snippet(ranked.unit, &worths),
            })
        });
        let named = ranked.first().is_some_and(|first| first.named != Named::No);
        let weak = self.is_weak(&query, &meaning, ranked.first());
        // Where most of a query is unknown here, what else might have been meant is a guess upon a guess.
        let is_surer = !meaning.corrections.is_empty() && !named && !weak;
        Answer {
            hits: hits.collect(),
            total: ranked.len(),
            weak,
            facets: self.facets(&ranked),
            correction: is_surer.then(|| correct(&query.text, &meaning.corrections)),
        }
    }
}

impl Engine {
    /// Severities, kinds and the commonest categories of an answer, where there is a choice.
    fn facets(&self, ranked: &[rank::Ranked]) -> Vec<(Filter, usize)> {
        let mut severities = [0; Severity::ALL.len()];
        let mut kinds = [0; 2];
        let mut categories: Map<usize, usize> = Map::default();
        for runbook in ranked
            .iter()
            .filter_map(|ranked| self.index.runbooks.get(ranked.runbook))
        {
            let level = runbook
                .severity
                .and_then(|own| Severity::ALL.iter().position(|level| *level == own));
            if let Some(count) = level.and_then(|at| severities.get_mut(at)) {
                *count += 1;
            }
            if let Some(count) = kinds.get_mut(usize::from(runbook.kind == Kind::Procedure)) {
                *count += 1;
            }
            *categories.entry(runbook.category).or_default() += 1;
        }
        let mut keys: Vec<u64> = categories
            .iter()
            .map(|(name, count)| u64::from(u32::MAX - *count as u32) << 32 | *name as u64)
            .collect();
        order(&mut keys);
        let categories: Vec<(usize, usize)> = keys
            .iter()
            .take(MOST_CATEGORIES)
            .map(|key| (*key as u32 as usize, (u32::MAX - (key >> 32) as u32) as usize))
            .collect();
        let severities = Severity::ALL
            .iter()
            .zip(severities)
            .map(|(level, count)| (FilterKey::Severity, level.code(), count));
        let kinds = [Kind::Incident, Kind::Procedure]
            .into_iter()
            .zip(kinds)
            .map(|(kind, count)| (FilterKey::Kind, kind.name(), count));
        let categories = categories
            .iter()
            .map(|(name, count)| (FilterKey::Category, self.index.name(*name), *count));
        let all: Vec<_> = severities
            .chain(kinds)
            .chain(categories)
            .filter(|(_, value, count)| *count > 0 && !value.is_empty())
            .collect();
        let choice = |key: FilterKey| all.iter().filter(|(other, ..)| *other == key).count() > 1;
        let offered = all.iter().filter(|(key, ..)| choice(*key));
        offered
            .map(|(key, value, count)| {
                let filter = Filter {
                    key: *key,
                    value: (*value).to_string(),
                };
                (filter, *count)
            })
            .collect()
    }
}

/// Sorts numbers, ascending: the engine's only sort but for the dictionary's. What is to be sorted is made into numbers
/// with its place in the low bits, since each kind of list sorted by itself costs some kilobytes in wasm.
fn order(keys: &mut [u64]) {
    keys.sort_unstable();
}

/// A number that falls as `value` (not negative) grows, for [`order`].
fn falling(value: f32) -> u64 {
    u64::from(u32::MAX - value.max(0.0).to_bits())
}

/// `text` with its corrections in place.
fn correct(text: &str, corrections: &[meaning::Correction]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, replacement) in corrections {
        if range.start >= at {
            out.push_str(text.get(at..range.start).unwrap_or(""));
            out.push_str(replacement);
            at = range.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}
