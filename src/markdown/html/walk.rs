//! The walk over the events: which element each of them begins, ends or is.

use super::{VALUES_MARK, Writer};
use crate::markdown::labels;
use crate::text::Span;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn blocks(&mut self, range: Range<usize>, keep: &dyn Fn(Span) -> bool) {
        self.at = range.start;
        let mut depth = 0usize;
        while self.at < range.end {
            let Some((event, span)) = self.events.get(self.at) else {
                break;
            };
            while let Some(mark) = self.marks.next_if(|mark| mark.before <= self.at) {
                self.out.push_str(if mark.before == self.at { &mark.html } else { "" });
            }
            self.at += 1;
            if depth == 0 && self.stack.is_empty() && self.values_behind.is_some_and(|end| span.start >= end) {
                self.values_behind = None;
                self.out.push_str(VALUES_MARK);
            }
            if depth == 0 && !keep(*span) {
                self.skip(event, range.end);
                continue;
            }
            match event {
                Event::Start(tag) => {
                    if !self.whole(tag, *span) {
                        depth += 1;
                        self.start(tag, *span);
                    }
                }
                Event::End(tag) => {
                    depth = depth.saturating_sub(1);
                    self.end(tag);
                }
                event => self.leaf(event, *span),
            }
        }
    }

    /// Passes over a block that is left out, counting what later blocks are counted by.
    fn skip(&mut self, event: &Event<'_>, end: usize) {
        let Event::Start(_) = event else { return };
        let mut depth = 1;
        let mut event = event;
        loop {
            if matches!(event, Event::Start(Tag::Heading { .. })) {
                self.next_heading += 1;
            }
            let Some((next, _)) = self.events.get(self.at).filter(|_| depth > 0 && self.at < end) else {
                break;
            };
            self.at += 1;
            match next {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            event = next;
        }
    }

    /// Elements that are written as a whole; `false` when the tag is none of them.
    pub(super) fn whole(&mut self, tag: &Tag<'_>, span: Span) -> bool {
        match tag {
            Tag::CodeBlock(kind) => self.code_block(kind, span),
            Tag::HtmlBlock => self.html_block(),
            Tag::Heading { .. } => self.heading(span),
            Tag::Image { dest_url, title, .. } => self.image(dest_url, title, span),
            _ => return false,
        }
        true
    }

    pub(super) fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.paragraph(span),
            Tag::BlockQuote(None) if self.admonition(span) => {}
            Tag::BlockQuote(None) => self.open("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::List(None) => self.open("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n", "</ol>\n"),
            Tag::List(Some(start)) => self.open(&format!("<ol start=\"{start}\">\n"), "</ol>\n"),
            Tag::Item => self.item(span),
            Tag::FootnoteDefinition(label) => self.footnote(label),
            Tag::DefinitionList => self.open("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.open("<dd>", "</dd>\n"),
            Tag::Table(alignments) => {
                self.alignments = alignments.clone();
                self.open(
                    "<div class=\"bg-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n",
                    "</tbody></table></div>\n",
                );
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.column = 0;
                self.open("<thead><tr>", "</tr></thead>\n<tbody>\n");
            }
            Tag::TableRow => {
                self.column = 0;
                self.row = span;
                self.open("<tr>", "</tr>\n");
            }
            Tag::TableCell => self.cell(span),
            Tag::Emphasis => self.open("<em>", "</em>"),
            Tag::Strong => self.open("<strong>", "</strong>"),
            Tag::Strikethrough => self.open("<del>", "</del>"),
            Tag::Superscript => self.open("<sup>", "</sup>"),
            Tag::Subscript => self.open("<sub>", "</sub>"),
            Tag::Link {
                dest_url,
                title,
                link_type,
                ..
            } => self.link(*link_type, dest_url, title, span),
            Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. } | Tag::MetadataBlock(_) => {
                self.open("", "");
            }
        }
    }

    pub(super) fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::TableHead => self.in_table_head = false,
            TagEnd::TableRow => self.excess_cells(),
            _ => {}
        }
        self.close();
    }

    pub(super) fn leaf(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Text(text) => self.text(text, span.start),
            Event::Code(code) => self.inline_code(code),
            Event::Html(html) | Event::InlineHtml(html) => self.raw(html, span),
            // `**If not**: …` under `**Expected**: …` was written as a line of its own.
            Event::SoftBreak if labels::next_line(self.events, self.at).is_none() => self.out.push('\n'),
            Event::SoftBreak | Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            // The box was drawn with its item.
            Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text, span.start),
            Event::Start(_) | Event::End(_) => {}
        }
    }

    /// Writes the inline content of the heading or paragraph that has just begun, through its end.
    pub(super) fn inline_until_end(&mut self) {
        self.open("", "");
        while let Some((event, span)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::End(TagEnd::Heading(_) | TagEnd::Paragraph) => break,
                Event::Start(tag) => {
                    if !self.whole(tag, *span) {
                        self.start(tag, *span);
                    }
                }
                Event::End(tag) => self.end(tag),
                event => self.leaf(event, *span),
            }
        }
        self.close();
    }
}
