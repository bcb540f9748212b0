//! Labelled lines: `**Key**: value` and `Key: value`, as facts and as marks of a step.

use super::events::Spanned as Event_;
use crate::text::Span;
use crate::text::span::Spanned;
use pulldown_cmark::{Event, Tag, TagEnd};

/// One labelled line of a paragraph or list item.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Lower case, without colon.
    pub(super) key: String,
    /// Without Markdown's marks; its place in the source.
    pub(super) value: Spanned<String>,
    /// Its code spans.
    pub(super) codes: Vec<Spanned<String>>,
    /// Whether the key stands in bold.
    pub(super) bold: bool,
    /// Where the line begins.
    pub(super) start: usize,
}

/// The labelled lines of the paragraph or list item whose content begins at event `at`. A key in bold counts whatever
/// it says; one without only where `plain` accepts it.
pub(super) fn read(events: &[Event_<'_>], at: usize, plain: fn(&str) -> bool) -> Vec<Line> {
    let rest = events.get(at..).unwrap_or(&[]);
    let rest = rest.get(..MOST_INLINES).unwrap_or(rest);
    // Most paragraphs begin with neither, and are passed over at once.
    let first = rest
        .iter()
        .find(|(event, _)| !matches!(event, Event::Start(Tag::Paragraph) | Event::TaskListMarker(_)));
    let opens = |event: &Event<'_>| match event {
        Event::Start(Tag::Strong) => true,
        Event::Text(text) => key_of(text).is_some_and(plain),
        _ => false,
    };
    let mut after_break = false;
    let mut later = || {
        rest.iter().take_while(|(event, _)| is_inline(event)).any(|(event, _)| {
            let breaks = matches!(event, Event::SoftBreak | Event::HardBreak);
            std::mem::replace(&mut after_break, breaks) && opens(event)
        })
    };
    if !first.is_some_and(|(event, _)| opens(event)) && !later() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut line: Option<Line> = None;
    let mut fresh = true;
    let mut in_key = false;
    for (event, span) in rest {
        match event {
            Event::Start(Tag::Paragraph) if fresh && line.is_none() => continue,
            Event::TaskListMarker(_) => continue,
            _ if !is_inline(event) => break,
            Event::Start(Tag::Strong) if fresh => {
                in_key = true;
                line = Some(Line {
                    key: String::new(),
                    value: Spanned::new(String::new(), Span::at(span.end)),
                    codes: Vec::new(),
                    bold: true,
                    start: span.start,
                });
                fresh = false;
                continue;
            }
            Event::End(TagEnd::Strong) if std::mem::replace(&mut in_key, false) => continue,
            Event::Text(text) if fresh => {
                fresh = false;
                if let Some(key) = key_of(text).filter(|key| plain(key)) {
                    let value = text.get(key.len()..).unwrap_or("");
                    line = Some(Line {
                        key: key.to_string(),
                        value: Spanned::new(
                            value.to_string(),
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
                if in_key {
                    line.key.push_str(text);
                } else {
                    line.value.value.push_str(text);
                }
                if matches!(event, Event::Code(_)) {
                    line.codes.push(Spanned::new(text.to_string(), *span));
                }
            }
            _ => {}
        }
        if !in_key {
            line.value.span.end = line.value.span.end.max(span.end);
        }
    }
    out.extend(line.take().and_then(finish));
    out
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

/// The text before a colon, where it is short enough to be a key.
fn key_of(text: &str) -> Option<&str> {
    let (key, _) = text.split_once(':')?;
    (key.len() <= 40 && !key.is_empty()).then_some(key)
}

/// A line whose key or value carries the colon; others are emphasis.
fn finish(mut line: Line) -> Option<Line> {
    let key = line.key.trim();
    let raw = line.value.value.as_str();
    let rest = match key.strip_suffix([':', '：']) {
        Some(_) => raw.trim_start(),
        None => raw.trim_start().strip_prefix([':', '：'])?.trim_start(),
    };
    let cut = raw.len() - rest.len();
    let key = key.trim_end_matches([':', '：']).trim().to_lowercase();
    line.key = key;
    // What is cut off in front is plain text, as long in the source as here.
    line.value.span = Span::new(line.value.span.start + cut, line.value.span.end);
    let value = &mut line.value.value;
    value.truncate(value.trim_end().len().max(cut));
    value.drain(..cut);
    Some(line)
}
