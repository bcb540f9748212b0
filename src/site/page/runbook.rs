//! A runbook's page.

use super::Frame;
use crate::article::Article;
use crate::markdown::Rendered;
use crate::route::{Route, resolve};
use crate::site::catalog::{Catalog, Entry};
use crate::text::percent::encode_fragment;
use maud::{Markup, html};

/// The whole page of entry `at`.
pub fn page(frame: &Frame, catalog: &Catalog, at: usize, entry: &Entry, rendered: &Rendered) -> Vec<u8> {
    let route = Route::Runbook(entry.id.to_string());
    let forge = frame
        .repository
        .as_ref()
        .map(|repository| (repository.edit(&entry.path), repository.report(&entry.title)));
    let article = Article {
        id: entry.id.as_str(),
        document: &entry.document,
        rendered,
        title: &entry.title,
        severity: entry.severity,
        kind: entry.kind,
        forge: forge.as_ref().map(|(edit, report)| (edit.as_str(), report.as_str())),
    };
    let content = html! {
        (breadcrumb(&route, catalog, at, entry))
        (article.html())
        (pager(&route, catalog, at))
    };
    frame.page(&route, "runbook", &entry.title, content)
}

fn breadcrumb(route: &Route, catalog: &Catalog, at: usize, entry: &Entry) -> Markup {
    let home = resolve(route, &Route::Home.file());
    let anchor = catalog
        .group_of(at)
        .map(|group| encode_fragment(&group.anchor))
        .unwrap_or_default();
    html! {
        nav class="bg-crumbs" aria-label="Breadcrumb" {
            ol {
                li { a href=(home) { "Runbooks" } }
                li { a href={ (home) "#" (anchor) } { (entry.category) } }
            }
        }
    }
}

fn pager(route: &Route, catalog: &Catalog, at: usize) -> Markup {
    let (before, after) = catalog.neighbours(at);
    let link = |entry: &Entry, rel: &str, label: &str| {
        let href = resolve(route, &Route::Runbook(entry.id.to_string()).file());
        html! { a href=(href) rel=(rel) { span class="bg-label" { (label) } " " (entry.title) } }
    };
    html! {
        @if before.is_some() || after.is_some() {
            nav class="bg-pager" aria-label="Runbooks in this category" {
                @if let Some(entry) = before { (link(entry, "prev", "Previous")) }
                @if let Some(entry) = after { (link(entry, "next", "Next")) }
            }
        }
    }
}
