//! Markdown events to the runbook model: title, headings, sections, commands, metadata.

use super::events::{Spanned as Event_, plain_text};
use super::front_matter::FrontMatter;
use super::limits::LONGEST_SUMMARY;
use super::raw_html;
use crate::runbook::command::{Command, is_shell_like};
use crate::runbook::metadata::{Kind, Metadata};
use crate::runbook::{Heading, Runbook, Section, SectionKind, Severity};
use crate::text::Span;
use crate::text::slug::{Anchors, heading_slug};
use crate::text::span::Spanned;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

/// What the outline of a file holds beside the runbook.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The model.
    pub runbook: Runbook,
    /// The heading that is the page's title, as an index into the runbook's headings.
    pub title_heading: Option<usize>,
    /// What stood before the title in that heading: `Runbook:`.
    pub title_prefix: Option<String>,
    /// Ids that the author's raw HTML gives, in source order: as written, and as they are on the page.
    pub html_ids: Vec<(String, String)>,
    /// The runbook's headings, as indices, in the order of their anchors.
    pub by_anchor: Vec<usize>,
}

/// Reads the outline from all events of a file. `end` is the length of the source.
pub fn read(events: &[Event_<'_>], front: Option<&FrontMatter>, end: usize) -> Outline {
    let mut anchors = Anchors::default();
    let mut outline = Outline::default();
    let mut facts = Facts::default();
    let runbook = &mut outline.runbook;
    let mut at = 0;
    let mut list_depth = 0usize;
    let mut in_table = false;
    while let Some((event, span)) = events.get(at) {
        at += 1;
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let (text, next) = plain_text(events, at, TagEnd::Heading(*level));
                at = next;
                let anchor = anchors.unique(&heading_slug(&text));
                facts.section = match *level as u8 {
                    level if level <= 2 => SectionKind::from_heading(&text),
                    _ => facts.section,
                };
                runbook.headings.push(Heading {
                    level: *level as u8,
                    text,
                    anchor,
                    span: *span,
                });
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => Some(fence_language(info)),
                    CodeBlockKind::Indented => None,
                };
                let (text, next) = plain_text_raw(events, at);
                at = next;
                if let Some(language) = language.filter(|language| is_shell_like(language)) {
                    runbook.commands.push(Command {
                        language,
                        text,
                        span: *span,
                        ..Command::default()
                    });
                }
            }
            Event::Start(Tag::List(_)) => list_depth += 1,
            Event::End(TagEnd::List(_)) => list_depth = list_depth.saturating_sub(1),
            Event::Start(Tag::Table(_)) => in_table = true,
            Event::End(TagEnd::Table) => in_table = false,
            Event::Start(Tag::Item) => facts.item(events, at),
            Event::Start(Tag::Paragraph) => {
                facts.paragraph(events, at);
                if runbook.summary.is_empty() && list_depth == 0 && !in_table {
                    let (text, _) = plain_text(events, at, TagEnd::Paragraph);
                    runbook.summary = shorten(&text);
                }
            }
            Event::Rule => facts.footer.clear(),
            Event::Html(html) | Event::InlineHtml(html) => {
                raw_html::ids(html, |id| {
                    if let Some(own) = anchors.claim(id) {
                        outline.html_ids.push((id.to_string(), own));
                    }
                });
            }
            _ => {}
        }
    }
    read_title(&mut outline, front);
    outline.runbook.sections = sections(&outline.runbook.headings, outline.title_heading, end);
    outline.runbook.metadata = facts.metadata(front);
    let headings = &outline.runbook.headings;
    outline.by_anchor = (0..headings.len()).collect();
    outline
        .by_anchor
        .sort_by(|a, b| headings[*a].anchor.cmp(&headings[*b].anchor));
    outline
}

/// The language that a fence's info string names, lower case: its first word, without `{…}` and leading dot.
pub fn fence_language(info: &str) -> String {
    info.trim_start_matches(['{', '.', ' '])
        .split(|c: char| c.is_whitespace() || "{},:".contains(c))
        .next()
        .unwrap_or("")
        .to_lowercase()
}

