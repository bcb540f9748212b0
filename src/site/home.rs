//! The home page: the runbooks by category.

use super::built;
use super::catalog::{Catalog, Entry, Group};
use super::config::Config;
use super::page::Frame;
use super::resolve::Resolver;
use crate::diagnostic::Diagnostic;
use crate::markdown::Document;
use crate::markdown::html::{render_blocks, render_inline};
use crate::markdown::index::{Category, ColumnKind, Row};
use crate::route::{Route, resolve};
use crate::text::percent::encode_fragment;
use maud::{Markup, PreEscaped, html};

/// Renders the home page. `resolver` resolves the links of the index, where there is one.
pub fn page(
    frame: &Frame,
    catalog: &Catalog,
    config: &Config,
    resolver: Option<&mut Resolver<'_>>,
    built: Option<i64>,
) -> Vec<u8> {
    let mut resolver = resolver;
    let groups: Vec<Markup> = catalog
        .groups
        .iter()
        .map(|group| section(frame, catalog, group, resolver.as_deref_mut()))
        .collect();
    let count = catalog.entries.len();
    let alerts = resolve(&Route::Home, &Route::Alerts.file());
    let content = html! {
        header class="bg-head" {
            h1 id="bg-title" tabindex="-1" { (frame.title) }
            p class="bg-count" {
                @match count {
                    0 => { "No runbooks yet" }
                    1 => { "1 runbook" }
                    count => { (count) " runbooks" }
                }
                @match catalog.alert_count() {
                    0 => {}
                    1 => { ", " a href=(alerts) { "1 alert" } }
                    count => { ", " a href=(alerts) { (count) " alerts" } }
                }
                @if let Some(seconds) = built {
                    ", last changed " time datetime=(built::machine(seconds)) { (built::human(seconds)) }
                }
                @if count > 0 {
                    // Nothing else leads there: the header is for those who are on call.
                    " · " a href=(resolve(&Route::Home, &Route::Review.file())) { "Review" }
                }
            }
            // The app says here how the offline copy stands.
            p class="bg-offline" id="bg-offline" {}
        }
        @if count == 0 && groups.is_empty() { (empty()) }
        @if count > MANY && groups.len() > 1 { (jumps(catalog)) }
        @for group in groups { (group) }
        @if !config.meanings.is_empty() {
            section class="bg-meanings" {
                h2 { "What the severities mean" }
                dl { @for (level, meaning) in &config.meanings { div { dt { (frame.severity(*level)) } dd { (meaning) } } } }
            }
        }
    };
    frame.page(&Route::Home, "home", "", content)
}

/// With more runbooks than this, the page begins with the way to each category, and its rows are set for speed: it is
/// many screens long.
const MANY: usize = 40;

/// Rows that a browser sets or leaves out together (styles/home.css): each group costs it a look at every frame, and a
/// thousand groups of one row made every key that is typed into the search field wait.
const ROWS: usize = 16;

fn jumps(catalog: &Catalog) -> Markup {
    html! {
        nav class="bg-jumps" aria-label="Categories" {
            ul {
                @for group in &catalog.groups {
                    li { a href={ "#" (encode_fragment(&group.anchor)) } { (group.title) " " span class="bg-label" { (group.members.iter().flatten().count()) } } }
                }
            }
        }
    }
}

/// What an author sees first.
fn empty() -> Markup {
    html! {
        div class="bg-empty" {
            h2 { "Write the first runbook" }
            p { "The wizard asks for what a runbook needs, step by step, and gives you the file." }
            p { a class="bg-button bg-primary" href=(resolve(&Route::Home, &Route::Write.file())) { "Write a runbook" } }
            p { "Or put a Markdown file into the runbook folder, for example " code { "high-cpu-usage.md" } ", with the sections "
                "Symptoms, Impact, Detection, Diagnosis, Resolution, Verification, Prevention, Escalation and Related. "
                "A " code { "README.md" } " beside it orders the list." }
        }
    }
}

