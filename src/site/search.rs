//! The search index of a site: its runbooks as sources, the file's name, what the manifest says about it.

use super::catalog::{Catalog, Entry};
use super::{Output, asset_name};
use crate::markdown::Document;
use crate::markdown::index::ColumnKind;
use crate::search::Source;
use crate::search::build::{Numbered, Words, encode_numbered, tokens};
use crate::search::source::{Field, Run, Unit};
use bytes::Bytes;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Runbooks from which the catalog (titles, alerts, headings, symptoms) has a file of its own, which answers while the
/// whole index is still on its way. Below, the whole index is hardly larger than what a second request costs.
pub const CATALOG_FROM: usize = 500;

/// What `runbooks.json` says about search: the one place that names files that depend on all content.
#[derive(Clone, Debug, Serialize)]
pub struct Files {
    /// The index's path below the root.
    pub index: String,
    /// The catalog's path below the root, where the site has so many runbooks that it pays.
    pub catalog: Option<String>,
}

/// The runbooks as search reads them, in path order.
pub fn sources(catalog: &Catalog) -> Vec<Source> {
    let descriptions = descriptions(catalog);
    catalog
        .entries
        .par_iter()
        .enumerate()
        .map(|(at, entry)| source(entry, descriptions.get(&at).map_or("", String::as_str)))
        .collect()
}

/// The index file's bytes; `synonyms` are a team's own groups.
pub fn encode(sources: &[Source], synonyms: &[String]) -> Vec<u8> {
    let mut words = Words::default();
    let runs = numbered(sources, &mut words);
    encode_numbered(&Numbered::all(sources, &runs), &words, synonyms, |_| true)
}

/// The numbers of the words in each run of each source.
fn numbered(sources: &[Source], words: &mut Words) -> Vec<Vec<Vec<u32>>> {
    let texts: Vec<Vec<Vec<&str>>> = sources
        .par_iter()
        .map(|source| source.runs().map(|run| tokens(&run.text)).collect())
        .collect();
    let numbers = |text: &Vec<Vec<&str>>| text.iter().map(|run| words.numbers(run)).collect();
    texts.iter().map(numbers).collect()
}

/// What search read in the build before.
#[derive(Debug, Default)]
pub struct Kept {
    words: Words,
    runbooks: HashMap<String, Arc<Indexed>>,
    digest: Option<Digest>,
}

/// The catalog's file with all that it depends on.
#[derive(Debug)]
struct Digest {
    synonyms: Vec<String>,
    runbooks: Vec<Arc<Indexed>>,
    file: Bytes,
}

impl Digest {
    /// Whether another one, of these runbooks, would have the same bytes: most edits are of text that is not in it.
    fn still_holds(&self, runbooks: &[Arc<Indexed>], synonyms: &[String]) -> bool {
        self.synonyms == synonyms
            && self.runbooks.len() == runbooks.len()
            && self
                .runbooks
                .iter()
                .zip(runbooks)
                .all(|(a, b)| Arc::ptr_eq(a, b) || a.is_alike(b))
    }
}

/// A runbook as search reads it, with what that depends on.
#[derive(Debug)]
struct Indexed {
    document: Arc<Document>,
    listed: String,
    /// What the catalog said of it.
    head: Source,
    source: Source,
    runs: Vec<Vec<u32>>,
}

impl Indexed {
    /// Whether two are the same in the catalog.
    fn is_alike(&self, other: &Self) -> bool {
        let (own, others) = (&self.source.units, &other.source.units);
        self.head == other.head
            && own.len() == others.len()
            && own.iter().zip(others).all(|(a, b)| {
                (a.kind, &a.heading, &a.anchor) == (b.kind, &b.heading, &b.anchor) && in_digest(a).eq(in_digest(b))
            })
    }
}

fn in_digest(unit: &Unit) -> impl Iterator<Item = &Run> {
    unit.runs.iter().filter(|run| run.field.is_in_digest())
}

/// Words that are kept at most; with more, all is read anew, since edits leave words behind that no runbook has.
const MOST_WORDS: usize = 1 << 20;

