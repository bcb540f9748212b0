//! The catalog as a review sees it.

use super::catalog::{Catalog, Entry};
use super::config::Config;
use super::source::SourceFile;
use crate::review::Subject;
use crate::run::record;
use crate::runbook::review::Cycle;
use crate::text::Date;

/// The runbooks of a site, read from `sources`, as subjects of a review, in path order; `path` shows a source's path as the user knows it, and
/// `changed` is when git last saw it change.
pub fn subjects(
    catalog: &Catalog,
    sources: &[SourceFile],
    config: &Config,
    path: impl Fn(&str) -> String,
    changed: impl Fn(&str) -> Option<Date>,
) -> Vec<Subject> {
    let usual = config.review.cycle.as_deref().unwrap_or("");
    let one = |(at, entry): (usize, &Entry)| {
        let text = sources.get(at).map(|file| &*file.text);
        Subject {
            // What a browser fetches as text has no byte order mark.
            source: text.map_or(String::new(), |text| record::hash(text.trim_start_matches('\u{feff}'))),
            ..subject(entry, usual, path(&entry.path), changed(&entry.path))
        }
    };
    catalog.entries.iter().enumerate().map(one).collect()
}

fn subject(entry: &Entry, usual: &str, path: String, changed: Option<Date>) -> Subject {
    let metadata = &entry.document.runbook().metadata;
    let own = metadata.review_cycle.as_ref().map(|cycle| cycle.value.trim());
    let cycle = own.filter(|cycle| !cycle.is_empty()).unwrap_or(usual);
    Subject {
        id: entry.id.to_string(),
        title: entry.title.clone(),
        path,
        owner: metadata.owner_name().to_string(),
        severity: entry
            .severity
            .map_or(String::new(), |severity| severity.code().to_string()),
        is_after_incidents: Cycle::read(cycle) == Some(Cycle::AfterIncidents),
        cycle: cycle.to_string(),
        last_updated: metadata.last_updated.as_ref().and_then(|date| Date::read(&date.value)),
        changed,
        due: entry.review_due,
        source: String::new(),
    }
}
