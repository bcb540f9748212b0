//! `review/`: the health of the runbooks. Complete as HTML; due dates stand here, and the app compares them with today.

use super::Frame;
use crate::diagnostic::{Diagnostic, Severity};
use crate::review::Subject;
use crate::route::{Route, resolve};
use crate::runbook::{Runbook, SectionKind};
use crate::site::catalog::{Catalog, Entry};
use crate::site::source::SourceFile;
use crate::text::Date;
use maud::{Markup, html};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Runbooks that are named under one open problem; the rest is counted.
const MOST_NAMED: usize = 20;

/// The page. `problems` are the findings of `check` for each runbook of the catalog.
pub fn page(
    frame: &Frame,
    catalog: &Catalog,
    sources: &[SourceFile],
    subjects: &[Subject],
    problems: &[&[Diagnostic]],
) -> Vec<u8> {
    let title = "Review";
    let mut order: Vec<usize> = (0..subjects.len()).collect();
    order.sort_by_cached_key(|at| {
        let subject = subjects.get(*at);
        let due = subject.and_then(|subject| subject.due);
        (due.is_none(), due, subject.map(|subject| subject.title.to_lowercase()))
    });
    let dated = subjects.iter().filter(|subject| subject.due.is_some()).count();
    let unowned = subjects.iter().filter(|subject| subject.owner.is_empty()).count();
    let content = html! {
        article class="bg-article bg-alone bg-review" {
            header class="bg-head" {
                h1 id="bg-title" tabindex="-1" { (title) }
                p class="bg-count" {
                    (count(subjects.len(), "runbook")) ": " (dated) " with a due date"
                    @if unowned > 0 { ", " (unowned) " without an owner" }
                    "."
                }
            }
            div class="bg-body" {
                @if subjects.is_empty() { p { "No runbooks yet." } } @else {
                    // The app puts the choice of an owner here.
                    div class="bg-review-tools" id="bg-review-tools" {}
                    (table(frame, catalog, sources, subjects, problems, &order))
                    (changes(catalog, subjects))
                    (coverage(catalog))
                    (open_problems(catalog, problems))
                }
            }
        }
    };
    frame.page(&Route::Review, "review", title, content)
}

/// A table that scrolls inside its frame.
fn framed(label: &str, table: Markup) -> Markup {
    html! { div class="bg-scroll" role="group" aria-label=(label) tabindex="0" { (table) } }
}

