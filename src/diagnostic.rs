//! Findings about source files, as data. Rendering them is the business of whoever shows them.

use crate::text::Span;
pub use crate::text::edit::TextEdit;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Advice; nothing is wrong yet.
    Info,
    /// Something a reader may stumble over.
    Warning,
    /// Something that misleads or breaks in an incident.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A kind of finding: its stable code, its name, and how much it matters unless configured otherwise.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `BG` and three digits; never reused.
    pub code: &'static str,
    /// The bad pattern in kebab case; reads well after "allow".
    pub name: &'static str,
    /// The default severity.
    pub severity: Severity,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A change that would settle a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as an imperative.
    pub title: String,
    /// Edits that do not overlap, in source order.
    pub edits: Vec<TextEdit>,
    /// Whether it keeps the meaning and may be applied unseen.
    pub safe: bool,
}

/// One finding in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding.
    pub rule: &'static Rule,
    /// How much this one matters.
    pub severity: Severity,
    /// What is wrong: lower-case start, no final full stop.
    pub message: String,
    /// The place; for something missing, the empty span where it belongs.
    pub span: Span,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// A change that settles it, where one is known.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of `rule` at `span`, with the rule's own severity.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            span,
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The same finding with advice on what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding pointing at one more place.
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// The same finding with a change that settles it.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// The findings that reading and compiling a site can make.
pub mod rules {
    use super::{Rule, Severity};

    macro_rules! rules {
        ($($(#[$doc:meta])* $id:ident = $code:literal $name:literal $severity:ident;)*) => {
            $($(#[$doc])* pub const $id: &Rule = &Rule { code: $code, name: $name, severity: Severity::$severity };)*
            /// Every rule above, in code order.
            pub const ALL: &[&Rule] = &[$($id),*];
        };
    }

    rules! {
        /// A fence "closed" by a line that carries an info string.
        FENCE_CLOSED_WITH_INFO = "BG001" "fence-closed-with-info" Warning;
        /// A fence that is never closed.
        FENCE_NEVER_CLOSED = "BG002" "fence-never-closed" Error;
        /// Front matter that opens and never closes, or a line in it that says nothing.
        FRONT_MATTER_UNREADABLE = "BG003" "front-matter-unreadable" Warning;
        /// Bytes that are not UTF-8.
        NOT_UTF8 = "BG004" "not-utf8" Warning;
        /// A file over the size limit: shown as plain text.
        FILE_TOO_LARGE = "BG005" "file-too-large" Error;
        /// Blocks nested deeper than the limit: shown as plain text.
        NESTED_TOO_DEEPLY = "BG006" "nested-too-deeply" Error;
        /// Raw HTML that is not carried over to the page.
        HTML_NOT_CARRIED = "BG010" "html-not-carried" Info;
        /// A URL with a scheme that pages do not link to.
        SCHEME_NOT_ALLOWED = "BG011" "scheme-not-allowed" Warning;
        /// A row of a table with more cells than the heading row.
        TABLE_ROW_TOO_LONG = "BG012" "table-row-too-long" Warning;
        /// A link or image whose target does not exist.
        DEAD_LINK = "BG020" "dead-link" Error;
        /// A link to a heading that the target does not have.
        DEAD_ANCHOR = "BG021" "dead-anchor" Warning;
        /// A link to a file that must not be published.
        LINK_NOT_PUBLISHED = "BG022" "link-not-published" Warning;
        /// A row of the index whose runbook does not exist.
        INDEX_ROW_WITHOUT_RUNBOOK = "BG030" "index-row-without-runbook" Error;
        /// A runbook that the index does not list.
        RUNBOOK_NOT_INDEXED = "BG031" "runbook-not-indexed" Info;
        /// A severity that contradicts the index.
        SEVERITY_CONTRADICTS_INDEX = "BG032" "severity-contradicts-index" Warning;
        /// Two files whose ids are the same.
        DUPLICATE_ID = "BG033" "duplicate-id" Warning;
        /// A link in the file system that leads out of the folder.
        LINK_LEAVES_FOLDER = "BG040" "link-leaves-folder" Warning;
        /// A file that cannot be read.
        FILE_UNREADABLE = "BG041" "file-unreadable" Error;
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn codes_and_names_are_unique_and_ordered() {
            for pair in super::ALL.windows(2) {
                assert!(pair[0].code < pair[1].code);
                assert_ne!(pair[0].name, pair[1].name);
            }
        }
    }
}
