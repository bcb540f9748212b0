//! Events to the article's HTML.
//!
//! The writer keeps a stack of what is open, Markdown's elements and the author's: an author's tag is closed with the
//! Markdown block it stands in at the latest, and an end tag that matches nothing is dropped, so nothing an author
//! writes reaches beyond the article.

mod code;
mod inline;
mod raw;
mod values;

pub use values::MARK as VALUES_MARK;

use super::events::Spanned as Event_;
use super::limits::DEEPEST_NESTING;
use super::links::Links;
use super::{Document, admonition};
use crate::diagnostic::{Diagnostic, rules};
use crate::runbook::{Heading, SectionKind};
use crate::text::Span;
use crate::text::escape::{push_html_attribute, push_html_text};
use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Tag, TagEnd};
use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

/// The parts of a page that come from its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Inside of the page's `<h1>`, where the source has a heading for it.
    pub title: Option<String>,
    /// The article's body.
    pub body: String,
    /// The headings of the body, for a table of contents.
    pub toc: Vec<TocEntry>,
}

/// A heading in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TocEntry {
    /// Level on the page: 2 for the outermost.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// Its id.
    pub anchor: String,
}

/// Something of ours between what the text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The event before which it stands.
    pub before: usize,
    /// Its HTML, which holds no block.
    pub html: String,
}

/// Renders the whole document. Where fields for values must not stand above its text, the body has [`VALUES_MARK`].
pub fn render(document: &Document, links: &mut dyn Links, diagnostics: &mut Vec<Diagnostic>) -> Rendered {
    let events = document.prepared.events();
    let behind = values::behind(document, &events);
    rendered(document, &events, links, diagnostics, &|_| true, behind)
}

/// Renders the top-level blocks whose span `keep` accepts.
pub fn render_blocks(
    document: &Document,
    links: &mut dyn Links,
    diagnostics: &mut Vec<Diagnostic>,
    keep: &dyn Fn(Span) -> bool,
) -> Rendered {
    rendered(document, &document.prepared.events(), links, diagnostics, keep, None)
}

fn rendered(
    document: &Document,
    events: &[Event_<'_>],
    links: &mut dyn Links,
    diagnostics: &mut Vec<Diagnostic>,
    keep: &dyn Fn(Span) -> bool,
    values_behind: Option<usize>,
) -> Rendered {
    let marks = links.marks(document, events);
    let mut writer = Writer::new(document, events, links, diagnostics);
    writer.marks = marks.into_iter().peekable();
    writer.values_behind = values_behind;
    let end = events.len();
    writer.section_above();
    writer.blocks(0..end, keep);
    writer.close_all();
    let Writer { out, title, toc, .. } = writer;
    Rendered { title, body: out, toc }
}

/// Renders the inline content of a range of events (a table cell, say).
pub fn render_inline(
    document: &Document,
    links: &mut dyn Links,
    diagnostics: &mut Vec<Diagnostic>,
    range: Range<usize>,
) -> String {
    let events = document.prepared.events();
    let mut writer = Writer::new(document, &events, links, diagnostics);
    writer.blocks(range, &|_| true);
    writer.close_all();
    writer.out
}

/// An open element.
#[derive(Debug)]
struct Open {
    /// The author's element; `None` for one of Markdown's or ours.
    html: Option<String>,
    /// What closes it; empty where its tag was left out.
    end: String,
    /// Whether it is a link, which cannot hold another.
    link: bool,
}

struct Writer<'a> {
    document: &'a Document,
    events: &'a [Event_<'a>],
    at: usize,
    out: String,
    stack: Vec<Open>,
    links: &'a mut dyn Links,
    diagnostics: &'a mut Vec<Diagnostic>,
    title: Option<String>,
    toc: Vec<TocEntry>,
    /// Level on the page of each heading of the source.
    levels: Vec<u8>,
    next_heading: usize,
    next_section: usize,
    next_html_id: usize,
    section_open: bool,
    /// What the section is for.
    in_section: SectionKind,
    alignments: Vec<Alignment>,
    column: usize,
    /// What is left of the row that is being written.
    row: Span,
    in_table_head: bool,
    too_deep: bool,
    /// Offset of the last end tag of each name: a tag with none behind it is a placeholder.
    last_end_tag: HashMap<String, usize>,
    footnote_uses: HashMap<String, usize>,
    marks: Peekable<IntoIter<Mark>>,
    /// The place in the source behind which the fields for values stand, until they do.
    values_behind: Option<usize>,
}

