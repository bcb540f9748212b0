//! Which heading is the title, and which open sections.

use super::Outline;
use super::pieces::folded;
use crate::markdown::front_matter::FrontMatter;
use crate::markdown::labels::Line;
use crate::markdown::limits::LONGEST_SUMMARY;
use crate::markdown::step_text::clause;
use crate::runbook::{Heading, Section, SectionKind};
use crate::text::Span;
use crate::text::find::is_listed;
use std::borrow::Cow;

/// Prefixes that say only that the page is a runbook.
const TITLE_PREFIXES: [&str; 2] = ["runbook", "playbook"];

/// A title without "Runbook:" or "Runbook –", and that prefix as written.
pub fn split_title(text: &str) -> (Option<&str>, &str) {
    // Signs may stand before it.
    let words = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    for prefix in TITLE_PREFIXES {
        if let (Some(start), Some(rest)) = (words.get(..prefix.len()), words.get(prefix.len()..))
            && start.eq_ignore_ascii_case(prefix)
            && let Some(title) = rest.strip_prefix(':').or_else(|| {
                [" :", " - ", " – ", " — "]
                    .iter()
                    .find_map(|dash| rest.strip_prefix(dash))
            })
            && !title.trim().is_empty()
        {
            let title = title.trim_start();
            return (
                text.get(..text.len() - title.len()).map(str::trim_end),
                title.trim_end(),
            );
        }
    }
    (None, text)
}

/// A title for lists, tabs and other programs: one line, without control characters.
fn one_line(text: &str) -> String {
    match text.contains(char::is_control) {
        true => text
            .split(|c: char| c.is_control() || c.is_whitespace())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        false => text.to_string(),
    }
}

pub(super) fn read_title(outline: &mut Outline, front: Option<&FrontMatter>, kinds: &[Option<SectionKind>]) {
    let runbook = &mut outline.runbook;
    let mut first = runbook
        .headings
        .iter()
        .enumerate()
        .filter(|(_, h)| h.level == 1 && !h.text.is_empty());
    let heading = first.next().map(|(at, _)| at);
    // Where all sections are of level one, the first is one of them and no title.
    let is_section = |at: usize| {
        kinds
            .get(at)
            .copied()
            .flatten()
            .is_some_and(|kind| kind != SectionKind::Other)
    };
    let heading = heading.filter(|at| !is_section(*at) || first.next().is_none());
    let heading = heading.or_else(|| Some(0).filter(|at| starts_lower(&runbook.headings, is_section(*at))));
    let named = front.and_then(|front| front.text(&["title"]));
    let plain = |text: &str| folded(Cow::Owned(text.to_lowercase()));
    if let Some(title) = named {
        runbook.title = one_line(split_title(&title.value).1);
        runbook.title_span = title.span;
    }
    let Some((index, heading)) = heading.and_then(|at| Some((at, runbook.headings.get(at)?))) else {
        return;
    };
    let (prefix, text) = split_title(&heading.text);
    if named.is_none() {
        runbook.title = one_line(text);
        runbook.title_span = heading.span;
    }
    // A level-one heading that repeats front matter's title is the title; another one is a heading of the text.
    if named.is_none() || text == runbook.title || plain(text) == plain(&runbook.title) {
        outline.title_prefix = prefix.map(str::to_string);
        outline.title_heading = Some(index);
    }
}

/// Whether the first heading is the title of a page that begins one level down or more, as chapters of a longer document do:
/// it stands alone above the others, and names no section unless it says that it is a runbook's title.
fn starts_lower(headings: &[Heading], is_section: bool) -> bool {
    let Some((first, rest)) = headings.split_first() else {
        return false;
    };
    let is_alone = !rest.is_empty() && rest.iter().all(|heading| heading.level > first.level);
    first.level > 1 && !first.text.is_empty() && is_alone && (!is_section || split_title(&first.text).0.is_some())
}

