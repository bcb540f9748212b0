//! What pieces of events say: the texts of blocks and items, labels, announcements.

use crate::markdown::blocks::MarkKind;
use crate::markdown::events::{Spanned as Event_, append, inline_text, placeholder};
use crate::markdown::labels;
use crate::markdown::steps;
use crate::text::Span;
use crate::text::span::Spanned;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::borrow::Cow;

/// The language that a fence's info string names, lower case: its first word, without `{…}` and leading dot.
pub fn fence_language(info: &str) -> String {
    lower(fence_word(info)).into_owned()
}

/// The same as written.
pub(super) fn fence_word(info: &str) -> &str {
    info.trim_start_matches(['{', '.', ' '])
        .split(|c: char| c.is_whitespace() || "{},:".contains(c))
        .next()
        .unwrap_or("")
}

/// A text in lower case, as most that are asked about are written.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    match text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}

/// The text of a code block, line ends kept.
pub(super) fn code_text<'a>(events: &'a [Event_<'_>]) -> Cow<'a, str> {
    let mut pieces = events.iter().filter_map(|(event, _)| match event {
        Event::Text(piece) => Some(piece.as_ref()),
        _ => None,
    });
    let Some(first) = pieces.next() else {
        return Cow::Borrowed("");
    };
    pieces.fold(Cow::Borrowed(first), |mut text, piece| {
        append(&mut text, piece);
        text
    })
}

/// The event behind the end of a code block.
pub(super) fn code_end(events: &[Event_<'_>], at: usize) -> usize {
    let mut inside = events.get(at..).unwrap_or(&[]).iter();
    let end = inside.position(|(event, _)| matches!(event, Event::End(TagEnd::CodeBlock)));
    end.map_or(events.len(), |end| at + end + 1)
}

/// Whether a paragraph says that output follows: `Sample output:`, `It looks like this:`.
pub(super) fn announces_output(inside: &[Event_<'_>]) -> bool {
    let Some((Event::Text(last), _)) = inside.iter().rev().find(|(event, _)| !matches!(event, Event::End(_))) else {
        return false;
    };
    let last = last.trim_end();
    if !last.ends_with(':') {
        return false;
    }
    const SHORT: [&str; 10] = [
        "sample output:",
        "example output:",
        "example result:",
        "sample response:",
        "example response:",
        "typical output:",
        "the output:",
        "output:",
        "output example:",
        "response:",
    ];
    const ENDS: [&str; 8] = [
        "looks like this:",
        "look like this:",
        "looks like:",
        "look like:",
        "similar to this:",
        "similar to:",
        "output is:",
        "something like this:",
    ];
    let ends = |end: &str| {
        let from = last.len().checked_sub(end.len());
        let tail = from.and_then(|from| last.as_bytes().get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
    };
    if ENDS.iter().any(|end| ends(end)) {
        return true;
    }
    let words = || {
        let words = inside.iter().map(|(event, _)| match event {
            Event::Text(text) => text.split(' ').filter(|word| !word.is_empty()).count(),
            Event::Code(_) => 1,
            _ => 0,
        });
        words.sum::<usize>()
    };
    SHORT.iter().any(|short| short.eq_ignore_ascii_case(last)) && words() <= 3
}

/// The code spans that stand within `place`, before event `at`.
pub(super) fn codes<'a>(events: &'a [Event_<'_>], at: usize, place: Span) -> Vec<Spanned<&'a str>> {
    let before = events.get(..at).unwrap_or(&[]).iter().rev();
    let inside = before.take_while(|(_, span)| span.end > place.start);
    let codes = inside.filter_map(|(event, span)| match event {
        Event::Code(text) if span.start >= place.start && span.end <= place.end => {
            Some(Spanned::new(text.as_ref(), *span))
        }
        _ => None,
    });
    let mut codes: Vec<_> = codes.collect();
    codes.reverse();
    codes
}

/// Where the text of a code block stands.
pub(super) fn content_span(events: &[Event_<'_>], at: usize, span: Span) -> Span {
    match events.get(at) {
        Some((Event::Text(_), text)) => *text,
        _ => Span::at(span.end),
    }
}

/// The first paragraph of the item whose content begins at event `at`: its place, its words, and whether it is a task.
pub(super) fn item_text<'a>(events: &'a [Event_<'_>], at: usize, item: Span) -> (Span, Cow<'a, str>, bool) {
    let mut text = Cow::Borrowed("");
    let mut task = false;
    let mut head: Option<Span> = None;
    let mut started = false;
    for (offset, (event, span)) in events.get(at..).unwrap_or(&[]).iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph) if !started => {
                started = true;
                continue;
            }
            Event::TaskListMarker(_) => {
                task = true;
                continue;
            }
            // `1. ## Stop the service`, as some programs export lists.
            Event::Start(Tag::Heading { .. }) if text.is_empty() && !started => {
                started = true;
                continue;
            }
            Event::Text(piece) | Event::Code(piece) => append(&mut text, piece),
            Event::InlineHtml(tag) => append(&mut text, placeholder(tag)),
            Event::SoftBreak | Event::HardBreak => {
                // `**Expected**: …` on the next line is no part of the text.
                let next = labels::next_line(events, at + offset + 1);
                if next.is_some_and(|line| MarkKind::of(&line).is_some()) {
                    break;
                }
                append(&mut text, " ");
            }
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript,
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Link
                | TagEnd::Image
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript,
            )
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
            _ => break,
        }
        let place = head.get_or_insert(*span);
        place.end = place.end.max(span.end);
    }
    let text = folded(text);
    (head.unwrap_or(Span::at(item.start)), text, task)
}

/// A text with every run of white space as one space and none at its ends; most are so already.
pub(super) fn folded(text: Cow<'_, str>) -> Cow<'_, str> {
    if steps::is_folded(&text) || steps::is_single_spaced(&text) {
        return text;
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether the item whose content begins at event `at` begins with a link to a place in the page, as in a table of
/// contents.
pub(super) fn is_local_link(events: &[Event_<'_>], at: usize) -> bool {
    let mut at = at;
    while matches!(events.get(at), Some((Event::Start(Tag::Paragraph), _))) {
        at += 1;
    }
    matches!(events.get(at), Some((Event::Start(Tag::Link { dest_url, .. }), _)) if dest_url.starts_with('#'))
}

/// The text of a paragraph that begins with words in bold and holds no more than a colon and something in parentheses
/// behind them; and whether the paragraph ends in a colon.
pub(super) fn bold_line<'a>(
    events: &'a [Event_<'_>],
    at: usize,
    inside: &[Event_<'_>],
) -> (Option<Cow<'a, str>>, bool) {
    let starts_bold = matches!(events.get(at), Some((Event::Start(Tag::Strong), _)));
    if !starts_bold {
        let colon = matches!(inside.last(), Some((Event::Text(text), _)) if text.trim_end().ends_with([':', '：']));
        return (None, colon);
    }
    let (bold, behind) = inline_text(events, at + 1, TagEnd::Strong);
    let mut rest = Cow::Borrowed("");
    for (event, _) in events.get(behind..).unwrap_or(&[]) {
        match event {
            Event::End(TagEnd::Paragraph) => break,
            Event::Text(text) | Event::Code(text) => append(&mut rest, text),
            // More lines follow: this is prose that begins in bold.
            Event::SoftBreak | Event::HardBreak => return (None, rest.trim_end().ends_with(':')),
            _ => {}
        }
    }
    let rest = rest.trim();
    let colon = rest.ends_with(':') || rest.is_empty() && bold.ends_with(':');
    let plain = rest
        .trim_end_matches([':', '：'])
        .trim_start_matches([':', '：'])
        .trim();
    let alone = plain.is_empty() || plain.starts_with('(') && plain.ends_with(')');
    let label = || match bold {
        Cow::Borrowed(bold) => Cow::Borrowed(bold.trim_end_matches([':', '：']).trim()),
        Cow::Owned(bold) => Cow::Owned(bold.trim_end_matches([':', '：']).trim().to_string()),
    };
    (alone.then(label), colon)
}
