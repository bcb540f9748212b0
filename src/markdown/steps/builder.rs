//! One pass over the blocks: where steps and branches begin, and what belongs to them.

mod lists;

use super::rules::{Rules, rules};
use crate::markdown::blocks::{Blocks, MarkKind, Top};
use crate::markdown::step_text::{self, number_of, step_heading};
use crate::runbook::{Branch, Runbook, SectionKind, Step, StepForm, StepId};
use crate::text::Span;
use std::cell::Cell;

pub(super) struct Builder<'a> {
    runbook: &'a Runbook,
    title: Option<usize>,
    blocks: &'a Blocks<'a>,
    text: &'a str,
    pub(super) steps: Vec<Step>,
    pub(super) branches: Vec<Branch>,
    section: usize,
    /// What each section's kind and content allow.
    rules: Vec<Rules>,
    /// The heading above, if it opens no section, and the line that announces a list.
    above: Option<&'a str>,
    /// Whether that heading says that what stands below explains, once somebody asked.
    explained: Cell<Option<bool>>,
    announced: Option<Span>,
    /// Open step headings, with the level that ends them.
    headings: Vec<(usize, u8)>,
    /// Open branches, likewise.
    open_branches: Vec<(usize, u8)>,
    run: Option<Run>,
    /// Which step an item is, and which item it stands in, for the items of the list being read.
    of_item: Vec<Option<usize>>,
}

/// An ordered list that may go on behind the code that interrupted it.
#[derive(Debug)]
struct Run {
    /// The step of its last item.
    last: Option<usize>,
    /// The number that the next item has.
    next: u64,
    state: Tail,
    /// Whether the block before is code at the top level.
    after_code: bool,
    /// Whether the list went on with a 1 before: its author writes every number so.
    restarts: bool,
    /// Whether the block before is a paragraph that ends in a colon, and so announces a new list.
    announced: bool,
    /// Where the block before ends.
    end: usize,
}

/// What may still belong to the last item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tail {
    /// The item ends in a colon and nothing came yet: whatever comes is meant.
    Expecting,
    /// Code, and what is said of its output.
    Code,
    /// All that follows, since the item announced it.
    All,
    /// Nothing.
    Closed,
}

/// Levels for labels in bold, which are below all headings.
const LABEL_LEVEL: u8 = 7;

impl<'a> Builder<'a> {
    /// A pass over `blocks`, yet to be made.
    pub(super) fn new(runbook: &'a Runbook, title: Option<usize>, blocks: &'a Blocks<'a>, text: &'a str) -> Self {
        Self {
            runbook,
            title,
            blocks,
            text,
            steps: Vec::with_capacity(blocks.items.len() / 2),
            branches: Vec::new(),
            section: 0,
            rules: rules(runbook, blocks),
            above: None,
            explained: Cell::new(None),
            announced: None,
            headings: Vec::new(),
            open_branches: Vec::new(),
            run: None,
            of_item: vec![None; blocks.items.len()],
        }
    }

    /// Makes it.
    pub(super) fn run(&mut self) {
        let blocks = self.blocks;
        for (top, span) in &blocks.tops {
            match top {
                Top::Heading(index) => self.heading(*index, *span),
                Top::List(list) => self.list(*list, *span),
                Top::Code => self.after(*span, true, false),
                Top::Paragraph { label, colon } => self.paragraph(label.as_deref(), *colon, *span),
                Top::Rule => {
                    self.run = None;
                    self.close(1, span.start);
                }
                Top::Other => {
                    self.after(*span, false, false);
                    self.items(*span, None, false);
                    self.rows(*span);
                }
            }
        }
        self.close(0, self.text.len());
    }

    /// Ends the step headings and branches of this level and deeper ones.
    fn close(&mut self, level: u8, at: usize) {
        self.close_branches(level, at);
        while let Some((step, _)) = self.headings.pop_if(|(_, open)| *open >= level) {
            if let Some(step) = self.steps.get_mut(step) {
                step.span.end = end_of(self.text, step.head.end, at);
            }
        }
    }

    fn close_branches(&mut self, level: u8, at: usize) {
        while let Some((branch, _)) = self.open_branches.pop_if(|(_, open)| *open >= level) {
            if let Some(branch) = self.branches.get_mut(branch) {
                branch.span.end = end_of(self.text, branch.span.start, at);
            }
        }
    }

    fn heading(&mut self, index: usize, span: Span) {
        let Some(heading) = self.runbook.headings.get(index) else {
            return;
        };
        self.run = None;
        self.close(heading.level, span.start);
        let next = self.runbook.sections.get(self.section + 1);
        let opens_section = next.is_some_and(|section| section.span.start == span.start);
        self.section += usize::from(opens_section);
        if opens_section {
            self.close(0, span.start);
        }
        if self.title == Some(index) {
            return;
        }
        self.above = Some(heading.text.as_str()).filter(|_| !opens_section);
        self.explained.set(None);
        self.announced = None;
        let numbered = self.rules().numbered_headings && !opens_section;
        let step = step_heading(&heading.text).or_else(|| number_of(&heading.text).filter(|_| numbered));
        if let Some((number, text)) = step {
            self.step_heading(number, text, span, heading.level);
        } else if !opens_section && step_text::is_branch(&heading.text) {
            self.branch(heading.text.clone(), heading.anchor.clone(), span, heading.level);
        }
    }

