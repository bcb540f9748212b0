//! Facts that share a line, `Owner: x | Severity: P1`, or the bold of their key, `**Severity: P1**`.

use super::{Line, MOST_INLINES, folded_key, is_inline, sliced, unmarked};
use crate::markdown::events::{Spanned as Event_, append};
use crate::text::Span;
use crate::text::span::Spanned;
use pulldown_cmark::{Event, Tag};
use std::borrow::Cow;

/// The facts of a paragraph that holds several in one line, `Owner: x | Severity: P1` or with dots between, and of one
/// that has its key and value in the same bold, `**Severity: P1**`; none where there is no such key.
/// `known` is how many lines are facts already: where each line of the paragraph is one, there are no more.
pub(in crate::markdown) fn in_one_line<'a>(
    events: &'a [Event_<'_>],
    at: usize,
    known: usize,
    accepts: fn(&str) -> bool,
) -> Vec<Line<'a>> {
    let inlines = || {
        let rest = events.get(at..).unwrap_or(&[]);
        let rest = rest.get(..MOST_INLINES).unwrap_or(rest);
        rest.iter().take_while(|(event, _)| is_inline(event))
    };
    // Most paragraphs have no divider and do not begin in bold, and are passed over at once.
    let in_bold = inlines()
        .next()
        .is_some_and(|(event, _)| matches!(event, Event::Start(Tag::Strong | Tag::Emphasis)));
    // By the first bytes of the dividers, since most texts have none of them.
    let is_first = |byte: &u8| u8::from(*byte == b'|') | u8::from(*byte == 0xc2) | u8::from(*byte == 0xe2);
    let may_divide = |text: &str| text.as_bytes().iter().fold(0, |any, byte| any | is_first(byte)) != 0;
    let divides = |event: &Event<'_>| matches!(event, Event::Text(text) if may_divide(text) && text.contains(DIVIDERS));
    let lines = || {
        let breaks = inlines().filter(|(event, _)| matches!(event, Event::SoftBreak | Event::HardBreak));
        1 + breaks.count()
    };
    if (!in_bold || known > 0 && known >= lines()) && !inlines().any(|(event, _)| divides(event)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut piece = Piece::default();
    for (event, span) in inlines() {
        match event {
            Event::SoftBreak | Event::HardBreak => out.extend(piece.take_line(accepts)),
            Event::Code(_) if piece.is_prose => {}
            Event::Code(text) => {
                piece.codes.push(Spanned::new(text, *span));
                piece.push(text, *span, accepts);
            }
            Event::Text(text) => divide(text, 0, *span, &mut piece, &mut out, accepts),
            _ => {}
        }
    }
    out.extend(piece.take_line(accepts));
    out
}

/// What stands between two facts of one line.
const DIVIDERS: [char; 3] = ['|', '·', '•'];

/// Adds the text at `span`, from its byte `from` on, to the piece being read and to those behind it.
fn divide<'a>(
    text: &'a str,
    from: usize,
    span: Span,
    piece: &mut Piece<'a>,
    out: &mut Vec<Line<'a>>,
    accepts: fn(&str) -> bool,
) {
    let mut from = from;
    while let Some((index, divider)) = text
        .get(from..)
        .and_then(|rest| rest.char_indices().find(|(_, c)| DIVIDERS.contains(c)))
    {
        let index = from + index;
        if !piece.is_prose {
            let place = Span::new(span.start + from, (span.start + index).min(span.end));
            piece.push(text.get(from..index).unwrap_or(""), place, accepts);
        }
        out.extend(piece.take_line(accepts));
        from = index + divider.len_utf8();
    }
    let place = Span::new((span.start + from).min(span.end), span.end);
    piece.push(text.get(from..).unwrap_or(""), place, accepts);
}

/// Bytes of a stretch in which its key ends: keys are short, but may be padded.
const MOST_BEFORE_COLON: usize = 160;

/// Where the first colon stands, if it can end a key.
fn colon_at(text: &str) -> Option<usize> {
    // The first byte of the wide colon is that of other characters, too.
    let may_be = |(_, byte): &(usize, u8)| matches!(byte, b':' | 0xef);
    let is_colon =
        |(at, byte): &(usize, u8)| *byte == b':' || text.get(*at..).is_some_and(|rest| rest.starts_with('：'));
    let mut found = text.bytes().take(MOST_BEFORE_COLON).enumerate().filter(may_be);
    found.find(is_colon).map(|(at, _)| at)
}