impl Kept {
    fn read(&mut self, catalog: &Catalog) -> Vec<Arc<Indexed>> {
        if self.words.len() > MOST_WORDS {
            *self = Self::default();
        }
        let descriptions = descriptions(catalog);
        let listed = |at: usize| descriptions.get(&at).map_or("", String::as_str);
        let known = &self.runbooks;
        let entries = catalog.entries.iter().enumerate();
        let kept: Vec<Option<Arc<Indexed>>> = entries
            .map(|(at, entry)| {
                let kept = known.get(&entry.path)?;
                let is_same = Arc::ptr_eq(&kept.document, &entry.document)
                    && kept.listed == listed(at)
                    && kept.head == head(entry);
                is_same.then(|| Arc::clone(kept))
            })
            .collect();
        let missing: Vec<usize> = (0..kept.len())
            .filter(|at| kept.get(*at).is_some_and(Option::is_none))
            .collect();
        let sources: Vec<Source> = missing
            .par_iter()
            .filter_map(|at| Some(source(catalog.entries.get(*at)?, listed(*at))))
            .collect();
        let runs = numbered(&sources, &mut self.words);
        let mut fresh = missing
            .iter()
            .zip(sources.into_iter().zip(runs))
            .filter_map(|(at, (source, runs))| {
                let entry = catalog.entries.get(*at)?;
                Some(Arc::new(Indexed {
                    document: Arc::clone(&entry.document),
                    listed: listed(*at).to_string(),
                    head: head(entry),
                    source,
                    runs,
                }))
            });
        let all: Vec<Arc<Indexed>> = kept
            .into_iter()
            .filter_map(|kept| kept.or_else(|| fresh.next()))
            .collect();
        let paths = catalog.entries.iter().map(|entry| entry.path.clone());
        self.runbooks = paths.zip(all.iter().cloned()).collect();
        all
    }
}

/// The files, and what the manifest says about them.
pub fn emit(catalog: &Catalog, synonyms: &[String], kept: &mut Kept) -> (Output, Files) {
    let indexed = kept.read(catalog);
    let runbooks: Vec<Numbered> = indexed
        .iter()
        .map(|indexed| Numbered {
            source: &indexed.source,
            runs: &indexed.runs,
        })
        .collect();
    let mut output = Output::new();
    let mut put = |stem: &str, bytes: Bytes| {
        let path = asset_name(stem, "bin", &bytes);
        output.insert(path.clone(), bytes);
        path
    };
    let words = &kept.words;
    let digest = kept
        .digest
        .take()
        .filter(|digest| digest.still_holds(&indexed, synonyms));
    let encode = || encode_numbered(&runbooks, words, synonyms, Field::is_in_digest).into();
    let (index, digest) = rayon::join(
        || encode_numbered(&runbooks, words, synonyms, |_| true),
        || (runbooks.len() >= CATALOG_FROM).then(|| digest.map_or_else(encode, |digest| digest.file)),
    );
    let files = Files {
        index: put("search", index.into()),
        catalog: digest.clone().map(|digest| put("catalog", digest)),
    };
    kept.digest = digest.map(|file| Digest {
        synonyms: synonyms.to_vec(),
        runbooks: indexed,
        file,
    });
    (output, files)
}

fn source(entry: &Entry, listed: &str) -> Source {
    let metadata = &entry.document.runbook().metadata;
    let own = metadata.description.as_ref().map_or("", |text| text.value.as_str());
    head(entry).read(&entry.document, if own.is_empty() { listed } else { own })
}

/// What the catalog knows about a runbook.
fn head(entry: &Entry) -> Source {
    let metadata = &entry.document.runbook().metadata;
    Source {
        id: entry.id.to_string(),
        title: entry.title.clone(),
        kind: entry.kind,
        severity: entry.severity,
        category: entry.category.clone(),
        owner: metadata.owner_name().to_string(),
        alerts: metadata.alerts.iter().map(|alert| alert.value.clone()).collect(),
        units: Vec::new(),
    }
}

/// What the index says about each runbook in its own words.
fn descriptions(catalog: &Catalog) -> HashMap<usize, String> {
    let mut out = HashMap::new();
    let Some((_, index)) = &catalog.index else { return out };
    for group in &catalog.groups {
        let Some(category) = group.category.and_then(|number| index.categories.get(number)) else {
            continue;
        };
        for (row, member) in category.rows.iter().zip(&group.members) {
            let cell = row.cell(&category.columns, ColumnKind::Description);
            if let (Some(at), Some(cell)) = (member, cell) {
                out.entry(*at).or_insert_with(|| cell.text.clone());
            }
        }
    }
    out
}
