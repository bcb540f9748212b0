//! Labelled lines: `**Key**: value` and `Key: value`, as facts and as marks of a step.

mod one_line;

pub(super) use one_line::in_one_line;

use super::blocks::MarkKind;
use super::events::{Spanned as Event_, append};
use crate::text::Span;
use crate::text::span::Spanned;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// One labelled line of a paragraph or list item.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// Without colon; as written, or in lower case where it holds other letters than ASCII's.
    pub(super) key: Cow<'a, str>,
    /// Without Markdown's marks; its place in the source.
    pub(super) value: Spanned<Cow<'a, str>>,
    /// Its code spans.
    pub(super) codes: Vec<Spanned<&'a str>>,
    /// Whether the key stands in bold.
    pub(super) bold: bool,
    /// Where the line begins.
    pub(super) start: usize,
}

/// Adds the labelled lines of the paragraph or list item whose content begins at event `at` to `out`. A key in bold counts whatever
/// it says; one without only where `plain` accepts it.
pub(super) fn read<'a>(events: &'a [Event_<'_>], at: usize, plain: fn(&str) -> bool, out: &mut Vec<Line<'a>>) {
    read_some(events, at, plain, |_| true, out);
}

/// The same; of the keys in bold only those that `bold` accepts, which sees them with their colon.
pub(super) fn read_some<'a>(
    events: &'a [Event_<'_>],
    at: usize,
    plain: fn(&str) -> bool,
    bold: fn(&str) -> bool,
    out: &mut Vec<Line<'a>>,
) {
    let rest = events.get(at..).unwrap_or(&[]);
    let rest = rest.get(..MOST_INLINES).unwrap_or(rest);
    // Most paragraphs begin with neither, and are passed over at once.
    let first = rest.iter().find(|(event, _)| {
        !matches!(event, Event::Start(Tag::Paragraph) | Event::TaskListMarker(_)) && !is_sign(event)
    });
    let opens = |event: &Event<'_>| match event {
        Event::Start(Tag::Strong | Tag::Emphasis) => true,
        Event::Text(text) => key_of(text).is_some_and(plain),
        _ => false,
    };
    let mut after_break = false;
    let mut later = || {
        rest.iter().take_while(|(event, _)| is_inline(event)).any(|(event, _)| {
            let breaks = matches!(event, Event::SoftBreak | Event::HardBreak) || after_break && is_sign(event);
            std::mem::replace(&mut after_break, breaks) && opens(event)
        })
    };
    if !first.is_some_and(|(event, _)| opens(event)) && !later() {
        return;
    }
    let mut line: Option<Line<'a>> = None;
    let mut fresh = true;
    let mut in_key = false;
    let finish = |line| finish(line, plain);
    for (event, span) in rest {
        match event {
            Event::Start(Tag::Paragraph) if fresh && line.is_none() => continue,
            Event::TaskListMarker(_) => continue,
            event if fresh && is_sign(event) => continue,
            _ if !is_inline(event) => break,
            Event::Start(tag @ (Tag::Strong | Tag::Emphasis)) if fresh => {
                in_key = true;
                line = Some(Line {
                    key: Cow::Borrowed(""),
                    value: Spanned::new(Cow::Borrowed(""), Span::at(span.end)),
                    codes: Vec::new(),
                    bold: *tag == Tag::Strong,
                    start: span.start,
                });
                fresh = false;
                continue;
            }
            Event::End(TagEnd::Strong | TagEnd::Emphasis) if in_key => {
                in_key = false;
                line = line.filter(|line| bold(&line.key));
                continue;
            }
            Event::Text(text) if fresh => {
                fresh = false;
                if let Some(key) = key_of(text).filter(|key| plain(key)) {
                    let value = text.get(key.len()..).unwrap_or("");
                    line = Some(Line {
                        key: Cow::Borrowed(key),
                        value: Spanned::new(
                            Cow::Borrowed(value),
                            Span::new((span.start + key.len()).min(span.end), span.end),
                        ),
                        codes: Vec::new(),
                        bold: false,
                        start: span.start,
                    });
                }
                continue;
            }
            Event::SoftBreak | Event::HardBreak => {
                // A line without a key of its own goes on with what stands before it, in words; its place stays.
                out.extend(line.take().and_then(finish));
                fresh = true;
                continue;
            }
            _ => fresh = false,
        }
        let Some(line) = &mut line else { continue };
        match event {
            Event::Text(text) | Event::Code(text) => {
                // What is one piece, as most keys and values are, stays where it is.
                if in_key {
                    append(&mut line.key, text);
                } else {
                    // The marks around the key may enclose the value, too; its own text says where it begins.
                    if line.value.value.is_empty() {
                        line.value.span = *span;
                    }
                    append(&mut line.value.value, text);
                }
                if matches!(event, Event::Code(_)) {
                    line.codes.push(Spanned::new(text, *span));
                }
            }
            _ => {}
        }
        if !in_key {
            line.value.span.end = line.value.span.end.max(span.end);
        }
    }
    out.extend(line.take().and_then(finish));
}

