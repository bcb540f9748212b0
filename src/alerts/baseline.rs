//! Findings that a team knows and lets pass, so that a gate stops new ones only.
//!
//! A finding is recognised by what it is about, never by its line: moving a rule changes nothing.

use crate::diagnostic::Rule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the file's format.
pub const VERSION: u32 = 1;

/// What makes a finding the same in two runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The rule's name.
    pub rule: String,
    /// The alert, the address, or the file that it is about.
    pub about: String,
    /// What else tells it from others: the address of a dead link, the runbook of an orphan, the message of an error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Key {
    /// The key of a finding of `rule`.
    pub fn new(rule: &Rule, about: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            rule: rule.name.to_string(),
            about: about.into(),
            detail: detail.into(),
        }
    }
}

/// The findings of a baseline file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Their keys.
    pub known: BTreeSet<Key>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Key>,
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text)
            .map_err(|error| format!("{}:{}: {}", error.line(), error.column(), message(&error)))?;
        if file.version != VERSION {
            return Err(format!(
                "1:1: the baseline has version {}, this program reads version {VERSION}",
                file.version
            ));
        }
        Ok(Self {
            known: file.findings.into_iter().collect(),
        })
    }

    /// The file for these findings: sorted, one a line, so that its changes read well in a review.
    pub fn write<'a>(keys: impl IntoIterator<Item = &'a Key>) -> String {
        let keys: BTreeSet<&Key> = keys.into_iter().collect();
        let lines: Vec<String> = keys
            .iter()
            // Strings always have a JSON form.
            .map(|key| format!("    {}", serde_json::to_string(key).unwrap_or_default()))
            .collect();
        if lines.is_empty() {
            return format!("{{\n  \"version\": {VERSION},\n  \"findings\": []\n}}\n");
        }
        format!(
            "{{\n  \"version\": {VERSION},\n  \"findings\": [\n{}\n  ]\n}}\n",
            lines.join(",\n")
        )
    }
}

/// serde's message without its place, which stands before it.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.clone(), |(message, _)| message.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::rules;
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let keys = [
            Key::new(rules::DEAD_RUNBOOK_URL, "B", "https://x/\"y\""),
            Key::new(rules::ALERT_WITHOUT_RUNBOOK, "A", ""),
        ];
        let text = Baseline::write(&keys);
        assert_eq!(text.lines().count(), 7, "{text}");
        assert_eq!(Baseline::read(&text).unwrap().known, keys.into_iter().collect());
        assert_eq!(Baseline::read(&Baseline::write([])).unwrap(), Baseline::default());
    }

    #[test]
    fn problems_have_a_place() {
        for (text, problem) in [
            ("{\n  x", "2:3: key must be a string"),
            (
                "{\"version\":2,\"findings\":[]}",
                "1:1: the baseline has version 2, this program reads version 1",
            ),
            ("{\"version\":1}", "1:13: missing field `findings`"),
        ] {
            assert_eq!(Baseline::read(text).unwrap_err(), problem);
        }
    }
}
