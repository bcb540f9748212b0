//! Search: an index of runbooks, and the runbook that was meant by whatever was typed or pasted.
//!
//! ```text
//! Document → source (units, fields) → build (tokens) → codec (file)
//! file → index (terms, postings) ; text → query → slots → rank → snippet
//! ```
//!
//! The same code natively (`breakglass search`) and in wasm. Nothing here fails or panics on a query; an index file that
//! is damaged is an error ([`codec::CodecError`]).

pub mod analyzer;
pub mod build;
pub mod codec;
pub mod dictionary;
pub mod fold;
pub mod highlight;
pub mod index;
pub mod lexicon;
pub mod query;
pub mod rank;
pub mod score;
mod slots;
pub mod snippet;
pub mod source;
pub mod stem;
#[cfg(test)]
mod tests;

pub use codec::CodecError;
pub use index::{Index, Loader};
pub use query::{Filter, FilterKey, Query};
pub use rank::Named;
pub use snippet::Snippet;
pub use source::Source;

use crate::runbook::{Kind, Severity};
use lexicon::Lexicon;

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
    /// How many runbooks there would be without a limit.
    pub total: usize,
    /// The query with its typos corrected, where results rest on that.
    pub correction: Option<String>,
}

impl Engine {
    /// An engine over an index.
    pub fn new(index: Index) -> Self {
        let lexicon = Lexicon::new(index.synonyms.iter().map(String::as_str));
        Self { index, lexicon }
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
                snippet: self.snippet(ranked.unit, &meaning),
            })
        });
        let named = ranked.first().is_some_and(|first| first.named != Named::No);
        Answer {
            hits: hits.collect(),
            total: ranked.len(),
            correction: (!meaning.corrections.is_empty() && !named).then(|| correct(&query.text, &meaning.corrections)),
        }
    }
}

/// `text` with its corrections in place.
fn correct(text: &str, corrections: &[slots::Correction]) -> String {
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
