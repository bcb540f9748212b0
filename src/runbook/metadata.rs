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
    /// The owning team as written, with its address where one stands there ([`Metadata::owner_name`]).
    pub owner: Option<Spanned<String>>,
    /// When it was last updated, as written.
    pub last_updated: Option<Spanned<String>>,
    /// How often it is reviewed, as written.
    pub review_cycle: Option<Spanned<String>>,
    /// When it must be reviewed next, as written, where it says so itself.
    pub next_review: Option<Spanned<String>>,
}

impl Metadata {
    /// What the owner is called, without the mail addresses behind the name: a team is one owner whether it is written
    /// `Payments`, `Payments <pay@example.com>` or `Payments (pay@example.com)`. An owner that is only an address is called
    /// that; empty where none is named.
    pub fn owner_name(&self) -> &str {
        let owner = self.owner.as_ref().map_or("", |owner| owner.value.trim());
        let mut name = owner;
        while let Some((before, last)) = name.rsplit_once(char::is_whitespace)
            && is_address(last)
        {
            name = before
                .trim_end()
                .trim_end_matches([',', ';', ':', '-', '–', '—', '|', '/'])
                .trim_end();
        }
        if name.is_empty() { owner } else { name }
    }
}

/// Whether a word is a mail address, in whatever brackets.
fn is_address(word: &str) -> bool {
    let bare = word.trim_matches(['<', '>', '(', ')', '[', ']', ',', ';']);
    let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
    bare.split_once('@')
        .is_some_and(|(account, host)| !account.is_empty() && host.contains('.') && !host.contains(['@', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn an_owner_is_called_by_name_without_addresses() {
        for (written, name) in [
            ("Payments", "Payments"),
            (" Payments Team <pay@example.com> ", "Payments Team"),
            ("Payments Team (pay@example.com)", "Payments Team"),
            ("Payments Team - pay@example.com", "Payments Team"),
            ("Payments Team, a@example.com, <b@example.com>", "Payments Team"),
            ("Payments Team mailto:pay@example.com", "Payments Team"),
            ("pay@example.com", "pay@example.com"),
            ("<a@example.com> b@example.com", "<a@example.com>"),
            ("@acme/payments", "@acme/payments"),
            ("Payments @dana", "Payments @dana"),
            ("Payments #pay", "Payments #pay"),
            ("", ""),
        ] {
            let owner = Some(Spanned::new(written.to_string(), Span::new(0, written.len())));
            let metadata = Metadata {
                owner,
                ..Metadata::default()
            };
            assert_eq!(metadata.owner_name(), name, "{written}");
        }
        assert_eq!(Metadata::default().owner_name(), "");
    }
}
