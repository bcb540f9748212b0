//! Blocks to steps and branches.
//!
//! A step is a heading "Step N", an item of an ordered list where a reader works through a list (in Diagnosis,
//! Resolution, Verification, and in sections of no known kind that read as a procedure), a row of a table of steps there,
//! and a task item anywhere. What
//! stands in a step belongs to it: nested lists, prose, commands; and so does what an author put behind a list item
//! without indenting it, which to CommonMark ends the list.

mod builder;
mod identity;
mod rules;

use super::blocks::{Blocks, MarkKind};
use crate::runbook::{Runbook, Section, SectionKind, Step};
use crate::text::Span;
use crate::text::span::Spanned;
use builder::Builder;
use identity::identify;
pub(super) use identity::{is_folded, is_single_spaced};

/// Fills in the runbook's steps and branches, and the section above the first heading where steps stand there.
pub(super) fn read(runbook: &mut Runbook, title: Option<usize>, blocks: &Blocks<'_>, text: &str) {
    let first = runbook
        .sections
        .first()
        .map_or(text.len(), |section| section.span.start);
    let above = Section {
        kind: SectionKind::Other,
        title: String::new(),
        anchor: String::new(),
        span: Span::new(0, first),
    };
    runbook.sections.insert(0, above);
    let mut builder = Builder::new(runbook, title, blocks, text);
    builder.run();
    let Builder { steps, branches, .. } = builder;
    runbook.steps = steps;
    runbook.branches = branches;
    belongings(runbook, blocks, text);
    identify(runbook);
    let used = runbook.steps.iter().any(|step| step.section_index == 0)
        || runbook.branches.iter().any(|branch| branch.section_index == 0);
    if !used {
        runbook.sections.remove(0);
        for index in runbook
            .steps
            .iter_mut()
            .map(|step| &mut step.section_index)
            .chain(runbook.branches.iter_mut().map(|branch| &mut branch.section_index))
        {
            *index = index.saturating_sub(1);
        }
    }
}

/// Gives each command and each mark to the innermost step around it.
fn belongings(runbook: &mut Runbook, blocks: &Blocks<'_>, text: &str) {
    let Runbook { steps, commands, .. } = runbook;
    let mut outer: Vec<Option<usize>> = Vec::with_capacity(steps.len());
    let mut open: Vec<usize> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        while open
            .pop_if(|open| steps.get(*open).is_none_or(|open| open.span.end <= step.span.start))
            .is_some()
        {}
        outer.push(open.last().copied());
        open.push(at);
    }
    let innermost = |steps: &[Step], offset: usize| {
        let mut at = steps.partition_point(|step| step.span.start <= offset).checked_sub(1);
        while let Some(step) = at {
            if steps.get(step).is_some_and(|step| step.span.contains(offset)) {
                return Some(step);
            }
            at = outer.get(step).copied().flatten();
        }
        None
    };
    for (index, command) in commands.iter().enumerate() {
        if let Some(step) = innermost(steps, command.span.start)
            && let Some(step) = steps.get_mut(step)
        {
            step.commands.push(index);
        }
    }
    for mark in &blocks.marks {
        let value = mark.value.of(text);
        let start = mark.value.start + (value.len() - value.trim_start().len());
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let value = Spanned::new(value.to_string(), Span::new(start, start + value.len()));
        let Some(step) = innermost(steps, mark.at).and_then(|step| steps.get_mut(step)) else {
            continue;
        };
        match mark.kind {
            MarkKind::Expected => {
                step.expected.get_or_insert(value);
            }
            // `1. **If the pod hangs**: restart it` is the step itself, and says when it is one.
            MarkKind::IfNot if begins_with(text, step.head, mark.at) => {}
            MarkKind::IfNot => step.if_not.push(value),
            MarkKind::Rollback => {
                step.rollback.get_or_insert(value);
            }
        }
    }
}

/// Whether what stands at `at` begins the text at `head`, behind marks such as a list's number.
fn begins_with(text: &str, head: Span, at: usize) -> bool {
    text.get(head.start..at)
        .is_some_and(|before| !before.contains(char::is_alphabetic))
}
