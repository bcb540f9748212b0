//! A runbook's article: what a page shows of one runbook. The generator writes it into the page, and the wizard into its
//! preview, so both are the same HTML.

use crate::markdown::html::VALUES_MARK;
use crate::markdown::{Document, Rendered, TocEntry};
use crate::runbook::{Kind, SectionKind, Severity, variable};
use crate::text::Date;
use crate::text::percent::encode_fragment;
use maud::{Markup, PreEscaped, html};

/// A runbook with what its surroundings add, as its article shows it.
#[derive(Clone, Copy, Debug)]
pub struct Article<'a> {
    /// The runbook's id.
    pub id: &'a str,
    /// Its source, parsed.
    pub document: &'a Document,
    /// Its source, rendered.
    pub rendered: &'a Rendered,
    /// Its title; never empty.
    pub title: &'a str,
    /// Its own severity, else the index's.
    pub severity: Option<Severity>,
    /// Its own kind, else the index's.
    pub kind: Kind,
    /// Where its source is edited, on the repository's host.
    pub edit: Option<&'a str>,
    /// Where a problem with it is reported.
    pub report: Option<&'a str>,
    /// The relative URL of its source.
    pub source: &'a str,
    /// The team's word for its severity, where it has one; [`Severity::word`] otherwise.
    pub severity_word: Option<&'a str>,
    /// Where to escalate to when it says nothing about it: the page with the contacts.
    pub contacts: Option<&'a str>,
    /// Whether this is one of its copies for machines that spell an alert in lower case: without its front matter.
    pub is_copy: bool,
    /// The day on which it is due for review.
    pub review_due: Option<Date>,
}

impl Article<'_> {
    /// The whole `<article>`.
    pub fn html(&self) -> Markup {
        // What warns of the first step is read before its values are asked for.
        let (above, below) = match self.rendered.body.split_once(VALUES_MARK) {
            Some((above, below)) => (Some(above), below),
            None => (None, self.rendered.body.as_str()),
        };
        html! {
            article class=(class(&self.rendered.toc)) data-id=(self.id) {
                (head(self))
                (toc(&self.rendered.toc))
                @if above.is_none() { (variables(self)) }
                div class="bg-body" {
                    @if let Some(above) = above { (PreEscaped(above)) (variables(self)) }
                    (PreEscaped(below))
                }
                @if !self.is_copy { (front_matter(self)) }
                (foot(self))
            }
        }
    }
}

/// Titles longer than this are set smaller, in characters: what to do first stays on a phone's first screen.
const LONG_TITLE: usize = 70;

fn head(entry: &Article<'_>) -> Markup {
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
            h1 id=(entry.document.title_anchor()) tabindex="-1" data-long[entry.title.chars().count() > LONG_TITLE] {
                @match &entry.rendered.title {
                    Some(title) => (PreEscaped(title)),
                    None => (entry.title),
                }
            }
            @if entry.severity.is_some() || metadata.severity_text.is_some() || metadata.affected_users.is_some() {
                div class="bg-facts" {
                    @if let Some(level) = entry.severity {
                        (severity_named(level, entry.severity_word.unwrap_or(level.word())))
                    } @else if let Some(text) = &metadata.severity_text {
                        span class="bg-sev" data-severity="other" { span class="bg-sr" { "Severity " } (text.value) }
                    }
                    @if let Some(affected) = &metadata.affected_users {
                        p class="bg-affected" { span class="bg-label" { "Affects " } (affected.value) }
                    }
                }
            }
            div id="bg-actions" {
                @if let Some(section) = escalation {
                    a class="bg-button" href={ "#" (encode_fragment(&section.anchor)) } { "Escalate" }
                } @else if let Some(contacts) = entry.contacts {
                    a class="bg-button" href=(contacts) { "Escalate" }
                }
            }
        }
    }
}

