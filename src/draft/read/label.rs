//! Labels: `**Key**: value` at the start of a line.

use crate::draft::blocks::trimmed;
use crate::draft::slot::{Slot, Style};
use crate::text::Span;

/// `**Key**: value` at the start of a paragraph's or item's text.
pub(super) struct Labelled {
    pub(super) key: Span,
    /// Behind the colon.
    end: usize,
    /// From behind the colon and its spaces.
    value: usize,
}

pub(super) fn labelled(source: &str, span: Span) -> Option<Labelled> {
    let text = span.of(source);
    let inner = text.strip_prefix("**")?;
    let close = inner.find("**")?;
    let key = inner.get(..close)?;
    if key.contains('\n') || key.len() > 80 {
        return None;
    }
    let behind = inner.get(close + 2..)?;
    let (key_len, skipped, rest) = match key.strip_suffix(':') {
        Some(short) => (short.len(), 0, behind),
        None => (key.len(), 1, behind.strip_prefix(':')?),
    };
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let start = span.start + 2;
    let end = start + close + 2 + skipped;
    Some(Labelled {
        key: Span::new(start, start + key_len),
        end,
        value: end + spaces,
    })
}

impl Labelled {
    pub(super) fn key<'a>(&self, source: &'a str) -> &'a str {
        self.key.of(source).trim()
    }

    /// The value in a step, up to `end`.
    pub(super) fn behind(&self, source: &str, end: usize, indent: usize) -> Slot {
        let span = trimmed(Span::new(self.end.min(end), end), source);
        Slot::present(span, Style::Behind { indent })
    }

    /// The value up to `end`.
    pub(super) fn slot(&self, source: &str, end: usize, indent: usize, names: bool) -> Slot {
        let span = trimmed(Span::new(self.value.min(end), end), source);
        let style = if span.of(source).contains('\n') {
            Style::Block { indent }
        } else if names {
            Style::Names
        } else {
            Style::Line { opens: false }
        };
        let mut slot = Slot::present(span, style);
        if self.value == self.end {
            slot.before = " ".to_string();
        }
        slot
    }
}