fn table(
    frame: &Frame,
    catalog: &Catalog,
    sources: &[SourceFile],
    subjects: &[Subject],
    problems: &[&[Diagnostic]],
    order: &[usize],
) -> Markup {
    let rows = order.par_iter().filter_map(|at| {
        let (subject, entry) = (subjects.get(*at)?, catalog.entries.get(*at)?);
        let found = problems.get(*at).copied().unwrap_or_default();
        let (present, missing) = sections(entry.document.runbook());
        let due = subject.due.map(|due| due.to_string());
        let scenario = sources.get(*at).and_then(|file| scenario(entry, &file.text));
        let updated = subject.last_updated.map(|date| date.to_string());
        Some(html! {
            tr data-id=(subject.id) data-due=[&due] data-owner=[written(&subject.owner)] data-cycle=[written(&subject.cycle)] data-scenario=[scenario]
                data-source=[written(&subject.source)] data-changed=[subject.changed]
                data-after-incidents[subject.is_after_incidents] {
                td class="bg-review-due" data-key=(due.as_deref().unwrap_or("~")) {
                    @match &due {
                        Some(due) => { time datetime=(due) { (due) } }
                        None if subject.is_after_incidents => { "after incidents" }
                        None if subject.cycle.is_empty() => { "no review cycle" }
                        None => { "no due date" }
                    }
                }
                th scope="row" {
                    a href=(resolve(&Route::Review, &Route::Runbook(subject.id.clone()).file())) { (subject.title) }
                }
                td data-key=(if subject.severity.is_empty() { "~" } else { &subject.severity }) {
                    @if let Some(level) = entry.severity { (frame.severity(level)) }
                }
                td data-key=(if subject.owner.is_empty() { "~".to_string() } else { subject.owner.to_lowercase() }) { (subject.owner) }
                td { (subject.cycle) }
                td data-key=(updated.as_deref().unwrap_or("")) {
                    @if let Some(updated) = &updated { time datetime=(updated) data-updated { (updated) } }
                    @if subject.has_stale_due() {
                        span class="bg-review-words" { "after the next review that it names" }
                    }
                    @if let Some(changed) = subject.unsaid_change() {
                        span class="bg-review-words" { "changed " time datetime=(changed) { (changed) } " by git" }
                    }
                }
                td class="bg-right" data-key=(format!("{present:02}")) {
                    @if missing.is_empty() { (present) " of 9" } @else {
                        details { summary { (present) " of 9" } "Missing: " (missing.join(", ")) }
                    }
                }
                td data-key=(weight(found)) { (problem_count(found)) }
            }
        })
    });
    let rows: Vec<Markup> = rows.collect();
    framed(
        "Runbooks by due date",
        html! {
            table id="bg-review" {
                thead {
                    tr {
                        th scope="col" aria-sort="ascending" { "Due" }
                        th scope="col" { "Runbook" }
                        th scope="col" { "Severity" }
                        th scope="col" { "Owner" }
                        th scope="col" { "Cycle" }
                        th scope="col" { "Last updated" }
                        th scope="col" { "Sections" }
                        th scope="col" { "Problems" }
                    }
                }
                tbody { @for row in rows { (row) } }
            }
        },
    )
}

