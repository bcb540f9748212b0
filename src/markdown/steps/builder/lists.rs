//! Lists: which items are steps, and which list goes on.

use super::{Builder, Run, Tail, extend};
use crate::markdown::blocks::{Item, List};
use crate::markdown::step_text;
use crate::runbook::StepForm;
use crate::text::Span;

/// Lists in lists that are looked at: nobody works through deeper ones, and the page shows them flat.
const DEEPEST: usize = 24;

impl Builder<'_> {
    pub(super) fn list(&mut self, index: usize, span: Span) {
        let Some(list) = self.blocks.lists.get(index) else {
            return;
        };
        let works = self.works(list);
        let Some(start) = list.start.filter(|_| works) else {
            self.after(span, false, false);
            let owner = self
                .run
                .as_ref()
                .filter(|run| run.state != Tail::Closed)
                .and_then(|run| run.last);
            let bullets = self.rules().bullets && owner.is_none();
            return self.items_of(span, index, None, owner, bullets);
        };
        let continued = self.run.take().filter(|run| run.goes_on(start));
        let restarts = continued
            .as_ref()
            .is_some_and(|run| run.restarts || start == 1 && run.next > 1);
        let base = match &continued {
            Some(run) => {
                extend(&mut self.steps, self.text, run.last, run.end);
                run.next.max(start)
            }
            None => start,
        };
        self.items_of(span, index, Some(base), None, false);
        let last = self
            .blocks
            .items
            .iter()
            .enumerate()
            .take(list.items.end)
            .skip(list.items.start);
        let last = last.rev().find(|(_, item)| item.list == index);
        let state = match last {
            Some((_, item)) if item.text.ends_with([':', '：']) && !item.has_blocks => Tail::Expecting,
            _ => Tail::Code,
        };
        self.run = Some(Run {
            last: last.and_then(|(at, _)| self.of_item.get(at).copied().flatten()),
            next: base + list.count as u64,
            state,
            after_code: false,
            restarts,
            announced: false,
            end: span.end,
        });
    }

    /// The rows of a table of steps at `span`.
    pub(super) fn rows(&mut self, span: Span) {
        let blocks = self.blocks;
        let first = blocks.rows.partition_point(|row| row.span.start < span.start);
        let rows = blocks.rows.get(first..).unwrap_or(&[]).iter();
        let mut rows = rows.take_while(|row| row.span.start < span.end).peekable();
        if rows.peek().is_none() || !self.instructs() {
            return;
        }
        let run = self.run.as_ref().filter(|run| run.state != Tail::Closed);
        let owner = run.and_then(|run| run.last);
        let parent = owner.or_else(|| self.headings.last().map(|(step, _)| *step));
        for row in rows {
            self.push(StepForm::Row, row.number, row.text.clone(), row.head, row.span, parent);
        }
    }

    /// Whether the items of an ordered list are steps here.
    fn works(&self, list: &List) -> bool {
        list.start.is_some() && !list.quoted && !list.is_contents && self.instructs()
    }

    /// Whether what is numbered here is to be done.
    fn instructs(&self) -> bool {
        let rules = self.rules();
        // In a section of no known kind, the heading or the line above a list may say that it explains.
        let explains = || {
            let above = |text: &str| step_text::is_reference(text) || step_text::lists_facts(text);
            let explained = self.explained.get().unwrap_or_else(|| self.above.is_some_and(above));
            self.explained.set(Some(explained));
            explained
                || self
                    .announced
                    .is_some_and(|span| step_text::lists_facts(span.of(self.text)))
        };
        !self.headings.is_empty() || rules.ordered && !(rules.told && explains())
    }

    pub(super) fn items(&mut self, span: Span, owner: Option<usize>, bullets: bool) {
        self.items_of(span, usize::MAX, None, owner, bullets);
    }

    /// The items within `span`. Those of the list `top` are counted from `base`; `owner` is the step in which all of
    /// them stand.
    fn items_of(&mut self, span: Span, top: usize, base: Option<u64>, owner: Option<usize>, bullets: bool) {
        let blocks = self.blocks;
        let first = blocks.items.partition_point(|item| item.span.start < span.start);
        // Whether the items of the list looked at last are steps.
        let mut works: Option<(usize, bool)> = None;
        for (at, item) in blocks.items.iter().enumerate().skip(first) {
            if item.span.start >= span.end {
                break;
            }
            let Some(list) = blocks.lists.get(item.list) else {
                continue;
            };
            let outer = match item.parent {
                Some(parent) => self.of_item.get(parent).copied().flatten(),
                None => owner,
            };
            let form = if item.depth > DEEPEST {
                None
            } else if item.task {
                Some(StepForm::Task)
            } else if outer.is_none()
                && works
                    .filter(|(known, _)| *known == item.list)
                    .unwrap_or_else(|| *works.insert((item.list, self.works(list))))
                    .1
            {
                Some(StepForm::Ordered)
            } else if outer.is_none() && bullets && item.list == top {
                Some(StepForm::Task)
            } else {
                None
            };
            let step = form.map(|form| {
                let start = base.filter(|_| item.list == top).or(list.start);
                let number = start.map(|start| (start + item.index as u64).min(u64::from(u32::MAX)) as u32);
                let parent = outer.or_else(|| self.headings.last().map(|(step, _)| *step));
                self.push(form, number, self.item_text(item, number), item.head, item.span, parent);
                self.steps.len() - 1
            });
            if let Some(slot) = self.of_item.get_mut(at) {
                *slot = step.or(outer);
            }
        }
    }

    /// An item's words; of an item that is only code, the first line of it.
    fn item_text(&self, item: &Item<'_>, number: Option<u32>) -> String {
        if !item.text.is_empty() {
            return item.text.to_string();
        }
        let mut lines = item.span.of(self.text).lines().map(str::trim);
        // An item may be a quote and nothing else.
        let quoted = lines.next().and_then(|first| first.split_once('>'));
        if let Some((_, quoted)) =
            quoted.filter(|(mark, text)| !mark.contains(char::is_alphabetic) && !text.trim().is_empty())
        {
            return quoted.trim().chars().take(80).collect();
        }
        let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with(['`', '~', '#']));
        match (lines.next(), number) {
            (Some(line), _) => line.chars().take(80).collect(),
            (None, Some(number)) => format!("Step {number}"),
            (None, None) => "Step".to_string(),
        }
    }
}
