//! Events to the article's HTML.
//!
//! The writer keeps a stack of what is open, Markdown's elements and the author's: an author's tag is closed with the
//! Markdown block it stands in at the latest, and an end tag that matches nothing is dropped, so nothing an author
//! writes reaches beyond the article.
//!
//! Here is what is asked for and the stack; `walk` goes through the events, and each of the other modules writes the
//! elements that it is named after.

mod alert;
mod code;
mod footnotes;
mod headings;
mod inline;
mod raw;
mod steps;
mod table;
mod values;
mod walk;

pub use values::MARK as VALUES_MARK;

use super::Document;
use super::events::Spanned as Event_;
use super::limits::DEEPEST_NESTING;
use super::links::Links;
use crate::diagnostic::{Diagnostic, rules};
use crate::runbook::SectionKind;
use crate::text::Span;
use pulldown_cmark::Alignment;
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
    writer.notes = footnotes::notes(events, 0..end, keep);
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
    writer.notes = footnotes::notes(&events, range.clone(), &|_| true);
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
    /// Where the piece of raw HTML begins that is being written.
    html_start: usize,
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
    notes: footnotes::Notes,
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
            levels: headings::page_levels(&document.runbook().headings, document.outline.title_heading),
            next_heading: 0,
            next_section: 0,
            next_html_id: 0,
            html_start: 0,
            section_open: false,
            in_section: SectionKind::Other,
            alignments: Vec::new(),
            column: 0,
            row: Span::default(),
            in_table_head: false,
            too_deep: false,
            last_end_tag: raw::last_end_tags(&document.prepared.text),
            notes: footnotes::Notes::new(),
            marks: Vec::new().into_iter().peekable(),
            values_behind: None,
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
}

#[cfg(test)]
mod tests;
