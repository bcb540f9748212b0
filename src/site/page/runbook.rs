//! A runbook's page.

use super::{Frame, severity, toc};
use crate::markdown::Rendered;
use crate::route::{Route, resolve};
use crate::runbook::{Kind, SectionKind};
use crate::site::catalog::{Catalog, Entry};
use crate::text::percent::encode_fragment;
use maud::{Markup, PreEscaped, html};

/// The whole page of entry `at`.
pub fn page(frame: &Frame, catalog: &Catalog, at: usize, entry: &Entry, rendered: &Rendered) -> Vec<u8> {
    let route = Route::Runbook(entry.id.to_string());
    let content = html! {
        (breadcrumb(&route, catalog, at, entry))
        article class="bg-article" data-id=(entry.id.as_str()) {
            (head(entry, rendered))
            (toc(&rendered.toc))
            div class="bg-body" { (PreEscaped(&rendered.body)) }
            (front_matter(entry))
            (foot(frame, entry))
        }
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

fn head(entry: &Entry, rendered: &Rendered) -> Markup {
    let runbook = entry.document.runbook();
    let metadata = &runbook.metadata;
    // An author's "Runbook:" stands above the title instead of in it.
    let written = entry
        .document
        .outline
        .title_prefix
        .as_deref()
        .map(|prefix| prefix.trim_end_matches(':'));
    let label = written.unwrap_or("Runbook");
    let escalation = runbook.section(SectionKind::Escalation);
    html! {
        header class="bg-head" {
            p class="bg-eyebrow" {
                (label)
                @if entry.kind == Kind::Procedure { " · Procedure" }
            }
            h1 id=(entry.document.title_anchor()) tabindex="-1" {
                @match &rendered.title {
                    Some(title) => (PreEscaped(title)),
                    None => (entry.title),
                }
            }
            @if entry.severity.is_some() || metadata.severity_text.is_some() || metadata.affected_users.is_some() {
                div class="bg-facts" {
                    @if let Some(level) = entry.severity {
                        (severity(level))
                    } @else if let Some(text) = &metadata.severity_text {
                        span class="bg-sev" data-severity="other" { span class="bg-sr" { "Severity " } (text.value) }
                    }
                    @if let Some(affected) = &metadata.affected_users {
                        p class="bg-affected" { span class="bg-label" { "Affects " } (affected.value) }
                    }
                }
            }
            div class="bg-actions" id="bg-actions" {
                @if let Some(section) = escalation {
                    a class="bg-button" href={ "#" (encode_fragment(&section.anchor)) } { "Escalate" }
                }
            }
        }
    }
}

/// The front matter as it stands: whatever an author wrote can be read on the page.
fn front_matter(entry: &Entry) -> Markup {
    let prepared = &entry.document.prepared;
    let text = prepared
        .front_matter
        .as_ref()
        .map_or("", |front| front.inner.of(&prepared.text))
        .trim_end();
    html! {
        @if !text.is_empty() {
            details class="bg-front-matter" {
                summary { "Front matter" }
                pre tabindex="0" { code { (text) } }
            }
        }
    }
}

fn foot(frame: &Frame, entry: &Entry) -> Markup {
    let metadata = &entry.document.runbook().metadata;
    let fact = |label: &str, value: &Option<crate::text::span::Spanned<String>>| {
        html! {
            @if let Some(value) = value {
                div { dt { (label) } dd { (value.value) } }
            }
        }
    };
    html! {
        footer class="bg-article-foot" {
            dl {
                (fact("Owner", &metadata.owner))
                (fact("Last updated", &metadata.last_updated))
                (fact("Review cycle", &metadata.review_cycle))
            }
            p class="bg-article-links" {
                a href="source.md" { "Markdown source" }
                @if let Some(repository) = &frame.repository {
                    " " a href=(repository.edit(&entry.path)) rel="noopener noreferrer" { "Edit this runbook" }
                    " " a href=(repository.report(&entry.title)) rel="noopener noreferrer" { "Report a problem" }
                }
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
