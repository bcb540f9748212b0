//! Footnotes: marks in the text and the notes themselves, each with a way to the other where both are in the page.

use super::{Event_, Writer};
use crate::text::Span;
use crate::text::escape::{push_html_attribute, push_html_text};
use crate::text::percent::encode_fragment;
use crate::text::slug::{Anchors, heading_slug};
use pulldown_cmark::{Event, Tag};
use std::collections::HashMap;
use std::ops::Range;

/// The footnotes of what is written, by label without case: of a note that nothing refers to no way leads back, and none
/// leads to a note that stands on another page (the index's tables and its other text are two).
pub(super) type Notes = HashMap<String, Note>;

/// One footnote.
#[derive(Debug, Default)]
pub(super) struct Note {
    /// What its ids are made of; two labels may have one slug.
    slug: String,
    defined: bool,
    referred: bool,
    /// Marks written so far.
    marks: usize,
    /// Whether the note has been written; a second one of its label has no id.
    written: bool,
}

/// The footnotes of those top-level blocks of `range` that `keep` accepts.
pub(super) fn notes(events: &[Event_<'_>], range: Range<usize>, keep: &dyn Fn(Span) -> bool) -> Notes {
    let mut notes = Notes::new();
    let mut slugs = Anchors::default();
    let mut depth = 0usize;
    let mut kept = true;
    for (event, span) in events.get(range).unwrap_or_default() {
        if depth == 0 {
            kept = keep(*span);
        }
        let (label, defines) = match event {
            Event::Start(tag) => {
                depth += 1;
                match tag {
                    Tag::FootnoteDefinition(label) => (label, true),
                    _ => continue,
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::FootnoteReference(label) => (label, false),
            _ => continue,
        };
        if kept {
            let note = notes.entry(label.to_lowercase()).or_insert_with(|| Note {
                slug: slugs.unique(heading_slug(label)),
                ..Note::default()
            });
            note.defined |= defines;
            note.referred |= !defines;
        }
    }
    notes
}

impl Writer<'_> {
    /// The mark in the text: the label as the author wrote it.
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let note = self.notes.get_mut(&label.to_lowercase()).filter(|note| note.defined);
        let places = note.map(|note| {
            note.marks += 1;
            let own = format!("bg-fnref-{}-{}", note.slug, note.marks);
            (own, format!("bg-fn-{}", encode_fragment(&note.slug)))
        });
        self.out.push_str("<sup class=\"bg-footnote-mark");
        if let Some((own, _)) = &places {
            self.out.push_str("\" id=\"");
            push_html_attribute(&mut self.out, own);
        }
        self.out.push_str("\">");
        match places {
            Some((_, note)) if !self.in_link() => {
                self.out.push_str("<a href=\"#");
                push_html_attribute(&mut self.out, &note);
                self.out.push_str("\" aria-label=\"Footnote ");
                push_html_attribute(&mut self.out, label);
                self.out.push_str("\">");
                push_html_text(&mut self.out, label);
                self.out.push_str("</a>");
            }
            _ => push_html_text(&mut self.out, label),
        }
        self.out.push_str("</sup>");
    }

    /// The note itself, where the author put it.
    pub(super) fn footnote(&mut self, label: &str) {
        let mut start = String::from("<div class=\"bg-footnote");
        let mut back = None;
        let note = self.notes.get_mut(&label.to_lowercase());
        if let Some(note) = note.filter(|note| !note.written) {
            note.written = true;
            start.push_str("\" id=\"");
            push_html_attribute(&mut start, &format!("bg-fn-{}", note.slug));
            back = note
                .referred
                .then(|| format!("bg-fnref-{}-1", encode_fragment(&note.slug)));
        }
        start.push_str("\"><");
        start.push_str(if back.is_some() { "a" } else { "span" });
        start.push_str(" class=\"bg-footnote-label");
        if let Some(mark) = &back {
            start.push_str("\" href=\"#");
            push_html_attribute(&mut start, mark);
            start.push_str("\" aria-label=\"Back to footnote ");
            push_html_attribute(&mut start, label);
        }
        start.push_str("\">");
        push_html_text(&mut start, label);
        start.push_str(if back.is_some() { "</a>\n" } else { "</span>\n" });
        self.open(&start, "</div>\n");
    }
}
