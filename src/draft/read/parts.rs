//! The parts of a section: headings, steps, lists, and text between them.

use super::Reader;
use super::title::{heading_text, step_prefix};
use crate::draft::blocks::{Block, BlockKind, blocks};
use crate::draft::form::{Part, PartKind, Sub};
use crate::draft::slot::{Slot, Style};
use crate::runbook::SectionKind;
use crate::text::Span;
use crate::text::span::line_start;

impl Reader<'_> {
    pub(super) fn parts(&mut self, kind: SectionKind, inside: &[Block]) -> Vec<Part> {
        let source = self.source;
        let mut out: Vec<Part> = Vec::new();
        let steps = matches!(
            kind,
            SectionKind::Diagnosis | SectionKind::Resolution | SectionKind::Other
        );
        let mut at = 0;
        while let Some(block) = inside.get(at) {
            at += 1;
            match block.kind {
                BlockKind::Heading(level) => {
                    let line = heading_text(source, block);
                    let (Some(line), true) = (line, kind != SectionKind::Other) else {
                        self.push_text(&mut out, block.span);
                        continue;
                    };
                    match step_prefix(line.of(source)).filter(|_| steps) {
                        Some(prefix) => {
                            let until = inside
                                .iter()
                                .skip(at)
                                .position(|next| matches!(next.kind, BlockKind::Heading(next) if next <= level))
                                .map_or(inside.len(), |offset| at + offset);
                            let inner = inside.get(at..until).unwrap_or(&[]);
                            at = until;
                            let end = inner.last().map_or(block.span.end, |last| last.span.end);
                            let span = Span::new(line_start(source, block.span.start), end);
                            let mut title =
                                Slot::present(Span::new(line.start + prefix, line.end), Style::Line { opens: false });
                            if source.as_bytes().get(title.span.start.wrapping_sub(1)) == Some(&b':') {
                                title.before = " ".to_string();
                            }
                            out.push(self.step(PartKind::HeadingStep { level }, span, title, inner, 0, block.span.end));
                        }
                        None => {
                            let span = Span::new(line_start(source, block.span.start), block.span.end);
                            out.push(Part {
                                kind: PartKind::Group { level },
                                span,
                                subs: vec![(Sub::Title, Slot::present(line, Style::Line { opens: false }))],
                                indent: 0,
                            });
                        }
                    }
                }
                BlockKind::List(numbered) => {
                    let items = blocks(self.events, block.events.clone(), source);
                    let parts: Option<Vec<Part>> = items.iter().map(|item| self.item(kind, item, numbered)).collect();
                    match parts.filter(|_| kind != SectionKind::Other) {
                        Some(parts) => out.extend(parts),
                        None => self.push_text(&mut out, block.span),
                    }
                }
                BlockKind::Fence if steps && out.last().is_some_and(|last| last.kind == PartKind::NumberedStep) => {
                    // A block between two lists that are one list to their author belongs to the step before it.
                    let command = self.command(block, 0);
                    if let (Some(last), Some(command)) = (out.last_mut(), command) {
                        last.span.end = block.span.end;
                        last.subs.retain(|(sub, slot)| slot.present || *sub != Sub::Command);
                        // Behind the note and earlier commands; what is not there yet is written into the item, before the block.
                        let place = last.subs.iter().position(|(sub, _)| *sub >= Sub::Expected);
                        let place = place.unwrap_or(last.subs.len());
                        last.subs.splice(place..place, command);
                    } else {
                        self.push_text(&mut out, block.span);
                    }
                }
                _ => self.push_text(&mut out, block.span),
            }
        }
        out
    }

    /// Adds Markdown without structure; neighbours are one text.
    pub(super) fn push_text(&self, out: &mut Vec<Part>, span: Span) {
        let span = Span::new(line_start(self.source, span.start), span.end);
        if let Some(last) = out.last_mut().filter(|last| last.kind == PartKind::Text) {
            last.span.end = span.end;
            if let Some((_, slot)) = last.subs.first_mut() {
                slot.span.end = span.end;
            }
            return;
        }
        out.push(self.text_part(span));
    }
}
