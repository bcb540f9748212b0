//! The canonical writer: a draft to the Markdown of a new runbook, in the form of the nine sections. Existing files are
//! never written with it; they are changed by edits ([`crate::text::edit`]).
//!
//! Texts of a draft are inline Markdown, but for the title and the names, which are plain text. A text cannot leave its
//! place: line ends become spaces, and what would begin a block is escaped. Where a draft says nothing, the template says
//! in square brackets what goes there, and `breakglass check` asks for it.

mod writer;

use crate::runbook::Kind;
use writer::{Writer, code, inline, one_line, plain};

/// What a new runbook says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its title; plain text.
    pub title: String,
    /// Incident or procedure.
    pub kind: Kind,
    /// The severity, as it shall stand there (`P1 - High`).
    pub severity: String,
    /// Who is hit.
    pub affected_users: String,
    /// What it costs.
    pub business_impact: String,
    /// What is seen and reported.
    pub symptoms: Vec<String>,
    /// Alert names; plain text.
    pub alerts: Vec<String>,
    /// The dashboard, best as a link.
    pub dashboard: String,
    /// Lines to look for in logs; plain text.
    pub log_patterns: Vec<String>,
    /// The steps of Diagnosis.
    pub diagnosis: Vec<DraftStep>,
    /// The steps that stop the damage.
    pub immediate: Vec<DraftStep>,
    /// Steps for one cause each: the heading (`If caused by …`) and its steps.
    pub branches: Vec<(String, Vec<DraftStep>)>,
    /// The steps that settle the cause.
    pub root_cause: Vec<DraftStep>,
    /// What to check before it is over.
    pub verification: Vec<String>,
    /// What keeps it from coming back.
    pub prevention: Vec<String>,
    /// Whom to call: the level (plain text), and how.
    pub escalation: Vec<(String, String)>,
    /// Neighbouring runbooks and documents, best as links.
    pub related: Vec<String>,
    /// The owning team.
    pub owner: String,
    /// The day of writing (`2026-01-31`).
    pub last_updated: String,
    /// How often it is reviewed.
    pub review_cycle: String,
}

/// A step of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftStep {
    /// What to do.
    pub text: String,
    /// A warning, shown before the command.
    pub warning: String,
    /// The fence's language; `bash` where it is empty.
    pub language: String,
    /// The command, one or more lines; empty for a step without one.
    pub command: String,
    /// What must be seen.
    pub expected: String,
    /// What to do if it is not.
    pub if_not: String,
    /// How to take it back.
    pub rollback: String,
}

/// The draft as Markdown; ends with a line end.
pub fn write(draft: &Draft) -> String {
    let mut out = Writer::default();
    if draft.kind == Kind::Procedure {
        out.line("---");
        out.line("kind: procedure");
        out.line("---");
        out.gap();
    }
    let title = match draft.title.trim() {
        "" => "[Issue Title]".to_string(),
        title => plain(title),
    };
    out.line(&format!("# Runbook: {title}"));
    out.head(2, "Symptoms");
    out.list(
        "- ",
        &draft.symptoms,
        "[What users report, or what a graph shows, with its threshold]",
    );
    impact_and_detection(draft, &mut out);
    out.head(2, "Diagnosis");
    let first = [DraftStep::default()];
    let diagnosis = if draft.diagnosis.is_empty() {
        &first[..]
    } else {
        &draft.diagnosis
    };
    for (number, step) in (1..).zip(diagnosis) {
        out.head(
            3,
            &format!("Step {number}: {}", inline(&step.text, "[What to look at]")),
        );
        out.body(step, "");
    }
    out.head(2, "Resolution");
    out.head(3, "Immediate Actions");
    out.steps(&draft.immediate, "[What stops the damage]");
    for (title, steps) in &draft.branches {
        out.head(3, &inline(title, "If caused by [Cause]"));
        out.steps(steps, "[What to do then]");
    }
    out.head(3, "Root Cause Fix");
    out.steps(&draft.root_cause, "[What settles the cause]");
    out.head(2, "Verification");
    out.list(
        "- [ ] ",
        &draft.verification,
        "[What to measure, and the value that shows it is over]",
    );
    out.head(2, "Prevention");
    out.list("- ", &draft.prevention, "[What keeps it from coming back]");
    escalation(draft, &mut out);
    out.head(2, "Related");
    out.list("- ", &draft.related, "[Link to a related runbook]");
    out.gap();
    out.line("---");
    out.gap();
    out.line(&format!(
        "**Last Updated**: {}  ",
        inline(&draft.last_updated, "[YYYY-MM-DD]")
    ));
    out.line(&format!("**Owner**: {}  ", inline(&draft.owner, "[Team name]")));
    out.line(&format!(
        "**Review Cycle**: {}",
        inline(&draft.review_cycle, "Quarterly")
    ));
    out.text
}

