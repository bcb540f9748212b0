//! Headings and the sections that they open.

use super::{TocEntry, Writer};
use crate::runbook::{Heading, SectionKind};
use crate::text::Span;
use crate::text::escape::push_html_attribute;

impl Writer<'_> {
    pub(super) fn heading(&mut self, span: Span) {
        let index = self.next_heading;
        self.next_heading += 1;
        let document = self.document;
        let Some(heading) = document.runbook().headings.get(index) else {
            return;
        };
        if document.outline.title_heading == Some(index) {
            let before = std::mem::take(&mut self.out);
            self.inline_until_end();
            let title = std::mem::replace(&mut self.out, before);
            self.title = Some(strip_prefix_text(&title, document.outline.title_prefix.as_deref()));
            return;
        }
        let section = self.section(heading);
        let level = self.levels.get(index).copied().unwrap_or(2);
        self.out.push_str(&format!("<h{level} id=\""));
        push_html_attribute(&mut self.out, &heading.anchor);
        self.out.push('"');
        if let Some(kind) = section {
            self.out.push_str(" data-section=\"");
            self.out.push_str(kind.name());
            self.out.push('"');
        }
        let step = self.step_attribute(span.start);
        self.out.push_str(&step);
        self.out.push('>');
        self.inline_until_end();
        self.out.push_str(&format!("</h{level}>\n"));
        if !heading.text.is_empty() {
            self.toc.push(TocEntry {
                level,
                text: heading.text.clone(),
                anchor: heading.anchor.clone(),
            });
        }
    }

    /// Begins the section without a heading, where steps stand above the first heading.
    pub(super) fn section_above(&mut self) {
        let first = self.document.runbook().sections.first();
        if let Some(section) = first.filter(|section| section.anchor.is_empty()) {
            self.next_section = 1;
            self.section_open = true;
            self.in_section = section.kind;
            self.out.push_str("<section data-section=\"");
            self.out.push_str(section.kind.name());
            self.out.push_str("\">\n");
        }
    }

    /// Begins the section that this heading opens, if it opens one. Inside an element of the author's, which a section
    /// must not reach out of, the heading itself carries the section's kind, which is then returned.
    fn section(&mut self, heading: &Heading) -> Option<SectionKind> {
        let sections = self.document.runbook().sections.get(self.next_section..).unwrap_or(&[]);
        // Sections stand in the order of their headings; those before this one were left out.
        let passed = sections
            .iter()
            .take_while(|section| section.span.start < heading.span.start)
            .count();
        self.next_section += passed;
        let section = sections
            .get(passed)
            .filter(|section| section.anchor == heading.anchor)?;
        self.next_section += 1;
        self.in_section = section.kind;
        if !self.stack.is_empty() {
            return Some(section.kind);
        }
        if std::mem::replace(&mut self.section_open, true) {
            self.out.push_str("</section>\n");
        }
        self.out.push_str("<section data-section=\"");
        self.out.push_str(section.kind.name());
        self.out.push_str("\">\n");
        None
    }
}

/// Levels on the page: the title is the only level one, the outermost headings are level two, and no level is skipped
/// on the way down, whatever the source does.
pub(super) fn page_levels(headings: &[Heading], title: Option<usize>) -> Vec<u8> {
    let mut open: Vec<u8> = Vec::new();
    headings
        .iter()
        .enumerate()
        .map(|(index, heading)| {
            if Some(index) == title {
                open.clear();
                return 1;
            }
            while open.last().is_some_and(|level| *level >= heading.level) {
                open.pop();
            }
            open.push(heading.level);
            (open.len() as u8 + 1).min(6)
        })
        .collect()
}

/// The title's HTML without "Runbook:", which the page shows above it.
fn strip_prefix_text(html: &str, prefix: Option<&str>) -> String {
    prefix
        .and_then(|prefix| html.strip_prefix(prefix))
        .unwrap_or(html)
        .trim()
        .to_string()
}
