//! The pages below `a/`: a runbook under its alert's name, a choice of runbooks, and the list of all alerts.

use super::{Frame, RUNBOOK, runbook};
use crate::markdown::Rendered;
use crate::route::{Route, beside, resolve};
use crate::site::alerts::{AlertPage, Alerts, is_folder};
use crate::site::catalog::{Catalog, Entry};
use maud::{Markup, html};

/// A runbook rendered for the page under its alert's name in lower case: every word, but neither table of contents nor
/// coloured code, nor breadcrumbs above it. A site of 1,000 runbooks has nearly as many of these pages, and only machines lead to them.
pub fn copy(rendered: &Rendered) -> Rendered {
    Rendered {
        title: rendered.title.clone(),
        body: without_colours(&rendered.body),
        toc: Vec::new(),
    }
}

/// Code without the elements that colour it. They are of our making: an author's element of such a name is text.
fn without_colours(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let is_colour = tag.starts_with("<bg-") || tag.starts_with("</bg-");
        let end = tag.find('>').filter(|_| is_colour);
        let (kept, after) = match end {
            Some(end) => ("", tag.get(end + 1..)),
            None => ("<", tag.get(1..)),
        };
        out.push_str(kept);
        rest = after.unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// The page of an alert that one runbook claims: that runbook, whole. `rendered` is made for this depth, and
/// for a copy by [`copy`].
pub fn page(frame: &Frame, alert: &AlertPage<'_>, entry: &Entry, rendered: &Rendered) -> Vec<u8> {
    let route = Route::Alert(alert.folder.to_string());
    let canonical = Route::Runbook(entry.id.to_string());
    let name = alert.names.first().copied().unwrap_or(alert.folder);
    let content = html! {
        @if !alert.is_copy() && name != entry.title { (crumbs(&route, name)) }
        @if !alert.others.is_empty() {
            p class="bg-also" role="note" {
                "Another alert differs in capitals only: "
                @for other in &alert.others {
                    a href=(resolve(&route, &Route::Alert((*other).to_string()).file())) { (other) } " "
                }
            }
        }
        (runbook::article(frame, &route, entry, rendered, alert.is_copy()))
    };
    frame.page_of(&route, RUNBOOK, &entry.title, Some(&canonical), content)
}

/// The page of an alert that several runbooks claim, or one that claims hundreds.
pub fn chooser(frame: &Frame, catalog: &Catalog, alert: &AlertPage<'_>) -> Vec<u8> {
    let route = Route::Alert(alert.folder.to_string());
    let title = alert.names.join(", ");
    let entries = alert.claims.iter().filter_map(|at| catalog.entries.get(*at));
    let content = html! {
        (crumbs(&route, alert.names.first().copied().unwrap_or(alert.folder)))
        header class="bg-head" {
            p class="bg-eyebrow" { @if alert.names.len() > 1 { "Alerts" } @else { "Alert" } }
            h1 id="bg-title" tabindex="-1" { (title) }
            p class="bg-lead" {
                @if let [_] = alert.claims.as_slice() { "The runbook for this alert, which is for many others, too:" }
                @else { "More than one runbook is for this alert. Choose the one that fits what you see." }
            }
        }
        ul class="bg-choices" {
            @for entry in entries {
                li {
                    a class="bg-choice" href=(resolve(&route, &Route::Runbook(entry.id.to_string()).file())) { (entry.title) }
                    @if let Some(level) = entry.severity { " " (frame.severity(level)) }
                    @if alert.names.len() > 1 {
                        p class="bg-label" { (claimed(alert, entry).join(", ")) }
                    }
                    @let text = entry.description();
                    @if !text.is_empty() { p { (text) } }
                }
            }
        }
    };
    frame.page(&route, "alert", &title, content)
}

/// The names of a page that one of its runbooks claims.
fn claimed<'a>(alert: &AlertPage<'a>, entry: &Entry) -> Vec<&'a str> {
    let names = alert.names.iter().copied();
    names
        .filter(|name| entry.alerts.iter().any(|own| own == name))
        .collect()
}

/// `a/`: every alert with its runbooks. `a/?alert=NAME` leads from here to the alert's page (`boot.js`).
pub fn list(frame: &Frame, catalog: &Catalog, alerts: &Alerts) -> Vec<u8> {
    let route = Route::Alerts;
    let home = resolve(&route, &Route::Home.file());
    let empty = alerts.all().next().is_none();
    let content = html! {
        header class="bg-head" {
            h1 id="bg-title" tabindex="-1" { "Alerts" }
            @if empty {
                p class="bg-lead" {
                    "No runbook names an alert yet. Name it under Detection (" code { "- **Alert**: `HighCPUUsage`" }
                    ") or in the front matter (" code { "alerts: [HighCPUUsage]" } ")."
                }
            }
        }
        div class="bg-unknown" id="bg-unknown" role="alert" hidden {
            p { "No runbook is for the alert " b { "?" } "." }
            p {
                a class="bg-button" href=(home) { "Search the runbooks for it" } " "
                a class="bg-button" data-draft href=(resolve(&route, &Route::Write.file())) { "Write a runbook for it" }
            }
        }
        @if !empty {
            table class="bg-list bg-alerts" {
                thead { tr { th scope="col" { "Alert" } th scope="col" { "Severity" } th scope="col" { "Runbook" } } }
                tbody {
                    @for (name, claims) in alerts.all() {
                        (row(frame, catalog, name, claims))
                    }
                }
            }
        }
    };
    frame.page(&route, "alerts", "Alerts", content)
}

fn row(frame: &Frame, catalog: &Catalog, name: &str, claims: &[usize]) -> Markup {
    let route = Route::Alerts;
    let entries: Vec<&Entry> = claims.iter().filter_map(|at| catalog.entries.get(*at)).collect();
    let to = |entry: &Entry| resolve(&route, &Route::Runbook(entry.id.to_string()).file());
    // The name of an alert that can have no page of its own leads to its first runbook.
    let href = if is_folder(name) {
        resolve(&route, &Route::Alert(name.to_string()).file())
    } else {
        entries.first().map(|entry| to(entry)).unwrap_or_default()
    };
    let worst = entries.iter().filter_map(|entry| entry.severity).min();
    html! {
        tr {
            td class="bg-list-title" { a href=(href) data-alert { (name) } }
            td class=[worst.map(|_| "bg-list-severity")] { @if let Some(level) = worst { (frame.severity(level)) } }
            td class="bg-list-text" {
                @for (at, entry) in entries.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(to(entry)) { (entry.title) }
                }
            }
        }
    }
}

/// The way here, to a page whose title may not be the alert's name.
fn crumbs(route: &Route, name: &str) -> Markup {
    html! {
        nav class="bg-crumbs" aria-label="Breadcrumb" {
            ol {
                li { a href=(resolve(route, &Route::Home.file())) { "Runbooks" } }
                li { a href=(beside(route, &Route::Alerts.file())) { "Alerts" } }
                li aria-current="page" { (name) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_leave_and_nothing_else_does() {
        for (body, plain) in [
            ("<code><bg-x>$ </bg-x>ls</code>", "<code>$ ls</code>"),
            (
                "<span class=\"bg-dead\">a <bg-f>span </bg-f></span>",
                "<span class=\"bg-dead\">a span </span>",
            ),
            ("<bg-k>x&lt;/bg-k&gt;</bg-k>.", "x&lt;/bg-k&gt;."),
            ("a<bg-", "a<bg-"),
        ] {
            assert_eq!(without_colours(body), plain);
        }
    }
}