fn section(frame: &Frame, catalog: &Catalog, group: &Group, resolver: Option<&mut Resolver<'_>>) -> Markup {
    let listed = group.category.and_then(|number| {
        let (document, index) = catalog.index.as_ref()?;
        Some((&**document, index.categories.get(number)?))
    });
    let many = catalog.entries.len() > MANY;
    html! {
        section class=(if many { "bg-category bg-many" } else { "bg-category" }) {
            h2 id=(group.anchor) { (group.title) }
            @match (listed, resolver) {
                (Some((document, category)), Some(resolver)) => (listed_table(frame, catalog, group, document, category, resolver)),
                _ => (plain_table(frame, catalog, &group.members)),
            }
        }
    }
}

/// A category as the index has it: its words, its columns, its order; runbooks it does not list come last.
fn listed_table(
    frame: &Frame,
    catalog: &Catalog,
    group: &Group,
    document: &Document,
    category: &Category,
    resolver: &mut Resolver<'_>,
) -> Markup {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let prose = if category.prose.is_empty() {
        String::new()
    } else {
        render_blocks(document, resolver, &mut findings, &|span| {
            category.prose.contains(&span)
        })
        .body
    };
    let rows: Vec<Markup> = category
        .rows
        .iter()
        .zip(&group.members)
        .map(|(row, member)| {
            let entry = member.and_then(|at| catalog.entries.get(at));
            listed_row(frame, document, category, row, entry, resolver, &mut findings)
        })
        .collect();
    let rest = group.members.get(category.rows.len()..).unwrap_or(&[]);
    resolver.diagnostics.extend(findings);
    html! {
        (PreEscaped(prose))
        table class="bg-list" {
            thead { tr { @for column in &category.columns { th scope="col" { (column.title) } } } }
            @for rows in rows.chunks(ROWS) { tbody { @for row in rows { (row) } } }
        }
        @if !rest.is_empty() { (plain_table(frame, catalog, rest)) }
    }
}

fn listed_row(
    frame: &Frame,
    document: &Document,
    category: &Category,
    row: &Row,
    entry: Option<&Entry>,
    resolver: &mut Resolver<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Markup {
    let cells = category.columns.iter().zip(&row.cells).map(|(column, cell)| match (column.kind, entry) {
        (ColumnKind::Runbook, Some(entry)) => html! { td class="bg-list-title" { (link(entry, &row.title)) } },
        (ColumnKind::Runbook, None) => html! {
            td class="bg-list-title" { span class="bg-dead" { (row.title) } " " span class="bg-missing-note" { "not written yet" } }
        },
        (ColumnKind::Severity, Some(Entry { severity: Some(level), .. })) => html! { td class="bg-list-severity" { (frame.severity(*level)) } },
        (kind, _) => {
            let content = render_inline(document, resolver, findings, cell.events.clone());
            html! { td class=(class(kind)) { (PreEscaped(content)) } }
        }
    });
    let cells: Vec<Markup> = cells.collect();
    html! { tr class=[entry.is_none().then_some("bg-missing")] { @for cell in cells { (cell) } } }
}

fn class(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Runbook => "bg-list-title",
        ColumnKind::Severity => "bg-list-severity",
        ColumnKind::Type => "bg-list-type",
        ColumnKind::Description => "bg-list-text",
        ColumnKind::Other => "bg-list-other",
    }
}

/// A category that no index describes.
fn plain_table(frame: &Frame, catalog: &Catalog, members: &[Option<usize>]) -> Markup {
    let entries: Vec<&Entry> = members
        .iter()
        .flatten()
        .filter_map(|at| catalog.entries.get(*at))
        .collect();
    html! {
        table class="bg-list" {
            thead { tr { th scope="col" { "Runbook" } th scope="col" { "Severity" } th scope="col" { "Description" } } }
            @for entries in entries.chunks(ROWS) {
                tbody {
                    @for entry in entries {
                        tr {
                            td class="bg-list-title" { (link(entry, &entry.title)) }
                            td class=[entry.severity.map(|_| "bg-list-severity")] { @if let Some(level) = entry.severity { (frame.severity(level)) } }
                            td class="bg-list-text" { (entry.description()) }
                        }
                    }
                }
            }
        }
    }
}

fn link(entry: &Entry, title: &str) -> Markup {
    let href = resolve(&Route::Home, &Route::Runbook(entry.id.to_string()).file());
    html! { a href=(href) { (title) } }
}