    fn step_heading(&mut self, number: u32, text: &str, span: Span, level: u8) {
        let parent = self.headings.last().map(|(step, _)| *step);
        self.headings.push((self.steps.len(), level));
        let text = if text.is_empty() {
            format!("Step {number}")
        } else {
            text.to_string()
        };
        let head = Span::new(span.start, end_of(self.text, span.start, span.end));
        self.push(StepForm::Heading, Some(number), text, head, span, parent);
    }

    fn branch(&mut self, title: String, anchor: String, span: Span, level: u8) {
        self.open_branches.push((self.branches.len(), level));
        self.branches.push(Branch {
            id: StepId(String::new()),
            anchor: if anchor.is_empty() {
                format!("bg-branch-{}", self.branches.len() + 1)
            } else {
                anchor
            },
            title,
            section_index: self.section,
            span,
        });
    }

    fn push(
        &mut self,
        form: StepForm,
        number: Option<u32>,
        text: String,
        head: Span,
        span: Span,
        parent: Option<usize>,
    ) {
        let kind = self
            .runbook
            .sections
            .get(self.section)
            .map_or(SectionKind::Other, |section| section.kind);
        // White space that Markdown does not know as such (form feeds) may stand at the end of an item's text.
        let head = Span::new(head.start, end_of(self.text, head.start, head.end));
        self.steps.push(Step {
            id: StepId(String::new()),
            section: kind,
            section_index: self.section,
            form,
            number,
            text,
            head,
            span: Span::new(span.start, end_of(self.text, head.end, span.end)),
            commands: Vec::new(),
            branch: self.open_branches.last().map(|(branch, _)| *branch),
            parent,
            expected: None,
            if_not: Vec::new(),
            rollback: None,
        });
    }

    fn rules(&self) -> Rules {
        self.rules.get(self.section).copied().unwrap_or_default()
    }

    fn paragraph(&mut self, label: Option<&str>, colon: bool, span: Span) {
        self.announced = Some(span).filter(|_| label.is_some() || colon);
        if let Some(label) = label {
            let rules = self.rules();
            let numbered = || number_of(label).filter(|_| rules.ordered && !rules.told);
            if let Some((number, text)) = step_heading(label).or_else(numbered) {
                self.run = None;
                self.close(LABEL_LEVEL, span.start);
                return self.step_heading(number, text, span, LABEL_LEVEL);
            }
            let is_mark = MarkKind::read(label).is_some_and(|kind| kind != MarkKind::IfNot);
            if step_text::is_branch(label) {
                self.run = None;
                self.close_branches(LABEL_LEVEL, span.start);
                return self.branch(label.to_string(), String::new(), span, LABEL_LEVEL);
            }
            if !is_mark {
                self.close_branches(LABEL_LEVEL, span.start);
            }
        }
        if self.rules().clauses {
            let at = self
                .blocks
                .clauses
                .partition_point(|clause| clause.span.start < span.start);
            if let Some(clause) = self.blocks.clauses.get(at).filter(|clause| clause.span == span) {
                self.run = None;
                self.close(LABEL_LEVEL, span.start);
                return self.step_heading(clause.number, &clause.text, span, LABEL_LEVEL);
            }
        }
        self.after(span, false, colon);
    }

    /// A block that is no list: does it belong to the last item of the list before it?
    fn after(&mut self, span: Span, code: bool, announces: bool) {
        let has_mark = self
            .blocks
            .marks
            .get(self.blocks.marks.partition_point(|mark| mark.at < span.start))
            .is_some_and(|mark| mark.at < span.end);
        let Some(run) = &mut self.run else { return };
        run.state = match run.state {
            Tail::Expecting if code => Tail::Code,
            Tail::Expecting | Tail::All => Tail::All,
            Tail::Code if code || has_mark => Tail::Code,
            Tail::Code | Tail::Closed => Tail::Closed,
        };
        run.after_code = code || has_mark && run.after_code;
        run.announced = announces;
        run.end = span.end;
        if run.state != Tail::Closed {
            extend(&mut self.steps, self.text, run.last, span.end);
        }
    }
}

impl Run {
    /// Whether a list that begins with `start` is the same list to its author.
    fn goes_on(&self, start: u64) -> bool {
        start > 1 || self.after_code || self.restarts && !self.announced || self.state == Tail::All && !self.announced
    }
}

/// Makes a list item reach up to `end`.
fn extend(steps: &mut [Step], text: &str, step: Option<usize>, end: usize) {
    if let Some(step) = step.and_then(|at| steps.get_mut(at)) {
        step.span.end = step.span.end.max(end_of(text, step.head.end, end));
    }
}

/// `end` without the white space before it, but not before `least`.
fn end_of(text: &str, least: usize, end: usize) -> usize {
    let len = text.get(least..end).map_or(0, |between| between.trim_end().len());
    least + len
}
