//! What a file's folder says about it, and what kind of page it is.

use crate::runbook::{Kind, Runbook, SectionKind, Severity};

/// What the folder adds to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// Whether it is the folder's index and no runbook.
    pub is_index: bool,
    /// The severity that the index gives it.
    pub severity: Option<Severity>,
    /// The kind that the index gives it.
    pub kind: Option<Kind>,
    /// What the folder's other runbooks have, and so this one should have, too.
    pub customs: Customs,
}

impl Default for Around {
    fn default() -> Self {
        Self {
            is_index: false,
            severity: None,
            kind: None,
            customs: Customs {
                sections: true,
                severity: true,
                alert: true,
                owner: true,
                last_updated: true,
                verification: true,
                escalation: true,
                related: true,
            },
        }
    }
}

/// What runbooks of a folder usually say. A team that keeps a fact elsewhere (owners in CODEOWNERS, dates in git) is
/// told once, not for every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customs {
    /// Most files have sections of a runbook.
    pub sections: bool,
    /// Some file names its severity.
    pub severity: bool,
    /// Some file names its alert.
    pub alert: bool,
    /// Some file names its owner.
    pub owner: bool,
    /// Some file says when it was last updated.
    pub last_updated: bool,
    /// A good part of the files has a section Verification.
    pub verification: bool,
    /// A good part of the files has a section Escalation.
    pub escalation: bool,
    /// A good part of the files has a section Related.
    pub related: bool,
}

/// What kind of page a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The folder's index.
    Index,
    /// A runbook in the form of the nine sections.
    Template,
    /// A runbook of another form.
    Runbook,
    /// A page without the sections of a runbook.
    Page,
}

/// What kind of page a runbook is.
pub fn profile(runbook: &Runbook, around: &Around) -> Profile {
    if around.is_index {
        return Profile::Index;
    }
    let has = |kind| runbook.sections.iter().any(|section| section.kind == kind);
    let named = SectionKind::NAMED.into_iter().filter(|kind| has(*kind)).count();
    let acts = [SectionKind::Diagnosis, SectionKind::Resolution]
        .into_iter()
        .filter(|kind| has(*kind))
        .count();
    let signs = [SectionKind::Symptoms, SectionKind::Impact, SectionKind::Detection]
        .into_iter()
        .filter(|kind| has(*kind))
        .count();
    // A guide with a chapter "Monitoring" and one "Troubleshooting" among ten others is none.
    let other = runbook
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Other)
        .count();
    if named >= 6 && acts > 0 {
        Profile::Template
    } else if other > 2 && named * 3 < (named + other) * 2 {
        Profile::Page
    } else if acts > 0 && signs > 0 || acts == 2 || signs >= 2 || acts > 0 && named >= 3 {
        Profile::Runbook
    } else {
        Profile::Page
    }
}
