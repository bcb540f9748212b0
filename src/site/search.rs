//! The search index of a site: its runbooks as sources, the file's name, what the manifest says about it.

use super::Output;
use super::app::sha256;
use super::catalog::{Catalog, Entry};
use crate::markdown::index::ColumnKind;
use crate::search::Source;
use crate::search::build::{encode_tokens, tokens};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;

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
    let texts: Vec<Vec<Vec<&str>>> = sources
        .par_iter()
        .map(|source| {
            let runs = source.units.iter().flat_map(|unit| unit.runs.iter());
            runs.map(|run| tokens(&run.text)).collect()
        })
        .collect();
    let texts: Vec<Vec<&str>> = texts.into_iter().flatten().collect();
    encode_tokens(sources, &texts, synonyms)
}

/// Adds the files to `output`.
pub fn emit(catalog: &Catalog, synonyms: &[String], output: &mut Output) -> Files {
    let sources = sources(catalog);
    let mut put = |stem: &str, bytes: Vec<u8>| {
        let path = format!("assets/{stem}-{}.bin", &sha256(&bytes)[..16]);
        output.insert(path.clone(), bytes);
        path
    };
    let digest = (sources.len() >= CATALOG_FROM).then(|| {
        let digests: Vec<Source> = sources.iter().map(Source::digest).collect();
        put("catalog", encode(&digests, synonyms))
    });
    Files {
        index: put("search", encode(&sources, synonyms)),
        catalog: digest,
    }
}

fn source(entry: &Entry, listed: &str) -> Source {
    let runbook = entry.document.runbook();
    let metadata = &runbook.metadata;
    let own = metadata.description.as_ref().map_or("", |text| text.value.as_str());
    let description = if own.is_empty() { listed } else { own };
    Source {
        id: entry.id.to_string(),
        title: entry.title.clone(),
        kind: entry.kind,
        severity: entry.severity,
        category: entry.category.clone(),
        owner: metadata
            .owner
            .as_ref()
            .map(|owner| owner.value.clone())
            .unwrap_or_default(),
        alerts: metadata.alerts.iter().map(|alert| alert.value.clone()).collect(),
        units: Vec::new(),
    }
    .read(&entry.document, description)
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