/// The text of a code block, line ends kept.
fn plain_text_raw(events: &[Event_<'_>], at: usize) -> (String, usize) {
    let mut text = String::new();
    let mut at = at;
    while let Some((event, _)) = events.get(at) {
        at += 1;
        match event {
            Event::Text(piece) => text.push_str(piece),
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    (text, at)
}

/// Prefixes that say only that the page is a runbook.
const TITLE_PREFIXES: [&str; 2] = ["runbook:", "playbook:"];

/// A title without "Runbook:", and that prefix as written.
pub fn split_title(text: &str) -> (Option<&str>, &str) {
    for prefix in TITLE_PREFIXES {
        if let (Some(start), Some(rest)) = (text.get(..prefix.len()), text.get(prefix.len()..))
            && start.eq_ignore_ascii_case(prefix)
            && !rest.trim().is_empty()
        {
            return (Some(start), rest.trim());
        }
    }
    (None, text)
}

fn read_title(outline: &mut Outline, front: Option<&FrontMatter>) {
    let runbook = &mut outline.runbook;
    let heading = runbook.headings.iter().position(|h| h.level == 1 && !h.text.is_empty());
    let named = front.and_then(|front| front.text(&["title"]));
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(title) = named {
        runbook.title = split_title(&title.value).1.to_string();
        runbook.title_span = title.span;
    }
    let Some((index, heading)) = heading.and_then(|at| Some((at, runbook.headings.get(at)?))) else {
        return;
    };
    let (prefix, text) = split_title(&heading.text);
    if named.is_none() {
        runbook.title = text.to_string();
        runbook.title_span = heading.span;
    }
    // A level-one heading that repeats front matter's title is the title; another one is a heading of the text.
    if plain(text) == plain(&runbook.title) {
        outline.title_prefix = prefix.map(str::to_string);
        outline.title_heading = Some(index);
    }
}

/// The sections that the outermost headings below the title open. A deeper heading with a section's name opens one
/// only where no outer heading does the dividing.
fn sections(headings: &[Heading], title: Option<usize>, end: usize) -> Vec<Section> {
    let rest = || headings.iter().enumerate().filter(move |(at, _)| Some(*at) != title);
    let Some(outermost) = rest().map(|(_, heading)| heading.level).min() else {
        return Vec::new();
    };
    // Parts under several level-one headings are divided by their level-two headings.
    let dividing = |heading: &Heading| {
        heading.level == outermost
            || (heading.level <= 2 && SectionKind::from_heading(&heading.text) != SectionKind::Other)
    };
    let mut out: Vec<Section> = Vec::new();
    for (_, heading) in rest().filter(|(_, heading)| dividing(heading)) {
        if let Some(last) = out.last_mut() {
            last.span.end = heading.span.start;
        }
        out.push(Section {
            kind: SectionKind::from_heading(&heading.text),
            title: heading.text.clone(),
            anchor: heading.anchor.clone(),
            span: Span::new(heading.span.start, end),
        });
    }
    out
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= LONGEST_SUMMARY {
        return text.to_string();
    }
    let mut cut: String = text.chars().take(LONGEST_SUMMARY).collect();
    if let Some(space) = cut.rfind(' ') {
        cut.truncate(space);
    }
    cut.push('…');
    cut
}

/// `**Key**: value` lines, gathered while the events pass by.
#[derive(Default)]
struct Facts {
    section: SectionKind,
    /// From Impact and Detection bullets.
    bullets: Vec<Fact>,
    /// From paragraphs since the last thematic break.
    footer: Vec<Fact>,
}

#[derive(Clone, Debug)]
struct Fact {
    key: String,
    value: Spanned<String>,
    codes: Vec<Spanned<String>>,
}

impl Facts {
    fn item(&mut self, events: &[Event_<'_>], at: usize) {
        if matches!(self.section, SectionKind::Impact | SectionKind::Detection) {
            self.bullets.extend(read_facts(events, at));
        }
    }

    fn paragraph(&mut self, events: &[Event_<'_>], at: usize) {
        self.footer.extend(read_facts(events, at));
    }

    fn metadata(self, front: Option<&FrontMatter>) -> Metadata {
        let from_front = |names: &[&str]| front.and_then(|front| front.text(names)).cloned();
        let bullet = |names: &[&str]| find(&self.bullets, names).map(|fact| fact.value.clone());
        let footer = |names: &[&str]| find(&self.footer, names).map(|fact| fact.value.clone());
        let severity_text = from_front(&["severity", "priority", "sev"]).or_else(|| bullet(&["severity", "priority"]));
        let kind =
            from_front(&["kind", "type"]).and_then(|text| Some(Spanned::new(Kind::read(&text.value)?, text.span)));
        let mut alerts: Vec<Spanned<String>> = front
            .and_then(|front| front.get(&["alerts", "alert"]))
            .map(|entry| entry.values.clone())
            .unwrap_or_default();
        if alerts.is_empty() {
            alerts = find(&self.bullets, &["alert", "alerts", "alert name"])
                .map(alert_names)
                .unwrap_or_default();
        }
        Metadata {
            kind,
            severity: severity_text.as_ref().and_then(|text| Severity::read(&text.value)),
            severity_text,
            affected_users: from_front(&["affected_users"])
                .or_else(|| bullet(&["affected users", "affected", "users"])),
            business_impact: from_front(&["business_impact"]).or_else(|| bullet(&["business impact", "business"])),
            category: from_front(&["category"]),
            alerts,
            description: from_front(&["description", "summary"]),
            owner: from_front(&["owner", "team", "owner_slack"]).or_else(|| footer(&["owner", "owners", "team"])),
            last_updated: from_front(&["last_updated", "last_reviewed_on", "updated", "date"])
                .or_else(|| footer(&["last updated", "last reviewed", "updated"])),
            review_cycle: from_front(&["review_cycle", "review_in"]).or_else(|| footer(&["review cycle", "review"])),
        }
    }
}

fn find<'a>(facts: &'a [Fact], names: &[&str]) -> Option<&'a Fact> {
    names
        .iter()
        .find_map(|name| facts.iter().find(|fact| fact.key == *name))
        .filter(|fact| !fact.value.value.is_empty())
}

/// Alert names in a Detection bullet: its code spans, else its words in camel case.
fn alert_names(fact: &Fact) -> Vec<Spanned<String>> {
    let is_name = |text: &str| text.len() > 2 && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
    let codes: Vec<_> = fact.codes.iter().filter(|code| is_name(&code.value)).cloned().collect();
    if !codes.is_empty() {
        return codes;
    }
    fact.value
        .value
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| is_identifier(word))
        .map(|word| Spanned::new(word.to_string(), fact.value.span))
        .collect()
}

/// Whether a word reads as an alert name: a capital, and another behind a small letter (`HighCPUUsage`).
pub fn is_identifier(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    chars.first().is_some_and(|c| c.is_alphabetic())
        && chars.iter().all(|c| c.is_alphanumeric() || *c == '_')
        && chars
            .windows(2)
            .any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase())
}

/// The `**Key**: value` lines of one paragraph or list item that begins at event `at`.
fn read_facts(events: &[Event_<'_>], at: usize) -> Vec<Fact> {
    let mut out = Vec::new();
    let mut line: Option<Fact> = None;
    let mut fresh = true;
    let mut in_key = false;
    for (event, span) in events.get(at..).unwrap_or(&[]) {
        match event {
            Event::Start(Tag::Paragraph) if fresh => {}
            Event::Start(Tag::Strong) if fresh && line.is_none() => {
                in_key = true;
                fresh = false;
                line = Some(Fact {
                    key: String::new(),
                    value: Spanned::new(String::new(), Span::at(span.end)),
                    codes: Vec::new(),
                });
            }
            Event::End(TagEnd::Strong) => in_key = false,
            Event::Text(text) | Event::Code(text) => {
                fresh = false;
                if let Some(fact) = &mut line {
                    if in_key {
                        fact.key.push_str(text);
                    } else {
                        fact.value.value.push_str(text);
                        fact.value.span.end = span.end;
                    }
                    if matches!(event, Event::Code(_)) {
                        fact.codes.push(Spanned::new(text.to_string(), *span));
                    }
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                out.extend(line.take().and_then(finish));
                fresh = true;
            }
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Link | TagEnd::Strikethrough)
            | Event::InlineHtml(_) => {}
            _ => break,
        }
    }
    out.extend(line.take().and_then(finish));
    out
}

/// A fact whose key or value carries the colon; others are emphasis.
fn finish(mut fact: Fact) -> Option<Fact> {
    let key = fact.key.trim();
    let raw = fact.value.value.as_str();
    let rest = match key.strip_suffix(':') {
        Some(_) => raw.trim_start(),
        None => raw.trim_start().strip_prefix(':')?.trim_start(),
    };
    // What is cut off in front is plain text, as long in the source as here.
    fact.value.span = Span::new(fact.value.span.start + raw.len() - rest.len(), fact.value.span.end);
    let (key, value) = (
        key.trim_end_matches(':').trim().to_lowercase(),
        rest.trim_end().to_string(),
    );
    fact.key = key;
    fact.value.value = value;
    Some(fact)
}
