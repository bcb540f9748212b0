//! Markdown events to the runbook model: title, headings, sections, and what [`super::steps`], [`super::facts`] and
//! [`super::commands`] make of the rest.

mod pieces;
mod sections;
mod walk;

use super::commands;
use super::events::Spanned as Event_;
use super::front_matter::FrontMatter;
use super::steps;
use crate::runbook::{Runbook, Settings};
use crate::text::Span;
use crate::text::order;
pub use pieces::fence_language;
pub use sections::split_title;
use sections::{read_title, sections};
use walk::Walk;

/// An id that the author's raw HTML gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlId {
    /// As the author wrote it.
    pub written: String,
    /// As it is on the page.
    pub own: String,
    /// Where the block of HTML, or the tag within text, begins that it stands in.
    pub offset: usize,
}

/// What the outline of a file holds beside the runbook.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The model.
    pub runbook: Runbook,
    /// The heading that is the page's title, as an index into the runbook's headings.
    pub title_heading: Option<usize>,
    /// What stood before the title in that heading: `Runbook:`.
    pub title_prefix: Option<String>,
    /// Ids that the author's raw HTML gives, in source order.
    pub html_ids: Vec<HtmlId>,
    /// The runbook's headings, as indices, in the order of their anchors.
    pub by_anchor: Vec<usize>,
}

/// Reads the outline from all events of a file, and where its fenced blocks stand. `text` is the source with its fences
/// repaired.
pub fn read<'a>(
    events: &'a [Event_<'a>],
    front: Option<&FrontMatter>,
    text: &'a str,
    settings: &'a Settings,
) -> (Outline, Vec<Span>) {
    let mut walk = Walk::new(events, text, settings);
    walk.run();
    let Walk {
        mut outline,
        facts,
        blocks,
        commands,
        kinds,
        fences,
        ..
    } = walk;
    outline.runbook.commands = commands::read(&commands);
    read_title(&mut outline, front, &kinds);
    let runbook = &mut outline.runbook;
    runbook.sections = sections(
        &runbook.headings,
        &blocks.free_headings,
        outline.title_heading,
        text.len(),
        &|at, text| {
            kinds
                .get(at)
                .copied()
                .flatten()
                .unwrap_or_else(|| settings.section_kind(text))
        },
    );
    runbook.metadata = facts.metadata(front, settings);
    steps::read(runbook, outline.title_heading, &blocks, text);
    let headings = &outline.runbook.headings;
    outline.by_anchor = (0..headings.len()).collect();
    order::sort(&mut outline.by_anchor, &|a, b| {
        let anchor = |at: &usize| headings.get(*at).map(|heading| heading.anchor.as_str());
        anchor(a).cmp(&anchor(b))
    });
    (outline, fences)
}
