//! What a team sets, and what only the caller knows.

use super::registry;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::runbook::Settings;
use crate::text::Date;

/// What checking depends on beside the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Levels by rule code, from `[rules]`; `None` for a rule that is off.
    pub levels: Vec<(&'static str, Option<Severity>)>,
    /// Texts that look like placeholders and are none, lower case.
    pub allowed: Vec<String>,
    /// Whether the numbers 555-0100 to 555-0199 and names that are reserved for examples may stand in a runbook.
    pub allow_example_names: bool,
    /// Today, for dates in the future; without it nothing is in the future.
    pub today: Option<Date>,
    /// Addresses under which runbooks are also found, without the slash at their end: the site's and the repository's.
    pub addresses: Vec<String>,
    /// A team's own section names and severities.
    pub settings: Settings,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            levels: Vec::new(),
            allowed: Vec::new(),
            allow_example_names: true,
            today: None,
            addresses: Vec::new(),
            settings: Settings::default(),
        }
    }
}

impl Options {
    /// Sets the level of a rule, given by code or name; `None` switches it off. A name that no rule has changes nothing.
    pub fn set_level(&mut self, rule: &str, level: Option<Severity>) {
        if let Some(found) = registry::find(rule) {
            self.levels.retain(|(code, _)| *code != found.code);
            self.levels.push((found.code, level));
        }
    }

    fn level(&self, rule: &Rule) -> Option<Option<Severity>> {
        self.levels
            .iter()
            .find(|(code, _)| *code == rule.code)
            .map(|(_, level)| *level)
    }

    /// Whether a rule is switched off.
    pub fn is_off(&self, rule: &Rule) -> bool {
        self.level(rule) == Some(None)
    }

    /// Gives findings the level that is set for their rule, and drops those that are switched off.
    pub fn set_levels(&self, findings: &mut Vec<Diagnostic>) {
        if self.levels.is_empty() {
            return;
        }
        findings.retain_mut(|finding| match self.level(finding.rule) {
            None => true,
            Some(level) => level.map(|severity| finding.severity = severity).is_some(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rules;
    use crate::text::Span;

    #[test]
    fn levels_are_set_by_code_or_name() {
        let mut options = Options::default();
        options.set_level("dead-link", Some(Severity::Warning));
        options.set_level("bg021", None);
        options.set_level("no-such-rule", None);
        let mut findings = vec![
            Diagnostic::new(rules::DEAD_LINK, Span::at(0), "x"),
            Diagnostic::new(rules::DEAD_ANCHOR, Span::at(0), "x"),
        ];
        options.set_levels(&mut findings);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].severity, Severity::Warning);
    }
}
