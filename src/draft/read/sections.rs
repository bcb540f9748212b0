//! Sections, those that a file does not have among them.

use super::Reader;
use super::next::{Neighbour, next_part, title_of};
use crate::draft::blocks::{Block, trimmed};
use crate::draft::form::{Part, PartKind, SectionForm, Sub};
use crate::draft::slot::{Slot, Style};
use crate::runbook::{Heading, Section, SectionKind};
use crate::text::Span;
use crate::text::span::line_start;

impl<'a> Reader<'a> {
    pub(super) fn sections(&mut self, stop: usize) -> Vec<SectionForm> {
        let mut out = Vec::new();
        for section in self.divisions() {
            let heading = self
                .heading_of(section)
                .map_or(section.span.start, |heading| trimmed(heading.span, self.source).end);
            let end = section.span.end.min(stop.max(heading));
            let text = Span::new(heading, end).of(self.source);
            let lead = text.len() - text.trim_start().len();
            let body = if lead == text.len() {
                Span::at(heading)
            } else {
                trimmed(
                    Span::new(line_start(self.source, heading + lead).max(heading), end),
                    self.source,
                )
            };
            let level = self.level(section);
            out.push(self.section(section.kind, section.title.clone(), level, body, heading));
        }
        // Those of the nine that are missing stand behind the last that comes before them: there they are written, so
        // that a section keeps its number when it comes into being.
        for kind in SectionKind::NAMED {
            if out.iter().any(|section: &SectionForm| section.kind == kind) {
                continue;
            }
            let (earlier, later) = around(kind);
            let before = out.iter().rposition(|section| earlier.contains(&section.kind));
            let after = out.iter().position(|section| later.contains(&section.kind));
            let real = |kinds: &[SectionKind]| -> Vec<Span> {
                let all = self.divisions().iter();
                all.filter(|section| kinds.contains(&section.kind))
                    .map(|section| section.span)
                    .collect()
            };
            let place = match (real(earlier).last(), real(later).first()) {
                (Some(before), _) => before.end.min(stop),
                (None, Some(after)) => after.start,
                (None, None) => stop,
            };
            let number = before.map(|before| before + 1).or(after).unwrap_or(out.len());
            let (at, before, after) = self.new_section(kind, place);
            let level = self.level_of_new(kind);
            let section = SectionForm {
                kind,
                title: title_of(kind).to_string(),
                level,
                present: false,
                body: Span::at(place),
                parts: Vec::new(),
                next: Some(next_part(kind, level, at, before, after, None)),
            };
            out.insert(number, section);
        }
        out
    }

    /// The sections that are steps of the form. What has no heading, and what stands below a heading of level one that
    /// stands alone, is above the sections as soon as another one is written: so it is in the form from the start.
    pub(super) fn divisions(&self) -> &'a [Section] {
        let document = self.document;
        let all = document.runbook().sections.as_slice();
        let all = match all.split_first() {
            Some((first, rest)) if first.anchor.is_empty() => rest,
            _ => all,
        };
        match all {
            [only] if only.kind == SectionKind::Other && self.level(only) == 1 => &[],
            all => all,
        }
    }

    /// The heading that a section begins with. They are in source order, and there may be as many as there are sections.
    fn heading_of(&self, section: &Section) -> Option<&'a Heading> {
        let headings = &self.document.runbook().headings;
        let at = headings.binary_search_by_key(&section.span.start, |heading| heading.span.start);
        headings.get(at.ok()?)
    }

    /// The level of a section's heading.
    fn level(&self, section: &Section) -> u8 {
        self.heading_of(section).map_or(2, |heading| heading.level)
    }

    /// The level that the heading of a missing section gets: that of the section beside which it stands, else that of the
    /// outermost. One of another level would divide the file anew.
    fn level_of_new(&self, kind: SectionKind) -> u8 {
        let all = self.divisions();
        let (earlier, later) = around(kind);
        let before = all.iter().rfind(|section| earlier.contains(&section.kind));
        let near = before.or_else(|| all.iter().find(|section| later.contains(&section.kind)));
        let outermost = || all.iter().map(|section| self.level(section)).min();
        near.map(|near| self.level(near)).or_else(outermost).unwrap_or(2)
    }

    /// Where a missing section is written, and what around its first words.
    pub(super) fn new_section(&self, kind: SectionKind, place: usize) -> (usize, String, String) {
        let head = self.source.get(..place).unwrap_or("");
        let at = head.trim_end().len().max(self.document.prepared.start.min(place));
        let lead = if head.trim_end().is_empty() { "" } else { "\n\n" };
        let gap = self.source.get(at..).unwrap_or("");
        let tail = if gap.trim_start().is_empty() {
            if gap.is_empty() { "\n" } else { "" }
        } else if gap.starts_with("\n\n") || gap.starts_with("\r\n\r\n") {
            ""
        } else {
            "\n\n"
        };
        let marks = "#".repeat(usize::from(self.level_of_new(kind)));
        (at, format!("{lead}{marks} {}\n\n", title_of(kind)), tail.to_string())
    }

    fn section(&mut self, kind: SectionKind, title: String, level: u8, body: Span, heading: usize) -> SectionForm {
        let first = self.blocks.partition_point(|block| block.span.start < body.start);
        let inside: Vec<Block> = self
            .blocks
            .iter()
            .skip(first)
            .take_while(|block| block.span.start < body.end.max(body.start))
            .cloned()
            .collect();
        let parts = self.parts(kind, &inside);
        // Parts must be whole lines, in order, apart from each other: then they can be moved. What is not is text.
        let parts = if is_sound(&parts, body, self.source) {
            parts
        } else {
            vec![self.text_part(body)]
        };
        let next = self.next(kind, level, &parts, body, heading);
        SectionForm {
            kind,
            title,
            level,
            present: true,
            body,
            parts,
            next,
        }
    }

    fn next(&self, kind: SectionKind, level: u8, parts: &[Part], body: Span, heading: usize) -> Option<Part> {
        let at = parts.last().map_or(heading.max(body.end), |part| part.span.end);
        let last = parts.last();
        let before = match last {
            Some(part) if part.kind.is_item() => "\n",
            _ => "\n\n",
        };
        Some(next_part(
            kind,
            level,
            at,
            before.to_string(),
            String::new(),
            last.map(|last| (self, last, parts))
                .map(|(reader, last, parts)| Neighbour {
                    last,
                    parts,
                    source: reader.source,
                }),
        ))
    }

    pub(super) fn text_part(&self, span: Span) -> Part {
        Part {
            kind: PartKind::Text,
            span,
            subs: vec![(Sub::Text, Slot::present(span, Style::Block { indent: 0 }))],
            indent: 0,
        }
    }
}

/// The kinds that the template has before `kind`, and the others.
fn around(kind: SectionKind) -> (&'static [SectionKind], &'static [SectionKind]) {
    let at = SectionKind::NAMED.iter().position(|known| *known == kind).unwrap_or(0);
    SectionKind::NAMED.split_at(at)
}

/// Whether parts are whole lines, in order, and apart, and together all that the section says.
fn is_sound(parts: &[Part], body: Span, source: &str) -> bool {
    let mut at = body.start;
    for part in parts {
        let gap = match source.get(at..part.span.start) {
            Some(gap) => gap,
            None => return false,
        };
        if !gap.trim().is_empty() || part.span.end > body.end || line_start(source, part.span.start) != part.span.start
        {
            return false;
        }
        if part.span.start > body.start && !gap.contains('\n') {
            return false;
        }
        at = part.span.end;
    }
    source.get(at..body.end).is_some_and(|rest| rest.trim().is_empty())
}
