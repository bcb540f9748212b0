//! `breakglass search`: the browser's search, natively. The same code over the same index.

mod unmet;

use super::Outcome;
use super::args;
use super::args::SearchFormat;
use super::render::{self, Printer, print};
use crate::search::{Answer, Engine, Hit, Index};
use crate::site::cache::Cache;
use crate::site::catalog::Catalog;
use crate::site::{config, search, source};
use crate::text::escape::printable;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::path::Path;

/// The version of the JSON output.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    query: &'a str,
    /// The query without typos, where results rest on that.
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<&'a str>,
    /// Whether the first result has only a small part of the query.
    weak: bool,
    results: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    title: &'a str,
    section: &'a str,
    anchor: &'a str,
    score: f32,
    snippet: &'a str,
}

pub fn run(args: &args::Search, printer: &Printer) -> Result<Outcome> {
    let bytes = match &args.site {
        Some(site) => from_site(site)?,
        None => from_sources(&args.src, printer)?,
    };
    let index = Index::open(&bytes).context("the search index cannot be read; build the site again")?;
    let query = args.query.join(" ");
    let engine = Engine::new(index);
    let answer = engine.search(&query, args.limit);
    let unmet = unmet::unmet(&engine.parse(&query), engine.index());
    let out = match args.format {
        SearchFormat::Json => {
            let output = Output {
                version: VERSION,
                query: &query,
                correction: answer.correction.as_deref(),
                weak: answer.weak,
                results: answer.hits.iter().map(result).collect(),
            };
            unmet.iter().for_each(|sentence| printer.note(sentence));
            render::json(&output)?
        }
        SearchFormat::Text => text(&answer, &unmet) + "\n",
    };
    print(&out)?;
    Ok(Outcome::Success)
}

/// The index of a runbook folder, made as a build makes it.
fn from_sources(dir: &Path, printer: &Printer) -> Result<Vec<u8>> {
    let sources = source::read(dir)?;
    printer.if_empty(dir, &sources);
    let config = config::read(&sources.root)?;
    let catalog = Catalog::new(
        &sources,
        &config.settings,
        &mut Cache::default(),
        &mut sources.reports(),
    );
    Ok(search::encode(&search::sources(&catalog), &config.synonyms))
}

/// The index of a built site, which its manifest names.
fn from_site(site: &Path) -> Result<Vec<u8>> {
    let file = site.join("runbooks.json");
    let text = std::fs::read_to_string(&file).with_context(|| {
        format!(
            "{} is no folder that `breakglass build` made: cannot read {}",
            site.display(),
            file.display()
        )
    })?;
    let manifest: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no manifest", file.display()))?;
    let Some(name) = manifest["search"]["index"].as_str() else {
        bail!("{} names no search index; build the site again", file.display());
    };
    // The manifest may come from anywhere: it names a file of the site or none.
    if name
        .split(['/', '\\'])
        .any(|part| part.is_empty() || part.starts_with('.') || part.contains(':'))
    {
        bail!("{} names a search index outside the site: {name:?}", file.display());
    }
    let index = site.join(name);
    std::fs::read(&index).with_context(|| format!("cannot read {}", index.display()))
}

fn result(hit: &Hit) -> Item<'_> {
    Item {
        id: &hit.id,
        title: &hit.title,
        section: &hit.section,
        anchor: &hit.anchor,
        score: hit.score,
        snippet: &hit.snippet.text,
    }
}

fn text(answer: &Answer, unmet: &[String]) -> String {
    let mut out = String::new();
    for sentence in unmet {
        out.push_str(&printable(sentence));
        out.push('\n');
    }
    if !unmet.is_empty() && !answer.hits.is_empty() {
        out.push('\n');
    }
    if let Some(correction) = &answer.correction {
        out.push_str(&format!("Did you mean: {}\n\n", printable(correction)));
    }
    if answer.hits.is_empty() && unmet.is_empty() {
        out.push_str("No runbook resembles that.\n");
    } else if answer.weak {
        out.push_str("No runbook matches all of this; nearest:\n\n");
    }
    for hit in &answer.hits {
        let severity = hit.severity.map_or("", |severity| severity.code());
        let place = if hit.anchor.is_empty() {
            hit.id.clone()
        } else {
            format!("{}#{}", hit.id, hit.anchor)
        };
        out.push_str(&format!("{:<2}  {}", severity, printable(&hit.title)));
        if !hit.section.is_empty() {
            out.push_str(&format!(" > {}", printable(&hit.section)));
        }
        out.push_str(&format!("\n    {}\n", printable(&place)));
        if !hit.snippet.text.is_empty() {
            out.push_str(&format!("    {}\n", printable(&hit.snippet.text)));
        }
    }
    out.trim_end().to_string()
}
