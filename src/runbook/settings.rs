//! What a team's `breakglass.toml` changes in how runbooks are read and run, for the generator and the app alike.

use super::section::SectionKind;
use serde::{Deserialize, Serialize};

/// Settings that reading and running a runbook depend on. The page carries them to the app (`data-settings` on
/// `<body>`, only where they differ from the default), so that the model is the same on both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
}

impl Settings {
    /// The section that a heading opens: a team's own words first, then the usual ones.
    pub fn section_kind(&self, heading: &str) -> SectionKind {
        let plain = super::section::plain_heading(heading);
        let own = self.aliases.iter().find(|(alias, _)| *alias == plain);
        own.and_then(|(_, name)| SectionKind::NAMED.into_iter().find(|kind| kind.name() == name))
            .unwrap_or_else(|| SectionKind::from_heading(heading))
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
