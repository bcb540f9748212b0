//! The title and what stands before the first section; prefixes of headings.

use super::Reader;
use crate::draft::blocks::{Block, line_stop, trimmed};
use crate::draft::slot::{Slot, Style};
use crate::markdown::outline::split_title;
use crate::text::Span;

impl Reader<'_> {
    pub(super) fn title(&self) -> Slot {
        let source = self.source;
        let runbook = self.document.runbook();
        let front = self.document.prepared.front_matter.as_ref();
        if let Some(entry) = front.and_then(|front| front.get(&["title"])) {
            return self.front_slot(entry);
        }
        let heading = self
            .document
            .outline
            .title_heading
            .and_then(|at| runbook.headings.get(at))
            .or_else(|| runbook.headings.first().filter(|first| first.level == 1))
            .filter(|heading| {
                self.divisions()
                    .iter()
                    .all(|section| section.span.start != heading.span.start)
            });
        let Some(heading) = heading else {
            let at = self.document.prepared.start;
            return Slot::absent(at, Style::Line { opens: false }, "# Runbook: ", "\n\n");
        };
        let line = Span::new(heading.span.start, line_stop(source, heading.span.start));
        let text = line.of(source);
        let marks = text.len() - text.trim_start_matches('#').len();
        let body = text.get(marks..).unwrap_or("");
        let mut start = line.start + marks + (body.len() - body.trim_start().len());
        let mut end = trimmed(line, source).end.max(start);
        // A closing sequence of `#` is no part of the text (CommonMark, section 4.2).
        let closed = Span::new(start, end).of(source).trim_end_matches('#');
        if marks > 0 && (closed.is_empty() || closed.ends_with([' ', '\t'])) {
            end = start + closed.trim_end().len();
        }
        let shown = Span::new(start, end).of(source);
        let (prefix, rest) = split_title(shown);
        let before = match prefix {
            Some(_) => {
                start = end - rest.len();
                ""
            }
            // The template's heading while nobody has said what it is about.
            None if shown.eq_ignore_ascii_case("runbook:") => {
                start = end;
                " "
            }
            None if marks > 0 && body.is_empty() => " ",
            None => "",
        };
        let mut slot = Slot::present(Span::new(start, end), Style::Line { opens: false });
        slot.before = before.to_string();
        // Setext headings over several lines, and files whose lines end with a carriage return alone: this is no one line.
        let is_folded = marks == 0 && heading.span.of(source).trim_end().lines().count() > 2;
        slot.locked = is_folded || slot.span.of(source).contains('\r');
        slot
    }

    pub(super) fn intro(&self, title: &Slot, stop: usize) -> Slot {
        let source = self.source;
        let start = match self.document.outline.title_heading {
            Some(at) => self
                .document
                .runbook()
                .headings
                .get(at)
                .map_or(0, |heading| heading.span.end),
            None => self
                .document
                .prepared
                .start
                .max(if title.present && title.style != Style::Scalar {
                    line_stop(source, title.span.end)
                } else {
                    0
                }),
        };
        let end = self.divisions().first().map_or(stop, |first| first.span.start);
        let text = Span::new(start.min(end), end).of(source);
        let lead = text.len() - text.trim_start().len();
        let span = trimmed(Span::new(start.min(end) + lead, end), source);
        if span.is_empty() {
            let at = trimmed(Span::new(0, start.min(end)), source).end;
            let before = if at == 0 { "" } else { "\n\n" };
            return Slot::absent(
                at,
                Style::Block { indent: 0 },
                before,
                if at == 0 { "\n\n" } else { "" },
            );
        }
        Slot::present(span, Style::Block { indent: 0 })
    }
}

/// The text of a heading of one line; `None` for setext headings.
pub(super) fn heading_text(source: &str, block: &Block) -> Option<Span> {
    let line = Span::new(block.span.start, line_stop(source, block.span.start));
    let text = line.of(source);
    let marks = text.len() - text.trim_start_matches('#').len();
    if marks == 0 || line.end < block.span.end {
        return None;
    }
    let body = text.get(marks..)?;
    let start = line.start + marks + (body.len() - body.trim_start().len());
    let text = Span::new(start, trimmed(line, source).end.max(start));
    (!text.of(source).ends_with('#')).then_some(text)
}

/// How long `Step N:` is at the start of a heading, with the spaces behind it.
pub(in crate::draft) fn step_prefix(text: &str) -> Option<usize> {
    let lower = text.get(..4)?.to_ascii_lowercase();
    if lower != "step" {
        return None;
    }
    let rest = text.get(4..)?;
    let spaces = rest.len() - rest.trim_start().len();
    let digits = rest.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    if spaces == 0 || digits == 0 {
        return None;
    }
    let mut at = 4 + spaces + digits;
    let behind = text.get(at..)?;
    let mark = behind.trim_start();
    if let Some(first) = mark
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '.' | ')' | '-' | '–' | '—'))
    {
        at += behind.len() - mark.len() + first.len_utf8();
    } else if !behind.is_empty() && !behind.starts_with(' ') {
        return None;
    }
    let rest = text.get(at..)?;
    Some(at + rest.len() - rest.trim_start().len())
}
