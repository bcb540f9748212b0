//! Markdown in, runbook and HTML out: one engine for the generator and for the wizard's preview.
//!
//! 1. [`events`] cuts off front matter, repairs fences, turns links in shortcodes into links, and parses;
//! 2. [`outline`] reads the [`Runbook`] from the events: [`facts`] what the file says about itself, [`commands`] what
//!    its code blocks give to run, `steps` what a reader works through;
//! 3. [`html`] writes the page's article, filtering raw HTML and resolving links on the way.
//!
//! Reading never fails: whatever is not understood stays on the page as text, with a diagnostic.

pub mod admonition;
mod attributes;
mod blocks;
pub mod commands;
pub mod contacts;
pub mod duty;
pub mod events;
pub mod facts;
pub mod fence;
pub mod front_matter;
pub mod highlight;
pub mod html;
pub mod index;
mod labels;
pub mod limits;
pub mod links;
pub mod outline;
pub mod raw_html;
mod shortcode;
mod step_text;
mod steps;
pub mod write;

pub use html::{Rendered, TocEntry};
pub use links::{Links, Reference, Target};

use crate::diagnostic::{Diagnostic, rules};
use crate::runbook::{Runbook, Settings};
use crate::text::Span;
use crate::text::order;
use events::Prepared;
use outline::Outline;

/// Headings that are looked at when a link names only the beginning of an anchor.
const MOST_LONGER: usize = 64;

/// A source file, read.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text that was parsed; offsets are those of the source.
    pub prepared: Prepared,
    /// The model and what the page needs beside it.
    pub outline: Outline,
    /// What there is to say about the file on its own, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// The runbook that the file describes.
    pub fn runbook(&self) -> &Runbook {
        &self.outline.runbook
    }

    /// A hash of the whole text: where it is the same, so is everything read from it.
    pub fn hash(&self) -> u64 {
        crate::text::hash::long(self.prepared.text.as_bytes())
    }

    /// The id of the page's title: that of its heading in the source, where it has one.
    pub fn title_anchor(&self) -> &str {
        let heading = self
            .outline
            .title_heading
            .and_then(|at| self.runbook().headings.get(at));
        heading.map_or("bg-title", |heading| heading.anchor.as_str())
    }

    /// The id on the page that a link's anchor means: itself; an id as the author wrote it; the same in lower case; or
    /// the first heading that goes on from it at a word's end (`step-2` for "Step 2: Check the queries").
    pub fn find_anchor(&self, anchor: &str) -> Option<&str> {
        let ids = || self.outline.html_ids.iter();
        let lower = anchor.to_lowercase();
        self.heading_anchor(anchor)
            .or_else(|| ids().find(|id| id.written == anchor).map(|id| id.own.as_str()))
            .or_else(|| self.heading_anchor(&lower))
            // Redcarpet makes `what-we-39-re` of "What we're", from the reference that it writes for an apostrophe.
            .or_else(|| self.heading_anchor(&lower.replace("-39-", "")))
            .or_else(|| self.longer_anchor(&lower))
    }

    fn heading_anchor(&self, anchor: &str) -> Option<&str> {
        let at = self.sorted_from(anchor);
        self.sorted_heading(at)
            .filter(|heading| heading.anchor == anchor)
            .map(|heading| heading.anchor.as_str())
    }

    fn longer_anchor(&self, start: &str) -> Option<&str> {
        let start = format!("{start}-");
        let from = self.sorted_from(&start);
        let longer = (from..from + MOST_LONGER).map_while(|at| {
            let heading = self.sorted_heading(at)?;
            heading.anchor.starts_with(&start).then_some(heading)
        });
        longer
            .min_by_key(|heading| heading.span.start)
            .map(|heading| heading.anchor.as_str())
    }

    fn sorted_from(&self, anchor: &str) -> usize {
        let headings = &self.runbook().headings;
        let before = |at: &usize| {
            headings
                .get(*at)
                .is_some_and(|heading| heading.anchor.as_str() < anchor)
        };
        self.outline.by_anchor.partition_point(before)
    }

    fn sorted_heading(&self, at: usize) -> Option<&crate::runbook::Heading> {
        self.runbook().headings.get(*self.outline.by_anchor.get(at)?)
    }

    /// The anchor nearest to one that does not exist.
    pub fn nearest_anchor(&self, anchor: &str) -> Option<&str> {
        crate::text::nearest::nearest(anchor, self.runbook().headings.iter().map(|h| h.anchor.as_str()))
    }
}

