//! What a runbook says about itself.

use super::severity::Severity;
use crate::text::span::Spanned;

/// Whether a page answers an incident or describes planned work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// For an incident: found by alert or symptom.
    #[default]
    Incident,
    /// For planned work: backups, scaling, hand-overs.
    Procedure,
}

impl Kind {
    /// `incident` or `procedure`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Procedure => "procedure",
        }
    }

    /// Reads a front matter value or an index cell; `None` when it names no kind.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "procedure" | "process" | "maintenance" | "operation" | "how-to" => Some(Self::Procedure),
            "incident" | "alert" | "runbook" | "playbook" => Some(Self::Incident),
            _ => None,
        }
    }
}

/// Facts from front matter, else from the Impact and Detection bullets and the footer after the last `---`.
/// Every text is as the author wrote it, without Markdown marks.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The kind, where front matter says it.
    pub kind: Option<Spanned<Kind>>,
    /// The severity as written (`P1 - High`).
    pub severity_text: Option<Spanned<String>>,
    /// The level that the text names, where it names one.
    pub severity: Option<Severity>,
    /// Who is hit.
    pub affected_users: Option<Spanned<String>>,
    /// What it costs.
    pub business_impact: Option<Spanned<String>>,
    /// The category, where front matter says it.
    pub category: Option<Spanned<String>>,
    /// Alert names.
    pub alerts: Vec<Spanned<String>>,
    /// Where it is watched, from Detection.
    pub dashboard: Option<Spanned<String>>,
    /// What its logs show, from Detection: the bullet's code spans, else its text.
    pub log_patterns: Vec<Spanned<String>>,
    /// One sentence about the runbook, where front matter says it.
    pub description: Option<Spanned<String>>,
    /// The owning team.
    pub owner: Option<Spanned<String>>,
    /// When it was last updated, as written.
    pub last_updated: Option<Spanned<String>>,
    /// How often it is reviewed, as written.
    pub review_cycle: Option<Spanned<String>>,
    /// When it must be reviewed next, as written, where it says so itself.
    pub next_review: Option<Spanned<String>>,
}
