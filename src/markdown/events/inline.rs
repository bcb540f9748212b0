//! The words of inline events: of headings, steps and labels.

use super::Spanned;
use crate::markdown::raw_html;
use pulldown_cmark::{Event, TagEnd};
use std::borrow::Cow;

/// The plain text of the inline events from `at` up to the end of `tag`, and the index behind that end. Line breaks
/// are spaces; raw HTML says nothing, but for what stands as text on the page, too ([`placeholder`]).
pub fn plain_text(events: &[Spanned<'_>], at: usize, end: TagEnd) -> (String, usize) {
    let (text, next) = inline_text(events, at, end);
    (text.into_owned(), next)
}

/// The same; of one piece, as most texts are, that piece itself.
pub(in crate::markdown) fn inline_text<'a>(events: &'a [Spanned<'_>], at: usize, end: TagEnd) -> (Cow<'a, str>, usize) {
    gather(events, at, end, true)
}

/// The same without placeholders.
pub(in crate::markdown) fn without_tags<'a>(
    events: &'a [Spanned<'_>],
    at: usize,
    end: TagEnd,
) -> (Cow<'a, str>, usize) {
    gather(events, at, end, false)
}

fn gather<'a>(events: &'a [Spanned<'_>], at: usize, end: TagEnd, placeholders: bool) -> (Cow<'a, str>, usize) {
    let mut text = Cow::Borrowed("");
    let mut depth = 0usize;
    let mut at = at;
    while let Some((event, _)) = events.get(at) {
        at += 1;
        match event {
            Event::Start(tag) if tag.to_end() == end => depth += 1,
            Event::End(tag) if *tag == end => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            Event::Text(piece) | Event::Code(piece) => append(&mut text, piece),
            Event::InlineHtml(tag) if placeholders => append(&mut text, placeholder(tag)),
            Event::SoftBreak | Event::HardBreak => append(&mut text, " "),
            _ => {}
        }
    }
    match &text {
        Cow::Borrowed(text) => (Cow::Borrowed(text.trim()), at),
        Cow::Owned(whole) => match whole.trim() {
            trimmed if trimmed.len() < whole.len() => (Cow::Owned(trimmed.to_string()), at),
            _ => (text, at),
        },
    }
}

/// A tag such as `<pod-name>`, whose name no element has: an author's placeholder. A space for `<br>`, nothing for any other.
pub(in crate::markdown) fn placeholder(tag: &str) -> &str {
    let name = tag.strip_prefix('<').unwrap_or("");
    let end = name
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
        .unwrap_or(0);
    let name = name.get(..end).unwrap_or("").to_ascii_lowercase();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if name == "br" {
        " "
    } else if is_name && !raw_html::is_known(&name) {
        tag
    } else {
        ""
    }
}

/// Bytes that most headings and items stay below.
const ORDINARY_LINE: usize = 128;

/// Adds a piece to a text, which stays where it is while it is one piece.
pub(in crate::markdown) fn append<'a>(text: &mut Cow<'a, str>, piece: &'a str) {
    match text {
        Cow::Owned(text) => text.push_str(piece),
        Cow::Borrowed("") => *text = Cow::Borrowed(piece),
        Cow::Borrowed(_) if piece.is_empty() => {}
        Cow::Borrowed(first) => {
            let mut joined = String::with_capacity((first.len() + piece.len()).max(ORDINARY_LINE));
            joined.push_str(first);
            joined.push_str(piece);
            *text = Cow::Owned(joined);
        }
    }
}
