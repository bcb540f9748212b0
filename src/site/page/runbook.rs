//! A runbook's page.

use super::{Frame, RUNBOOK};
use crate::article::Article;
use crate::markdown::Rendered;
use crate::route::{Route, beside, resolve};
use crate::site::catalog::{Catalog, Entry, Place};
use crate::text::percent::encode_fragment;
use maud::{Markup, html};

/// The whole page of `entry`, which stands at `place`.
pub fn page(frame: &Frame, catalog: &Catalog, place: &Place, entry: &Entry, rendered: &Rendered) -> Vec<u8> {
    let route = Route::Runbook(entry.id.to_string());
    let content = html! {
        (breadcrumb(&route, catalog.anchor(place), entry))
        (article(frame, &route, entry, rendered, false))
        (pager(&route, catalog, place))
    };
    frame.page(&route, RUNBOOK, &entry.title, content)
}

/// The article of `entry` on the page `route`, which may be another than its own; `is_copy` as in [`Article`].
pub fn article(frame: &Frame, route: &Route, entry: &Entry, rendered: &Rendered, is_copy: bool) -> Markup {
    let own = Route::Runbook(entry.id.to_string());
    let repository = frame.repository.as_ref();
    let edit = repository.map(|repository| repository.edit(&entry.path));
    let report = frame.report(&entry.title);
    let source = if *route == own {
        "source.md".to_string()
    } else {
        resolve(route, &format!("{}source.md", own.path()))
    };
    let contacts = frame.has_contacts.then(|| resolve(route, &Route::Contacts.file()));
    Article {
        id: entry.id.as_str(),
        document: &entry.document,
        rendered,
        title: &entry.title,
        severity: entry.severity,
        kind: entry.kind,
        edit: edit.as_deref(),
        report: report.as_deref(),
        source: &source,
        severity_word: entry.severity.map(|level| frame.settings.severity_word(level)),
        contacts: contacts.as_deref(),
        is_copy,
        review_due: entry.review_due,
    }
    .html()
}

fn breadcrumb(route: &Route, anchor: &str, entry: &Entry) -> Markup {
    let home = resolve(route, &Route::Home.file());
    let anchor = encode_fragment(anchor);
    html! {
        nav class="bg-crumbs" aria-label="Breadcrumb" {
            ol {
                li { a href=(home) { "Runbooks" } }
                li { a href={ (home) "#" (anchor) } { (entry.category) } }
            }
        }
    }
}

fn pager(route: &Route, catalog: &Catalog, place: &Place) -> Markup {
    let entry = |at: Option<usize>| catalog.entries.get(at?);
    let (before, after) = (entry(place.before), entry(place.after));
    // The styles put "Previous" and "Next" in front.
    let link = |entry: &Entry, rel: &str| {
        let href = beside(route, &Route::Runbook(entry.id.to_string()).file());
        html! { a href=(href) rel=(rel) { (entry.title) } }
    };
    html! {
        @if before.is_some() || after.is_some() {
            nav class="bg-pager" aria-label="Runbooks in this category" {
                @if let Some(entry) = before { (link(entry, "prev")) }
                @if let Some(entry) = after { (link(entry, "next")) }
            }
        }
    }
}
