//! The nine sections of a runbook, found by heading.

use crate::text::Span;

/// What a section is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionKind {
    /// How to recognise the problem.
    Symptoms,
    /// Whom it hits and how badly.
    Impact,
    /// Alerts, dashboards, log patterns.
    Detection,
    /// Steps that find the cause. Read, then do.
    Diagnosis,
    /// Steps that end the incident. Read, then do.
    Resolution,
    /// Checks that it is over. Do, then confirm.
    Verification,
    /// What keeps it from coming back.
    Prevention,
    /// Whom to call, when, how.
    Escalation,
    /// Where to read on.
    Related,
    /// A section that is none of these: kept where it stands.
    #[default]
    Other,
}

impl SectionKind {
    /// The nine kinds of the format, in its order.
    pub const NAMED: [Self; 9] = [
        Self::Symptoms,
        Self::Impact,
        Self::Detection,
        Self::Diagnosis,
        Self::Resolution,
        Self::Verification,
        Self::Prevention,
        Self::Escalation,
        Self::Related,
    ];

    /// The kind's name in the page (`data-section`).
    pub fn name(self) -> &'static str {
        match self {
            Self::Symptoms => "symptoms",
            Self::Impact => "impact",
            Self::Detection => "detection",
            Self::Diagnosis => "diagnosis",
            Self::Resolution => "resolution",
            Self::Verification => "verification",
            Self::Prevention => "prevention",
            Self::Escalation => "escalation",
            Self::Related => "related",
            Self::Other => "other",
        }
    }

    /// The kind that a heading's text stands for. Case, numbering ("3. Diagnosis") and a trailing colon are ignored.
    pub fn from_heading(text: &str) -> Self {
        let text = plain_heading(text);
        ALIASES
            .iter()
            .find(|(_, names)| names.contains(&text.as_str()))
            .map_or(Self::Other, |(kind, _)| *kind)
    }
}

/// A heading as it is looked up: lower case, without numbering ("3. Diagnosis") and trailing colon.
pub fn plain_heading(text: &str) -> String {
    text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')' || c == ' ')
        .trim_end_matches(':')
        .trim()
        .to_lowercase()
}

/// Headings in wide use for each section, lower case.
const ALIASES: &[(SectionKind, &[&str])] = &[
    (
        SectionKind::Symptoms,
        &[
            "symptoms",
            "symptom",
            "meaning",
            "signs",
            "how to recognise",
            "how to recognize",
            "what you see",
        ],
    ),
    (
        SectionKind::Impact,
        &[
            "impact",
            "severity",
            "severity and impact",
            "business impact",
            "user impact",
            "blast radius",
        ],
    ),
    (
        SectionKind::Detection,
        &[
            "detection",
            "alert",
            "alerts",
            "trigger",
            "triggers",
            "how it is detected",
            "monitoring",
        ],
    ),
    (
        SectionKind::Diagnosis,
        &[
            "diagnosis",
            "diagnose",
            "possible checks",
            "checks",
            "investigation",
            "investigate",
            "triage",
            "troubleshooting",
            "possible causes",
            "analysis",
        ],
    ),
    (
        SectionKind::Resolution,
        &[
            "resolution",
            "mitigation",
            "mitigations",
            "playbook",
            "remediation",
            "fix",
            "solution",
            "resolve",
            "recovery",
            "procedure",
            "response",
            "actions",
        ],
    ),
    (
        SectionKind::Verification,
        &[
            "verification",
            "verify",
            "validation",
            "confirm",
            "all-clear",
            "all clear",
            "post-checks",
        ],
    ),
    (
        SectionKind::Prevention,
        &[
            "prevention",
            "prevent",
            "follow-up",
            "follow up",
            "follow-ups",
            "long-term fix",
        ],
    ),
    (
        SectionKind::Escalation,
        &[
            "escalation",
            "escalate",
            "contacts",
            "emergency contacts",
            "support",
            "who to call",
        ],
    ),
    (
        SectionKind::Related,
        &[
            "related",
            "related runbooks",
            "related documentation",
            "references",
            "see also",
            "additional resources",
            "links",
            "further reading",
        ],
    ),
];

/// A section of a runbook. Steps that stand above the first heading are in one with empty title and anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is for.
    pub kind: SectionKind,
    /// The heading's text.
    pub title: String,
    /// The heading's id in the page.
    pub anchor: String,
    /// From its heading to the next section or the end.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_by_alias() {
        assert_eq!(SectionKind::from_heading("Symptoms"), SectionKind::Symptoms);
        assert_eq!(SectionKind::from_heading("Mitigation"), SectionKind::Resolution);
        assert_eq!(SectionKind::from_heading("3. Possible checks:"), SectionKind::Diagnosis);
        assert_eq!(SectionKind::from_heading("Architecture"), SectionKind::Other);
    }

    #[test]
    fn every_name_is_its_own_alias() {
        for kind in SectionKind::NAMED {
            assert_eq!(SectionKind::from_heading(kind.name()), kind);
        }
    }
}