/// A text that is not empty.
fn written(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// What a drill shows instead of the runbook: its first symptom as its author wrote it, else an alert.
fn scenario(entry: &Entry, source: &str) -> Option<String> {
    let section = entry.document.runbook().section(SectionKind::Symptoms);
    let lines = section
        .map(|section| section.span.of(source))
        .into_iter()
        .flat_map(|text| text.lines().skip(1));
    let plain = |line: &str| {
        let line = line.trim().trim_start_matches(['-', '*', '+', '>', ' ']);
        let line = line.trim_start_matches("[ ]").replace(['`', '*'], "");
        line.trim().chars().take(LONGEST_SCENARIO).collect::<String>()
    };
    let symptom = lines.map(plain).find(|line| {
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        letters > 5 && !line.starts_with(['#', '|', '<', '!', '=', '~']) && !line.starts_with("---")
    });
    symptom.or_else(|| entry.alerts.first().map(|alert| format!("The alert {alert} fires.")))
}

/// Characters of a scenario.
const LONGEST_SCENARIO: usize = 240;

/// How many of the nine sections a runbook has, and the names of the others.
fn sections(runbook: &Runbook) -> (usize, Vec<&'static str>) {
    let missing: Vec<&str> = SectionKind::NAMED
        .into_iter()
        .filter(|kind| runbook.section(*kind).is_none())
        .map(SectionKind::title)
        .collect();
    (SectionKind::NAMED.len() - missing.len(), missing)
}

fn levels(found: &[Diagnostic]) -> (usize, usize) {
    let of = |level| found.iter().filter(|diagnostic| diagnostic.severity == level).count();
    (of(Severity::Error), of(Severity::Warning))
}

/// Sorts by errors, then by warnings.
fn weight(found: &[Diagnostic]) -> String {
    let (errors, warnings) = levels(found);
    format!("{errors:05}.{warnings:05}")
}

fn problem_count(found: &[Diagnostic]) -> Markup {
    let (errors, warnings) = levels(found);
    html! {
        @match (errors, warnings) {
            (0, 0) => { "none" }
            (errors, 0) => { (count(errors, "error")) }
            (0, warnings) => { (count(warnings, "warning")) }
            (errors, warnings) => { (count(errors, "error")) ", " (count(warnings, "warning")) }
        }
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// Runbooks that are named under the latest changes; the feed has more.
const MOST_CHANGES: usize = 15;

/// What to tell others: the runbooks that were updated last, by their own account.
fn changes(catalog: &Catalog, subjects: &[Subject]) -> Markup {
    let mut changed: Vec<(Date, &Entry, &Subject)> = catalog
        .entries
        .iter()
        .zip(subjects)
        .filter_map(|(entry, subject)| Some((subject.last_updated?, entry, subject)))
        .collect();
    changed.sort_by(|a, b| (b.0, a.1.title.to_lowercase()).cmp(&(a.0, b.1.title.to_lowercase())));
    html! {
        @if !changed.is_empty() {
            h2 id="bg-changes" { "Latest changes" }
            ul class="bg-review-changes" {
                @for (date, entry, subject) in changed.iter().take(MOST_CHANGES) {
                    li {
                        time datetime=(date) { (date) } " "
                        a href=(resolve(&Route::Review, &Route::Runbook(entry.id.to_string()).file())) { (entry.title) }
                        @if !subject.owner.is_empty() { ", " (subject.owner) }
                    }
                }
            }
            p { a href=(resolve(&Route::Review, crate::site::feed::FILE)) type="application/atom+xml" { "Feed of changes" } }
        }
    }
}

/// How many runbooks have each section.
fn coverage(catalog: &Catalog) -> Markup {
    let total = catalog.entries.len();
    let having = |kind: SectionKind| {
        let has = |entry: &&Entry| entry.document.runbook().section(kind).is_some();
        catalog.entries.iter().filter(has).count()
    };
    let table = framed(
        "Sections",
        html! {
            table {
                thead { tr { th scope="col" { "Section" } th scope="col" { "Runbooks that have it" } } }
                tbody {
                    @for kind in SectionKind::NAMED {
                        tr { th scope="row" { (kind.title()) } td class="bg-right" { (having(kind)) " of " (total) } }
                    }
                }
            }
        },
    );
    html! { h2 id="bg-coverage" { "Sections" } (table) }
}

/// Errors and warnings of `check`, by rule; the most frequent first.
fn open_problems(catalog: &Catalog, problems: &[&[Diagnostic]]) -> Markup {
    let mut by_rule: BTreeMap<&str, (&Diagnostic, usize, Vec<usize>)> = BTreeMap::new();
    for (at, found) in problems.iter().enumerate() {
        for diagnostic in found.iter().filter(|diagnostic| diagnostic.severity > Severity::Info) {
            let entry = by_rule
                .entry(diagnostic.rule.code)
                .or_insert((diagnostic, 0, Vec::new()));
            entry.1 += 1;
            if entry.2.last() != Some(&at) {
                entry.2.push(at);
            }
        }
    }
    let mut rules: Vec<_> = by_rule.into_values().collect();
    rules.sort_by_key(|(diagnostic, number, _)| {
        (
            std::cmp::Reverse(diagnostic.severity),
            std::cmp::Reverse(*number),
            diagnostic.rule.code,
        )
    });
    html! {
        h2 id="bg-problems" { "Open problems" }
        @if rules.is_empty() { p { "None: " code { "breakglass check" } " finds no errors and no warnings." } } @else {
            p { "What " code { "breakglass check" } " finds; it names file, line and column." }
            ul class="bg-review-problems" {
                @for (diagnostic, number, runbooks) in rules {
                    li {
                        details {
                            summary {
                                (count(number, diagnostic.severity.name())) ": " (words(diagnostic.rule.name))
                                " (" code { (diagnostic.rule.code) } ")"
                            }
                            ul {
                                @for entry in runbooks.iter().take(MOST_NAMED).filter_map(|at| catalog.entries.get(*at)) {
                                    li { a href=(resolve(&Route::Review, &Route::Runbook(entry.id.to_string()).file())) { (entry.title) } }
                                }
                                @if runbooks.len() > MOST_NAMED { li { "and " (runbooks.len() - MOST_NAMED) " more" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `dead-link` as words.
fn words(rule: &str) -> String {
    rule.replace('-', " ")
}