fn impact_and_detection(draft: &Draft, out: &mut Writer) {
    out.head(2, "Impact");
    if draft.kind == Kind::Incident || !draft.severity.trim().is_empty() {
        out.line(&format!("- **Severity**: {}", inline(&draft.severity, "[P0/P1/P2/P3]")));
    }
    out.line(&format!(
        "- **Affected Users**: {}",
        inline(&draft.affected_users, "[Who is hit]")
    ));
    out.line(&format!(
        "- **Business Impact**: {}",
        inline(&draft.business_impact, "[What it costs]")
    ));
    out.head(2, "Detection");
    let codes = |texts: &[String]| {
        let texts = texts.iter().map(|text| one_line(text)).filter(|text| !text.is_empty());
        texts.map(|text| code(&text)).collect::<Vec<_>>().join(", ")
    };
    if draft.kind == Kind::Incident || !draft.alerts.is_empty() {
        out.line(&format!("- **Alert**: {}", or(codes(&draft.alerts), "[Alert name]")));
    }
    out.line(&format!(
        "- **Monitoring Dashboard**: {}",
        inline(&draft.dashboard, "[Link]")
    ));
    out.line(&format!(
        "- **Log Patterns**: {}",
        or(codes(&draft.log_patterns), "[Patterns to look for]")
    ));
}

fn escalation(draft: &Draft, out: &mut Writer) {
    out.head(2, "Escalation");
    if draft.escalation.is_empty() {
        for level in ["L1 Support", "L2 Support", "On-Call Engineer"] {
            out.line(&format!("- **{level}**: [Contact, and after how many minutes]"));
        }
        return;
    }
    for (level, how) in &draft.escalation {
        let level = match one_line(level).as_str() {
            "" => "On-Call Engineer".to_string(),
            level => plain(level.trim_end_matches(':')),
        };
        out.line(&format!(
            "- **{level}**: {}",
            inline(how, "[Contact, and after how many minutes]")
        ));
    }
}

fn or(text: String, template: &str) -> String {
    if text.is_empty() { template.to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::read;

    #[test]
    fn an_empty_draft_is_the_template() {
        let source = write(&Draft::default());
        let document = read(&source);
        let kinds: Vec<&str> = document
            .runbook()
            .sections
            .iter()
            .map(|section| section.kind.name())
            .collect();
        let named: Vec<&str> = crate::runbook::SectionKind::NAMED
            .into_iter()
            .map(|kind| kind.name())
            .collect();
        assert_eq!(kinds, named);
        assert!(document.diagnostics.is_empty(), "{:?}", document.diagnostics);
    }

    #[test]
    fn texts_stay_in_their_places() {
        for hostile in [
            "# a",
            "- a",
            "1. a",
            "> a",
            "```",
            "a\n\n## b",
            "<!-- a",
            "<pre>",
            "[ ] a",
            "---",
            "===",
            ": a",
            "| a |",
            "a\\",
            "[a]: b",
        ] {
            let draft = Draft {
                title: hostile.to_string(),
                symptoms: vec![hostile.to_string(), "last".to_string()],
                verification: vec![hostile.to_string()],
                owner: hostile.to_string(),
                ..Draft::default()
            };
            let source = write(&draft);
            let document = read(&source);
            let runbook = document.runbook();
            assert_eq!(runbook.title, one_line(hostile), "{source}");
            assert_eq!(runbook.sections.len(), 9, "{hostile:?}: {source}");
            assert_eq!(runbook.headings.len(), 13, "{hostile:?}: {source}");
            assert!(runbook.metadata.last_updated.is_some(), "{hostile:?}: {source}");
        }
    }
}