/// The sections that the outermost headings below the title open. A deeper heading with a section's name opens one
/// only where no outer heading does the dividing.
pub(super) fn sections(
    headings: &[Heading],
    free: &[bool],
    title: Option<usize>,
    end: usize,
    kind: &dyn Fn(usize, &str) -> SectionKind,
) -> Vec<Section> {
    let rest = || {
        headings
            .iter()
            .enumerate()
            .filter(move |(at, _)| Some(*at) != title && free.get(*at).copied().unwrap_or(true))
    };
    let Some(outermost) = rest().map(|(_, heading)| heading.level).min() else {
        return Vec::new();
    };
    // A heading above all others, of which there is one and which comes first, is a title whatever its words: front
    // matter may name another, or it holds a tag of a template. The headings below it divide.
    let is_lone = rest().filter(|(_, heading)| heading.level == outermost).take(2).count() == 1;
    let lone = rest().next().filter(|(at, heading)| {
        is_lone && heading.level == outermost && kind(*at, &heading.text) == SectionKind::Other
    });
    let lone = lone.map(|(at, _)| at).filter(|_| rest().nth(1).is_some());
    let rest = || rest().filter(move |(at, _)| Some(*at) != lone);
    let Some(outermost) = rest().map(|(_, heading)| heading.level).min() else {
        return Vec::new();
    };
    let mut out: Vec<Section> = Vec::new();
    for (at, heading) in rest() {
        // Parts under several level-one headings are divided by their level-two headings.
        if heading.level != outermost && heading.level > 2 {
            continue;
        }
        let kind = kind(at, &heading.text);
        if heading.level != outermost && kind == SectionKind::Other {
            continue;
        }
        if let Some(last) = out.last_mut() {
            last.span.end = heading.span.start;
        }
        out.push(Section {
            kind,
            title: heading.text.clone(),
            anchor: heading.anchor.clone(),
            span: Span::new(heading.span.start, end),
        });
    }
    out
}

/// What a paragraph above the first commands says of the whole runbook, shortened; empty where it says nothing of it.
/// `named` tells that it is made of labels or a label itself.
pub(super) fn summary(text: &str, lines: &[Line<'_>], named: bool) -> String {
    let told = lines
        .iter()
        .find(|line| is_summary_label(&line.key) && !line.value.value.is_empty());
    match told {
        // Alone in its paragraph, what a label says may go on in the next line.
        Some(_) if lines.len() == 1 => shorten(text.split_once([':', '：']).map_or(text, |(_, rest)| rest.trim())),
        Some(line) => shorten(&line.value.value),
        None if named || is_for_a_generator(text) => String::new(),
        None => shorten(clause(text).map_or(text, |(_, _, text)| text)),
    }
}

fn is_summary_label(key: &str) -> bool {
    is_listed(
        &key.trim().to_ascii_lowercase(),
        "summary|one-line summary|tl;dr|symptom|symptoms|scenario|purpose|description|meaning|objective",
    )
}

/// `[TOC]`, `[[_TOC_]]`, `{% include … %}`: nothing that a reader is told.
fn is_for_a_generator(text: &str) -> bool {
    let text = text.trim();
    let name = text.trim_matches(['[', ']', '_', '{', '}', ':', ' ']);
    // A line of a printed list of contents, and what a wiki's export says of the page.
    let is_entry = text
        .rsplit_once('\t')
        .is_some_and(|(_, page)| page.parse::<u32>().is_ok());
    name.eq_ignore_ascii_case("toc")
        || is_entry
        || text.starts_with("Created by ") && text.contains("last modified")
        || ["{%", "{{", "<", "::", "% "]
            .iter()
            .any(|start| text.starts_with(start))
}

fn shorten(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_SUMMARY) else {
        return text.to_string();
    };
    let cut = text.get(..end).unwrap_or(text);
    let whole = cut.rfind(' ').and_then(|space| cut.get(..space));
    [whole.unwrap_or(cut), "…"].concat()
}
