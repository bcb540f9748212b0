//! `runbooks.json`: the site's runbooks for other tools.

use super::catalog::Catalog;
use super::search::Files;
use crate::route::Route;
use serde::Serialize;

/// The version of the format.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Manifest<'a> {
    version: u32,
    site: Site<'a>,
    search: &'a Files,
    runbooks: Vec<Runbook<'a>>,
}

#[derive(Serialize)]
struct Site<'a> {
    title: &'a str,
    built: Option<String>,
    generator: &'a str,
}

#[derive(Serialize)]
struct Runbook<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'a str,
    severity: Option<&'a str>,
    category: &'a str,
    owner: Option<&'a str>,
    alerts: Vec<&'a str>,
    last_updated: Option<&'a str>,
    review_due: Option<&'a str>,
    url: String,
    source: String,
    sha256: &'a str,
}

/// The manifest's text. `url` and `source` are relative to the manifest.
pub fn text(catalog: &Catalog, title: &str, built: Option<i64>, search: &Files) -> String {
    let runbooks = catalog.entries.iter().map(|entry| {
        let metadata = &entry.document.runbook().metadata;
        let route = Route::Runbook(entry.id.to_string());
        Runbook {
            id: entry.id.as_str(),
            title: &entry.title,
            kind: entry.kind.name(),
            severity: entry.severity.map(|severity| severity.code()),
            category: &entry.category,
            owner: metadata.owner.as_ref().map(|owner| owner.value.as_str()),
            alerts: metadata.alerts.iter().map(|alert| alert.value.as_str()).collect(),
            last_updated: metadata.last_updated.as_ref().map(|date| date.value.as_str()),
            review_due: None,
            url: route.path(),
            source: format!("{}source.md", route.path()),
            sha256: &entry.sha256,
        }
    });
    let manifest = Manifest {
        version: VERSION,
        site: Site {
            title,
            built: built.map(super::built::machine),
            generator: concat!("breakglass ", env!("CARGO_PKG_VERSION")),
        },
        search,
        runbooks: runbooks.collect(),
    };
    // Only text, numbers and lists: serialising cannot fail.
    serde_json::to_string_pretty(&manifest).unwrap_or_default()
}
