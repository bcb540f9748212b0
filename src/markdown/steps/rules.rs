//! What counts as a step, by section.

use crate::markdown::blocks::{Blocks, Item};
use crate::markdown::step_text::{self, number_of, step_heading};
use crate::runbook::{Runbook, SectionKind};

/// What counts as a step in a section.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rules {
    pub(super) ordered: bool,
    /// Whether headings and lines above a list may say that it explains.
    pub(super) told: bool,
    pub(super) bullets: bool,
    pub(super) numbered_headings: bool,
    /// Whether paragraphs that are numbered by hand count.
    pub(super) clauses: bool,
}

pub(super) fn rules(runbook: &Runbook, blocks: &Blocks<'_>) -> Vec<Rules> {
    let reads = SectionKind::is_worked;
    let has_named = runbook.sections.iter().any(|section| reads(section.kind));
    let rules = runbook.sections.iter().map(|section| {
        let headings = || {
            let from = runbook
                .headings
                .partition_point(|heading| heading.span.start <= section.span.start);
            runbook
                .headings
                .iter()
                .skip(from)
                .take_while(|heading| heading.span.start < section.span.end)
        };
        let items = || {
            let from = blocks
                .items
                .partition_point(|item| item.span.start < section.span.start);
            blocks
                .items
                .iter()
                .skip(from)
                .take_while(|item| item.span.start < section.span.end)
        };
        let rows = || {
            let from = blocks.rows.partition_point(|row| row.span.start < section.span.start);
            blocks
                .rows
                .get(from)
                .is_some_and(|row| row.span.start < section.span.end)
        };
        let clauses = || {
            let from = blocks
                .clauses
                .partition_point(|clause| clause.span.start < section.span.start);
            let second = blocks.clauses.get(from + 1);
            second.is_some_and(|clause| clause.span.start < section.span.end)
        };
        let is_verification = section.kind == SectionKind::Verification;
        let marked =
            |item: &Item<'_>| item.task || blocks.lists.get(item.list).is_some_and(|list| list.start.is_some());
        Rules {
            ordered: match section.kind {
                SectionKind::Other if section.anchor.is_empty() => !has_named,
                SectionKind::Other => (items().next().is_some() || rows()) && !step_text::is_reference(&section.title),
                kind => reads(kind),
            },
            told: section.kind == SectionKind::Other,
            bullets: is_verification
                && !items().any(marked)
                && !headings().any(|heading| step_heading(&heading.text).is_some()),
            numbered_headings: reads(section.kind)
                && headings()
                    .filter(|heading| number_of(&heading.text).is_some())
                    .take(2)
                    .count()
                    == 2,
            clauses: reads(section.kind) && clauses(),
        }
    });
    rules.collect()
}
