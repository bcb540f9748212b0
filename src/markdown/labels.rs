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
        Event::Start(Tag::Strong | Tag::Emphasis) => true,
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
    let finish = |line| finish(line, plain);
    for (event, span) in rest {
        match event {
            Event::Start(Tag::Paragraph) if fresh && line.is_none() => continue,
            Event::TaskListMarker(_) => continue,
            _ if !is_inline(event) => break,
            Event::Start(tag @ (Tag::Strong | Tag::Emphasis)) if fresh => {
                in_key = true;
                line = Some(Line {
                    key: String::new(),
                    value: Spanned::new(String::new(), Span::at(span.end)),
                    codes: Vec::new(),
                    bold: *tag == Tag::Strong,
                    start: span.start,
                });
                fresh = false;
                continue;
            }
            Event::End(TagEnd::Strong | TagEnd::Emphasis) if in_key => {
                in_key = false;
                continue;
            }
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

/// Words in bold that begin a sentence and say what it is of the step.
fn is_clause(key: &str) -> bool {
    ["you should see", "if not", "otherwise"]
        .iter()
        .any(|clause| clause.eq_ignore_ascii_case(key))
}

/// The facts of a paragraph that holds several in one line, `Owner: x | Severity: P1` or with dots between, and of one
/// that has its key and value in the same bold, `**Severity: P1**`; none where there is no such key.
pub(super) fn in_one_line(events: &[Event_<'_>], at: usize, accepts: fn(&str) -> bool) -> Vec<Line> {
    let inlines = || {
        let rest = events.get(at..).unwrap_or(&[]);
        let rest = rest.get(..MOST_INLINES).unwrap_or(rest);
        rest.iter().take_while(|(event, _)| is_inline(event))
    };
    // Most paragraphs have no divider and do not begin in bold, and are passed over at once.
    let in_bold = inlines()
        .next()
        .is_some_and(|(event, _)| matches!(event, Event::Start(Tag::Strong | Tag::Emphasis)));
    let divides = |event: &Event<'_>| matches!(event, Event::Text(text) if text.contains(['|', '·', '•']));
    if !in_bold && !inlines().any(|(event, _)| divides(event)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut piece = Piece::default();
    for (event, span) in inlines() {
        match event {
            Event::SoftBreak | Event::HardBreak => out.extend(std::mem::take(&mut piece).line(accepts)),
            Event::Code(text) => {
                piece.codes.push(Spanned::new(text.to_string(), *span));
                piece.push(text, *span);
            }
            Event::Text(text) => {
                let mut from = 0;
                for (index, c) in text.char_indices().filter(|(_, c)| matches!(c, '|' | '·' | '•')) {
                    let place = Span::new(span.start + from, (span.start + index).min(span.end));
                    piece.push(text.get(from..index).unwrap_or(""), place);
                    out.extend(std::mem::take(&mut piece).line(accepts));
                    from = index + c.len_utf8();
                }
                piece.push(
                    text.get(from..).unwrap_or(""),
                    Span::new((span.start + from).min(span.end), span.end),
                );
            }
            _ => {}
        }
    }
    out.extend(piece.line(accepts));
    out
}

/// A stretch of a paragraph between two dividers.
#[derive(Default)]
struct Piece {
    text: String,
    /// Where each part of the text begins in it, and stands in the source.
    parts: Vec<(usize, Span)>,
    codes: Vec<Spanned<String>>,
}

impl Piece {
    fn push(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            self.parts.push((self.text.len(), span));
            self.text.push_str(text);
        }
    }

    /// The fact that the stretch states.
    fn line(self, accepts: fn(&str) -> bool) -> Option<Line> {
        let colon = self.text.find([':', '：'])?;
        let key = self.text.get(..colon)?.trim().to_lowercase();
        let value = self.text.get(colon..)?.trim_start_matches([':', '：']).trim();
        if !accepts(&key) || value.is_empty() {
            return None;
        }
        let from = value.as_ptr() as usize - self.text.as_ptr() as usize;
        let part = |offset: usize| {
            let at = self.parts.partition_point(|(start, _)| *start <= offset);
            self.parts.get(at.checked_sub(1)?)
        };
        let (first, start) = part(from)?;
        let (_, end) = part(from + value.len() - 1)?;
        // The parts end with white space at most behind the value.
        let trailing = self.text.len() - (from + value.len());
        let span = Span::new(start.start + (from - first), end.end.saturating_sub(trailing));
        Some(Line {
            key,
            value: Spanned::new(value.to_string(), span),
            start: self.parts.first().map_or(span.start, |(_, span)| span.start),
            codes: self.codes,
            bold: false,
        })
    }
}

/// A line whose key or value carries the colon; others are emphasis. A key that is not in bold counts where `plain`
/// accepts it. `**You should see** …` needs no colon.
fn finish(mut line: Line, plain: fn(&str) -> bool) -> Option<Line> {
    let key = line.key.trim();
    let raw = line.value.value.as_str();
    let rest = match key.strip_suffix([':', '：']) {
        Some(_) => raw.trim_start(),
        None => match raw.trim_start().strip_prefix([':', '：']) {
            Some(rest) => rest.trim_start(),
            None if line.bold && is_clause(key) => raw.trim_start_matches([' ', ',']),
            None => return None,
        },
    };
    if !line.bold && !plain(key.trim_end_matches([':', '：'])) {
        return None;
    }
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
