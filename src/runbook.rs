//! The runbook model: what a Markdown file says, as plain values with the places they were read from.

pub mod command;
pub mod contacts;
pub mod fill;
pub mod hours;
pub mod id;
pub mod metadata;
pub mod phone;
pub mod review;
pub mod section;
pub mod settings;
pub mod severity;
pub mod step;
pub mod usage;
pub mod variable;

pub use id::RunbookId;
pub use metadata::{Kind, Metadata};
pub use section::{Section, SectionKind};
pub use settings::Settings;
pub use severity::Severity;
pub use step::{Branch, Step, StepForm, StepId};
pub use usage::Use;

use crate::text::Span;

/// One runbook, as read from its source alone; what the index or the folder add stands in the catalog.
#[derive(Clone, Debug, Default)]
pub struct Runbook {
    /// Front matter's title, else the first level-one heading without a leading "Runbook:", else empty (the file name
    /// is then the title; the source does not know it).
    pub title: String,
    /// Where the title stands, or the start of the text where there is none.
    pub title_span: Span,
    /// What the file says about itself.
    pub metadata: Metadata,
    /// All headings, in source order.
    pub headings: Vec<Heading>,
    /// The sections that the top headings open, in source order.
    pub sections: Vec<Section>,
    /// The code blocks that a reader would run, in source order; command `n` of the page is number `n - 1` here.
    pub commands: Vec<command::Command>,
    /// What a reader ticks off, in source order; a heading's own step stands before the items under it.
    pub steps: Vec<Step>,
    /// The alternatives to choose from, in source order.
    pub branches: Vec<Branch>,
    /// The first paragraph of prose as plain text, shortened; empty where there is none.
    pub summary: String,
}

impl Runbook {
    /// The section of this kind that comes first.
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|s| s.kind == kind)
    }
}

/// A heading of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Level in the source, 1 to 6.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// Its id in the page, unique there.
    pub anchor: String,
    /// The whole heading in the source.
    pub span: Span,
}