impl<'a> Writer<'a> {
    fn new(
        document: &'a Document,
        events: &'a [Event_<'a>],
        links: &'a mut dyn Links,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            document,
            events,
            at: 0,
            out: String::with_capacity(document.prepared.text.len() * 3 / 2),
            stack: Vec::new(),
            links,
            diagnostics,
            title: None,
            toc: Vec::new(),
            levels: page_levels(&document.runbook().headings, document.outline.title_heading),
            next_heading: 0,
            next_section: 0,
            next_html_id: 0,
            section_open: false,
            in_section: SectionKind::Other,
            alignments: Vec::new(),
            column: 0,
            row: Span::default(),
            in_table_head: false,
            too_deep: false,
            last_end_tag: raw::last_end_tags(&document.prepared.text),
            footnote_uses: HashMap::new(),
            marks: Vec::new().into_iter().peekable(),
            values_behind: None,
        }
    }

    fn blocks(&mut self, range: Range<usize>, keep: &dyn Fn(Span) -> bool) {
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
    fn whole(&mut self, tag: &Tag<'_>, span: Span) -> bool {
        match tag {
            Tag::CodeBlock(kind) => self.code_block(kind, span),
            Tag::HtmlBlock => self.html_block(),
            Tag::Heading { .. } => self.heading(span),
            Tag::Image { dest_url, title, .. } => self.image(dest_url, title, span),
            _ => return false,
        }
        true
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
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

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::TableHead => self.in_table_head = false,
            TagEnd::TableRow => self.excess_cells(),
            _ => {}
        }
        self.close();
    }

    fn leaf(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Text(text) => self.text(text, span.start),
            Event::Code(code) => self.inline_code(code),
            Event::Html(html) | Event::InlineHtml(html) => self.raw(html, span),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            // The box was drawn with its item.
            Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text, span.start),
            Event::Start(_) | Event::End(_) => {}
        }
    }

    /// Opens an element of Markdown's. Past the deepest nesting the tags are left out.
    fn open(&mut self, start: &str, end: &str) {
        self.open_always(start, end, false);
    }

    /// Opens an element; one that the model names (`must`) whatever it is nested in.
    fn open_always(&mut self, start: &str, end: &str, must: bool) {
        let shown = must || self.stack.len() < DEEPEST_NESTING;
        if shown {
            self.out.push_str(start);
        } else if !self.too_deep {
            self.too_deep = true;
            let span = self
                .events
                .get(self.at.saturating_sub(1))
                .map_or(Span::default(), |e| e.1);
            self.diagnostics.push(
                Diagnostic::new(
                    rules::NESTED_TOO_DEEPLY,
                    Span::at(span.start),
                    format!("blocks are nested deeper than {DEEPEST_NESTING} levels from here on, so inner ones are shown flat"),
                )
                .help("lift the inner blocks out"),
            );
        }
        self.stack.push(Open {
            html: None,
            end: if shown { end.to_string() } else { String::new() },
            link: false,
        });
    }

    /// Closes the innermost element of Markdown's, and the author's elements inside it.
    fn close(&mut self) {
        while let Some(open) = self.stack.pop() {
            self.out.push_str(&open.end);
            if open.html.is_none() {
                break;
            }
        }
    }

    fn close_all(&mut self) {
        while let Some(open) = self.stack.pop() {
            self.out.push_str(&open.end);
        }
        if std::mem::take(&mut self.section_open) {
            self.out.push_str("</section>\n");
        }
    }

    fn heading(&mut self, span: Span) {
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

    /// Writes the inline content of the heading or paragraph that has just begun, through its end.
    fn inline_until_end(&mut self) {
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

    /// Begins the section without a heading, where steps stand above the first heading.
    fn section_above(&mut self) {
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

    /// The attribute of the element at `start` where it is a step's.
    fn step_attribute(&self, start: usize) -> String {
        let steps = &self.document.runbook().steps;
        let at = steps.partition_point(|step| step.span.start < start);
        let Some(step) = steps.get(at).filter(|step| step.span.start == start) else {
            return String::new();
        };
        let mut out = String::from(" data-step=\"");
        push_html_attribute(&mut out, step.id.as_str());
        out.push('"');
        out
    }

    /// A paragraph, which may be the label of a step or of a branch.
    fn paragraph(&mut self, span: Span) {
        let branches = &self.document.runbook().branches;
        let branch = branches
            .get(branches.partition_point(|branch| branch.span.start < span.start))
            .filter(|branch| branch.span.start == span.start);
        let mut start = String::from("<p");
        if let Some(branch) = branch {
            start.push_str(" id=\"");
            push_html_attribute(&mut start, &branch.anchor);
            start.push('"');
        }
        let step = self.step_attribute(span.start);
        let must = !step.is_empty() || branch.is_some();
        start.push_str(&step);
        start.push('>');
        self.open_always(&start, "</p>\n", must);
    }

    fn item(&mut self, span: Span) {
        let next = |ahead: usize| self.events.get(self.at + ahead).map(|(event, _)| event);
        let marker = match (next(0), next(1)) {
            (Some(Event::TaskListMarker(checked)), _)
            | (Some(Event::Start(Tag::Paragraph)), Some(Event::TaskListMarker(checked))) => Some(*checked),
            _ => None,
        };
        let step = self.step_attribute(span.start);
        let start = match marker {
            None => format!("<li{step}>"),
            Some(false) => format!("<li class=\"bg-task\"{step}><span class=\"bg-box\" aria-hidden=\"true\"></span>"),
            Some(true) => format!(
                "<li class=\"bg-task\"{step}><span class=\"bg-box bg-box-checked\" role=\"img\" aria-label=\"Checked\"></span>"
            ),
        };
        self.open_always(&start, "</li>\n", !step.is_empty());
    }

    /// Cells of a row beyond the heading's: GitHub drops them, this page does not.
    fn excess_cells(&mut self) {
        let rest = self.row.of(&self.document.prepared.text).trim_end();
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        let rest = rest.strip_suffix('|').unwrap_or(rest);
        if rest.trim().is_empty() {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                rules::TABLE_ROW_TOO_LONG,
                self.row,
                "this row has more cells than the table's heading",
            )
            .help("give the heading as many cells; other tools drop what is too much"),
        );
        for cell in rest.split('|') {
            self.open("<td>", "</td>");
            self.text(cell.trim(), self.row.start);
            self.close();
        }
    }

    fn cell(&mut self, span: Span) {
        self.row.start = span.end;
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"bg-right\"",
            Some(Alignment::Center) => " class=\"bg-center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_table_head {
            // An empty heading cell is no heading; assistive technology would announce nothing.
            let empty = matches!(self.events.get(self.at), Some((Event::End(TagEnd::TableCell), _)));
            if empty {
                self.open("<td>", "</td>");
            } else {
                self.open(&format!("<th scope=\"col\"{class}>"), "</th>");
            }
        } else {
            self.open(&format!("<td{class}>"), "</td>");
        }
    }

    /// The start of an admonition: an alert with the author's word and title, which folds where it is meant to. False
    /// when the block quote is none.
    fn admonition(&mut self, span: Span) -> bool {
        let document = self.document;
        let Some(header) = admonition::at(&document.prepared.text, span) else {
            return false;
        };
        let (name, _) = alert_names(header.kind());
        let (start, end) = match header.fold {
            None => (
                format!("<div class=\"bg-alert\" data-kind=\"{name}\"><p class=\"bg-alert-title\">"),
                "</div>\n",
            ),
            Some(open) => {
                let open = if open { " open" } else { "" };
                let start = format!(
                    "<details class=\"bg-alert\" data-kind=\"{name}\"{open}><summary class=\"bg-alert-title\">"
                );
                (start, "</details>\n")
            }
        };
        self.open(&start, end);
        let shown = self.stack.last().is_some_and(|open| !open.end.is_empty());
        self.out
            .push_str(if shown { "<span class=\"bg-alert-kind\">" } else { "" });
        push_html_text(&mut self.out, header.name);
        self.out.push_str(if shown { "</span>" } else { "" });
        if header.title.is_some_and(|(title, _)| !title.is_empty())
            && matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)))
        {
            self.at += 1;
            self.out.push(' ');
            self.inline_until_end();
        }
        self.out.push_str(match (shown, header.fold) {
            (false, _) => "\n",
            (true, None) => "</p>\n",
            (true, Some(_)) => "</summary>\n",
        });
        true
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let (name, title) = alert_names(kind);
        self.open(
            &format!("<div class=\"bg-alert\" data-kind=\"{name}\"><p class=\"bg-alert-title\">{title}</p>\n"),
            "</div>\n",
        );
    }
}

/// An alert's kind on the page, and the title that GitHub gives it.
fn alert_names(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "NOTE"),
        BlockQuoteKind::Tip => ("tip", "TIP"),
        BlockQuoteKind::Important => ("important", "IMPORTANT"),
        BlockQuoteKind::Warning => ("warning", "WARNING"),
        BlockQuoteKind::Caution => ("caution", "CAUTION"),
    }
}

/// Levels on the page: the title is the only level one, the outermost headings are level two, and no level is skipped
/// on the way down, whatever the source does.
fn page_levels(headings: &[Heading], title: Option<usize>) -> Vec<u8> {
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

#[cfg(test)]
mod tests;