/// One field for each variable of the commands. They stand in the page from the start, so that nothing moves when the
/// app comes and enables them.
fn variables(entry: &Article<'_>) -> Markup {
    let mut names: Vec<&str> = Vec::new();
    for place in entry
        .document
        .runbook()
        .commands
        .iter()
        .flat_map(|command| &command.placeholders)
    {
        if !names
            .iter()
            .any(|name| variable::key(name) == variable::key(&place.name))
        {
            names.push(&place.name);
        }
    }
    html! {
        @if !names.is_empty() {
            fieldset class="bg-values" disabled {
                legend { "Variables" }
                @for (at, name) in names.iter().enumerate() {
                    @let secret = variable::is_secret(name);
                    div class="bg-value" {
                        label {
                            span { (name) }
                            input type=[secret.then_some("password")] data-variable=(name) autocomplete="off" autocapitalize="none"
                                spellcheck="false" aria-describedby={ "bg-hint-" (at) };
                        }
                        small id={ "bg-hint-" (at) } { @if secret { "Never stored" } }
                    }
                }
            }
        }
    }
}

/// The front matter as it stands: whatever an author wrote can be read on the page. The title alone is read above.
fn front_matter(entry: &Article<'_>) -> Markup {
    let prepared = &entry.document.prepared;
    let text = prepared
        .front_matter
        .as_ref()
        .map_or("", |front| front.inner.of(&prepared.text))
        .trim_end();
    let is_title = |line: &str| {
        let key = line.split_once([':', '=']).map(|(key, _)| key.trim());
        key == Some("title") || line.trim().is_empty()
    };
    html! {
        @if !text.lines().all(is_title) {
            details class="bg-front-matter" {
                summary { "Front matter" }
                pre tabindex="0" { code { (text) } }
            }
        }
    }
}

fn foot(entry: &Article<'_>) -> Markup {
    let metadata = &entry.document.runbook().metadata;
    // What the text itself says, at its end or its head, stands on the page already.
    let said = entry.document.prepared.start;
    let facts: Vec<(&str, &str)> = [
        ("Owner", &metadata.owner),
        ("Last updated", &metadata.last_updated),
        ("Review cycle", &metadata.review_cycle),
    ]
    .into_iter()
    .filter_map(|(label, value)| {
        Some((
            label,
            value.as_ref().filter(|value| value.span.start < said)?.value.as_str(),
        ))
    })
    .collect();
    html! {
        footer class="bg-article-foot" {
            @if !facts.is_empty() || entry.review_due.is_some() {
                dl {
                    @for (label, value) in facts { div { dt { (label) } dd { (value) } } }
                    @if let Some(due) = entry.review_due {
                        div { dt { "Review due" } dd { time datetime=(due) { (due) } } }
                    }
                }
            }
            p {
                a href=(entry.source) { "Markdown source" }
                @if let Some(edit) = entry.edit {
                    " " a href=(edit) rel="noopener noreferrer" { "Edit this runbook" }
                }
                @if let Some(report) = entry.report {
                    " " a href=(report) rel="noopener noreferrer" { "Report a problem" }
                }
            }
        }
    }
}

/// The badge for a severity: code and word, so that colour is never needed.
pub fn severity(level: Severity) -> Markup {
    severity_named(level, level.word())
}

/// The badge for a severity with a team's own word.
pub fn severity_named(level: Severity, word: &str) -> Markup {
    html! {
        span class="bg-sev" data-severity=(level.code().to_lowercase()) {
            span class="bg-sr" { "Severity " }
            b { (level.code()) } " " span class="bg-sev-word" { (word) }
        }
    }
}

fn shown(entries: &[TocEntry]) -> Vec<&TocEntry> {
    entries.iter().filter(|entry| entry.level <= 3).collect()
}

/// The classes of an article. Said here and not asked by `:has()` in the styles, which would have the browser look at the
/// whole page again whenever a word of it changes.
pub fn class(entries: &[TocEntry]) -> &'static str {
    if shown(entries).len() > 1 {
        "bg-article"
    } else {
        "bg-article bg-alone"
    }
}

/// The table of contents, two levels deep; nothing for fewer than two headings.
pub fn toc(entries: &[TocEntry]) -> Markup {
    let shown = shown(entries);
    html! {
        @if shown.len() > 1 {
            nav class="bg-toc" aria-label="On this page" {
                ol {
                    @for entry in shown {
                        li data-level=[(entry.level > 2).then_some(entry.level)] { a href={ "#" (encode_fragment(&entry.anchor)) } { (entry.text) } }
                    }
                }
            }
        }
    }
}