/// Reads a source file with the usual settings.
pub fn read(source: &str) -> Document {
    read_with(source, &Settings::default())
}

/// Reads a source file; a team's settings may name further headings for sections.
pub fn read_with(source: &str, settings: &Settings) -> Document {
    let mut diagnostics = Vec::new();
    let prepared = if source.len() > limits::LARGEST_FILE {
        diagnostics.push(
            Diagnostic::new(
                rules::FILE_TOO_LARGE,
                Span::at(0),
                format!(
                    "the file is larger than {} MiB, so it is shown as plain text",
                    limits::LARGEST_FILE >> 20
                ),
            )
            .help("split it into several runbooks"),
        );
        Prepared::plain(source)
    } else {
        Prepared::new(source, &mut diagnostics)
    };
    let events = prepared.events();
    let (outline, fences) = outline::read(&events, prepared.front_matter.as_ref(), &prepared.text, settings);
    if !prepared.is_plain {
        events::report_open_fences(source, &fences, &mut diagnostics);
    }
    events::give_back(events);
    order::sort(&mut diagnostics, &|a, b| a.span.cmp(&b.span));
    Document {
        prepared,
        outline,
        diagnostics,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_sections_and_metadata_of_the_template() {
        let document = read(
            "# Runbook: High CPU Usage\n\n## Symptoms\n\n- x\n\n## Impact\n\n- **Severity**: P1 - High\n- **Affected Users**: All `users`\n\n\
             ## Detection\n\n- **Alert**: `HighCPUUsage` fires\n\n## Notes\n\n---\n\n**Last Updated**: 2025-10-25  \n**Owner**: DevOps Team\n",
        );
        let runbook = document.runbook();
        assert_eq!(runbook.title, "High CPU Usage");
        let kinds: Vec<&str> = runbook.sections.iter().map(|s| s.kind.name()).collect();
        assert_eq!(kinds, ["symptoms", "impact", "detection", "other"]);
        let metadata = &runbook.metadata;
        assert_eq!(metadata.severity, Some(crate::runbook::Severity::P1));
        let text = |value: &Option<crate::text::span::Spanned<String>>| value.as_ref().map(|v| v.value.clone());
        assert_eq!(text(&metadata.affected_users).as_deref(), Some("All users"));
        assert_eq!(text(&metadata.owner).as_deref(), Some("DevOps Team"));
        assert_eq!(text(&metadata.last_updated).as_deref(), Some("2025-10-25"));
        assert_eq!(metadata.alerts[0].value, "HighCPUUsage");
    }

    #[test]
    fn front_matter_names_the_title_and_a_repeating_heading_is_the_title() {
        let document =
            read("---\ntitle: Node RAID Degraded\nseverity: P2\n---\n\n# Node RAID degraded\n\n## Meaning\n\ntext\n");
        assert_eq!(document.runbook().title, "Node RAID Degraded");
        assert_eq!(document.outline.title_heading, Some(0));
        assert_eq!(document.runbook().metadata.severity, Some(crate::runbook::Severity::P2));
    }

    #[test]
    fn the_hash_is_of_the_whole_text() {
        let hash = |source: &str| read(source).hash();
        assert_eq!(hash("# A\n\ntext\n"), hash("# A\n\ntext\n"));
        assert_ne!(hash("# A\n\ntext\n"), hash("# A\n\ntext \n"));
    }

    #[test]
    fn anchors_are_found_as_people_write_them() {
        let document = read("# T\n\n## Step 2: Check the queries\n\n## Größe\n\n<a name=\"Old\"></a>\n");
        assert_eq!(document.find_anchor("step-2"), Some("step-2-check-the-queries"));
        assert_eq!(document.find_anchor("Größe"), Some("größe"));
        assert_eq!(document.find_anchor("Old"), Some("Old"));
        assert_eq!(document.find_anchor("step-22"), None);
        assert_eq!(document.nearest_anchor("grösse"), Some("größe"));
        let document = read("# T\n\n## What we're doing\n");
        assert_eq!(document.find_anchor("what-we-39-re-doing"), Some("what-were-doing"));
    }
}
