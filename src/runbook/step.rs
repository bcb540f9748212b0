//! Steps: what a reader does and ticks off, and the branches to choose between.

use super::section::SectionKind;
use crate::text::Span;
use crate::text::hash::Fnv;
use crate::text::span::Spanned;
use std::fmt;

/// A step's identity, unique in its runbook and stable while its text is: `section/label`, the label being the step's
/// text with `Step N:` and `N.` left out, case and white space folded; a further step with the same text ends in `~2`,
/// `~3`. Commands and parent headings have no part in it, so a step keeps its tick when they change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepId(pub String);

impl StepId {
    /// The id as text, as it stands in `data-step`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a step looks like in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepForm {
    /// A heading (`### Step 1: Look at the pods`).
    Heading,
    /// An item of an ordered list.
    Ordered,
    /// An item of a task list (`- [ ] …`), or a bullet of Verification.
    Task,
    /// A row of a table of steps (`| Step | Action | Expected result |`); in the page, the cell that says what to do.
    Row,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its identity.
    pub id: StepId,
    /// What its section is for. Verification is do-confirm, everything else read-do.
    pub section: SectionKind,
    /// Its section, as an index into the runbook's sections.
    pub section_index: usize,
    /// What it looks like in the source.
    pub form: StepForm,
    /// Its number as the author gave it (`Step 3`, `3.`); of a list that restarts behind a code fence, the number that
    /// was meant.
    pub number: Option<u32>,
    /// Its text as a reader sees it, plain, without `Step N:`: the name of its checkbox.
    pub text: String,
    /// The heading, the first paragraph of the item, or the cell.
    pub head: Span,
    /// All that belongs to it: prose, commands, nested lists, and its own head.
    pub span: Span,
    /// Its commands, as indices into the runbook's commands.
    pub commands: Vec<usize>,
    /// The branch it stands in, as an index into the runbook's branches.
    pub branch: Option<usize>,
    /// The step in which it stands, as an index into the runbook's steps: a step heading around an item or a deeper step
    /// heading, an item around a task.
    pub parent: Option<usize>,
    /// What the author says must be seen (`**Expected**: …`), Markdown as written.
    pub expected: Option<Spanned<String>>,
    /// What to do if it is not (`**If not**: …`, `**If it shows …**: …`), Markdown as written.
    pub if_not: Vec<Spanned<String>>,
    /// How to take it back (`**Rollback**: …`), Markdown as written.
    pub rollback: Option<Spanned<String>>,
}

impl Step {
    /// A hash of the whole content with white space folded: where it differs, a tick was given to another text. `text` is
    /// what the step was read from, with its fences repaired. Only runs ask for it, so that reading does not wait for it.
    pub fn fingerprint(&self, text: &str) -> u64 {
        let mut hash = Fnv::default();
        let from = match self.form {
            StepForm::Heading => {
                hash.write_folded(&self.text);
                self.head.end
            }
            StepForm::Ordered | StepForm::Task | StepForm::Row => self.head.start,
        };
        hash.write_folded(Span::new(from, self.span.end).of(text));
        hash.finish()
    }
}

/// A part of a section that is followed only in some cases (`### If caused by …`). Branches under one section are
/// alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its identity, made as a step's is; unique among the runbook's branches.
    pub id: StepId,
    /// The heading's text.
    pub title: String,
    /// The heading's id in the page.
    pub anchor: String,
    /// Its section, as an index into the runbook's sections.
    pub section_index: usize,
    /// From its heading to the next heading of the same or a higher level.
    pub span: Span,
}
