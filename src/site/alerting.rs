//! The catalog as alerts see it.

use super::catalog::Catalog;
use crate::alerts::{Page, Pages};
use crate::text::span::Spanned;

/// The pages that an alert can lead to.
pub fn pages(catalog: &Catalog) -> Pages {
    let pages = catalog.entries.iter().map(|entry| {
        let runbook = entry.document.runbook();
        // A name that the title or the file gives stands in the title.
        let span = |name: &str| {
            let named = runbook.metadata.alerts.iter().find(|alert| alert.value == name);
            named.map_or(runbook.title_span, |alert| alert.span)
        };
        let alerts = entry.alerts.iter();
        Page {
            id: entry.id.to_string(),
            title: entry.title.clone(),
            path: entry.path.clone(),
            alerts: alerts.map(|name| Spanned::new(name.clone(), span(name))).collect(),
            anchors: runbook.headings.iter().map(|heading| heading.anchor.clone()).collect(),
        }
    });
    Pages::new(pages.collect())
}
