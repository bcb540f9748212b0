//! What a team's `breakglass.toml` changes in how runbooks are read and run, for the generator and the app alike.

use super::section::SectionKind;
use super::severity::Severity;
use crate::text::json;
use serde::Serialize;

/// Settings that reading and running a runbook depend on. The page carries them to the app (`data-settings` on
/// `<body>`, only where they differ from the default), so that the model is the same on both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Further headings for sections, lower case: the heading and the section's name (`("what now", "resolution")`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<(String, String)>,
    /// Minutes between status updates by severity code (`("P0", 15)`); what is missing has the default of
    /// [`Settings::update_minutes`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub update_minutes: Vec<(String, u32)>,
    /// Minutes after which to escalate by severity code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub escalate_minutes: Vec<(String, u32)>,
    /// What runbooks write for a severity, lower case, and its code (`("code red", "P0")`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub severity_aliases: Vec<(String, String)>,
    /// The team's word for a severity by its code (`("P0", "Emergency")`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub severity_names: Vec<(String, String)>,
}

json::members!(
    Settings,
    needed: [],
    optional: [aliases, update_minutes, escalate_minutes, severity_aliases, severity_names]
);

impl Settings {
    /// The section that a heading opens: a team's own words first, then the usual ones.
    pub fn section_kind(&self, heading: &str) -> SectionKind {
        super::section::with_plain_heading(heading, |plain| {
            let own = self.aliases.iter().find(|(alias, _)| alias == plain);
            own.and_then(|(_, name)| SectionKind::NAMED.into_iter().find(|kind| kind.name() == name))
                .unwrap_or_else(|| SectionKind::from_plain(plain))
        })
    }

    /// The severity that a text names: by a code or number first (`P1`, `SEV-1`), then in a team's own words, then in the
    /// usual ones.
    pub fn severity(&self, text: &str) -> Option<Severity> {
        if Severity::is_choice(text) || Severity::depends(text) {
            return None;
        }
        let lower = text.to_lowercase();
        let names = self.severity_words();
        let named = self.severity_aliases.iter().chain(&names).find_map(|(alias, code)| {
            let at = lower.find(alias.as_str()).filter(|_| !alias.is_empty())?;
            let before = lower.get(..at)?.chars().next_back();
            let after = lower.get(at + alias.len()..)?.chars().next();
            let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            (!is_part(before) && !is_part(after)).then_some(code.as_str())
        });
        let named = named.and_then(|code| Severity::ALL.into_iter().find(|level| level.code() == code));
        Severity::read_number(text).or(named).or_else(|| Severity::read(text))
    }

    /// The team's names, lower case: they are read, too.
    fn severity_words(&self) -> Vec<(String, String)> {
        let lower = |(code, name): &(String, String)| (name.to_lowercase(), code.clone());
        self.severity_names.iter().map(lower).collect()
    }

    /// The word for a severity: the team's, else the usual one.
    pub fn severity_word(&self, level: Severity) -> &str {
        let own = self.severity_names.iter().find(|(code, _)| code == level.code());
        own.map_or(level.word(), |(_, name)| name)
    }

    /// Minutes between status updates in an incident of this severity (`P0` to `P4`).
    pub fn update_minutes(&self, severity: &str) -> u32 {
        lookup(&self.update_minutes, severity).unwrap_or(match severity {
            "P0" => 15,
            "P1" => 30,
            _ => 60,
        })
    }

    /// Minutes after the start at which an incident of this severity goes to the next level.
    pub fn escalate_minutes(&self, severity: &str) -> u32 {
        lookup(&self.escalate_minutes, severity).unwrap_or(match severity {
            "P0" => 15,
            "P1" => 30,
            _ => 60,
        })
    }
}

fn lookup(table: &[(String, u32)], severity: &str) -> Option<u32> {
    table
        .iter()
        .find(|(code, _)| code.eq_ignore_ascii_case(severity))
        .map(|(_, minutes)| *minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teams_words_for_severities_count() {
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        let settings = Settings {
            severity_aliases: vec![pair("code red", "P0"), pair("low", "P2")],
            severity_names: vec![pair("P1", "Emergency")],
            ..Settings::default()
        };
        for (text, level) in [
            ("Code red, all hands", Some(Severity::P0)),
            ("Emergency", Some(Severity::P1)),
            ("low", Some(Severity::P2)),
            ("slow", None),
            ("P3 (low)", Some(Severity::P3)),
            ("medium", Some(Severity::P2)),
        ] {
            assert_eq!(settings.severity(text), level, "{text}");
        }
        assert_eq!(settings.severity_word(Severity::P1), "Emergency");
        assert_eq!(settings.severity_word(Severity::P0), "Critical");
    }
}
