//! `runbooks.json`: the site's runbooks for other tools.

use super::catalog::Catalog;
use super::config::Config;
use super::search::Files;
use crate::route::Route;
use crate::text::Date;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
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
    last_updated: Option<String>,
    review_due: Option<String>,
    url: String,
    source: String,
    sha256: &'a str,
}

/// The manifest's text. `url` and `source` are relative to the manifest.
pub fn text(catalog: &Catalog, config: &Config, title: &str, built: Option<i64>, search: &Files) -> String {
    let runbooks = catalog.entries.iter().map(|entry| {
        let metadata = &entry.document.runbook().metadata;
        let route = Route::Runbook(entry.id.to_string());
        Runbook {
            id: entry.id.as_str(),
            title: &entry.title,
            kind: entry.kind.name(),
            severity: entry.severity.map(|severity| severity.code()),
            category: &entry.category,
            owner: Some(metadata.owner_name()).filter(|name| !name.is_empty()),
            alerts: entry.alerts.iter().map(String::as_str).collect(),
            last_updated: metadata.last_updated.as_ref().map(|date| iso(&date.value)),
            review_due: entry.review_due.map(|date| date.to_string()),
            url: route.path(),
            source: format!("{}source.md", route.path()),
            sha256: &entry.sha256,
        }
    });
    let manifest = Manifest {
        version: VERSION,
        site: Site {
            title,
            url: config.site.url.as_deref(),
            built: built.map(super::built::machine),
            generator: concat!("breakglass ", env!("CARGO_PKG_VERSION")),
        },
        search,
        runbooks: runbooks.collect(),
    };
    // Only text, numbers and lists: serialising cannot fail.
    serde_json::to_string(&manifest).unwrap_or_default()
}

/// A date as `2025-10-25`; what is none stays as written.
fn iso(text: &str) -> String {
    Date::read(text).map_or_else(|| text.to_string(), |date| date.to_string())
}
