//! New runbooks: the template with all nine headings, and a file name for it.

use super::read::title_of;
use crate::runbook::{Kind, SectionKind};
use crate::text::slug::id_part;

/// What a new runbook begins with.
#[derive(Clone, Debug, Default)]
pub struct Start<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its title; may be empty.
    pub title: &'a str,
    /// Today, as `2026-11-25`; empty leaves the date out.
    pub today: &'a str,
    /// The owning team; may be empty.
    pub owner: &'a str,
    /// The alert that it is for; may be empty.
    pub alert: &'a str,
}

/// A new runbook: title, nine empty sections, and a footer. A procedure says so in front matter, since nothing else in
/// the text tells it from an incident.
pub fn new_runbook(start: &Start<'_>) -> String {
    let mut out = String::new();
    if start.kind == Kind::Procedure {
        out.push_str("---\nkind: procedure\n---\n\n");
    }
    out.push_str("# Runbook:");
    let title = super::guard::write(start.title.trim(), false);
    if !title.is_empty() {
        out.push(' ');
        out.push_str(&title);
    }
    out.push('\n');
    for kind in SectionKind::NAMED {
        out.push_str("\n## ");
        out.push_str(title_of(kind));
        out.push('\n');
        // In backticks, which a name of an alert does not have.
        let alert = start.alert.replace(['`', '\n', '\r'], "");
        if kind == SectionKind::Detection && !alert.trim().is_empty() {
            out.push_str(&["\n- **Alert**: `", alert.trim(), "`\n"].concat());
        }
    }
    let mut facts: Vec<String> = Vec::new();
    if !start.today.is_empty() {
        facts.push(["**Last Updated**: ", start.today].concat());
    }
    if !start.owner.is_empty() {
        facts.push(["**Owner**: ", start.owner].concat());
    }
    facts.push("**Review Cycle**: Quarterly".to_string());
    out.push_str("\n---\n\n");
    out.push_str(&facts.join("  \n"));
    out.push('\n');
    out
}

/// A file name for a runbook of this title.
pub fn file_name(title: &str) -> String {
    let title = title.trim();
    let stem = if title.is_empty() {
        "new-runbook".to_string()
    } else {
        id_part(title)
    };
    [&stem, ".md"].concat()
}
