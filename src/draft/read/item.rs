//! Items of lists: steps, facts, contacts, or bullets.

use super::Reader;
use super::label::labelled;
use crate::draft::blocks::{Block, BlockKind, blocks, task_marker};
use crate::draft::fact::Fact;
use crate::draft::form::{Part, PartKind, Sub};
use crate::draft::slot::{Slot, Style};
use crate::runbook::SectionKind;
use crate::text::Span;
use crate::text::span::line_start;

impl Reader<'_> {
    /// A list item as a part; `None` when it is nothing that a field can stand for.
    pub(super) fn item(&mut self, kind: SectionKind, item: &Block, numbered: bool) -> Option<Part> {
        let source = self.source;
        let start = line_start(source, item.span.start);
        let margin = source.get(start..item.span.start)?;
        if !margin.bytes().all(|b| b == b' ') {
            return None;
        }
        let span = Span::new(start, item.span.end);
        let marker = item.span.of(source);
        let mark_len = if numbered {
            marker.bytes().take_while(u8::is_ascii_digit).count() + 1
        } else {
            1
        };
        let behind = marker.get(mark_len..)?;
        let spaces = behind.len() - behind.trim_start_matches(' ').len();
        if behind
            .get(spaces..)
            .is_none_or(|rest| rest.starts_with(['\n', '\r', '\t']))
        {
            return None;
        }
        let indent = margin.len() + mark_len + spaces.clamp(1, 4);
        let inner = blocks(self.events, item.events.clone(), source);
        let task = task_marker(self.events, item);
        let is_step = numbered
            && matches!(
                kind,
                SectionKind::Diagnosis | SectionKind::Resolution | SectionKind::Verification
            )
            || task.is_some()
            || kind == SectionKind::Verification;
        let text_start = match task {
            Some(marker) => marker.end + usize::from(source.get(marker.end..)?.starts_with(' ')),
            None => item.span.start + mark_len + spaces,
        };
        let first = inner.first();
        let (first_end, rest) = match first {
            None => (item.span.end.max(text_start), inner.get(..0)?),
            Some(first) if first.kind == BlockKind::Paragraph => (first.span.end, inner.get(1..)?),
            Some(_) => return None,
        };
        let text = Span::new(text_start.min(first_end), first_end);
        if is_step {
            let step = if numbered {
                PartKind::NumberedStep
            } else {
                PartKind::CheckStep
            };
            let style = line_or_block(text, source, indent, task.is_none());
            return Some(self.step(step, span, Slot::present(text, style), rest, indent, first_end));
        }
        if numbered {
            return None;
        }
        let whole = Span::new(text.start, item.span.end);
        let facts_here = matches!(kind, SectionKind::Impact | SectionKind::Detection);
        if let Some(label) = labelled(source, text) {
            let key = label.key(source).to_lowercase();
            let fact = Fact::ALL
                .into_iter()
                .find(|fact| facts_here && fact.section().is_some() && fact.keys().contains(&key.as_str()))
                .filter(|fact| self.facts.get(fact.index()).is_some_and(Option::is_none));
            let value = label.slot(source, whole.end, indent, fact == Some(Fact::Alert));
            if let (Some(fact), Some(place)) = (fact, fact.and_then(|fact| self.facts.get_mut(fact.index()))) {
                *place = Some(value);
                return Some(Part {
                    kind: PartKind::Fact(fact),
                    span,
                    subs: Vec::new(),
                    indent,
                });
            }
            if kind == SectionKind::Escalation {
                return Some(Part {
                    kind: PartKind::Pair,
                    span,
                    subs: vec![
                        (Sub::Key, Slot::present(label.key, Style::Line { opens: false })),
                        (Sub::Title, value),
                    ],
                    indent,
                });
            }
        }
        Some(Part {
            kind: PartKind::Bullet,
            span,
            subs: vec![(
                Sub::Title,
                Slot::present(whole, line_or_block(whole, source, indent, true)),
            )],
            indent,
        })
    }
}

fn line_or_block(span: Span, source: &str, indent: usize, opens: bool) -> Style {
    if span.of(source).contains('\n') {
        Style::Block { indent }
    } else {
        Style::Line { opens }
    }
}