/// A stretch of a paragraph between two dividers.
#[derive(Default)]
struct Piece<'a> {
    /// The key, where the text begins with the colon behind it.
    key: Cow<'a, str>,
    text: Cow<'a, str>,
    /// Where the key stands.
    start: Option<usize>,
    /// Where the first part of the text stands in the source.
    first: Span,
    /// Where each further part begins in the text, and stands in the source.
    parts: Vec<(usize, Span)>,
    codes: Vec<Spanned<&'a str>>,
    /// Whether a key was found that counts.
    has_key: bool,
    /// Whether it is known that the stretch states no fact; nothing more of it is kept.
    is_prose: bool,
}

impl<'a> Piece<'a> {
    /// Adds text. Most stretches are prose, which their first words tell.
    fn push(&mut self, text: &'a str, span: Span, accepts: fn(&str) -> bool) {
        if text.is_empty() || self.is_prose {
            return;
        }
        let before = self.text.len();
        if !self.has_key {
            match colon_at(text) {
                Some(0) if !self.text.is_empty() => {
                    self.has_key = accepts(&self.text);
                    self.key = std::mem::take(&mut self.text);
                    self.parts.clear();
                }
                Some(at) if before == 0 => self.has_key = accepts(text.get(..at).unwrap_or("")),
                Some(at) => {
                    let key = [self.text.as_ref(), text.get(..at).unwrap_or("")].concat();
                    self.has_key = accepts(&key);
                }
                None if before + text.len() <= MOST_BEFORE_COLON => return self.keep(text, span),
                None => {}
            }
            self.is_prose = !self.has_key;
            if self.is_prose {
                return;
            }
        }
        self.keep(text, span);
    }

    fn keep(&mut self, text: &'a str, span: Span) {
        self.start.get_or_insert(span.start);
        match self.text.is_empty() {
            true => self.first = span,
            false => self.parts.push((self.text.len(), span)),
        }
        append(&mut self.text, text);
    }

    /// The fact that the stretch states, and a new stretch begins.
    fn take_line(&mut self, accepts: fn(&str) -> bool) -> Option<Line<'a>> {
        if self.is_prose || !self.has_key {
            self.text = Cow::Borrowed("");
            self.key = Cow::Borrowed("");
            self.start = None;
            self.parts.clear();
            self.codes.clear();
            self.has_key = false;
            self.is_prose = false;
            return None;
        }
        std::mem::take(self).line(accepts)
    }

    fn line(self, accepts: fn(&str) -> bool) -> Option<Line<'a>> {
        let text = self.text.as_ref();
        let colon = text.find([':', '：'])?;
        let whole = match colon {
            0 => &self.key,
            _ => &self.text,
        };
        let key = match colon {
            0 => whole.as_ref(),
            _ => text.get(..colon)?,
        };
        let lead = key.len() - unmarked(key.trim_start()).len();
        let key = unmarked(key.trim());
        let value = text.get(colon..)?.trim_start_matches([':', '：']).trim();
        if !accepts(key) || value.is_empty() {
            return None;
        }
        let from = value.as_ptr() as usize - text.as_ptr() as usize;
        let part = |offset: usize| {
            let at = self.parts.partition_point(|(start, _)| *start <= offset);
            let last = at.checked_sub(1).and_then(|at| self.parts.get(at));
            last.map_or((0, self.first), |part| *part)
        };
        let (first, start) = part(from);
        let (_, end) = part(from + value.len() - 1);
        // The parts end with white space at most behind the value.
        let trailing = text.len() - (from + value.len());
        let span = Span::new(start.start + (from - first), end.end.saturating_sub(trailing));
        let (key, value) = (lead..lead + key.len(), from..from + value.len());
        Some(Line {
            key: folded_key(sliced(whole, key)),
            value: Spanned::new(sliced(&self.text, value), span),
            start: self.start.unwrap_or(span.start),
            codes: self.codes,
            bold: false,
        })
    }
}