/// The labelled line that begins at event `at`, which stands behind a line break: `**If not**: …` under another one.
pub(super) fn next_line<'a>(events: &'a [Event_<'_>], at: usize) -> Option<Line<'a>> {
    let (event, span) = events.get(at)?;
    let begins = match event {
        Event::Start(tag) => matches!(tag, Tag::Strong | Tag::Emphasis),
        Event::Text(text) => key_of(text).is_some_and(MarkKind::is_plain_label),
        _ => false,
    };
    if !begins {
        return None;
    }
    let mut lines = Vec::new();
    read(events, at, MarkKind::is_plain_label, &mut lines);
    let first = lines.into_iter().next()?;
    // It may be a later one.
    (first.start == span.start).then_some(first)
}

/// Events that are looked at in one paragraph.
const MOST_INLINES: usize = 400;

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Strikethrough | Tag::Image { .. } | Tag::Paragraph
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link | TagEnd::Strikethrough | TagEnd::Image
        ),
        Event::Rule | Event::Html(_) => false,
        _ => true,
    }
}

/// Bytes of a key that is not in bold.
const LONGEST_KEY: usize = 40;

/// The text before a colon, where it is short enough to be a key.
fn key_of(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let colon = memchr::memchr(b':', bytes.get(..=LONGEST_KEY).unwrap_or(bytes))?;
    text.get(..colon).filter(|key| !key.is_empty())
}

/// Whether a text is a sign before a key in bold: `🔔 **Alert**: …`.
fn is_sign(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(text) if text.len() <= 16 && !text.is_ascii() && !text.contains(char::is_alphanumeric))
}

/// Words in bold that begin a sentence and say what it is of the step.
fn is_clause(key: &str) -> bool {
    ["you should see", "if not", "otherwise"]
        .iter()
        .any(|clause| clause.eq_ignore_ascii_case(key))
}

/// A part of a text.
fn sliced<'a>(text: &Cow<'a, str>, range: Range<usize>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(range).unwrap_or("")),
        Cow::Owned(text) => Cow::Owned(text.get(range).unwrap_or("").to_string()),
    }
}

/// A text without the signs before its words, `🔔 Alert`; signs alone stay.
pub(super) fn unmarked(text: &str) -> &str {
    let words = text
        .trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric())
        .trim_start();
    if words.is_empty() { text } else { words }
}

/// A key that is compared without case by those who know ASCII's only.
pub(super) fn folded_key(key: Cow<'_, str>) -> Cow<'_, str> {
    match key.is_ascii() {
        true => key,
        false => Cow::Owned(key.to_lowercase()),
    }
}

/// A line whose key or value carries the colon, or whose key in bold is known and followed by a dash; others are emphasis.
/// A key that is not in bold counts where `plain` accepts it. `**You should see** …` needs no colon.
fn finish<'a>(mut line: Line<'a>, plain: fn(&str) -> bool) -> Option<Line<'a>> {
    let key = unmarked(line.key.trim());
    let raw = line.value.value.as_ref();
    let rest = match key.strip_suffix([':', '：']) {
        Some(_) => raw.trim_start(),
        None => match raw.trim_start().strip_prefix([':', '：']) {
            Some(rest) => rest.trim_start(),
            None if line.bold && is_clause(key) => raw.trim_start_matches([' ', ',']),
            // `**Severity** – P1`.
            None if line.bold && plain(key) => [" – ", " — ", " - "]
                .iter()
                .find_map(|dash| raw.strip_prefix(dash))?
                .trim_start(),
            None => return None,
        },
    };
    if !line.bold && !plain(key.trim_end_matches([':', '：'])) {
        return None;
    }
    let cut = raw.len() - rest.len();
    let lead = line.key.len() - unmarked(line.key.trim_start()).len();
    let key = lead..lead + key.trim_end_matches([':', '：']).trim_end().len();
    let value = cut..raw.trim_end().len().max(cut);
    line.key = folded_key(sliced(&line.key, key));
    line.value.value = sliced(&line.value.value, value);
    // What is cut off in front is plain text, as long in the source as here.
    let place = line.value.span;
    line.value.span = Span::new((place.start + cut).min(place.end), place.end);
    Some(line)
}
